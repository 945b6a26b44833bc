/** A risk register on file: failure classes and an objective as people write them, and what they come to. */

import { z } from 'zod';
import { badMinutesVariance, expectedBadMinutes } from './compound-poisson.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import type { Distribution } from './distribution.ts';
import { evaluateClasses } from './evaluate.ts';
import type { FailureClass } from './failure-class.ts';
import { MINUTES_PER_DAY } from './failure-class.ts';

/** Entries of one register. */
export const CLASSES_MAX = 1000;
const SAMPLES_MAX = 5000;

const minutes = z.number().min(0).max(1e9);
const modal = { low: minutes, mode: minutes, high: minutes };
const isOrdered = ({ low, mode, high }: { low: number; mode: number; high: number }) =>
  low <= mode && mode <= high;
const ORDER = 'low <= mode <= high must hold';
const samples = z.array(minutes).min(1).max(SAMPLES_MAX);

/** Every sample with its share. */
function empirical(values: readonly number[], weights: readonly number[]): Distribution {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = values.map((value, i) => ({
    weight: (weights[i] ?? 0) / total,
    distribution: { kind: 'fixed' as const, minutes: value },
  }));
  return { kind: 'mixture', parts };
}

const fixedSchema = z
  .strictObject({ dist: z.literal('fixed'), minutes })
  .transform((d): Distribution => ({ kind: 'fixed', minutes: d.minutes }));

const exponentialSchema = z
  .strictObject({ dist: z.literal('exponential'), mean: minutes })
  .transform((d): Distribution => ({ kind: 'exponential', meanMinutes: d.mean }));

/** By mu, or by its median. */
const lognormalSchema = z
  .strictObject({
    dist: z.literal('lognormal'),
    mu: z.number().min(-21).max(21).optional(),
    median: minutes.gt(0).optional(),
    sigma: z.number().min(0).max(8),
  })
  .transform((d, context): Distribution => {
    const mu = d.mu ?? (d.median === undefined ? undefined : Math.log(d.median));
    if (mu !== undefined && Math.abs(mu) <= 21) return { kind: 'lognormal', mu, sigma: d.sigma };
    context.addIssue({
      code: 'custom',
      message: 'a lognormal duration has `mu` or a `median` within reason',
    });
    return z.NEVER;
  });

const pertSchema = z
  .strictObject({ dist: z.literal('pert'), ...modal, gamma: z.number().min(0).max(1000).default(4) })
  .refine(isOrdered, ORDER)
  .transform((d): Distribution => ({ kind: 'pert', low: d.low, mode: d.mode, high: d.high, gamma: d.gamma }));

const triangularSchema = z
  .strictObject({ dist: z.literal('triangular'), ...modal })
  .refine(isOrdered, ORDER)
  .transform((d): Distribution => ({ kind: 'triangular', low: d.low, mode: d.mode, high: d.high }));

/** Durations as they were observed. */
const empiricalSchema = z
  .strictObject({
    dist: z.literal('empirical'),
    minutes: samples.optional(),
    values: samples.optional(),
    samples: samples.optional(),
    weights: z.array(z.number().min(0).max(1e12)).max(SAMPLES_MAX).optional(),
  })
  .transform((d, context): Distribution => {
    const values = d.minutes ?? d.values ?? d.samples;
    const weights = d.weights ?? values?.map(() => 1) ?? [];
    if (values && weights.length === values.length && weights.some(weight => weight > 0))
      return empirical(values, weights);
    const message = 'an empirical duration has `minutes`, and a weight for each when there are weights';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** A duration in minutes: `dist` says which family it is. */
export const durationSchema = z.discriminatedUnion('dist', [
  fixedSchema,
  exponentialSchema,
  lognormalSchema,
  pertSchema,
  triangularSchema,
  empiricalSchema,
]);

const share = z.number().min(0).max(1);

/** Share of requests that fail: one number, or a spread of it. */
export const impactSchema = z.union([
  share,
  z
    .strictObject({ dist: z.literal('pert'), low: share, mode: share, high: share })
    .refine(isOrdered, ORDER)
    .transform(({ low, mode, high }) => ({ kind: 'pert' as const, low, mode, high })),
]);

/** One entry of a register. */
export const registerEntrySchema = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  ratePerYear: z.number().min(0).max(1e9),
  /** Share of requests that fail. */
  impact: impactSchema.default(1),
  duration: durationSchema,
});

/** Failure classes against an objective; without an objective there is no budget to breach. */
export const classListSchema = z.object({
  slo: share.nullish(),
  windowDays: z.number().gt(0).max(3660).default(RELIABILITY_CONSTANTS.windowDays.value),
  costPerBadMinute: z.number().min(0).max(1e12).nullish(),
  classes: z.array(registerEntrySchema).max(CLASSES_MAX),
});

/** A risk register that was read. */
export type ClassList = z.output<typeof classListSchema>;

/** What a risk register comes to in one window. */
export type ClassListResult = {
  readonly expectedBadMinutes: number;
  readonly sdBadMinutes: number;
  readonly varBadMinutes: number;
  readonly availabilityPct: number;
  /** Null without an objective. */
  readonly budgetMinutes: number | null;
  /** Percent; null without a budget. */
  readonly budgetConsumedPct: number | null;
  readonly breachProbability: number | null;
  /** Null when no cost per minute is given. */
  readonly expectedCost: number | null;
  /** Expected bad minutes by the name of the class; classes of one name are one, and one without a name has its place. */
  readonly expectedByClass: Readonly<Record<string, number>>;
  readonly topDriver: string | null;
};

/** Classes of a register with their names: one without has its place. */
export function registerClasses(list: ClassList): readonly FailureClass[] {
  return list.classes.map((item, i) => ({
    ...item,
    name: item.name ?? `class ${i + 1}`,
    kind: 'instance',
    constants: [],
    provenance: 'default',
  }));
}

/** Evaluates a risk register: every class is a Poisson stream of outages, and the sum is a compound Poisson variable. */
export function evaluateClassList(list: ClassList): ClassListResult {
  const { windowDays } = list;
  const windowMinutes = windowDays * MINUTES_PER_DAY;
  const classes = registerClasses(list);
  const evaluation = evaluateClasses({
    workload: '',
    slo: typeof list.slo === 'number' ? { objective: list.slo, windowDays } : null,
    costPerBadMinute: list.costPerBadMinute ?? null,
    classes,
    // Without an objective the window is the register's own.
    constants: {
      ...RELIABILITY_CONSTANTS,
      windowDays: { ...RELIABILITY_CONSTANTS.windowDays, value: windowDays },
    },
  });
  const byClass = new Map<string, number>();
  for (const item of classes)
    byClass.set(item.name, (byClass.get(item.name) ?? 0) + expectedBadMinutes([item], windowMinutes));
  return {
    expectedBadMinutes: evaluation.expectedBadMinutes,
    sdBadMinutes: evaluation.sdBadMinutes,
    varBadMinutes: badMinutesVariance(classes, windowMinutes),
    availabilityPct: 100 * evaluation.availability,
    budgetMinutes: evaluation.budgetMinutes,
    budgetConsumedPct: evaluation.budgetConsumed === null ? null : 100 * evaluation.budgetConsumed,
    breachProbability: evaluation.breachProbability,
    expectedCost: evaluation.expectedCost,
    expectedByClass: Object.fromEntries(byClass),
    topDriver: evaluation.topDriver,
  };
}
