/** Worked examples of Azure commitments that are no reservations: pre-purchased units, savings plans. */

import { z } from 'zod';
import { databricksUnitsPerDbu } from '../../engine/commitments/azure/pre-purchase.ts';
import type { Answer } from '../answer.ts';
import { applyExample, examplePrePurchase, exampleSavingsPlan, sum } from './azure-application.ts';
import { amount, azureAnswer, positive, rows } from './azure-inputs.ts';

const WORKLOADS = ['all-purpose', 'jobs', 'jobs-light', 'sql'] as const;

/** `All Purpose Compute`, `jobs_light`, `Jobs`: the workload that a name means. */
const workload = z
  .string()
  .transform(name =>
    name
      .toLowerCase()
      .replace(/[\s_]+/g, '-')
      .replace(/-compute$/, ''),
  )
  .pipe(z.enum(WORKLOADS));
const tier = z
  .string()
  .transform(name => name.toLowerCase())
  .pipe(z.enum(['standard', 'premium']));

/** DBU with the units that each takes: by the example's own ratio, else by the published one. */
const dbuRow = z
  .union([
    z.object({ dbu: amount, ratio: positive }),
    z
      .object({ dbu: amount, workload, tier })
      .transform(row => ({ dbu: row.dbu, ratio: databricksUnitsPerDbu(row.workload, row.tier) })),
  ])
  .refine((row): row is { dbu: number; ratio: number } => row.ratio !== null);

/** One row after the other: each is an hour of its own. */
const databricks = azureAnswer(
  'azure-reservation',
  z.object({ dbcu: amount, usage: rows(dbuRow) }),
  ({ dbcu, usage }) => {
    const { covered, uncovered, used } = applyExample({
      hours: usage.length,
      usage: usage.map(({ dbu, ratio }, row) => ({
        product: 'databricks',
        sku: 'dbu',
        unitsPerQuantity: ratio,
        quantities: usage.map((_, hour) => (hour === row ? dbu : 0)),
      })),
      commitments: [examplePrePurchase('databricks', dbcu)],
    });
    const spent = sum(used.flat());
    return {
      used_dbcu: spent,
      remaining_dbcu: Math.max(0, dbcu - spent),
      dbcu_by_usage: usage.map(({ ratio }, row) => sum(covered[row] ?? []) * ratio),
      covered_dbu: covered.map(sum),
      pay_as_you_go_dbu: sum(uncovered.flat()),
    };
  },
  { dbcu: ['prepurchased_dbcu', 'reserved_dbcu', 'purchased_dbcu'] },
);

const savingsPlan = azureAnswer(
  'azure-reservation',
  z.object({
    commitment_per_hour: amount,
    usage: rows(
      z.object({ quantity: amount.default(1), on_demand_rate: amount, savings_plan_rate: amount.nullable() }),
    ),
  }),
  ({ commitment_per_hour: commitment, usage }) => {
    const { covered, uncovered, used, unused } = applyExample({
      hours: 1,
      usage: usage.map(row => ({
        product: 'virtual-machine',
        sku: 'size',
        onDemandRate: row.on_demand_rate,
        quantities: [row.quantity],
      })),
      commitments: [exampleSavingsPlan(commitment)],
      planRates: usage.map(row => row.savings_plan_rate),
    });
    const payAsYouGo = sum(usage.map(({ on_demand_rate: rate }, row) => rate * (uncovered[row]?.[0] ?? 0)));
    return {
      covered_quantity: covered.flat(),
      used_commitment: sum(used.flat()),
      unused_commitment: sum(unused.flat()),
      pay_as_you_go_cost: payAsYouGo,
      total_cost: commitment + payAsYouGo,
    };
  },
  { commitment_per_hour: ['hourly_commitment'] },
);

/** Examples of pre-purchase plans and savings plans. */
export const AZURE_SPEND_ANSWERS: readonly Answer[] = [databricks, savingsPlan];
