/** The FOCUS rows of an hour under a spend commitment, as the engine writes them for a bill. */

import type { ApplicationInput } from '../../engine/commitments/application.ts';
import { applyCommitments } from '../../engine/commitments/apply.ts';
import { focusRows } from '../../engine/commitments/focus-rows.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../engine/commitments/settings.ts';
import type { Answer, Inputs } from '../answer.ts';
import { has, numberOf, numberOr, positiveOr } from '../read-inputs.ts';

/** Columns of amounts: decimal strings in the rows of the engine, numbers in packs. */
const AMOUNTS = [
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'ContractedCost',
  'CommitmentDiscountQuantity',
  'ConsumedQuantity',
  'PricingQuantity',
];

/** The rows of an hour: a spend commitment, and usage that it covers at its rates. */
function rowsOfHour(commitmentPerHour: number, amounts: readonly number[], onDemandRate: number) {
  const period = { startMs: 0, endMs: 3_600_000 };
  const input: ApplicationInput = {
    period,
    hours: 1,
    pools: amounts.map((quantity, index) => ({
      // Equal discounts are covered in the order of ids.
      id: String(index).padStart(6, '0'),
      account: '',
      workload: null,
      shape: { kind: 'aws-metered', service: 'AWSFargate', region: 'us-east-1', item: 'vcpu-hour' },
      unit: 'USD',
      listRate: onDemandRate,
      onDemandRate,
      quantities: Float64Array.of(quantity),
    })),
    commitments: [
      {
        kind: 'savings-plan',
        id: 'commitment',
        offering: 'compute',
        ownerAccount: null,
        termYears: 1,
        payment: 'no-upfront',
        startMs: 0,
        endMs: null,
        family: null,
        region: null,
        commitmentPerHour,
      },
    ],
    settings: DEFAULT_COMMITMENT_SETTINGS,
    rates: { spendRate: () => 1, azureSizeRatio: () => null },
    freeTier: [],
    volumeTiers: [],
    contractDiscounts: [],
  };
  const application = applyCommitments(input);
  const rows = [...focusRows(input, application, { billingCurrency: 'USD', recurringFees: 'hourly' })]
    .filter(({ ChargeCategory }) => ChargeCategory === 'Usage')
    .map(row =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          AMOUNTS.includes(column) && value !== null ? Number(value) : value,
        ]),
      ),
    );
  return { rows, application };
}

/** Eligible usage, at committed rates: one amount, or one for each resource. */
function eligible(inputs: Inputs): readonly number[] {
  const value = inputs.eligible_at_committed_rate;
  if (!Array.isArray(value)) return [numberOf(inputs, 'eligible_at_committed_rate')];
  return value.map((amount: unknown, index) =>
    numberOf({ [`eligible[${index}]`]: amount }, `eligible[${index}]`),
  );
}

/** On-demand price of usage that is one dollar at committed rates; 1 where the inputs state no discount. */
function onDemandPerCommitted(inputs: Inputs): number {
  const rates = ['on_demand_rate', 'committed_rate'] as const;
  if (has(inputs, ...rates)) return numberOf(inputs, rates[0]) / positiveOr(inputs, rates[1], 1);
  const discount = numberOr(inputs, 'discount', 0);
  if (discount >= 1) throw new Error('`discount` must be less than 1');
  return 1 / (1 - discount);
}

function hourRows(inputs: Inputs) {
  const commitment = numberOf(inputs, 'commitment_per_hour');
  const { rows, application } = rowsOfHour(commitment, eligible(inputs), onDemandPerCommitted(inputs));
  const { totals, byCommitment } = application;
  return {
    rows,
    used_effective: byCommitment[0]?.usedCost ?? 0,
    unused_effective: totals.unusedCost,
    on_demand: totals.onDemandCost,
    total_effective: totals.effectiveCost,
    utilization: totals.commitmentUtilization,
  };
}

/** An hour of a spend commitment, used in part, in full, or not enough for what runs. */
export const HOUR_ROWS: Answer = {
  kind: 'focus',
  accepts: inputs => has(inputs, 'commitment_per_hour', 'eligible_at_committed_rate'),
  compute: hourRows,
};
