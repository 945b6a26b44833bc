/** What one move did, read off the months that were played. */

import { meanOf } from '../lever.ts';
import { sum, ZERO } from '../money.ts';
import type { Step } from './play-moves.ts';
import type { MoveOutcome, RunMonth } from './run.ts';
import { isRampable, type TimedMove } from './timed-moves.ts';
import type { PlayedMonth } from './timeline.ts';

/** Engineer-days: stated, or the lever's estimate for each workload touched. */
function effortOf({ lever, delivery }: TimedMove, touched: number): MoveOutcome['effortDays'] {
  const { effortDays } = lever.meta;
  const stated = delivery.effortDays;
  if (stated !== null) return { low: stated, mean: stated, high: stated };
  return {
    low: effortDays.low * touched,
    mean: meanOf(effortDays) * touched,
    high: effortDays.high * touched,
  };
}

/** Outcome of a move in the target month; what it was applied to is that of the last month where it comes later. */
export function moveOutcome(
  timed: TimedMove,
  targetMonth: number,
  played: readonly PlayedMonth[],
  months: readonly RunMonth[],
): MoveOutcome {
  const { move, work, delivery, effectMonth } = timed;
  const isThis = (step: Step) => step.move.id === move.id;
  const last = played.at(-1);
  const target = played[Math.min(targetMonth, played.length) - 1] ?? last;
  const step = target?.state.steps.find(isThis) ?? last?.state.steps.find(isThis);
  const changes = months[(target?.index ?? 0) - 1]?.changes.filter(({ moveId }) => moveId === move.id) ?? [];
  const applied = step?.result.applied ?? [];
  const count = (evidence: 'measured' | 'inferred' | 'assumed') =>
    applied.filter(each => each.evidence === evidence).length;
  const within = (month: number | null) => (month !== null && month <= months.length ? month : null);
  const rampMonths = isRampable(timed) ? delivery.rampMonths : 1;
  return {
    moveId: move.id,
    leverId: move.lever,
    begunMonth: within(work.begun),
    doneMonth: within(work.done),
    effectMonth: within(effectMonth),
    fullMonth: effectMonth === null ? null : within(effectMonth + rampMonths - 1),
    status: delivery.status,
    applied,
    skipped: step?.result.skipped ?? [],
    savedPerMonth: ZERO.minus(sum(changes.map(({ amount }) => amount))),
    oneOffCost: sum(
      months.flatMap(month =>
        month.oneOff.filter(({ moveId }) => moveId === move.id).map(({ amount }) => amount),
      ),
    ),
    effortDays: effortOf(timed, new Set(applied.map(({ workload }) => workload)).size),
    evidence: { measured: count('measured'), inferred: count('inferred'), assumed: count('assumed') },
  };
}
