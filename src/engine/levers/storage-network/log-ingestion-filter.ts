/** Write fewer logs: what is dropped or sampled before CloudWatch takes it in is not charged. */

import { defineLever, no, yes } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import {
  ALREADY,
  cutMeters,
  METERS,
  measuredParam,
  metersNamed,
  savedBy,
  shareParam,
  totalOf,
  wasChangedBy,
  whole,
} from './aws-meters.ts';

const ID = 'log-ingestion-filter';
export const CLOUDWATCH_COSTS =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_billing.html';

export const logIngestionFilter = defineLever({
  meta: {
    id: ID,
    title: 'Log ingestion filter',
    summary: 'Drop debug lines and sample repeated ones before CloudWatch takes them in.',
    capability: 'usage-optimization',
    stage: 'storage-network',
    effortDays: { low: 0.5, mode: 2, high: 5 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of the ingestion of lines that nobody reads', source: CLOUDWATCH_COSTS },
    planning: {
      text: 'no published share was found: plan with what the largest log groups hold',
      source: CLOUDWATCH_COSTS,
    },
    realization: REALIZATION,
    sources: [CLOUDWATCH_COSTS, 'https://aws.amazon.com/cloudwatch/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {
    dropPercent: shareParam({
      label: 'Dropped',
      description:
        'Assumption: share of the bytes that is debug output, health checks and repetition. Storage shrinks later and is not counted.',
      default: 30,
    }),
    measured: measuredParam('a day of the largest log groups by level'),
  },
  eligible: (resource, params, { rates }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const meters = metersNamed(resource, METERS.logIngestion);
    if (meters.length === 0) return no('no ingestion of logs in the bill');
    const effect = cutMeters(resource, ID, 'retain', [{ meters, left: 1 - params.dropPercent / 100 }]);
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `${params.dropPercent} % of ${whole(totalOf(meters).quantity)} GB of logs`,
      params.measured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason:
        'a level or a filter; a line that was dropped is missing in the next incident, and from audit logs',
    },
  ],
});
