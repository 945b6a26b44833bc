/** How far a plan is on the way to its target. */

import { decimal, toText, ZERO } from '../engine/index.ts';
import type { ScoreReport } from './contract.ts';

/** Amounts are a month, decimal text. */
export type TargetProgress = {
  /** Saving that the target asks for. */
  readonly needed: string;
  readonly saved: string;
  /** What is still missing; 0 when the amount is reached. */
  readonly missing: string;
  /** Saved over needed, at least 0; 1 and more when the amount is reached. */
  readonly share: number;
  /** The amount alone is not enough: a broken guardrail keeps a target from being met. */
  readonly verdict: 'met' | 'guardrail-broken' | 'missed';
};

/** Progress of a judged plan. */
export function targetProgress({
  target,
  savedPerMonth,
  targetMet,
  amountReached,
}: ScoreReport): TargetProgress {
  const needed = decimal(target.baselineCost).minus(target.allowedCost);
  const margin = decimal(target.margin);
  const share = needed.greaterThan(0) ? Number(decimal(savedPerMonth).div(needed)) : 1;
  return {
    needed: toText(needed),
    saved: savedPerMonth,
    missing: toText(margin.lessThan(0) ? margin.negated() : ZERO),
    share: Math.max(0, share),
    verdict: targetMet ? 'met' : amountReached ? 'guardrail-broken' : 'missed',
  };
}
