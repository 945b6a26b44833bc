/** Keep logs for fewer days. Storing is cheap beside ingesting: the answer says by how much. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import {
  ALREADY,
  cutMeters,
  dollars,
  METERS,
  metersNamed,
  savedBy,
  totalOf,
  wasChangedBy,
} from './aws-meters.ts';
import { CLOUDWATCH_COSTS } from './log-ingestion-filter.ts';

const ID = 'log-retention';
const PRICES = 'https://aws.amazon.com/cloudwatch/pricing/';
const DAYS_PER_MONTH = 365 / 12;

export const logRetention = defineLever({
  meta: {
    id: ID,
    title: 'Log retention',
    summary: 'Keep logs for fewer days; small next to ingestion, which it does not touch.',
    capability: 'usage-optimization',
    stage: 'storage-network',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: '100 % of the storage of logs that are no longer kept', source: CLOUDWATCH_COSTS },
    planning: {
      text: 'a GB taken in costs as much as 17 months of storing it uncompressed: look at ingestion first',
      source: PRICES,
    },
    realization: REALIZATION,
    sources: [CLOUDWATCH_COSTS, PRICES],
    excludes: [],
  },
  target: 'other',
  params: {
    days: numberParam({
      label: 'Keep for',
      unit: 'days',
      description: 'PCI DSS asks for a year of audit logs; check what the logs are evidence of.',
      default: 90,
      min: 1,
      max: 3653,
      step: 1,
    }),
    compressedPercent: numberParam({
      label: 'Compressed size',
      unit: '%',
      description:
        "15 % in the examples of AWS's price page. With it the bill tells how old the logs are: stored GB over what a month adds.",
      default: 15,
      min: 1,
      max: 100,
      step: 1,
    }),
  },
  eligible: (resource, params, { rates, estate }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const storage = metersNamed(resource, METERS.logStorage);
    if (storage.length === 0) return no('no storage of logs in the bill');
    const ingestion = totalOf(metersNamed(resource, METERS.logIngestion));
    if (ingestion.quantity === 0)
      return no('nothing is written any more: its age is unknown, delete it or keep it');
    const stored = totalOf(storage);
    const addedPerDay = (ingestion.quantity * (params.compressedPercent / 100)) / (estate.hours / 24);
    // GB-months of the period in GB: a bill of a week has a quarter of them.
    const storedGb = stored.quantity / (estate.hours / 24 / DAYS_PER_MONTH);
    const daysNow = storedGb / addedPerDay;
    if (daysNow <= params.days) return no(`holds about ${Math.round(daysNow)} days of logs`);
    const effect = cutMeters(resource, ID, 'retain', [{ meters: storage, left: params.days / daysNow }]);
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `about ${Math.round(daysNow)} days of logs: storing them costs ${dollars(stored.cost)}, taking them in ${dollars(ingestion.cost)}`,
      'inferred',
      { effect, daysNow },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: (_resource, { daysNow }, { days }) => [
    {
      kind: 'log-retention',
      daysBefore: daysNow,
      days,
      reason: 'what is found later than that has no logs left',
    },
    { kind: 'change-event', multiplier: 0.5, reason: 'a number on each log group; what it deletes is gone' },
  ],
});
