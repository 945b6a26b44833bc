/** Move an Intel instance to the AMD type of the same size: the newest AMD costs more than Intel, the one before less. */

import { defineLever } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { successors } from './machine-names.ts';
import { REPLACE_PARAMS, replaceEffect, replacement, replaceRisks } from './replace-machine.ts';

export const ec2Amd = defineLever({
  meta: {
    id: 'ec2-amd',
    title: 'EC2 Intel to AMD',
    summary: 'Run an instance on the cheapest AMD type of the same size: the same software, a restart.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '10 % of the instance',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    planning: {
      text: '10 % with the sixth generation; the seventh is dearer than Intel',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [
      'https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html',
      'https://aws.amazon.com/ec2/amd/',
    ],
    excludes: ['ec2-graviton', 'ec2-newer-generation'],
  },
  target: 'instance',
  params: REPLACE_PARAMS,
  eligible: (instance, params, context) =>
    replacement(instance, params, context, name =>
      name.processor === 'intel'
        ? successors(name, 'amd', name.generation)
        : `already on ${name.processor === 'amd' ? 'AMD' : 'Graviton'}`,
    ),
  effect: replaceEffect,
  risk: (instance, found) => replaceRisks(instance, found, 'another processor behind a restart'),
});
