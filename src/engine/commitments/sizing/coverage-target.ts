/** The smallest commitment that reaches a coverage, and what that costs against the best one. */

import { assert } from '../../assert.ts';
import type { LevelCurve, LevelOutcome } from './level.ts';
import { optimalLevel, roundUpToStep } from './optimum.ts';

/** What is asked. */
export type CoverageTarget = {
  /** Share of eligible on-demand equivalent that commitments shall cover, 0..1. */
  readonly coverage: number;
  /** On-demand price of what other commitments cover already. */
  readonly alreadyCoveredCost?: number;
  /** On-demand price of eligible usage that this commitment cannot cover. */
  readonly outOfReachCost?: number;
  /** Step of a purchase, money an hour; null: any amount. */
  readonly step: number | null;
};

/** The answer; the saving lost is 0 where the target is the optimum or less costs nothing. */
export type CoverageAnswer = {
  readonly commitmentPerHour: number;
  /** Coverage reached, other commitments included. */
  readonly coverage: number;
  readonly outcome: LevelOutcome;
  /** The commitment that saves most, without a target. */
  readonly optimum: LevelOutcome;
  /** netSavings(optimum) - netSavings(this), of the period. */
  readonly savingsLost: number;
};

/** Shares this close are the same: sums over thousands of hours are not exact. */
const ROUNDING = 1e-12;
/** Each step ends in a later segment of a piecewise linear curve or halves what is left; far more than ever needed. */
const STEPS_MAX = 4000;

/**
 * Smallest level that covers `wanted` money of on-demand usage. Coverage grows ever more slowly with the level: a tangent
 * reaches the wanted amount no later than the curve, so stepping along tangents stays below the answer and lands on it
 * once it is on its segment; halving from above keeps the number of steps small.
 */
function levelCovering(curve: LevelCurve, wanted: number): number {
  const noise = ROUNDING * curve.onDemandEquivalentCost;
  let low = 0;
  let high = curve.highestLevel;
  for (let step = 0; step < STEPS_MAX; step++) {
    const covered = curve.coveredAt(low);
    if (covered >= wanted - noise) return low;
    const slope = curve.marginAt(low).gain * curve.hours;
    const next = slope > 0 ? low + (wanted - covered) / slope : high;
    if (next <= low || next >= high) return high;
    if (curve.coveredAt(next) >= wanted - noise) return next;
    low = next;
    const middle = low + (high - low) / 2;
    if (curve.coveredAt(middle) >= wanted) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The smallest commitment whose coverage reaches the target; null when no commitment can, however large.
 * Rounded up to the step of a purchase, since rounding down would miss the target.
 */
export function commitmentForCoverage(curve: LevelCurve, target: CoverageTarget): CoverageAnswer | null {
  assert(target.coverage >= 0 && target.coverage <= 1, 'coverage is a share');
  const already = target.alreadyCoveredCost ?? 0;
  const eligible = curve.onDemandEquivalentCost + already + (target.outOfReachCost ?? 0);
  if (eligible <= 0) return null;
  const wanted = target.coverage * eligible - already;
  if (wanted > curve.onDemandEquivalentCost * (1 + ROUNDING)) return null;
  const exact = wanted <= 0 ? 0 : levelCovering(curve, Math.min(wanted, curve.onDemandEquivalentCost));
  const commitmentPerHour = target.step === null ? exact : roundUpToStep(exact, target.step);
  const outcome = curve.at(commitmentPerHour);
  const optimum = curve.at(optimalLevel(curve));
  return {
    commitmentPerHour,
    coverage: (already + outcome.coveredOnDemandCost) / eligible,
    outcome,
    optimum,
    savingsLost: Math.max(0, optimum.netSavings - outcome.netSavings),
  };
}
