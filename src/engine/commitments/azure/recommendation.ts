/** Azure's documented recommendation of a savings plan: each hour's best commitment is tried on the whole look-back. */

import { assert } from '../../assert.ts';
import { HOURS_PER_DAY } from '../../calendar.ts';
import { compareText } from '../../text-order.ts';

// Source of the algorithm: learn.microsoft.com/azure/cost-management-billing/savings-plan/purchase-recommendations, 2024-04-15.

/** How many of the best candidates Azure presents. */
const SHOWN_OPTIONS_MAX = 10;
/** The last days that are simulated again, so that usage that is gone is not committed to. */
const RECENT_DAYS = 3;

/** Eligible usage that nothing covers yet, hour by hour, with its two prices. */
export type EligibleComputeUsage = {
  readonly id: string;
  /** What this customer pays per unit without a plan, negotiated discounts included. */
  readonly onDemandRate: number;
  /** Price per unit under the plan; null where it does not apply. */
  readonly planRate: number | null;
  /** Units in each hour of the look-back, oldest first. */
  readonly quantities: Float64Array;
};

/** One commitment, simulated on the look-back. */
export type RecommendedCommitment = {
  readonly commitmentPerHour: number;
  /** Commitment of every hour and what is left at pay-as-you-go prices. */
  readonly totalCost: number;
  /** Pay-as-you-go cost without the plan, less totalCost; > 0. */
  readonly savings: number;
  /** Of the pay-as-you-go cost, 0..1. */
  readonly savingsFraction: number;
  /** Pay-as-you-go cost that the plan takes over / all of it, 0..1. */
  readonly coverage: number;
};

/** What Azure would recommend. */
export type SavingsPlanRecommendation = {
  /** At most ten, the greatest savings first; candidates that save nothing are left out. */
  readonly options: readonly RecommendedCommitment[];
  /** The lower of the best of the look-back and the best of the last three days; 0 when either saves nothing. */
  readonly commitmentPerHour: number;
  readonly decidedBy: 'look-back' | 'last-3-days' | null;
};

type Row = { readonly onDemandRate: number; readonly planRate: number; readonly quantities: Float64Array };

/** Usage that the plan discounts, the greatest discount first. */
function discountedRows(usage: readonly EligibleComputeUsage[]): readonly Row[] {
  return usage
    .flatMap(({ id, onDemandRate, planRate, quantities }) =>
      planRate !== null && planRate > 0 && planRate < onDemandRate
        ? [{ id, onDemandRate, planRate, quantities }]
        : [],
    )
    .sort((a, b) => a.planRate / a.onDemandRate - b.planRate / b.onDemandRate || compareText(a.id, b.id));
}

/** Commitment that takes up exactly the usage of one hour. */
function hourDepth(rows: readonly Row[], hour: number): number {
  return rows.reduce((depth, { planRate, quantities }) => depth + (quantities[hour] ?? 0) * planRate, 0);
}

/** Adds to each candidate what one hour's usage would cost on demand without the plan: candidates ascending, one pass. */
function addReplacedCost(
  rows: readonly Row[],
  hour: number,
  candidates: readonly number[],
  replaced: Float64Array,
): void {
  let depth = 0;
  let cost = 0;
  let next = 0;
  for (const { onDemandRate, planRate, quantities } of rows) {
    const quantity = quantities[hour] ?? 0;
    const end = depth + quantity * planRate;
    for (; next < candidates.length && (candidates[next] ?? 0) <= end; next++) {
      const part = (((candidates[next] ?? 0) - depth) / planRate) * onDemandRate;
      replaced[next] = (replaced[next] ?? 0) + cost + part;
    }
    depth = end;
    cost += quantity * onDemandRate;
  }
  for (; next < candidates.length; next++) replaced[next] = (replaced[next] ?? 0) + cost;
}

/** The best candidates of hours `fromHour`..`toHour`, the greatest savings first, then the smaller commitment. */
function simulate(
  usage: readonly EligibleComputeUsage[],
  fromHour: number,
  toHour: number,
): readonly RecommendedCommitment[] {
  const rows = discountedRows(usage);
  const depths = new Set<number>();
  for (let hour = fromHour; hour < toHour; hour++) depths.add(hourDepth(rows, hour));
  const candidates = [...depths].filter(depth => depth > 0).sort((a, b) => a - b);
  const replaced = new Float64Array(candidates.length);
  let payAsYouGo = 0;
  for (let hour = fromHour; hour < toHour; hour++) {
    for (const { onDemandRate, quantities } of usage) payAsYouGo += (quantities[hour] ?? 0) * onDemandRate;
    addReplacedCost(rows, hour, candidates, replaced);
  }
  return (
    candidates
      .map((commitmentPerHour, index) => {
        const replacedCost = replaced[index] ?? 0;
        const totalCost = commitmentPerHour * (toHour - fromHour) + payAsYouGo - replacedCost;
        const savings = payAsYouGo - totalCost;
        return {
          commitmentPerHour,
          totalCost,
          savings,
          savingsFraction: savings / payAsYouGo,
          coverage: replacedCost / payAsYouGo,
        };
      })
      // A saving of float noise is none.
      .filter(({ savingsFraction }) => savingsFraction > 1e-12)
      .sort((a, b) => b.savings - a.savings || a.commitmentPerHour - b.commitmentPerHour)
      .slice(0, SHOWN_OPTIONS_MAX)
  );
}

/**
 * Recommends a savings plan from the last 7, 30 or 60 days.
 *
 * Azure documents the comparison with the last three days for 30 days; here it holds for every look-back. Hours that
 * commitments cover already must be taken out of the quantities first.
 * @param days whole days of the look-back; the quantities have 24 hours for each
 */
export function recommendSavingsPlan(
  usage: readonly EligibleComputeUsage[],
  days: number,
): SavingsPlanRecommendation {
  assert(Number.isInteger(days) && days > 0, 'a look-back has whole days');
  const hours = days * HOURS_PER_DAY;
  assert(
    usage.every(({ quantities }) => quantities.length === hours),
    'usage has a quantity for every hour of the look-back',
  );
  const options = simulate(usage, 0, hours);
  const [best] = options;
  const [recent] = simulate(usage, Math.max(0, hours - RECENT_DAYS * HOURS_PER_DAY), hours);
  if (!best || !recent) return { options, commitmentPerHour: 0, decidedBy: null };
  return recent.commitmentPerHour < best.commitmentPerHour
    ? { options, commitmentPerHour: recent.commitmentPerHour, decidedBy: 'last-3-days' }
    : { options, commitmentPerHour: best.commitmentPerHour, decidedBy: 'look-back' };
}
