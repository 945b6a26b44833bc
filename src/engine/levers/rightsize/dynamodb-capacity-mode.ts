/**
 * Pay a table for its requests where its capacity stands idle, for capacity where its requests are steady.
 *
 * A bill of provisioned capacity does not count requests, and one of requests does not tell the capacity that they need:
 * both come from the metrics of the table, as the largest mean that their quantiles allow.
 */

import type { ReshapedUsage, ReshapeEffect } from '../../effect.ts';
import type { MeteredUsage, OtherResource, Percentiles, Utilization } from '../../estate/estate.ts';
import { defineLever, type Ineligible, type LeverContext, no, yes } from '../../lever.ts';
import { choiceParam, numberParam, type ParamValues } from '../../lever-params.ts';
import { priceIdOf } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import { traceOf, wasChangedBy } from '../storage-network/aws-meters.ts';
import { meanAtMost, OBSERVED_DAYS_MIN, observedFor } from './observed-need.ts';

const ID = 'dynamodb-capacity-mode';
const GUIDE =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CostOptimization_TableCapacityMode.html';
const AUTO_SCALING = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html';

/** A capacity unit serves one request unit in a second. */
const SECONDS_PER_HOUR = 3600;
/** A bill may count so much more than metrics before they are taken to be of something else: indexes are metered apart. */
const TOLERANCE = 1.05;

const PARAMS = {
  to: choiceParam({
    label: 'Switch to',
    unit: '',
    description: 'The cheaper of the two for each table, or one of them only.',
    default: 'cheaper',
    choices: ['cheaper', 'on-demand', 'provisioned'],
  }),
  targetPercent: numberParam({
    label: 'Utilisation that auto scaling keeps',
    unit: '%',
    description: 'DynamoDB auto scaling aims at 70 % by default; what is above it is headroom. 20 to 90 %.',
    default: 70,
    min: 20,
    max: 90,
    step: 5,
  }),
  capacityMin: numberParam({
    label: 'Least capacity',
    unit: 'units',
    description: 'Assumption: auto scaling never goes below it, for reads and for writes. Range 1 to 100.',
    default: 5,
    min: 1,
    max: 40_000,
    step: 1,
  }),
  peakRatioMax: numberParam({
    label: 'p99 over the median, at most',
    unit: 'times',
    description:
      'Assumption: auto scaling takes minutes, so a table with higher peaks would be throttled. 2 to 8.',
    default: 4,
    min: 1,
    max: 100,
    step: 1,
  }),
  observedDaysMin: OBSERVED_DAYS_MIN,
};
type Params = ParamValues<typeof PARAMS>;
type Mode = 'on-demand' | 'provisioned';

/** Reads and writes, by the meters of both modes and the metric. */
const KINDS = [
  {
    name: 'read',
    'on-demand': 'ReadRequestUnits',
    provisioned: 'ReadCapacityUnit-Hrs',
    seen: (of: Utilization) => of.readCapacityUnits,
  },
  {
    name: 'write',
    'on-demand': 'WriteRequestUnits',
    provisioned: 'WriteCapacityUnit-Hrs',
    seen: (of: Utilization) => of.writeCapacityUnits,
  },
] as const;

/** One of the two meters of a table, and what was seen on it. */
type Flow = {
  readonly kind: (typeof KINDS)[number];
  readonly usage: MeteredUsage;
  readonly seen: Percentiles;
  /** Units consumed a second, at most on average. */
  readonly mean: number;
};

const total = (hours: Float64Array) => hours.reduce((sum, units) => sum + units, 0);
const unitsOf = ({ usage }: Flow) => total(usage.hours);
const itemOf = ({ shape }: MeteredUsage) => (shape.kind === 'aws-metered' ? shape.item : '');

/** What the bill counts of a table, or why it tells too little. */
function modeOf(table: OtherResource): { readonly mode: Mode; readonly used: MeteredUsage[] } | Ineligible {
  const used = table.metered.filter(({ hours }) => total(hours) > 0);
  const inMode = (mode: Mode) => used.filter(usage => KINDS.some(kind => kind[mode] === itemOf(usage)));
  const [requests, capacity] = [inMode('on-demand'), inMode('provisioned')];
  if (requests.length + capacity.length === 0) return no('is no table of DynamoDB with requests or capacity');
  if (requests.length + capacity.length < used.length)
    return no('has usage of other kinds beside its requests');
  if (requests.length > 0 && capacity.length > 0) return no('was billed in both modes in the period');
  const isInfrequent =
    table.added.some(({ item }) => item === 'standard_ia') ||
    table.meters.some(({ usageType, quantity }) => quantity > 0 && /(^|-)IA-/.test(usageType));
  if (isInfrequent) return no('the price book has no price for provisioned capacity of Standard-IA');
  return requests.length > 0
    ? { mode: 'on-demand', used: requests }
    : { mode: 'provisioned', used: capacity };
}

/** The meters of a table with what was seen on them. */
function flowsOf(
  table: OtherResource,
  mode: Mode,
  used: readonly MeteredUsage[],
  daysMin: number,
): readonly Flow[] | Ineligible {
  const utilization = observedFor(table.utilization, daysMin);
  if (utilization === null) return no('not observed long enough: import its consumed capacity');
  const flows: Flow[] = [];
  for (const usage of used) {
    const kind = KINDS.find(each => each[mode] === itemOf(usage));
    if (!kind) continue;
    const seen = kind.seen(utilization);
    const mean = seen && meanAtMost(seen);
    if (!seen || mean === null || mean === undefined)
      return no(`its consumed ${kind.name} capacity was not observed`);
    flows.push({ kind, usage, seen, mean });
  }
  return flows;
}

/** Units of the other mode that take the place of those billed. @returns why it would not carry the load */
function unitsInPlace(flow: Flow, to: Mode, hours: number, params: Params): number | Ineligible {
  const { kind, mean, seen } = flow;
  if (to === 'on-demand') return mean * SECONDS_PER_HOUR * hours;
  const billed = unitsOf(flow) / (SECONDS_PER_HOUR * hours);
  if (billed > mean * TOLERANCE)
    return no(
      `its bill counts more ${kind.name} units than its metrics allow: are those of its indexes missing?`,
    );
  const peak = seen.p99 ?? seen.max ?? 0;
  const median = seen.p50 ?? 0;
  // What the least capacity carries by itself needs no auto scaling.
  const carried = (params.capacityMin * params.targetPercent) / 100;
  if (peak > Math.max(median * params.peakRatioMax, carried))
    return no(
      `its ${kind.name} peaks are more than ${params.peakRatioMax} times its median: capacity would come too late`,
    );
  return Math.max(params.capacityMin, mean / (params.targetPercent / 100)) * hours;
}

function effectOf(
  table: OtherResource,
  flows: readonly Flow[],
  to: Mode,
  hours: number,
  params: Params,
): ReshapeEffect | Ineligible {
  const changes: ReshapedUsage[] = [];
  for (const flow of flows) {
    const { shape } = flow.usage;
    const units = unitsInPlace(flow, to, hours, params);
    if (typeof units !== 'number') return units;
    if (shape.kind !== 'aws-metered') continue;
    changes.push({
      fromPriceId: priceIdOf(shape),
      to: { ...shape, item: flow.kind[to] },
      quantityRatio: units / unitsOf(flow),
    });
  }
  const [first, ...also] = changes;
  if (!first) return no('is no table of DynamoDB with requests or capacity');
  return {
    kind: 'reshape',
    resourceId: table.id,
    ...first,
    also,
    capacityRatio: 1,
    // A second move must not switch back on the strength of the first one's estimate.
    added: [traceOf(ID)],
  };
}

/** The switch that a table allows, or why none. */
function switchOf(table: OtherResource, params: Params, { estate }: LeverContext) {
  if (wasChangedBy(table, ID)) return no('an earlier move of the plan does this already');
  const found = modeOf(table);
  if ('reason' in found) return found;
  const { mode, used } = found;
  if (params.to === mode) return no(`is ${mode} already`);
  const to: Mode = mode === 'on-demand' ? 'provisioned' : 'on-demand';
  const flows = flowsOf(table, mode, used, params.observedDaysMin);
  if ('reason' in flows) return flows;
  // A table that was made in the middle of the period is asked for less.
  const longest = Math.max(...used.map(({ hours }) => hours.filter(units => units > 0).length));
  const hours = mode === 'provisioned' ? longest : estate.hours;
  const change = effectOf(table, flows, to, hours, params);
  return 'reason' in change ? change : { to, change, flows };
}

export const dynamodbCapacityMode = defineLever({
  meta: {
    id: ID,
    title: 'DynamoDB capacity mode',
    summary:
      'Pay tables with idle capacity for their requests, and steady tables for capacity that auto scaling follows.',
    capability: 'rate-optimization',
    stage: 'rightsize',
    effortDays: { low: 0.25, mode: 0.5, high: 2 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: 'an hour of a write unit costs as much as 1,040 of the 3,600 writes that it can serve (us-east-1)',
      source: 'https://aws.amazon.com/dynamodb/pricing/',
    },
    planning: {
      text: 'on demand below about 29 % utilisation, capacity above it; nothing without its consumed capacity',
      source: GUIDE,
    },
    realization: REALIZATION,
    sources: [GUIDE, AUTO_SCALING, 'https://aws.amazon.com/dynamodb/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: PARAMS,
  eligible: (table, params, context) => {
    const found = switchOf(table, params, context);
    if ('reason' in found) return found;
    const { to, change, flows } = found;
    const saved = context.saving(change);
    if (saved === null) return no(`no price of both modes in ${table.region ?? 'this region'}`);
    if (saved <= 0)
      return no(saved === 0 ? 'nothing would change' : `${to} would cost $${(-saved).toFixed(2)} more`);
    const rates = flows.map(({ kind, mean }) => `${mean.toFixed(1)} ${kind.name}s`).join(' and ');
    return yes(`${to}: at most ${rates} a second on average`, 'measured', { to, change });
  },
  effect: (_table, { change }) => change,
  risk: (_table, { to }) => [
    to === 'on-demand'
      ? { kind: 'change-event', multiplier: 0.5, reason: 'a setting: capacity follows requests by itself' }
      : {
          kind: 'change-event',
          multiplier: 1.5,
          reason: 'requests beyond the capacity are throttled until auto scaling follows',
        },
  ],
});
