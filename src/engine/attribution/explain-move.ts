/** One move of a plan down to the resources it changes: amounts before and after, why, and on which prices. */

import type { Estate, Resource } from '../estate/estate.ts';
import { type Decimal, sum, ZERO } from '../money.ts';
import type { Plan } from '../plan.ts';
import { meterCost } from '../pricing/meter-cost.ts';
import { priceEstate } from '../pricing/price-estate.ts';
import type { RateCard } from '../rate-card.ts';
import type { AppliedFinding, Skipped } from '../simulate/apply-move.ts';
import type { EstateCost } from '../simulate/model-cost.ts';
import type { Step } from '../simulate/play-moves.ts';
import type { MoveOutcome, Run } from '../simulate/run.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { compareText } from '../text-order.ts';
import { monthOfMoves } from './cost-of-moves.ts';
import { allLevers } from './lever-set.ts';
import { type PriceUse, pricesUsed } from './price-uses.ts';

/** A resource that a move changed. Amounts are effective cost a month, in the bill's currency. */
export type ExplainedResource = {
  readonly finding: AppliedFinding;
  readonly name: string | null;
  /** With the moves that are applied before it. */
  readonly before: Decimal;
  readonly after: Decimal;
  readonly saved: Decimal;
};

/** What a resource saves that the move did not touch: coverage of a commitment that passes from one to another. */
export type ElsewhereSaved = {
  readonly resourceId: string;
  readonly workload: string;
  readonly saved: Decimal;
};

/** A move explained. `resources` and `others` add up to `savedPerMonth`. */
export type MoveExplanation = {
  readonly run: Run;
  readonly outcome: MoveOutcome;
  /** Month of the run whose amounts these are, from 1: the target's, or the first that shows all of the move. */
  readonly index: number;
  readonly month: string;
  readonly savedPerMonth: Decimal;
  /** Largest saving or cost first. */
  readonly resources: readonly ExplainedResource[];
  readonly others: readonly ElsewhereSaved[];
  readonly skipped: readonly Skipped[];
  /** Prices of the changed resources before and after, by name. */
  readonly prices: readonly PriceUse[];
};

const bySize = (a: { readonly saved: Decimal }, b: { readonly saved: Decimal }) =>
  b.saved.abs().comparedTo(a.saved.abs());

function costIn({ byResource }: EstateCost, id: string): Decimal {
  return byResource.get(id) ?? ZERO;
}

/** Prices of some resources by themselves. */
function priceAlone(estate: Estate, resources: readonly Resource[], rates: RateCard): void {
  priceEstate({ ...estate, resources, commitments: [] }, rates);
  for (const resource of resources) meterCost(resource, rates);
}

/** What the changed resources are priced with, before and after; of a purchase, what it pays for the usage it covers. */
function pricesOf(simulator: Simulator, before: Estate, step: Step): PriceUse[] {
  const { rates, estate } = simulator.baseline;
  const bought = step.result.applied.flatMap(({ effect }) =>
    effect.kind === 'commit' ? effect.commitments : [],
  );
  if (bought.length > 0) {
    const ids = new Set(bought.map(({ id }) => id));
    const commitments = step.result.estate.commitments.filter(({ id }) => ids.has(id));
    return pricesUsed(estate, rates.book, 'commitments', card => {
      priceEstate({ ...before, commitments }, card);
    });
  }
  const touched = new Set(step.result.applied.map(({ resourceId }) => resourceId));
  const touchedOf = ({ resources }: Estate) => resources.filter(({ id }) => touched.has(id));
  return pricesUsed(estate, rates.book, 'all', card => {
    priceAlone(estate, touchedOf(before), card);
    priceAlone(estate, touchedOf(step.result.estate), card);
  });
}

/**
 * Explains one move; null when the plan has no such move or its guardrails forbid its lever.
 * @param horizonMonths months that are played, at least up to the target
 */
export function explainMove(
  simulator: Simulator,
  plan: Plan,
  moveId: string,
  horizonMonths: number,
): MoveExplanation | null {
  const { baseline } = simulator;
  const run = simulator.run(plan, { horizonMonths });
  const outcome = run.moves.find(each => each.moveId === moveId);
  if (!outcome) return null;
  const shown = outcome.fullMonth ?? outcome.effectMonth ?? 1;
  const index = Math.min(horizonMonths, Math.max(plan.target.byMonth, shown));
  const game = monthOfMoves(simulator, plan, index);
  const state = game.stateOf(allLevers(game.moves.length));
  const at = state.steps.findIndex(({ move }) => move.id === moveId);
  const step = state.steps[at];
  const base = { run, outcome, index, month: game.month };
  if (!step) return { ...base, savedPerMonth: ZERO, resources: [], others: [], skipped: [], prices: [] };
  const previous = state.steps[at - 1];
  const [costBefore, estateBefore] = [
    previous?.cost ?? state.before,
    previous?.result.estate ?? game.stateOf(0n).estate,
  ];
  const resources = step.result.applied.map((finding): ExplainedResource => {
    const [before, after] = [costIn(costBefore, finding.resourceId), costIn(step.cost, finding.resourceId)];
    const name = baseline.resources.get(finding.resourceId)?.name ?? null;
    return { finding, name, before, after, saved: before.minus(after) };
  });
  const touched = new Set(resources.map(({ finding }) => finding.resourceId));
  const others = step.changes
    .filter(({ resourceId }) => !touched.has(resourceId))
    .map(({ resourceId, workload, amount }) => ({ resourceId, workload, saved: amount.negated() }));
  return {
    ...base,
    savedPerMonth: ZERO.minus(sum(step.changes.map(({ amount }) => amount))),
    resources: resources.sort(
      (a, b) => bySize(a, b) || compareText(a.finding.resourceId, b.finding.resourceId),
    ),
    others: others.sort((a, b) => bySize(a, b) || compareText(a.resourceId, b.resourceId)),
    skipped: step.result.skipped,
    prices: pricesOf(simulator, estateBefore, step),
  };
}
