/**
 * An application of commitments as rows of FOCUS 1.1 and later (specification, appendix on commitment discounts, 2024-2026):
 * a purchase is billed and has no effective cost; used and unused commitment has effective cost and is not billed; what
 * nothing covers is standard usage. Per commitment the effective cost of a term is what its purchases billed, exactly.
 *
 * Rows hold what the engine knows; account, service and resource names are for who writes the file.
 */

import { isoTime, type Period } from '../calendar.ts';
import { decimal, toLedger, toText, ZERO } from '../money.ts';
import { compareText } from '../text-order.ts';
import type { Application, ApplicationInput, CommitmentOutcome, PoolOutcome } from './application.ts';
import type { Commitment, CommitmentKind } from './commitment.ts';
import { billingPeriod, type FeeFrequency, feesOf, splitExactly } from './focus-fees.ts';
import { hoursInForce } from './hours-in-force.ts';
import type { UsagePool, UsageShape } from './usage.ts';

/** One row: FOCUS column ids, and `x_` columns of our own. Amounts are decimal strings, absent is null. */
export type FocusRow = {
  readonly BilledCost: string;
  readonly BillingCurrency: string;
  readonly BillingPeriodEnd: string;
  readonly BillingPeriodStart: string;
  readonly ChargeCategory: 'Purchase' | 'Usage';
  readonly ChargeFrequency: 'One-Time' | 'Recurring' | 'Usage-Based';
  readonly ChargePeriodEnd: string;
  readonly ChargePeriodStart: string;
  readonly CommitmentDiscountCategory: 'Spend' | 'Usage' | null;
  readonly CommitmentDiscountId: string | null;
  readonly CommitmentDiscountQuantity: string | null;
  readonly CommitmentDiscountStatus: 'Used' | 'Unused' | null;
  readonly CommitmentDiscountType: string | null;
  readonly CommitmentDiscountUnit: string | null;
  readonly ConsumedQuantity: string | null;
  readonly ConsumedUnit: string | null;
  readonly ContractedCost: string;
  readonly EffectiveCost: string;
  readonly ListCost: string;
  readonly PricingCategory: 'Standard' | 'Committed';
  readonly PricingQuantity: string | null;
  readonly PricingUnit: string | null;
  readonly ProviderName: string | null;
  readonly RegionId: string | null;
  readonly SubAccountId: string | null;
  readonly x_UsagePool: string | null;
  readonly x_Workload: string | null;
};

/** How the rows are written. */
export type FocusRowOptions = {
  readonly billingCurrency: string;
  readonly recurringFees: FeeFrequency;
};

type DiscountKind = {
  readonly type: string;
  readonly category: 'Spend' | 'Usage';
  readonly provider: string;
};

/** Commitment discounts; owned licences and the free tier are none. */
const DISCOUNT_KINDS: Readonly<Partial<Record<CommitmentKind | 'free-tier', DiscountKind>>> = {
  'savings-plan': { type: 'Savings Plan', category: 'Spend', provider: 'AWS' },
  'reserved-instance': { type: 'Reserved Instance', category: 'Usage', provider: 'AWS' },
  'reserved-node': { type: 'Reserved Node', category: 'Usage', provider: 'AWS' },
  'resource-commitment': { type: 'Committed Use Discount', category: 'Usage', provider: 'Google Cloud' },
  'flexible-commitment': { type: 'Committed Use Discount', category: 'Spend', provider: 'Google Cloud' },
  'azure-reservation': { type: 'Reservation', category: 'Usage', provider: 'Microsoft' },
  'azure-savings-plan': { type: 'Savings Plan', category: 'Spend', provider: 'Microsoft' },
  'pre-purchase': { type: 'Pre-Purchase Plan', category: 'Usage', provider: 'Microsoft' },
};

const number = (value: number) => toText(decimal(value));
const money = (value: number) => toText(toLedger(value));

function providerOf(shape: UsageShape): string | null {
  if (shape.kind.startsWith('aws-')) return 'AWS';
  if (shape.kind.startsWith('gcp-')) return 'Google Cloud';
  return shape.kind.startsWith('azure-') ? 'Microsoft' : null;
}

/** Columns that every row has. */
function frame(input: ApplicationInput, { billingCurrency }: FocusRowOptions, charged: Period) {
  const billing = billingPeriod(input.period);
  return {
    BillingCurrency: billingCurrency,
    BillingPeriodStart: billing.start,
    BillingPeriodEnd: billing.end,
    ChargePeriodStart: isoTime(charged.startMs),
    ChargePeriodEnd: isoTime(charged.endMs),
  };
}

const NO_USAGE = {
  ConsumedQuantity: null,
  ConsumedUnit: null,
  PricingQuantity: null,
  PricingUnit: null,
  RegionId: null,
  SubAccountId: null,
  x_UsagePool: null,
  x_Workload: null,
} as const;

const NO_COMMITMENT = {
  CommitmentDiscountCategory: null,
  CommitmentDiscountId: null,
  CommitmentDiscountQuantity: null,
  CommitmentDiscountStatus: null,
  CommitmentDiscountType: null,
  CommitmentDiscountUnit: null,
} as const;

/** Columns of some usage of a pool: prices before any commitment. */
function usageColumns(pool: UsagePool, outcome: PoolOutcome, quantity: number) {
  const of = (cost: number) => money(outcome.quantity === 0 ? 0 : (cost / outcome.quantity) * quantity);
  return {
    ConsumedQuantity: number(quantity),
    ConsumedUnit: pool.unit,
    PricingQuantity: number(quantity),
    PricingUnit: pool.unit,
    ListCost: of(outcome.listCost),
    ContractedCost: of(outcome.onDemandEquivalentCost),
    RegionId: 'region' in pool.shape ? pool.shape.region : null,
    SubAccountId: pool.account === '' ? null : pool.account,
    x_UsagePool: pool.id,
    x_Workload: pool.workload,
  };
}

/** A commitment with everything its rows need. */
type Ledger = {
  readonly commitment: Commitment;
  readonly outcome: CommitmentOutcome;
  readonly kind: DiscountKind;
  readonly used: readonly {
    readonly pool: UsagePool;
    readonly outcome: PoolOutcome;
    readonly quantity: number;
    readonly units: number;
    readonly effectiveCost: number;
  }[];
};

/** Spend is counted in money, units of use in units and hours. */
function unitOf(
  { category }: DiscountKind,
  { kind }: Commitment,
  { billingCurrency }: FocusRowOptions,
): string {
  if (category === 'Spend') return billingCurrency;
  return kind === 'pre-purchase' ? 'Units' : 'Unit Hours';
}

function* commitmentRows(
  { commitment, outcome, kind, used }: Ledger,
  input: ApplicationInput,
  options: FocusRowOptions,
): Generator<FocusRow> {
  const { fees, effectiveCost } = feesOf(commitment, outcome, input, options.recurringFees);
  const { fromHour, toHour } = hoursInForce(commitment, input);
  const isOnce = commitment.kind === 'pre-purchase';
  const unitsPerHour = toHour > fromHour ? outcome.committedUnits / (toHour - fromHour) : 0;
  const discount = {
    CommitmentDiscountCategory: kind.category,
    CommitmentDiscountId: commitment.id,
    CommitmentDiscountType: kind.type,
    CommitmentDiscountUnit: unitOf(kind, commitment, options),
    PricingCategory: 'Committed',
    ProviderName: kind.provider,
  } as const;
  for (const { frequency, period, hours, amount } of fees) {
    yield {
      ...NO_USAGE,
      ...frame(input, options, period),
      ...discount,
      ChargeCategory: 'Purchase',
      ChargeFrequency: frequency,
      CommitmentDiscountStatus: null,
      CommitmentDiscountQuantity: number(isOnce ? outcome.committedUnits : unitsPerHour * hours),
      BilledCost: toText(amount),
      EffectiveCost: '0',
      ListCost: toText(amount),
      ContractedCost: toText(amount),
    };
  }
  const whole = outcome.committedCost;
  const shares = used.map(each => (whole > 0 ? each.effectiveCost / whole : 0));
  const { parts, rest } = splitExactly(effectiveCost, shares, outcome.unusedCost <= 0);
  const consumed = { ...frame(input, options, input.period), ...discount, BilledCost: '0' };
  for (const [index, { pool, outcome: pooled, quantity, units }] of used.entries()) {
    yield {
      ...consumed,
      ...usageColumns(pool, pooled, quantity),
      ChargeCategory: 'Usage',
      ChargeFrequency: 'Usage-Based',
      CommitmentDiscountStatus: 'Used',
      CommitmentDiscountQuantity: number(units),
      EffectiveCost: toText(parts[index] ?? ZERO),
    };
  }
  if (rest.isZero()) return;
  yield {
    ...NO_USAGE,
    ...consumed,
    ChargeCategory: 'Usage',
    ChargeFrequency: 'Usage-Based',
    CommitmentDiscountStatus: 'Unused',
    CommitmentDiscountQuantity: number(Math.max(0, outcome.committedUnits - outcome.usedUnits)),
    EffectiveCost: toText(rest),
    ListCost: '0',
    ContractedCost: '0',
  };
}

/** Usage at its own price: what nothing covers, and what the free tier or an owned licence covers for nothing. */
function* standardRows(
  pool: UsagePool,
  outcome: PoolOutcome,
  discountIds: ReadonlySet<string>,
  input: ApplicationInput,
  options: FocusRowOptions,
): Generator<FocusRow> {
  const free = outcome.coveredBy.filter(({ commitmentId }) => !discountIds.has(commitmentId));
  const parts = [
    { quantity: outcome.uncoveredQuantity, cost: outcome.onDemandCost },
    ...free.map(({ quantity, effectiveCost }) => ({ quantity, cost: effectiveCost })),
  ];
  for (const { quantity, cost } of parts) {
    if (quantity === 0) continue;
    yield {
      ...NO_COMMITMENT,
      ...frame(input, options, input.period),
      ...usageColumns(pool, outcome, quantity),
      ChargeCategory: 'Usage',
      ChargeFrequency: 'Usage-Based',
      PricingCategory: 'Standard',
      ProviderName: providerOf(pool.shape),
      BilledCost: money(cost),
      EffectiveCost: money(cost),
    };
  }
}

/**
 * Rows of a period, one charge period for all usage of it: commitments by id, then usage in the order of the pools.
 * A period is a billing month, or lies in one.
 */
export function* focusRows(
  input: ApplicationInput,
  application: Application,
  options: FocusRowOptions,
): Generator<FocusRow> {
  const outcomes = new Map(application.byCommitment.map(outcome => [outcome.id, outcome]));
  const ledgers = input.commitments.flatMap((commitment): Ledger[] => {
    const outcome = outcomes.get(commitment.id);
    const kind = DISCOUNT_KINDS[commitment.kind];
    if (!outcome || !kind) return [];
    const used = input.pools.flatMap((pool, index) => {
      const pooled = application.byPool[index];
      const part = pooled?.coveredBy.find(({ commitmentId }) => commitmentId === commitment.id);
      return pooled && part ? [{ ...part, pool, outcome: pooled }] : [];
    });
    return [{ commitment, outcome, kind, used }];
  });
  ledgers.sort((a, b) => compareText(a.commitment.id, b.commitment.id));
  for (const ledger of ledgers) yield* commitmentRows(ledger, input, options);
  const discountIds = new Set(ledgers.map(({ commitment }) => commitment.id));
  for (const [index, pool] of input.pools.entries()) {
    const outcome = application.byPool[index];
    if (outcome) yield* standardRows(pool, outcome, discountIds, input, options);
  }
}
