/** The commitments of the bill and of a plan: what each does in a month, and when it ends. */

import { addMonths, MONTHS_PER_YEAR, monthOf, monthPeriod } from '../calendar.ts';
import type { Commitment } from '../commitments/commitment.ts';
import type { CommitmentUse } from '../pricing/allocate-demand.ts';
import type { Baseline } from './model-cost.ts';
import type { State } from './play-moves.ts';
import type { TimedMove } from './timed-moves.ts';

/** A commitment of the bill or of the plan. */
export type HeldCommitment = {
  /** As the bill has it, or as the move buys it. */
  readonly commitment: Commitment;
  /** Move that buys it; null: it is on the bill. */
  readonly moveId: string | null;
  /** Epoch milliseconds; null when unknown. */
  readonly endMs: number | null;
  /** Month of the run in which it ends, 0 and less: before the run; null when unknown. */
  readonly endMonth: number | null;
  /** What it does in the month; null when it has ended. */
  readonly use: CommitmentUse | null;
  /** On-demand price of what it covers less its own: what its end would add to a month; negative when it costs more than it saves. */
  readonly savedPerMonth: number | null;
};

function monthNumber(ms: number): number {
  const date = new Date(ms);
  return date.getUTCFullYear() * MONTHS_PER_YEAR + date.getUTCMonth();
}

/** Commitments of the bill, whether they still run or not, then those that the plan has bought. */
export function heldCommitments(
  { estate }: Baseline,
  state: State,
  timed: readonly TimedMove[],
): HeldCommitment[] {
  const { startMs } = estate.period;
  const uses = new Map(state.cost.price.allocation.uses.map(use => [use.id, use]));
  const doneBy = ({ id }: Commitment) => {
    const use = uses.get(id) ?? null;
    return { use, savedPerMonth: use && use.coveredOnDemandCost - use.committedCost };
  };
  const monthOfEnd = (endMs: number | null) =>
    endMs === null ? null : monthNumber(endMs - 1) - monthNumber(startMs);
  const bill = estate.commitments.map((commitment): HeldCommitment => {
    const { endMs } = commitment;
    return {
      commitment,
      moveId: null,
      endMs,
      endMonth: monthOfEnd(endMs),
      ...doneBy(commitment),
    };
  });
  const bought = state.steps.flatMap(step => {
    const effectMonth = timed.find(({ move }) => move.id === step.move.id)?.effectMonth ?? 1;
    const endsAfter = (years: number) => effectMonth + years * MONTHS_PER_YEAR;
    return step.result.applied.flatMap(({ effect }): HeldCommitment[] => {
      if (effect.kind !== 'commit') return [];
      return effect.commitments.map(commitment => {
        const end = addMonths(monthOf(startMs), endsAfter(commitment.termYears ?? 1));
        const endMs = monthPeriod(end).startMs;
        const endMonth = monthOfEnd(endMs);
        return { commitment, moveId: step.move.id, endMs, endMonth, ...doneBy(commitment) };
      });
    });
  });
  return [...bill, ...bought];
}
