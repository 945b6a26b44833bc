/** Answers of `commitments simulate` and `commitments size`. */

import { z } from 'zod';
import { findingSchema } from '../../engine/finding-schema.ts';
import { amount, share } from './shared.ts';

const metricsSchema = z.object({
  /** Everything on demand at public list prices, and at this customer's prices. */
  listCost: amount,
  onDemandEquivalentCost: amount,
  /** Amortised, unused commitment included. */
  effectiveCost: amount,
  /** As invoiced in the period. */
  billedCost: amount,
  onDemandCost: amount,
  unusedCost: amount,
  commitmentCoverage: share.nullable(),
  commitmentUtilization: share.nullable(),
  effectiveSavingsRate: share.nullable(),
  effectiveSavingsRateOverList: share.nullable(),
});

const sourceSchema = z.object({
  usage: z.object({
    file: z.string(),
    rows: z.number(),
    pools: z.number(),
    hours: z.number(),
    start: z.string(),
    end: z.string(),
    /** True when the file counts hours instead of naming times. */
    isIndexed: z.boolean(),
  }),
  portfolio: z.object({ file: z.string(), commitments: z.number() }).nullable(),
  currency: z.string(),
  /** Pools in no sum: nobody knows their price. */
  leftOut: z.array(z.object({ pool: z.string(), row: z.number() })),
});

const instrumentText = z.string();

export const commitmentsSimulateSchema = sourceSchema.extend({
  schema: z.literal('trimtab/commitments-simulate/1'),
  totals: metricsSchema,
  byCommitment: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      instrument: instrumentText,
      committedCost: amount,
      usedCost: amount,
      unusedCost: amount,
      coveredOnDemandCost: amount,
      coveredListCost: amount,
      /** On-demand cost of what it covered less what it cost. */
      netSavings: amount,
      upfrontBilledCost: amount,
      recurringBilledCost: amount,
      utilization: share.nullable(),
      breakEvenUtilization: share.nullable(),
      breakEvenMonth: z.number().nullable(),
      /** Date on which it ends; null when unknown. */
      end: z.string().nullable(),
      /** Whether it ends inside the period. */
      endsInPeriod: z.boolean(),
    }),
  ),
  byInstrument: z.array(
    z.object({
      instrument: instrumentText,
      committedCost: amount,
      usedCost: amount,
      unusedCost: amount,
      coveredOnDemandCost: amount,
      utilization: share.nullable(),
    }),
  ),
  byWorkload: z.array(
    z.object({
      workload: z.string().nullable(),
      onDemandEquivalentCost: amount,
      effectiveCost: amount,
      onDemandCost: amount,
      commitmentCoverage: share.nullable(),
    }),
  ),
  byPool: z.array(
    z.object({
      id: z.string(),
      workload: z.string().nullable(),
      unit: z.string(),
      onDemandRate: amount,
      /** `usage file`, or the price book's source. */
      rateSource: z.string(),
      quantity: z.number(),
      coveredQuantity: z.number(),
      onDemandEquivalentCost: amount,
      onDemandCost: amount,
      effectiveCost: amount,
      isEligible: z.boolean(),
      coveredBy: z.array(z.object({ commitmentId: z.string(), quantity: z.number(), effectiveCost: amount })),
    }),
  ),
  /** Only with `--by hour`. */
  hourly: z
    .object({
      start: z.string(),
      onDemandEquivalentCost: z.array(amount),
      effectiveCost: z.array(amount),
      onDemandCost: z.array(amount),
      unusedCost: z.array(amount),
    })
    .nullable(),
  /** Where `--focus` wrote. */
  focus: z.object({ file: z.string(), rows: z.number() }).nullable(),
  findings: z.array(findingSchema),
});

const purchaseSchema = z.object({
  /** What it is bought for; empty where one purchase serves everything. */
  scope: z.string(),
  kind: z.string(),
  commitmentPerHour: amount,
  /** Whole units; null for commitments to spend. */
  units: z.number().nullable(),
  savingsPerMonth: amount,
  coverage: share.nullable(),
  utilization: share.nullable(),
  breakEvenUtilization: share.nullable(),
  /** Share of hours in which the last committed cent is used. */
  usedInHours: share,
  optimumPerHour: amount,
  meetsGoal: z.boolean(),
  pools: z.array(z.string()),
});

const termsSchema = z.object({
  oneYearDiscount: share,
  threeYearDiscount: share,
  /** Totals over three years. */
  onDemand: amount,
  oneYearOnly: amount,
  threeYearOnly: amount,
  layered: amount,
  oneYearCommitmentPerHour: amount,
  threeYearCommitmentPerHour: amount,
});

export const commitmentsSizeSchema = sourceSchema.extend({
  schema: z.literal('trimtab/commitments-size/1'),
  goal: z.object({
    instrument: z.string().nullable(),
    coverage: share.nullable(),
    maxRegretPerMonth: amount.nullable(),
    stresses: z.array(z.string()),
    ladder: z.number().nullable(),
    decayPerYear: share,
  }),
  /** With the commitments that exist. */
  before: metricsSchema,
  /** The largest saving first. */
  instruments: z.array(
    z.object({
      instrument: instrumentText,
      termYears: z.number(),
      payment: z.string(),
      /** Instrument that saves more on some of the same usage: the two savings do not add up. */
      alternativeTo: z.string().nullable(),
      commitmentPerHour: amount,
      /** Of two runs of the engine, before and after; a month is 730 hours. */
      savingsPerMonth: amount,
      utilization: share.nullable(),
      after: metricsSchema,
      levels: z.array(
        z.object({
          factor: z.number(),
          commitmentPerHour: amount,
          savingsPerMonth: amount,
          coverage: share.nullable(),
          utilization: share.nullable(),
        }),
      ),
      regrets: z.array(z.object({ stress: z.string(), regretPerMonth: amount })),
      reach: z.object({ onDemandPerMonth: amount, withPurchasesPerMonth: amount }),
      policyCostPerMonth: amount.nullable(),
      terms: termsSchema.nullable(),
      ladder: z
        .object({ purchases: z.number(), costPerMonth: amount, atOnceCostPerMonth: amount })
        .nullable(),
      purchases: z.array(purchaseSchema),
    }),
  ),
  findings: z.array(findingSchema),
});
