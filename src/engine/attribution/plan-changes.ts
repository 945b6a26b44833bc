/** What one plan has that another has not: moves added, removed and changed, and the settings of the plan. */

import type { Move, Plan } from '../plan.ts';
import { inStageOrder } from '../simulate/play-moves.ts';

/** One value that differs, as text; `-` where there is none. */
export type FieldChange = { readonly field: string; readonly from: string; readonly to: string };

/** One change, and the plan with it and all changes before it. */
export type PlanChange = {
  /** `plan`: target, guardrails, assumptions, policy, or the order inside a stage. */
  readonly kind: 'removed' | 'changed' | 'added' | 'plan';
  readonly move: Move | null;
  readonly fields: readonly FieldChange[];
  readonly plan: Plan;
};

const NOTHING = '-';

/** Every value of nested data with its path; lists are one value. */
function leaves(value: unknown, path: string): [string, string][] {
  if (Array.isArray(value) && value.every(each => typeof each !== 'object'))
    return [[path, value.length === 0 ? NOTHING : value.join(', ')]];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, inner]) =>
      leaves(inner, path === '' ? name : `${path}.${name}`),
    );
  return [[path, value === null || value === undefined ? NOTHING : String(value)]];
}

function fieldChanges(from: unknown, to: unknown): FieldChange[] {
  const before = new Map(leaves(from, ''));
  const after = new Map(leaves(to, ''));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(field => {
    const [a, b] = [before.get(field) ?? NOTHING, after.get(field) ?? NOTHING];
    return a === b ? [] : [{ field, from: a, to: b }];
  });
}

const settingsOf = ({ target, guardrails, assumptions, policy }: Plan) => ({
  target,
  guardrails,
  assumptions,
  policy,
});

/** The move of `a` that each move of `b` is: the same id, or else another id with the same lever and scope. */
function pairMoves(a: Plan, b: Plan): Map<Move, Move | null> {
  const left = new Set(a.moves);
  const pairs = new Map<Move, Move | null>();
  const take = (move: Move, isSame: (other: Move) => boolean) => {
    const found = [...left].find(isSame) ?? null;
    if (found) left.delete(found);
    pairs.set(move, found);
  };
  for (const move of b.moves) take(move, ({ id }) => id === move.id);
  for (const move of b.moves) {
    if (pairs.get(move)) continue;
    const scope = JSON.stringify(move.scope);
    take(move, other => other.lever === move.lever && JSON.stringify(other.scope) === scope);
  }
  return pairs;
}

/** The steps from one plan to the other: settings, removals, changes, additions, and the order inside the stages at last. */
export function planChanges(a: Plan, b: Plan): PlanChange[] {
  const pairs = pairMoves(a, b);
  const kept = new Set([...pairs.values()]);
  const changes: PlanChange[] = [];
  let plan = a;
  const add = (kind: PlanChange['kind'], move: Move | null, fields: readonly FieldChange[], next: Plan) => {
    plan = next;
    changes.push({ kind, move, fields, plan });
  };
  const settings = fieldChanges(settingsOf(a), settingsOf(b));
  if (settings.length > 0) add('plan', null, settings, { ...plan, ...settingsOf(b) });
  for (const move of a.moves) {
    if (kept.has(move)) continue;
    add('removed', move, [], { ...plan, moves: plan.moves.filter(other => other !== move) });
  }
  for (const [move, before] of pairs) {
    const fields = before === null ? [] : fieldChanges(before, move);
    if (fields.length === 0) continue;
    add('changed', move, fields, {
      ...plan,
      moves: plan.moves.map(other => (other === before ? move : other)),
    });
  }
  for (const [move, before] of pairs)
    if (before === null) add('added', move, [], { ...plan, moves: [...plan.moves, move] });
  // The order of the file decides inside a stage only.
  const orderOf = ({ moves }: Plan) =>
    inStageOrder(moves)
      .map(({ move }) => move.id)
      .join(', ');
  if (orderOf(plan) !== orderOf(b))
    add('plan', null, [{ field: 'order of application', from: orderOf(plan), to: orderOf(b) }], {
      ...plan,
      moves: b.moves,
    });
  return changes;
}
