/** What a lever answers about one resource and what the engine makes of the answer, in USD of the estate's period. */

import type { Resource } from '../../src/engine/estate/estate.ts';
import type { Evidence } from '../../src/engine/lever.ts';
import { leverById } from '../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS } from '../../src/engine/plan.ts';
import type { PriceBook } from '../../src/engine/price-book.ts';
import type { RiskChange } from '../../src/engine/reliability/index.ts';
import { applyMove } from '../../src/engine/simulate/apply-move.ts';
import { costOf, createBaseline } from '../../src/engine/simulate/model-cost.ts';
import { estateOf, move, ratesOf } from '../engine/estates.ts';
import { testBook } from './test-book.ts';

export type Outcome = {
  readonly saved: number;
  /** In the month of the move only. */
  readonly once: number;
  readonly why: string;
  readonly evidence: Evidence;
  readonly risks: readonly RiskChange[];
};

/** The reason of a no, or what a yes is worth in a month of 730 hours. */
export function outcome(
  leverId: string,
  resource: Resource,
  params: Readonly<Record<string, number | string | boolean>> = {},
  book: PriceBook = testBook(),
): Outcome | string {
  const lever = leverById(leverId);
  if (!lever) throw new Error(`no lever ${leverId}`);
  const estate = estateOf([resource], { hours: 730, book });
  const rates = ratesOf(estate, book);
  const done = applyMove(estate, move(leverId, { params }), lever, DEFAULT_GUARDRAILS, rates);
  const [applied] = done.applied;
  if (!applied) return done.skipped[0]?.reason ?? 'not looked at';
  const baseline = createBaseline(estate, rates);
  return {
    saved: baseline.effective.minus(costOf(done.estate, baseline).effective).toNumber(),
    once: done.oneOff.reduce((total, { cost }) => total + cost, 0),
    why: applied.why,
    evidence: applied.evidence,
    risks: applied.risks,
  };
}

/** A yes, rounded to cents so that a hand can follow. */
export function yesOf(...args: Parameters<typeof outcome>): Outcome {
  const found = outcome(...args);
  if (typeof found === 'string') throw new Error(`no: ${found}`);
  return { ...found, saved: cents(found.saved), once: cents(found.once) };
}

const cents = (amount: number) => Math.round(amount * 100) / 100;
