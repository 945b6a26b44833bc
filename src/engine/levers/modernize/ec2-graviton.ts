/**
 * Move an instance to the Graviton type of the same size.
 *
 * Newer Graviton costs more an hour than older: the cheapest of the same or a newer generation is taken, and an instance on
 * Graviton is left alone.
 */

import { defineLever } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { successors } from './machine-names.ts';
import { REPLACE_PARAMS, replaceEffect, replacement, replaceRisks } from './replace-machine.ts';
import { hasCountedLicence } from './windows-licence.ts';

const GUIDE = 'https://github.com/aws/aws-graviton-getting-started';

export const ec2Graviton = defineLever({
  meta: {
    id: 'ec2-graviton',
    title: 'EC2 to Graviton',
    summary: 'Run a Linux instance on the Graviton type of the same size, after building for arm64.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 3, mode: 8, high: 20 },
    leadTimeMonths: 1,
    reversible: true,
    headline: {
      text: '20-40 % better price-performance',
      source: 'https://novaaiops.com/blog/graviton-migration',
    },
    planning: {
      text: '20 % against Intel, 10 % against AMD; about two thirds of a fleet move',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [GUIDE, 'https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html'],
    excludes: ['ec2-amd', 'ec2-newer-generation'],
  },
  target: 'instance',
  params: REPLACE_PARAMS,
  eligible: (instance, params, context) =>
    replacement(instance, params, context, (name, { operatingSystem, instanceType }) => {
      const known = context.rates.book.instanceType(instanceType, instance.region ?? '');
      if (name.processor === 'graviton' || known?.architecture === 'arm64') return 'already on Graviton';
      if (hasCountedLicence(instance)) return 'windows is left alone: only Linux is moved to arm64';
      if (operatingSystem !== 'linux')
        return `${operatingSystem} is left alone: only Linux is moved to arm64`;
      return successors(name, 'graviton', name.generation);
    }),
  effect: replaceEffect,
  risk: (instance, found) =>
    replaceRisks(instance, found, 'software built for arm64, rolled out machine by machine'),
});
