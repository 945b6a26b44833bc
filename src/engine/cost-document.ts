/**
 * Documents about money that are not bills: an estimate of what code would cost, an allocation of what a cluster did cost.
 * They are kept beside the bills and never added to them: an estimate is not paid, an allocation is already in the bill.
 */

import { z } from 'zod';

/** Decimal text. */
const amount = z.string();

/** What Infracost expects projects to cost: 730 hours a month at list prices, no period and no account. */
const estimateSchema = z.object({
  kind: z.literal('estimate'),
  source: z.literal('Infracost'),
  /** Version of the document's own schema. */
  version: z.string().nullable(),
  currency: z.string().nullable(),
  /** A month or an hour; null: the document does not know it, because usage is missing. */
  totalMonthlyCost: amount.nullable(),
  totalHourlyCost: amount.nullable(),
  /** Before the change that was estimated, and what the change adds; null when no change was. Never added to the total. */
  pastTotalMonthlyCost: amount.nullable(),
  diffTotalMonthlyCost: amount.nullable(),
  projects: z.array(
    z.object({
      name: z.string(),
      totalMonthlyCost: amount.nullable(),
      resources: z.number(),
      /** What Infracost could not read of it. */
      errors: z.array(z.string()),
    }),
  ),
  resources: z.number(),
  /** Monthly cost of the resources that have one, added up. */
  resourceMonthlyCost: amount,
  /** Resources of which no cost is known: not 0. */
  resourcesWithoutCost: z.number(),
  costComponents: z.number(),
  usageBasedComponents: z.number(),
  componentsWithoutCost: z.number(),
});

/** How OpenCost or Kubecost spreads the cost of a cluster over what ran on it. */
const allocationSchema = z.object({
  kind: z.literal('allocation'),
  source: z.literal('OpenCost or Kubecost'),
  /** The answer names no currency: it is whatever the tool is configured with, US dollars by default. */
  currency: z.null(),
  /** RFC 3339; null when nothing was allocated. */
  window: z.object({ start: z.string(), end: z.string() }).nullable(),
  /** Sets of the answer: one for each step, or one when it is accumulated. */
  sets: z.number(),
  /** Steps for which the tool had nothing. */
  emptySets: z.number(),
  rows: z.number(),
  totalCost: amount,
  /** Part of it that no workload used. */
  idleCost: amount,
  /** By the tool's own names: `cpuCost`, `ramCost`, ... and their adjustments. */
  components: z.record(z.string(), amount),
  /** Dearest first. */
  byNamespace: z.array(z.object({ namespace: z.string(), totalCost: amount })),
});

/** Contract of both in files and answers. */
export const costDocumentSchema = z.discriminatedUnion('kind', [estimateSchema, allocationSchema]);

export type Estimate = z.output<typeof estimateSchema>;
export type Allocation = z.output<typeof allocationSchema>;
export type CostDocument = z.output<typeof costDocumentSchema>;
