/** How far the moves of a plan have come by what a bill shows: the rates that the next plan can be made with. */

import { ADOPTION_STAGES, type AdoptionStage } from '../delivery.ts';
import { type Decimal, sum } from '../money.ts';
import type { MoveRealisation } from './move-realisation.ts';

/** What has reached a stage. */
export type StageReached = {
  readonly stage: AdoptionStage;
  readonly moves: number;
  /** Planned saving of those moves in the month; at `verified`, of the parts that show. */
  readonly planned: Decimal;
  /** Share of the money of the stage before that got here; null at the first, or where that is nothing. */
  readonly rate: number | null;
};

/** The stages, and how much of what shows in the bill was worth what was planned. */
export type AdoptionHistory = {
  readonly stages: readonly StageReached[];
  readonly realised: Decimal;
  /** Realised over the planned saving of what shows; null when nothing shows. */
  readonly realisation: number | null;
};

function hasReached({ stage }: MoveRealisation, wanted: AdoptionStage): boolean {
  return ADOPTION_STAGES.indexOf(stage) >= ADOPTION_STAGES.indexOf(wanted);
}

/** Counts the moves that the month should show: one that is not due yet says nothing about adoption. */
export function adoptionHistory(moves: readonly MoveRealisation[]): AdoptionHistory {
  const due = moves.filter(({ isDue }) => isDue);
  const stages: StageReached[] = [];
  for (const stage of ADOPTION_STAGES) {
    const reached = due.filter(move => hasReached(move, stage));
    const planned = sum(reached.map(move => (stage === 'verified' ? move.verifiedPlanned : move.planned)));
    const before = stages.at(-1)?.planned;
    const rate = before?.greaterThan(0) ? Number(planned.dividedBy(before)) : null;
    stages.push({ stage, moves: reached.length, planned, rate });
  }
  const realised = sum(due.map(move => move.realised));
  const verified = stages.at(-1)?.planned;
  return {
    stages,
    realised,
    realisation: verified?.greaterThan(0) ? Number(realised.dividedBy(verified)) : null,
  };
}
