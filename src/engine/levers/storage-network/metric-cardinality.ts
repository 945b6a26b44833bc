/** Publish fewer custom metrics: every combination of labels is one, and is charged by the month. */

import { defineLever, no, yes } from '../../lever.ts';
import { CUSTOM_METRICS, costShareLeft, tiersOf } from '../../pricing/price-bands.ts';
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
import { CLOUDWATCH_COSTS } from './log-ingestion-filter.ts';

const ID = 'metric-cardinality';

export const metricCardinality = defineLever({
  meta: {
    id: ID,
    title: 'Metric cardinality',
    summary: 'Drop labels and metrics that no alarm and no dashboard uses; the cheapest band goes first.',
    capability: 'usage-optimization',
    stage: 'storage-network',
    effortDays: { low: 0.5, mode: 2, high: 5 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of what an unused metric costs', source: CLOUDWATCH_COSTS },
    planning: {
      text: 'no published share was found: plan with the metrics that no alarm and no dashboard names',
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
      description: 'Assumption: share of the metrics that differ only in labels which nobody looks at.',
      default: 30,
    }),
    measured: measuredParam('metrics listed against alarms and dashboards'),
  },
  eligible: (resource, params, { rates }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const meters = metersNamed(resource, METERS.customMetrics);
    if (meters.length === 0) return no('no custom metrics in the bill');
    const { quantity, cost } = totalOf(meters);
    const tiers = tiersOf(CUSTOM_METRICS, rates, resource.region ?? '');
    const left = costShareLeft(cost / quantity, tiers, 1 - params.dropPercent / 100);
    const effect = cutMeters(resource, ID, 'retain', [{ meters, left }]);
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `${params.dropPercent} % of ${whole(quantity)} custom metrics`,
      params.measured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'a list of labels; an alarm on one of them stops seeing anything',
    },
  ],
});
