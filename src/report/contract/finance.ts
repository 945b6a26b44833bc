/** The money of a run: both clocks, fiscal years, present value, payback, shares, and unit costs. */

import { z } from 'zod';
import { amount, monthText, share } from './shared.ts';

const totalsShape = {
  /** Without the plan: amortised, and as invoiced. */
  forecastCost: amount,
  forecastBilledCost: amount,
  runRateCost: amount,
  effectiveCost: amount,
  billedCost: amount,
  runRateSaving: amount,
  effectiveSaving: amount,
  cashSaving: amount,
  oneOffCost: amount,
  /** Null where no cost of an engineer's day is stated. */
  labourCost: amount.nullable(),
  /** cashSaving less labourCost. */
  netCash: amount,
};

const savingSharesSchema = z.object({
  cost: amount,
  forecastCost: amount,
  billCost: amount,
  addressableCost: amount.nullable(),
  savedAgainstBill: amount,
  savedAgainstForecast: amount,
  ofBill: share.nullable(),
  ofAddressable: share.nullable(),
  ofForecast: share.nullable(),
});

export const financeSchema = z.object({
  months: z.array(
    z.object({
      index: z.number(),
      month: monthText,
      workDays: z.number(),
      ...totalsShape,
      /** Sums so far; `prepaid` is paid for months to come. */
      cumulative: z.object({ ...totalsShape, prepaid: amount }),
    }),
  ),
  total: z.object(totalsShape),
  /** Calendar month, 1 to 12. */
  fiscalYearStart: z.number(),
  fiscalYears: z.array(
    z.object({
      name: z.string(),
      from: monthText,
      to: monthText,
      /** Of the run; the totals are those of these months. */
      months: z.number(),
      ...totalsShape,
      cashShare: share.nullable(),
      exitRunRateShare: share.nullable(),
    }),
  ),
  discountRate: share,
  netPresentValue: amount,
  payback: z.object({
    /** 0: cumulative net cash is never below zero; null: still below at the end. */
    month: z.number().nullable(),
    deepest: z.object({ index: z.number(), amount }).nullable(),
  }),
  prepaid: amount,
  /** In the month of the target. */
  shares: z
    .object({
      index: z.number(),
      month: monthText,
      runRate: savingSharesSchema,
      cash: savingSharesSchema,
    })
    .nullable(),
});

export const unitCostsSchema = z.array(
  z.object({
    metric: z.string(),
    pattern: z.string(),
    /** Workloads of the bill that the pattern matches; none: no months. */
    workloads: z.array(z.string()),
    months: z.array(
      z.object({
        /** 0 is the month of the bill. */
        index: z.number(),
        month: monthText,
        value: z.number().nullable(),
        basis: z.enum(['actual', 'forecast', 'extrapolated']).nullable(),
        /** Of the workloads, over that of the month of the bill. */
        traffic: z.number(),
        forecastCost: amount,
        runRateCost: amount,
        forecastUnitCost: amount.nullable(),
        unitCost: amount.nullable(),
        /** Changes: -0.3 is 30 % less. */
        costChange: z.number().nullable(),
        unitChange: z.number().nullable(),
        unitChangeByPlan: z.number().nullable(),
      }),
    ),
  }),
);
