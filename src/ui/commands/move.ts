/** Commands in the editor of a move: change the chosen field by a step, switch it, or type it. */

import type { Move, Param } from '../../engine/index.ts';
import type { Command } from '../keymap.ts';
import { type MoveField, moveFields } from '../lists.ts';
import { remove, start } from './plan.ts';
import { cursorOf, type Handler, openField, type World } from './world.ts';

/** The move in the editor, and its chosen field. */
function chosen(world: World): { readonly move: Move; readonly field: MoveField } | null {
  const { plan } = world.session.getState();
  const move = plan.moves.find(({ id }) => id === world.store.getState().opened.move);
  const field = move && moveFields(move)[cursorOf(world, 'move')];
  return move && field ? { move, field } : null;
}

/** The value one step further: numbers stay within their limits, choices go round. */
function stepped(
  param: Param,
  value: number | string | boolean,
  direction: 1 | -1,
): number | string | boolean {
  switch (param.kind) {
    case 'number': {
      // Binary fractions would show: 0.1 + 0.2.
      const next = Number((Number(value) + direction * param.step).toFixed(9));
      return Math.min(param.max, Math.max(param.min, next));
    }
    case 'choice': {
      const { choices } = param;
      const at = choices.indexOf(String(value)) + direction;
      return choices[(at + choices.length) % choices.length] ?? param.default;
    }
    case 'boolean':
      return value !== true;
  }
}

function step(direction: 1 | -1): Handler {
  return world => {
    const at = chosen(world);
    if (!at) return;
    const { move, field } = at;
    if (field.kind === 'start')
      world.session.dispatch({ kind: 'move-start', moveId: move.id, months: direction });
    if (field.kind === 'start' || field.kind === 'owner') return;
    const { kind, name, param } = field;
    const value = stepped(param, field.value, direction);
    if (value !== field.value) world.session.dispatch({ kind: `set-${kind}`, moveId: move.id, name, value });
  };
}

/** Opens a text field on the chosen field, with its present value. */
function type(world: World, { move, field }: { readonly move: Move; readonly field: MoveField }): void {
  const base = { moveId: move.id, isUntouched: true };
  if (field.kind === 'owner') openField(world, { ...base, kind: 'owner', text: move.owner ?? '' });
  else if (field.kind === 'start')
    openField(world, { ...base, kind: 'param', name: 'start', text: String(move.start) });
  else openField(world, { ...base, kind: field.kind, name: field.name, text: String(field.value) });
}

const isTyped = (field: MoveField) => !('param' in field) || field.param.kind === 'number';

function open(world: World): void {
  const at = chosen(world);
  if (!at) return;
  if (isTyped(at.field)) type(world, at);
  else step(1)(world, 'enter');
}

function toggle(world: World): void {
  const at = chosen(world);
  if (at && !isTyped(at.field)) step(1)(world, 'space');
}

/** Handlers of the editor. */
export const MOVE: Partial<Record<Command, Handler>> = {
  more: step(1),
  less: step(-1),
  toggle,
  open,
  remove,
  later: start(1),
  earlier: start(-1),
};
