/** Events that a scenario or a stress case puts on dates: traffic, teams, targets, refusals, failures of a zone. */

import { matchesPattern } from '../estate/match-workload.ts';
import { type MonthRef, monthIndexOf } from './month-ref.ts';

/** One event. `title` is what people read. */
export type Inject = { readonly title: string | null; readonly from: MonthRef } & (
  | {
      /** Traffic changes by a share, for some months or for good (null). */
      readonly kind: 'traffic';
      readonly change: number;
      readonly months: number | null;
      readonly workloads: readonly string[];
    }
  | {
      /** The engineer-days of teams change by a share from now on. */
      readonly kind: 'capacity';
      readonly change: number;
      readonly teams: readonly string[];
    }
  | {
      /** The saving asked for becomes this share of the baseline. */
      readonly kind: 'target';
      readonly reduceBy: number;
    }
  | {
      /** Owners refuse what is not in effect yet. */
      readonly kind: 'refusal';
      readonly workloads: readonly string[];
      readonly levers: readonly string[];
    }
  | {
      /** An availability zone fails in this month. */
      readonly kind: 'zone-outage';
    }
);

type InjectOf<Kind extends Inject['kind']> = Extract<Inject, { kind: Kind }>;

/** Events of one kind that have begun by a month of the run. */
export function begunBy<Kind extends Inject['kind']>(
  injects: readonly Inject[],
  kind: Kind,
  referenceMonth: string,
  index: number,
): InjectOf<Kind>[] {
  return injects.filter(
    (inject): inject is InjectOf<Kind> =>
      inject.kind === kind && monthIndexOf(inject.from, referenceMonth) <= index,
  );
}

/** What the events in force make of a workload's traffic. */
export function trafficFactor(
  injects: readonly Inject[],
  workload: string,
  referenceMonth: string,
  index: number,
): number {
  return begunBy(injects, 'traffic', referenceMonth, index)
    .filter(({ from, months }) => months === null || index < monthIndexOf(from, referenceMonth) + months)
    .filter(({ workloads }) => workloads.some(pattern => matchesPattern(pattern, workload)))
    .reduce((factor, { change }) => factor * (1 + change), 1);
}

/** What the events so far leave of a team's days. */
export function capacityFactor(
  injects: readonly Inject[],
  team: string,
  referenceMonth: string,
  index: number,
): number {
  return begunBy(injects, 'capacity', referenceMonth, index)
    .filter(({ teams }) => teams.some(pattern => matchesPattern(pattern, team)))
    .reduce((factor, { change }) => factor * (1 + change), 1);
}

/** Share of the baseline that is asked for in a month; null: as the plan says. */
export function targetFraction(
  injects: readonly Inject[],
  referenceMonth: string,
  index: number,
): number | null {
  return begunBy(injects, 'target', referenceMonth, index).at(-1)?.reduceBy ?? null;
}

/**
 * Workloads that refuse a move: patterns of those whose refusal came before it was in effect.
 * @param effectMonth first month that would show the move
 */
export function refusalsOf(
  injects: readonly Inject[],
  leverId: string,
  referenceMonth: string,
  effectMonth: number,
): readonly string[] {
  return begunBy(injects, 'refusal', referenceMonth, effectMonth)
    .filter(({ levers }) => levers.some(pattern => matchesPattern(pattern, leverId)))
    .flatMap(({ workloads }) => workloads);
}
