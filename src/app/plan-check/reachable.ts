/** Whether a target can be reached at all: every lever of the catalogue at once, against what is asked for. */

import {
  LEVERS,
  type Move,
  type Plan,
  type Run,
  type Score,
  type Simulator,
  WHOLE_ESTATE,
} from '../../engine/index.ts';
import { defaultParams } from '../../engine/lever-params.ts';
import { createReplay } from '../../engine/mistakes/replay.ts';
import { money } from '../../report/format.ts';
import type { PlacedProblem } from './problem.ts';

/** Every lever that the guardrails allow, on the whole estate, as it comes, from the first month. */
function everything({ guardrails }: Plan): Move[] {
  return LEVERS.filter(({ meta }) => !guardrails.forbiddenLevers.includes(meta.id)).map(
    ({ meta, params }) => ({
      id: `every-${meta.id}`,
      lever: meta.id,
      scope: WHOLE_ESTATE,
      params: defaultParams(params),
      start: 1,
      owner: null,
      note: null,
    }),
  );
}

/**
 * A target that the plan misses and that no plan of this catalogue would reach: all levers together, with the parameters they
 * come with, and nobody to wait for. Other parameters may find some more, so it is a warning.
 */
export function reachProblems(run: Run, judged: Score, simulator: Simulator): PlacedProblem[] {
  const { target } = judged;
  if (judged.amountReached || target.basis !== 'run-rate') return [];
  const unhurried: Run = { ...run, assumptions: { ...run.assumptions, teams: [] } };
  const month = Math.min(target.byMonth, run.months.length);
  const least = createReplay(simulator, unhurried).runRateWith(everything(run.plan), month);
  if (least.lessThanOrEqualTo(target.allowedCost)) return [];
  const words = (amount: { toString(): string }) => money(amount.toString(), run.currency);
  return [
    {
      code: 'target-unreachable',
      severity: 'warning',
      message: `The target allows ${words(target.allowedCost)} in month ${month}; with every lever of the catalogue in effect it would be ${words(least)}.`,
      hint: 'Ask for less, or later; or find usage that is not needed at all. Parameters other than the defaults may find some more.',
      path: ['target'],
    },
  ];
}
