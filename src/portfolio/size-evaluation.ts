/** What the purchases of an instrument do together, by runs of the engine: the bill before less the bill after. */

import { HOURS_PER_MONTH } from '../engine/calendar.ts';
import type { Application, ApplicationInput, CommitmentMetrics } from '../engine/commitments/application.ts';
import { applyCommitments } from '../engine/commitments/apply.ts';
import type { PortfolioPrices } from './book-prices.ts';
import type { PricedPool } from './price-usage.ts';
import type { PurchaseTerms, SizedInstrument } from './purchase.ts';
import {
  type LadderCost,
  LEVEL_FACTORS,
  type SizedCandidate,
  type TermComparison,
} from './size-candidate.ts';

/** What sizing works on. */
export type SizeContext = {
  readonly input: ApplicationInput;
  readonly priced: readonly PricedPool[];
  readonly prices: PortfolioPrices;
};

/** One instrument, sized. */
export type SizedInstrumentResult = {
  readonly instrument: SizedInstrument;
  readonly terms: PurchaseTerms;
  /** The largest saving first; those whose best size is 0 are left out. */
  readonly purchases: readonly SizedCandidate[];
  /** Saving of an average month: effective cost without the purchases less with them, two runs of the engine. */
  readonly savingsPerMonth: number;
  /** Money an hour of all purchases. */
  readonly commitmentPerHour: number;
  /** Used share of the purchases alone. */
  readonly utilization: number | null;
  /** Totals of the period with the purchases and the existing commitments. */
  readonly after: CommitmentMetrics;
  /** Smaller and larger sizes, each a run of the engine; empty where several instruments are compared. */
  readonly levels: readonly LevelRun[];
  /** How much more than the best size the purchases would cost in each stress, money a month. */
  readonly regretsPerMonth: readonly { readonly stress: string; readonly regret: number }[];
  /** On-demand cost of a month of what the purchases may cover, and its cost with them: what the baseline compares to. */
  readonly reachPerMonth: { readonly onDemand: number; readonly withPurchases: number };
  /** Cost of a month with the no-forecast policy on the same usage; null where it has nothing to buy. */
  readonly policyCostPerMonth: number | null;
  /** Sums over the purchases; null where one of them has none. */
  readonly termComparison: TermComparison | null;
  readonly ladder: LadderCost | null;
  /** Instrument that saves more on some of the same usage; null: none. */
  readonly alternativeTo: SizedInstrument | null;
};

/** All purchases at one multiple of their size. */
export type LevelRun = {
  readonly factor: number;
  readonly commitmentPerHour: number;
  readonly savingsPerMonth: number;
  readonly coverage: number | null;
  readonly utilization: number | null;
};

/** Runs the engine with the purchases at a multiple of their size. */
function runAt(purchases: readonly SizedCandidate[], factor: number, { input }: SizeContext) {
  const bought = purchases.map(({ candidate, purchases: units, commitmentPerHour }) =>
    candidate.build(factor * (units ?? commitmentPerHour)),
  );
  const application = applyCommitments({ ...input, commitments: [...input.commitments, ...bought] });
  const ids = new Set(bought.map(({ id }) => id));
  const own = application.byCommitment.filter(({ id }) => ids.has(id));
  const committed = own.reduce((sum, { committedCost }) => sum + committedCost, 0);
  const used = own.reduce((sum, { usedCost }) => sum + usedCost, 0);
  return { application, utilization: committed > 0 ? used / committed : null };
}

function regretsOf(purchases: readonly SizedCandidate[], perMonth: number) {
  const byStress = new Map<string, number>();
  for (const { stress, regret } of purchases.flatMap(({ regrets }) => regrets)) {
    byStress.set(stress, (byStress.get(stress) ?? 0) + regret * perMonth);
  }
  return [...byStress].map(([stress, regret]) => ({ stress, regret }));
}

const total = <T>(items: readonly T[], amountOf: (item: T) => number) =>
  items.reduce((sum, item) => sum + amountOf(item), 0);

/** Sums of three years; the discounts are those of the sums. */
function termsOf(purchases: readonly SizedCandidate[]): TermComparison | null {
  const found = purchases.flatMap(({ terms }) => terms ?? []);
  if (found.length === 0 || found.length < purchases.length) return null;
  const onDemand = total(found, each => each.onDemand);
  const weighted = (discountOf: (each: TermComparison) => number) =>
    onDemand > 0 ? total(found, each => discountOf(each) * each.onDemand) / onDemand : 0;
  return {
    onDemand,
    oneYearOnly: total(found, each => each.oneYearOnly),
    threeYearOnly: total(found, each => each.threeYearOnly),
    layered: total(found, each => each.layered),
    oneYearCommitmentPerHour: total(found, each => each.oneYearCommitmentPerHour),
    threeYearCommitmentPerHour: total(found, each => each.threeYearCommitmentPerHour),
    oneYearDiscount: weighted(each => each.oneYearDiscount),
    threeYearDiscount: weighted(each => each.threeYearDiscount),
  };
}

function ladderOf(purchases: readonly SizedCandidate[]): LadderCost | null {
  const found = purchases.flatMap(({ ladder }) => ladder ?? []);
  const [first] = found;
  if (first === undefined) return null;
  return {
    purchases: first.purchases,
    costPerMonth: total(found, each => each.costPerMonth),
    atOnceCostPerMonth: total(found, each => each.atOnceCostPerMonth),
  };
}

/** The purchases of an instrument and what they do together: every figure of money is a difference of two runs of the engine. */
export function evaluate(
  instrument: SizedInstrument,
  { sized, terms }: { sized: readonly SizedCandidate[]; terms: PurchaseTerms },
  context: SizeContext,
  { before, withLevels }: { before: Application; withLevels: boolean },
): Omit<SizedInstrumentResult, 'alternativeTo'> {
  const perMonth = HOURS_PER_MONTH / context.input.hours;
  const purchases = sized
    .filter(({ commitmentPerHour }) => commitmentPerHour > 0)
    .sort(
      (a, b) => b.outcome.netSavings - a.outcome.netSavings || (a.candidate.id < b.candidate.id ? -1 : 1),
    );
  const savedBy = (after: Application) =>
    (before.totals.effectiveCost - after.totals.effectiveCost) * perMonth;
  const commitmentPerHour = total(purchases, each => each.commitmentPerHour);
  const chosen =
    purchases.length === 0 ? { application: before, utilization: null } : runAt(purchases, 1, context);
  const levels = (withLevels && purchases.length > 0 ? LEVEL_FACTORS : []).map((factor): LevelRun => {
    const { application, utilization } = factor === 1 ? chosen : runAt(purchases, factor, context);
    return {
      factor,
      commitmentPerHour: factor * commitmentPerHour,
      savingsPerMonth: savedBy(application),
      coverage: application.totals.commitmentCoverage,
      utilization,
    };
  });
  return {
    instrument,
    terms,
    purchases,
    savingsPerMonth: savedBy(chosen.application),
    commitmentPerHour,
    utilization: chosen.utilization,
    after: chosen.application.totals,
    levels,
    regretsPerMonth: regretsOf(purchases, perMonth),
    reachPerMonth: {
      onDemand: total(purchases, ({ outcome }) => outcome.onDemandEquivalentCost) * perMonth,
      withPurchases: total(purchases, ({ outcome }) => outcome.effectiveCost) * perMonth,
    },
    policyCostPerMonth: purchases.some(each => each.policyCostPerMonth === null)
      ? null
      : total(purchases, each => each.policyCostPerMonth ?? 0),
    termComparison: termsOf(purchases),
    ladder: ladderOf(purchases),
  };
}
