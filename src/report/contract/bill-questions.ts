/** Answers to questions about a bill: what is behind a number, what changed, what a plan can touch. */

import { z } from 'zod';
import { findingSchema } from '../../engine/finding-schema.ts';
import { amount, conversionSchema, monthText, share } from './shared.ts';

const changeSchema = z.object({
  from: amount,
  to: amount,
  change: amount,
  changePerDay: amount,
  parts: z.object({
    newResources: amount,
    goneResources: amount,
    usage: amount,
    price: amount,
    commitments: amount,
    calendar: amount,
    other: amount,
  }),
  increase: z.object({ total: amount, growth: amount, waste: amount, unknown: amount }),
  decrease: amount,
  resources: z.object({ new: z.number(), gone: z.number(), continuing: z.number() }),
});

const monthCoverageSchema = z.object({
  month: monthText,
  days: z.number(),
  coveredDays: z.number().nullable(),
  state: z.enum(['whole', 'partial', 'unknown']),
  missing: z.string().nullable(),
  effectiveCost: amount,
  rows: z.number(),
  payers: z.array(
    z.object({
      provider: z.string().nullable(),
      billingAccountId: z.string().nullable(),
      effectiveCost: amount,
      days: z.number().nullable(),
      firstDay: z.string().nullable(),
      lastDay: z.string().nullable(),
      decides: z.boolean(),
      accounts: z.array(z.object({ subAccountId: z.string().nullable(), days: z.number() })),
    }),
  ),
});

export const billDriversSchema = z.object({
  schema: z.literal('trimtab/bill-drivers/1'),
  currency: z.string().nullable(),
  from: monthText,
  to: monthText,
  /** `day`: one of the months is not whole, and every amount is an amount a day. */
  basis: z.enum(['month', 'day']),
  by: z.array(z.string()),
  /** Largest change first. */
  groups: z.array(changeSchema.extend({ key: z.record(z.string(), z.string().nullable()) })),
  total: changeSchema,
  wasteCandidates: z.array(z.object({ resourceId: z.string(), increase: amount, why: z.string() })),
  /** Amounts of the two months that are not part of the comparison. */
  leftOut: z.array(
    z.object({
      month: monthText.nullable(),
      currency: z.string().nullable(),
      what: z.string(),
      effectiveCost: amount,
    }),
  ),
  /** Every month of the currency. */
  months: z.array(monthCoverageSchema),
  findings: z.array(findingSchema),
});

const costSumSchema = z.object({
  key: z.string().nullable(),
  currency: z.string().nullable(),
  rows: z.number(),
  billedCost: amount.nullable(),
  effectiveCost: amount.nullable(),
  listCost: amount.nullable(),
});

const amountMatchSchema = z.object({
  level: z.enum([
    'charge',
    'resource',
    'usage-type',
    'commitment',
    'service-account',
    'service',
    'account',
    'line-item-type',
    'category',
    'month',
    'bill',
  ]),
  month: z.string().nullable(),
  currency: z.string().nullable(),
  key: z.record(z.string(), z.string().nullable()),
  rows: z.number(),
  costs: z.array(z.string()),
  amount,
  difference: amount,
});

export const billWhySchema = z.object({
  schema: z.literal('trimtab/bill-why/1'),
  asked: z.string(),
  kind: z.enum(['resource', 'service', 'account', 'commitment', 'amount']),
  name: z.string().nullable(),
  /** What adds up to the amount asked for; `behind` is about the first. */
  matches: z.array(amountMatchSchema),
  /** When nothing does: what is nearest. */
  nearest: z.array(amountMatchSchema),
  behind: z
    .object({
      rows: z.number(),
      totals: z.array(costSumSchema),
      byCategory: z.array(costSumSchema),
      byLineItemType: z.array(costSumSchema),
      byCommitmentStatus: z.array(costSumSchema),
      /** Effective minus billed cost by reason; the reasons of a currency add up to the difference of its totals. */
      differences: z.array(
        z.object({
          reason: z.string(),
          words: z.string(),
          currency: z.string().nullable(),
          rows: z.number(),
          amount,
        }),
      ),
      /** The largest, at most `--limit`. */
      charges: z.array(
        z.object({
          file: z.string(),
          row: z.number(),
          periodStart: z.string().nullable(),
          periodEnd: z.string().nullable(),
          category: z.string().nullable(),
          lineItemType: z.string().nullable(),
          service: z.string().nullable(),
          resourceId: z.string().nullable(),
          description: z.string().nullable(),
          quantity: amount.nullable(),
          unit: z.string().nullable(),
          currency: z.string().nullable(),
          billedCost: amount.nullable(),
          effectiveCost: amount.nullable(),
          listCost: amount.nullable(),
          commitmentId: z.string().nullable(),
          commitmentStatus: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
});

const ledgerTargetSchema = z.object({ amount, shareOfAddressable: share.nullable() }).nullable();

const ledgerSchema = z.object({
  currency: z.string().nullable(),
  rows: z.number(),
  billedCost: amount.nullable(),
  effectiveCost: amount.nullable(),
  /** Every charge is in one class; the classes add up to the totals exactly. */
  classes: z.array(
    z.object({
      class: z.enum([
        'tax',
        'credits-and-refunds',
        'corrections',
        'commitment-used',
        'commitment-unused',
        'commitment-purchases',
        'marketplace',
        'support',
        'addressable',
      ]),
      title: z.string(),
      rows: z.number(),
      billedCost: amount.nullable(),
      effectiveCost: amount.nullable(),
      billedShare: share.nullable(),
      effectiveShare: share.nullable(),
    }),
  ),
  services: z.array(
    z.object({
      service: z.string().nullable(),
      rows: z.number(),
      billedCost: amount.nullable(),
      effectiveCost: amount.nullable(),
    }),
  ),
  /** What `share` of the whole bill asks of the addressable part. */
  target: z.object({ share, billedCost: ledgerTargetSchema, effectiveCost: ledgerTargetSchema }),
});

export const billAddressableSchema = z.object({
  schema: z.literal('trimtab/bill-addressable/1'),
  month: z.string().nullable(),
  /** One a currency. */
  ledgers: z.array(ledgerSchema),
  /** With `--rates`: all of them in one currency. */
  converted: conversionSchema.extend({ ledger: ledgerSchema }).nullable(),
});
