/** Worked examples of Google Cloud sustained use discounts: rates by quarter, average discounts, costs, stacked instances. */

import { z } from 'zod';
import { HOURS_PER_DAY, HOURS_PER_MONTH } from '../../engine/calendar.ts';
import {
  averageMultiplier,
  incrementalRates,
  SUSTAINED_USE_MULTIPLIERS,
  seriesOf,
  stackedPrice,
  sustainedUseGroup,
} from '../../engine/commitments/gcp/index.ts';
import type { Answer, Inputs } from '../answer.ts';
import { readAnswer } from './read-answer.ts';

const amount = z.number().min(0).max(1e12);
/** One number or a list of them: the results then are a list too. */
const oneOrMany = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(10_000)]);

const schema = z.object({
  multipliers: z.array(z.number().min(0).max(1)).min(1).max(100).optional(),
  /** Where no multipliers are given: what they follow from. */
  group: z.enum(['30', '30%', 'up-to-30', '20', '20%', 'up-to-20', 'none']).optional(),
  series: z.string().max(100).optional(),
  machine_type: z.string().max(100).optional(),
  resource: z.enum(['vcpu', 'memory-gib', 'gpu', 'local-ssd-gib']).optional(),
  /** Ends of the parts of the month; only equal parts are a rule. */
  usage_bands: z.array(z.number().gt(0).max(1)).optional(),
  base_rate: amount.optional(),
  hourly_rate: amount.optional(),
  /** Units that run side by side at that rate: vCPU, GiB, machines. */
  quantity: amount.optional(),
  usage_fraction: oneOrMany(z.number().min(0).max(1)).optional(),
  hours: oneOrMany(amount).optional(),
  hours_in_month: z.number().gt(0).max(800).optional(),
  instances: z.number().min(0).max(1e9).optional(),
  days_each: z.number().min(0).max(31).optional(),
  hours_each: z.number().min(0).max(800).optional(),
  month_days: z.number().gt(0).max(31).optional(),
  /** Instances that all run at the same time; without it they run one after the other. */
  concurrent: z.boolean().optional(),
  /** Units in use in each hour of the month. */
  hourly_usage: z.array(amount).min(1).max(800).optional(),
});
type SustainedUse = z.infer<typeof schema>;

const GROUPS = {
  '30': 'up-to-30',
  '30%': 'up-to-30',
  'up-to-30': 'up-to-30',
  '20': 'up-to-20',
  '20%': 'up-to-20',
  'up-to-20': 'up-to-20',
  none: 'none',
} as const;

/** The multipliers given, or those of the group or series; null when neither is there. */
function multipliersOf({ multipliers, group, series, machine_type, resource }: SustainedUse) {
  if (multipliers) return multipliers;
  if (group) return SUSTAINED_USE_MULTIPLIERS[GROUPS[group]];
  const machine = series ?? machine_type;
  return machine ? SUSTAINED_USE_MULTIPLIERS[sustainedUseGroup(seriesOf(machine), resource)] : null;
}

/** Whether the bands are as many equal parts as there are multipliers. */
function areEqualParts(bands: readonly number[] | undefined, parts: number): boolean {
  if (!bands) return true;
  return bands.length === parts && bands.every((end, index) => Math.abs(end - (index + 1) / parts) < 1e-9);
}

const rateOf = ({ base_rate, hourly_rate }: SustainedUse) => hourly_rate ?? base_rate;

/** Whether there is anything to compute: a price, a share of the month, or use. */
function isComputable({ instances, days_each, hours_each, ...given }: SustainedUse): boolean {
  if (instances !== undefined) return days_each !== undefined || hours_each !== undefined;
  return (
    given.usage_fraction !== undefined ||
    given.hours !== undefined ||
    given.hourly_usage !== undefined ||
    rateOf(given) !== undefined
  );
}

function read(inputs: Inputs) {
  const parsed = schema.safeParse(inputs);
  if (!parsed.success || !isComputable(parsed.data)) return null;
  const multipliers = multipliersOf(parsed.data);
  return multipliers && areEqualParts(parsed.data.usage_bands, multipliers.length)
    ? { given: parsed.data, multipliers }
    : null;
}

/** Results for each value, as a list where the inputs are one. */
function results(values: readonly Readonly<Record<string, number>>[], isList: boolean) {
  const first = values[0] ?? {};
  return isList
    ? Object.fromEntries(Object.keys(first).map(key => [key, values.map(value => value[key])]))
    : first;
}

/** What hours at an average price come to. */
function priced(hours: number, multiplier: number, rate: number | undefined): Record<string, number> {
  const discounts = {
    effective_discount: 1 - multiplier,
    average_discount: 1 - multiplier,
    effective_multiplier: multiplier,
    average_multiplier: multiplier,
  };
  if (rate === undefined) return discounts;
  const full = hours * rate;
  const cost = full * multiplier;
  return {
    ...discounts,
    effective_rate: rate * multiplier,
    full_price_cost: full,
    cost,
    discount_amount: full - cost,
  };
}

/** Shares of a month, given as such or as hours. */
function byFraction(given: SustainedUse, multipliers: readonly number[]) {
  const hoursInMonth =
    given.hours_in_month ?? (given.month_days ? given.month_days * HOURS_PER_DAY : HOURS_PER_MONTH);
  const values = given.hours ?? given.usage_fraction;
  if (values === undefined) return {};
  const list = Array.isArray(values) ? values : [values];
  const rows = list.map(value => {
    const fraction = given.hours === undefined ? value : value / hoursInMonth;
    const hours = fraction * hoursInMonth * (given.quantity ?? 1);
    return priced(hours, averageMultiplier(fraction, multipliers), rateOf(given));
  });
  return results(rows, Array.isArray(values));
}

/** Hours of a month in which instances run one after the other, or all at once: units in each hour. */
function profileOf(given: SustainedUse, hoursInMonth: number): Float64Array {
  const instances = given.instances ?? 0;
  const hoursEach = given.hours_each ?? (given.days_each ?? 0) * HOURS_PER_DAY;
  const total = instances * hoursEach;
  const whole = given.concurrent ? 0 : Math.floor(total / hoursInMonth + 1e-9);
  const until = given.concurrent ? hoursEach : Math.max(0, total - whole * hoursInMonth);
  const height = given.concurrent ? instances : 1;
  return Float64Array.from(
    { length: Math.ceil(hoursInMonth) },
    (_, hour) => whole + height * Math.min(1, Math.max(0, until - hour)),
  );
}

/** Use that is stacked into the fewest instances. */
function byStack(given: SustainedUse, multipliers: readonly number[]) {
  const isProfile = given.hourly_usage !== undefined;
  if (!isProfile && given.instances === undefined) return {};
  const hoursInMonth =
    given.hours_in_month ?? given.hourly_usage?.length ?? (given.month_days ?? 30) * HOURS_PER_DAY;
  const usage = given.hourly_usage ? Float64Array.from(given.hourly_usage) : profileOf(given, hoursInMonth);
  const hours = usage.reduce((sum, level) => sum + level, 0);
  const multiplier = hours > 0 ? stackedPrice(usage, hoursInMonth, multipliers) / hours : 1;
  return {
    equivalent_instance_months: hours / hoursInMonth,
    inferred_instances: Math.ceil(usage.reduce((peak, level) => Math.max(peak, level), 0) - 1e-9),
    ...priced(hours, multiplier, rateOf(given)),
  };
}

/** Examples of kind `gcp-sud`. */
export const SUSTAINED_USE_ANSWER: Answer = readAnswer('gcp-sud', read, ({ given, multipliers }) => {
  const rate = rateOf(given);
  return {
    multipliers,
    full_month_discount: 1 - averageMultiplier(1, multipliers),
    ...(rate === undefined ? {} : { incremental_rates: incrementalRates(rate, multipliers) }),
    ...byFraction(given, multipliers),
    ...byStack(given, multipliers),
  };
});
