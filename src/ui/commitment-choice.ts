/** Which purchase and which of its levels the commitments screen is on: picked out of what the report has. */

import type { SessionState } from '../app/session-state.ts';
import type { CommitmentsView, InstrumentView, LevelView } from '../report/commitments-view.ts';
import type { CommitmentChoice } from './ui-state.ts';

/** The purchase that is looked at; null when none fits. */
export function chosenInstrument(
  { instruments }: CommitmentsView,
  { instrument }: CommitmentChoice,
): InstrumentView | null {
  return instruments.find(({ id }) => id === instrument) ?? instruments[0] ?? null;
}

/** Index of the level: the one that lies next to what was chosen, the optimum when nothing was. */
export function chosenLevel({ levels, optimum }: InstrumentView, { setting }: CommitmentChoice): number {
  if (setting === null) return optimum;
  const distance = (index: number) => Math.abs((levels[index]?.setting ?? Infinity) - setting);
  return levels.reduce((nearest, _, index) => (distance(index) < distance(nearest) ? index : nearest), 0);
}

/** The level that is looked at. */
export function levelAt(instrument: InstrumentView, choice: CommitmentChoice): LevelView | null {
  return instrument.levels[chosenLevel(instrument, choice)] ?? null;
}

/** Whether what is known is of this plan and this month: while a new answer is worked out it is not. */
export function isUpToDate({ commitments, plan }: SessionState, { month }: CommitmentChoice): boolean {
  return commitments !== null && commitments.plan === plan && commitments.month === month;
}
