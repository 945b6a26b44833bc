/** The range of a plan's saving: every move realises a part of what was computed, each with its own luck. */

import type { Evidence } from './lever.ts';
import { leverById } from './levers/index.ts';
import { randomStream } from './random.ts';
import type { MoveOutcome, Run } from './simulate/run.ts';

/** Range of the saving in the target month, in the run's currency. */
export type Uncertainty = {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** Share of the draws in which the saving reaches the target, 0..1. */
  readonly probabilityOfTarget: number;
  readonly runs: number;
  /** What the range rests on. */
  readonly assumption: string;
};

/** Quantile of sorted values, by linear interpolation. */
function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return 0;
  const position = share * (sorted.length - 1);
  const low = Math.floor(position);
  const below = sorted[low] ?? 0;
  return below + ((sorted[Math.min(low + 1, sorted.length - 1)] ?? below) - below) * (position - low);
}

/** Evidence that most of a move's findings rest on; ties go to the weaker one. */
function evidenceOf({ evidence }: MoveOutcome): Evidence {
  if (evidence.assumed >= evidence.inferred && evidence.assumed >= evidence.measured && evidence.assumed > 0)
    return 'assumed';
  return evidence.inferred >= evidence.measured && evidence.inferred > 0 ? 'inferred' : 'measured';
}

/**
 * Draws how much of each move's computed saving comes true and adds up. Moves are independent; the shares are the
 * levers' own assumptions. A move that costs money costs all of it. First order: the interaction of two moves that both
 * fall short is not re-priced.
 */
export function uncertaintyOf(
  run: Run,
  options: { readonly seed: number | string; readonly runs: number; readonly neededSaving: number },
): Uncertainty {
  const totals = new Float64Array(options.runs);
  const month = run.months[Math.min(run.plan.target.byMonth, run.months.length) - 1];
  const baseline =
    run.plan.target.basis === 'cash' ? run.baseline.recurringBilledCost : run.baseline.effectiveCost;
  const reached = run.plan.target.basis === 'cash' ? month?.billedCost : month?.runRateCost;
  const computed = reached ? Number(baseline.minus(reached)) : 0;
  const byMoves = run.moves.reduce((total, move) => total + Number(move.savedPerMonth), 0);
  // What no move explains (expiries, upfront fees of the month) is certain.
  totals.fill(computed - byMoves);
  for (const move of run.moves) {
    const saved = Number(move.savedPerMonth);
    const realization = leverById(move.leverId)?.meta.realization[evidenceOf(move)];
    const random = randomStream(options.seed, `realization/${move.moveId}`);
    for (let draw = 0; draw < options.runs; draw++) {
      const share =
        saved > 0 && realization ? random.pert(realization.low, realization.mode, realization.high) : 1;
      totals[draw] = (totals[draw] ?? 0) + saved * share;
    }
  }
  totals.sort();
  const reachedCount = totals.reduce((count, total) => count + (total >= options.neededSaving ? 1 : 0), 0);
  return {
    p10: quantile(totals, 0.1),
    p50: quantile(totals, 0.5),
    p90: quantile(totals, 0.9),
    probabilityOfTarget: options.runs > 0 ? reachedCount / options.runs : 0,
    runs: options.runs,
    assumption:
      'Each move realises an independent PERT share of its computed saving, by its evidence (assumed shares).',
  };
}
