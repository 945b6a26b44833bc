/** Stop publishing custom metrics that no alarm and no dashboard asks for. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import type { RateCard } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import {
  type BookUnit,
  costOf,
  hasUnit,
  metersNamed,
  quantityOf,
  scaleMeters,
  traceOf,
} from './aws-meters.ts';
import { removalRisks, SURVEYED_WASTE } from './unused.ts';

const PRICING = 'https://aws.amazon.com/cloudwatch/pricing/';
const GUIDE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_billing.html';
const METRIC: BookUnit = { service: 'cloudwatch', item: 'custom_metric', component: 'first_10k' };

/**
 * USD that fewer metrics save. Their price falls with their number, so the last ones are the cheapest: how many are charged
 * at the first and at the next price follows from what all of them cost. Where the book has no steps the average counts.
 */
function costOfLast(
  removed: number,
  all: { readonly quantity: number; readonly cost: number },
  region: string,
  rates: RateCard,
): number {
  const average = all.cost / all.quantity;
  const price = (component: string) => rates.unitPrice(METRIC.service, METRIC.item, component, region);
  const first = price('first_10k');
  const next = price('next_240k');
  if (first === null || next === null || average >= first || first <= next) return removed * average;
  // Cheaper than the next step: further steps, or a private price. Its average is all that is known.
  if (average <= next) return removed * average;
  const atFirst = (all.quantity * (average - next)) / (first - next);
  const cheap = Math.min(removed, all.quantity - atFirst);
  return cheap * next + (removed - cheap) * first;
}

export const deleteUnusedMetrics = defineLever({
  meta: {
    id: 'delete-unused-metrics',
    title: 'Delete unused custom metrics',
    summary: 'Stop publishing custom metrics that no alarm, dashboard or query asks for.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 1,
    reversible: true,
    headline: { text: '100 % of a metric that nobody reads', source: GUIDE },
    planning: SURVEYED_WASTE,
    realization: REALIZATION,
    sources: [GUIDE, PRICING],
    excludes: [],
  },
  target: 'other',
  params: {
    unusedPercent: numberParam({
      label: 'Read by nobody',
      unit: '% of the custom metrics',
      description:
        'Assumption: no bill tells which metrics are read. Compare with alarms, dashboards and queries.',
      default: 20,
      min: 0,
      max: 100,
      step: 5,
    }),
  },
  eligible: (resource, { unusedPercent }, { rates }) => {
    const meters = metersNamed(resource, /^CW:MetricMonitorUsage$/);
    const cost = costOf(meters);
    if (cost <= 0) return no('no custom metrics are charged');
    if (hasUnit(resource, METRIC)) return no('its unused metrics are gone already');
    if (unusedPercent === 0) return no('all of its metrics are taken to be read');
    const quantity = quantityOf(meters);
    const removed = quantity * (unusedPercent / 100);
    const savedCost = costOfLast(removed, { quantity, cost }, resource.region ?? '', rates);
    return yes(
      `${unusedPercent} % of about ${Math.round(quantity).toLocaleString('en-US')} metric-months assumed to be read by nobody`,
      'assumed',
      // Of the cost: metrics of several prices are one meter.
      { meters, factor: 1 - savedCost / cost },
    );
  },
  effect: (resource, { meters, factor }) =>
    scaleMeters(resource, meters, factor, { added: [traceOf(METRIC, resource)] }),
  risk: () =>
    removalRisks('an alarm or a person may have needed it; what was not published cannot be read later'),
});
