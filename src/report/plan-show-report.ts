/** A plan and its dates as data. */

import { leverById, type Plan, type Run, toText } from '../engine/index.ts';
import type { PlanShowReport } from './contract.ts';

/** Days by team and month, and by move. */
export type PlanSchedule = {
  readonly teams: readonly {
    readonly name: string;
    readonly months: readonly { readonly workDays: number; readonly capacityDays: number }[];
  }[];
  readonly work: readonly {
    readonly moveId: string;
    readonly days: readonly { readonly month: number; readonly team: string | null; readonly days: number }[];
  }[];
};

function datesOf(run: Run, { teams, work }: PlanSchedule): NonNullable<PlanShowReport['dates']> {
  return {
    horizonMonths: run.horizonMonths,
    referenceMonth: run.referenceMonth,
    currency: run.currency,
    months: run.months.map(({ index, month, workDays, capacityDays }) => ({
      index,
      month,
      workDays,
      capacityDays,
    })),
    teams: teams.map(({ name, months }) => ({ name, months: months.map(each => ({ ...each })) })),
    moves: run.moves.map(move => {
      const planned = run.plan.moves.find(({ id }) => id === move.moveId);
      const days = work.find(({ moveId }) => moveId === move.moveId)?.days ?? [];
      return {
        moveId: move.moveId,
        title: leverById(move.leverId)?.meta.title ?? move.leverId,
        owner: planned?.owner ?? null,
        start: planned?.start ?? 1,
        begunMonth: move.begunMonth,
        doneMonth: move.doneMonth,
        effectMonth: move.effectMonth,
        fullMonth: move.fullMonth,
        status: move.status,
        effortDays: move.effortDays.mean,
        savedPerMonth: toText(move.savedPerMonth),
        workDays: days.map(each => ({ ...each })),
      };
    }),
  };
}

/** The plan as it will be played. @param played null where there is no bill to play it on */
export function planShowReport(
  plan: Plan,
  played: { readonly run: Run; readonly schedule: PlanSchedule } | null,
): PlanShowReport {
  return {
    schema: 'trimtab/plan-show/1',
    ...plan,
    moves: plan.moves.map(move => ({ ...move })),
    dates: played === null ? null : datesOf(played.run, played.schedule),
  };
}
