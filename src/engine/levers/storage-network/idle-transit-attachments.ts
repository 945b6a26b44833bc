/** Detach networks from a transit gateway that send nothing through it: an attachment is charged by the hour. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { RELIABILITY_CONSTANTS } from '../../reliability/index.ts';
import { REALIZATION } from '../realization.ts';
import { cutMeters, METERS, metersNamed, savedBy, totalOf } from './aws-meters.ts';

const ID = 'idle-transit-attachments';
const { wrongRemovalProbability, wrongRemovalRestoreMinutes } = RELIABILITY_CONSTANTS;
const TRANSIT = 'https://aws.amazon.com/transit-gateway/pricing/';
const HOURS_PER_MONTH = 730;

export const idleTransitAttachments = defineLever({
  meta: {
    id: ID,
    title: 'Idle transit gateway attachments',
    summary: 'Remove attachments that carry next to nothing; each is charged by the hour.',
    capability: 'usage-optimization',
    stage: 'storage-network',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of what an idle attachment costs', source: TRANSIT },
    planning: { text: '$36.50 a month for each attachment in us-east-1', source: TRANSIT },
    realization: REALIZATION,
    sources: [TRANSIT],
    excludes: [],
  },
  target: 'other',
  params: {
    gbPerMonthBelow: numberParam({
      label: 'Traffic below',
      unit: 'GB a month',
      description: 'Assumption: health checks and name lookups stay below it.',
      default: 1,
      min: 0,
      max: 1000,
      step: 1,
    }),
  },
  eligible: (resource, params, { rates, estate }) => {
    const hours = metersNamed(resource, METERS.transitHours);
    if (hours.length === 0) return no('no hours of a transit gateway attachment in the bill');
    const attachments = totalOf(hours).quantity / estate.hours;
    if (attachments > 1.001) return no('the bill does not tell its attachments apart: no resource ids');
    const traffic = metersNamed(resource, METERS.transitBytes);
    const gb = (totalOf(traffic).quantity / estate.hours) * HOURS_PER_MONTH;
    if (gb > params.gbPerMonthBelow) return no(`carries ${gb.toFixed(1)} GB a month`);
    const effect = cutMeters(resource, ID, 'consolidate', [
      { meters: hours, left: 0 },
      { meters: traffic, left: 0 },
    ]);
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(`carries ${gb.toFixed(1)} GB a month`, 'inferred', { effect });
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    {
      kind: 'wrong-removal',
      probability: wrongRemovalProbability.value,
      restoreMinutes: wrongRemovalRestoreMinutes.value,
      reason: 'it may be the way of a failover that has not happened yet',
    },
    { kind: 'change-event', multiplier: 0.5, reason: 'one call, undone by attaching it again' },
  ],
});
