/** How far a surrogate is from the simulator: drawn cases, played again exactly. */

import type { Assumptions } from '../simulate/assumptions.ts';
import { drawInputs, type Inputs, plannedInputs } from './draw-inputs.ts';
import type { PlayableDriver } from './drivers.ts';
import { createEvaluator } from './evaluate-draw.ts';
import { createDating } from './move-dates.ts';
import { type SetPlayer, withEffectMonth, withPurchases } from './set-player.ts';
import type { Surrogate } from './surrogate.ts';

/** What the check plays with. */
export type CheckContext = {
  readonly player: SetPlayer;
  readonly drivers: readonly PlayableDriver[];
  readonly assumptions: Assumptions;
  readonly referenceMonth: string;
};

/**
 * Luck that the simulator can play too: which moves are adopted, when, and how usage and prices move. A share of a saving that
 * does not come true, and a workload that rolls back its part, have no counterpart in it.
 */
function playableInputs(surrogate: Surrogate, seed: number | string): Inputs {
  const drawn = drawInputs(surrogate, seed, 0);
  const planned = plannedInputs(surrogate);
  return {
    drivers: drawn.drivers,
    moves: drawn.moves.map((move, at) => ({
      ...move,
      shareRealised: planned.moves[at]?.shareRealised ?? move.shareRealised,
      failed: planned.moves[at]?.failed ?? move.failed,
    })),
  };
}

/**
 * Plays cases one after the other: differences of run-rate to an exact run, in the bill's currency, in the target month and in
 * the months before it in which something is bought. @param cases at most a block of draws
 */
export function* checkSurrogate(
  surrogate: Surrogate,
  seed: number | string,
  cases: number,
  { player, drivers, assumptions, referenceMonth }: CheckContext,
): Generator<readonly number[]> {
  const inputs = playableInputs(surrogate, seed);
  const { evaluate } = createEvaluator(surrogate);
  const dating = createDating(surrogate);
  const targetMonth = surrogate.target.at + 1;
  for (let draw = 0; draw < cases; draw++) {
    const { effectMonth } = dating(inputs, draw);
    const timed = player.timed.map(each => {
      const at = surrogate.moves.findIndex(({ id }) => id === each.move.id);
      const isKept = inputs.moves[at]?.kept[draw] === 1;
      const month = effectMonth[at] ?? Number.POSITIVE_INFINITY;
      const drawn = isKept && Number.isFinite(month) ? month : null;
      return drawn === each.effectMonth ? each : withEffectMonth(each, drawn, assumptions, referenceMonth);
    });
    const under = drivers.reduce((all, driver, at) => {
      const change = inputs.drivers[at]?.[draw] ?? 0;
      return change === 0 ? all : driver.with(driver.estimate.mode + change, all);
    }, assumptions);
    const exact = player.play(timed, under, [targetMonth]).runRate;
    const { runRate } = evaluate(inputs, draw, 0, targetMonth);
    yield withPurchases(timed, [targetMonth]).map(
      month => (runRate[month - 1] ?? 0) - (exact[month - 1] ?? 0),
    );
  }
}
