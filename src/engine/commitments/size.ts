/** How large a savings plan should be: the exact optimum on usage that nothing covers yet. */

import { compareText } from '../text-order.ts';
import type { EligibleUsage } from './allocate.ts';

/** Plans are bought in steps of a tenth of a cent an hour (AWS accepts $0.001 to $5,000). */
export const COMMITMENT_STEP_PER_HOUR = 0.001;
/** How closely the optimum is searched, in steps: much closer than a step, so that rounding down is exact. */
const SEARCH_PRECISION = 1e-7;

/** Usage a plan may cover, with the plan's rate for it. */
export type PlanCandidate = {
  readonly usage: EligibleUsage;
  /** USD per unit under the plan; null where the plan does not apply. */
  readonly rate: number | null;
};

/** Rows in the order a plan covers them: highest savings percentage first, then the lower rate. */
function stackOrder(
  candidates: readonly PlanCandidate[],
): { usage: EligibleUsage; rate: number; gain: number }[] {
  const rows: { usage: EligibleUsage; rate: number; gain: number }[] = [];
  for (const { usage, rate } of candidates) {
    // Usage that the plan does not discount uses it up all the same, dollar for dollar.
    if (rate !== null && rate > 0 && rate <= usage.onDemandRate) {
      rows.push({ usage, rate, gain: usage.onDemandRate / rate });
    }
  }
  return rows.sort((a, b) => b.gain - a.gain || a.rate - b.rate || compareText(a.usage.id, b.usage.id));
}

/** USD of on-demand usage that the next committed dollar replaces in this hour, at depth `commitment`. */
function marginalGain(rows: ReturnType<typeof stackOrder>, hour: number, commitment: number): number {
  let depth = 0;
  for (const row of rows) {
    depth += (row.usage.quantities[hour] ?? 0) * row.rate;
    if (depth > commitment) return row.gain;
  }
  return 0;
}

/**
 * The commitment that saves most over these hours.
 *
 * Cost is convex in the commitment, so the optimum is where the next dollar an hour replaces exactly one dollar of
 * on-demand usage on average: `mean over hours of [commitment < stack] / (1 - discount reached) = 1`. For one
 * discount d that is the d-quantile of hourly usage at plan rates (newsvendor).
 * @returns USD an hour, rounded down to the step of a purchase; 0 when no commitment saves anything
 */
export function optimalCommitment(hours: number, candidates: readonly PlanCandidate[]): number {
  const rows = stackOrder(candidates);
  let high = 0;
  for (let hour = 0; hour < hours; hour++) {
    let stack = 0;
    for (const row of rows) stack += (row.usage.quantities[hour] ?? 0) * row.rate;
    high = Math.max(high, stack);
  }
  const isWorthMore = (commitment: number) => {
    let total = 0;
    for (let hour = 0; hour < hours; hour++) total += marginalGain(rows, hour, commitment);
    return total > hours;
  };
  let low = 0;
  while (high - low > COMMITMENT_STEP_PER_HOUR * SEARCH_PRECISION) {
    const middle = (low + high) / 2;
    // Floats of this size lie no closer together.
    if (middle <= low || middle >= high) break;
    if (isWorthMore(middle)) low = middle;
    else high = middle;
  }
  // Down, never to the nearest: a step too much may cost more than it saves.
  const steps = Math.floor(high / COMMITMENT_STEP_PER_HOUR + SEARCH_PRECISION * 10);
  return Number((steps * COMMITMENT_STEP_PER_HOUR).toFixed(3));
}
