/** Move an instance to a newer generation of its own processor, where that is cheaper by the hour; often it is not. */

import { defineLever } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { successors } from './machine-names.ts';
import { REPLACE_PARAMS, replaceEffect, replacement, replaceRisks } from './replace-machine.ts';

export const ec2NewerGeneration = defineLever({
  meta: {
    id: 'ec2-newer-generation',
    title: 'EC2 newer generation',
    summary:
      'Replace an old instance type by a newer one of the same size and processor, where it costs less.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '14 % more work per dollar (M5 against M4)',
      source: 'https://aws.amazon.com/blogs/aws/m5-the-next-generation-of-general-purpose-ec2-instances/',
    },
    planning: {
      text: '5 % from the fourth generation; nothing from the fifth, whose successors cost the same or more',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [
      'https://aws.amazon.com/ec2/previous-generation/',
      'https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html',
    ],
    excludes: ['ec2-graviton', 'ec2-amd'],
  },
  target: 'instance',
  params: REPLACE_PARAMS,
  eligible: (instance, params, context) =>
    replacement(instance, params, context, name => successors(name, name.processor, name.generation + 1)),
  effect: replaceEffect,
  risk: (instance, found) =>
    replaceRisks(instance, found, 'new drivers for network and disks behind a restart'),
});
