/** Move a file system that can be made again to EFS One Zone: a new file system in one zone, and a copy. */

import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam, numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import {
  ALREADY,
  cutMeters,
  METERS,
  metersNamed,
  savedBy,
  totalOf,
  wasChangedBy,
  whole,
} from './aws-meters.ts';

const ID = 'efs-one-zone';
const TYPES = 'https://docs.aws.amazon.com/efs/latest/ug/features.html';

export const efsOneZone = defineLever({
  meta: {
    id: ID,
    title: 'EFS One Zone',
    summary: 'Keep a file system that is not production in one zone only; the loss of the zone is its loss.',
    capability: 'architecting',
    stage: 'storage-network',
    effortDays: { low: 1, mode: 3, high: 8 },
    leadTimeMonths: 1,
    reversible: false,
    headline: { text: '47 % of the price of a GB', source: 'https://aws.amazon.com/efs/pricing/' },
    planning: {
      text: '47 % by list price, less the months in which both file systems are paid for',
      source: 'https://aws.amazon.com/efs/pricing/',
    },
    realization: REALIZATION,
    sources: [TYPES, 'https://aws.amazon.com/efs/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {
    production: booleanParam({
      label: 'Production too',
      unit: '',
      description: 'One zone is for data that can be made again or has a copy elsewhere.',
      default: false,
    }),
    dualRunningMonths: numberParam({
      label: 'Dual running',
      unit: 'months',
      description: 'Assumption: how long both file systems are kept while files are copied and checked.',
      default: 0.5,
      min: 0,
      max: 6,
      step: 0.5,
    }),
  },
  eligible: (resource, params, { rates, workload }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const standard = metersNamed(resource, METERS.efsStandard);
    if (standard.length === 0) return no('no EFS Standard storage in the bill');
    const { environment, name } = workload(resource);
    if (!params.production && (environment === 'production' || environment === 'other'))
      return no(
        environment === 'production'
          ? `${name} is production`
          : `${name} is not known to be outside production`,
      );
    const infrequent = metersNamed(resource, METERS.efsInfrequent);
    const region = resource.region ?? '';
    const gb = totalOf(standard).quantity;
    const unit = (item: string, quantity: number) => ({
      service: 'efs',
      item,
      component: 'storage',
      region,
      quantity,
    });
    const effect = cutMeters(
      resource,
      ID,
      'retier',
      [
        { meters: standard, left: 0 },
        { meters: infrequent, left: 0 },
      ],
      {
        added: [unit('one_zone', gb), unit('one_zone_ia', totalOf(infrequent).quantity)],
        once: [unit('standard', gb * params.dualRunningMonths)],
      },
    );
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(`${whole(gb)} GB in several zones, ${environment}`, 'inferred', { effect });
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    {
      kind: 'storage-class',
      to: 'ONEZONE',
      retrieval: 'standard',
      reason: 'one zone holds the only copy but for its backups',
    },
    { kind: 'change-event', multiplier: 2, reason: 'files are copied and mounts changed' },
  ],
});
