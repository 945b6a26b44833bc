/** What the lists show, in the order they show it: screens draw these rows, commands act on the chosen one. */

import type { PlanView } from '../app/engine-host.ts';
import {
  deliveryParams,
  deliveryValue,
  leverById,
  type Move,
  type OpportunityOrder,
  type Param,
  type Plan,
} from '../engine/index.ts';
import type { BillRow, BillView } from '../report/bill-view.ts';
import type { OpportunitiesReport, SimulateReport, WorkloadReliabilityReport } from '../report/contract.ts';
import type { UiState } from './ui-state.ts';

/** An opportunity as the levers screen lists it. */
export type Opportunity = OpportunitiesReport['opportunities'][number];

function contains(texts: readonly (string | null)[], filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return wanted === '' || texts.some(text => text?.toLowerCase().includes(wanted));
}

/** Whether a bill is grouped and filtered like this. */
export function isBillOf(bill: BillView | null, { by, path }: UiState['bill']): boolean {
  return (
    bill !== null &&
    bill.by === by &&
    bill.filters.length === path.length &&
    bill.filters.every(
      ({ dimension, key }, index) => dimension === path[index]?.dimension && key === path[index]?.key,
    )
  );
}

/** Groups of the bill whose name contains the filter. */
export function billItems({ rows }: BillView, filter: string): readonly BillRow[] {
  return filter.trim() === '' ? rows : rows.filter(({ key, label }) => contains([key, label], filter));
}

/** Opportunities that contain the filter, in the wanted order. */
export function leverItems(
  { opportunities }: OpportunitiesReport,
  order: OpportunityOrder,
  filter: string,
): readonly Opportunity[] {
  return opportunities
    .filter(({ title, workload, why }) => contains([title, workload, why], filter))
    .sort((a, b) => a.ranks[order] - b.ranks[order]);
}

/** Whether the plan has a move with this lever on this part of the estate. */
export function isInPlan(plan: Plan, { lever, scope }: Pick<Move, 'lever' | 'scope'>): boolean {
  return plan.moves.some(
    move => move.lever === lever && JSON.stringify(move.scope) === JSON.stringify(scope),
  );
}

/** A move, and what the last judgement says of it; null while it has not been judged. */
export type PlanItem = { readonly move: Move; readonly outcome: SimulateReport['moves'][number] | null };

/** Moves in order of application; moves that were not judged yet come last. */
export function planItems(plan: Plan, view: PlanView | null): readonly PlanItem[] {
  const outcomes = view?.run.moves ?? [];
  const place = new Map(outcomes.map(({ moveId }, index) => [moveId, index]));
  return plan.moves
    .map(move => ({ move, outcome: outcomes.find(({ moveId }) => moveId === move.id) ?? null }))
    .sort((a, b) => (place.get(a.move.id) ?? Infinity) - (place.get(b.move.id) ?? Infinity) || 0);
}

/** Workloads with an objective first, the one that uses most of its error budget on top; the others by bad minutes. */
export function riskItems(
  reliability: readonly WorkloadReliabilityReport[],
): readonly WorkloadReliabilityReport[] {
  const used = ({ after }: WorkloadReliabilityReport) => after.budgetConsumed ?? -1;
  const bad = ({ after }: WorkloadReliabilityReport) => after.expectedBadMinutes;
  return [...reliability].sort(
    (a, b) => used(b) - used(a) || bad(b) - bad(a) || (a.workload < b.workload ? -1 : 1),
  );
}

/** A field of the move editor. */
export type MoveField =
  | { readonly kind: 'start' }
  | { readonly kind: 'owner' }
  | {
      /** `delivery`: how it is carried out; `param`: what its lever lets one turn. */
      readonly kind: 'param' | 'delivery';
      readonly name: string;
      readonly param: Param;
      readonly value: number | string | boolean;
    };

/** Fields of a move: when, who, what the lever lets one turn, and how it is carried out. */
export function moveFields(move: Move): readonly MoveField[] {
  const lever = leverById(move.lever);
  const params = Object.entries(lever?.params ?? {});
  const delivery = lever ? Object.entries(deliveryParams(lever)) : [];
  return [
    { kind: 'start' },
    { kind: 'owner' },
    ...params.map(
      ([name, param]): MoveField => ({
        kind: 'param',
        name,
        param,
        value: move.params[name] ?? param.default,
      }),
    ),
    ...delivery.map(
      ([name, param]): MoveField => ({ kind: 'delivery', name, param, value: deliveryValue(move, name) }),
    ),
  ];
}

/** Which part of the estate a move acts on, in a few words. */
export function scopeText({ workloads, environments, accounts, regions, resources }: Move['scope']): string {
  const parts = [workloads, environments, accounts, regions, resources].flatMap(names =>
    names ? [names.join(', ')] : [],
  );
  return parts.length === 0 ? 'whole bill' : parts.join('; ');
}
