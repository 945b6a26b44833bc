/** Moves that would meet on a resource if the earlier of them did not remove it: of these a run shows nothing, because nothing is left. */

import type { Run, Simulator } from '../../engine/index.ts';
import { leverById } from '../../engine/index.ts';
import { applyMove } from '../../engine/simulate/apply-move.ts';

type Outcome = Run['moves'][number];
type Applied = { readonly resourceId: string };

/** What a move would change with no other move beside it. */
function aloneOn(run: Run, { moveId }: Outcome, { baseline }: Simulator): readonly Applied[] {
  const move = run.plan.moves.find(({ id }) => id === moveId);
  const lever = move && leverById(move.lever);
  if (!move || !lever || lever.target === 'estate') return [];
  return applyMove(baseline.estate, move, lever, run.plan.guardrails, baseline.rates).applied;
}

/**
 * Says of two moves in their order of application what the second one loses because the first one removes it.
 * @returns a function that plays each second move alone once, and only where the levers exclude each other
 */
export function removedFirst(
  run: Run,
  simulator: Simulator,
): (first: Outcome, second: Outcome) => readonly Applied[] {
  const known = new Map<string, readonly Applied[]>();
  return (first, second) => {
    if (leverById(first.leverId)?.meta.excludes.includes(second.leverId) !== true) return [];
    const removed = new Set(
      first.applied.filter(({ effect }) => effect.kind === 'terminate').map(({ resourceId }) => resourceId),
    );
    if (removed.size === 0) return [];
    const alone = known.get(second.moveId) ?? aloneOn(run, second, simulator);
    known.set(second.moveId, alone);
    return alone.filter(({ resourceId }) => removed.has(resourceId));
  };
}
