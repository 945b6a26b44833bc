/** Commands in a text field: type, erase, keep, cancel. */

import { deliveryParams, leverById, type Move, type Param } from '../../engine/index.ts';
import { paramProblem } from '../../engine/lever-params.ts';
import type { Command } from '../keymap.ts';
import type { Field } from '../ui-state.ts';
import { change, type Handler, say, type World } from './world.ts';

/** Longest text that is taken. */
const LENGTH_MAX = 80;
/** The start of a move, as a field of the plan: months that a plan can reach. */
const START: Param = {
  kind: 'number',
  label: 'Start month',
  unit: '',
  description: '',
  default: 1,
  min: 1,
  max: 36,
  step: 1,
};

const SEGMENTER = new Intl.Segmenter();

function setText(world: World, field: Field, text: string): void {
  const ui = world.store.getState();
  if (field.kind !== 'filter') change(world, { field: { ...field, text, isUntouched: false } });
  else
    change(world, {
      field: { ...field, text },
      filters: { ...ui.filters, [field.screen]: text },
      cursors: { ...ui.cursors, [field.screen]: 0 },
    });
}

function type(world: World, key: string): void {
  const { field } = world.store.getState();
  const text = key === 'space' ? ' ' : key;
  // Control and format characters have no business in a name.
  if (!field || field.text.length >= LENGTH_MAX || /\p{C}/u.test(text)) return;
  const isReplaced = field.kind !== 'filter' && field.isUntouched;
  setText(world, field, isReplaced ? text : field.text + text);
}

function erase(world: World): void {
  const { field } = world.store.getState();
  if (!field) return;
  const characters = [...SEGMENTER.segment(field.text)].map(({ segment }) => segment);
  setText(world, field, characters.slice(0, -1).join(''));
}

function cancel(world: World): void {
  const { field, filters } = world.store.getState();
  if (field?.kind === 'filter')
    change(world, { field: null, filters: { ...filters, [field.screen]: field.before } });
  else change(world, { field: null });
}

type NumberField = Extract<Field, { kind: 'param' | 'delivery' }>;

/** What a typed number has to fit. */
function paramOf(move: Move, kind: NumberField['kind'], name: string): Param | undefined {
  if (name === 'start') return START;
  const lever = leverById(move.lever);
  if (!lever) return undefined;
  return (kind === 'delivery' ? deliveryParams(lever) : lever.params)[name];
}

/** Takes a typed number; says what is wrong with it and stays in the field otherwise. */
function acceptParam(world: World, { kind, moveId, name, text }: NumberField): void {
  const { session } = world;
  const move = session.getState().plan.moves.find(({ id }) => id === moveId);
  const param = move && paramOf(move, kind, name);
  if (!move || !param) {
    change(world, { field: null });
    return;
  }
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isMonth = (name !== 'start' && kind !== 'delivery') || Number.isInteger(value);
  const problem = paramProblem(param, value) ?? (isMonth ? null : 'must be a whole month');
  if (problem !== null) {
    say(world, 'error', `${param.label} ${problem}.`);
    return;
  }
  change(world, { field: null });
  if (name === 'start') session.dispatch({ kind: 'move-start', moveId, months: value - move.start });
  else session.dispatch({ kind: `set-${kind}`, moveId, name, value });
}

function accept(world: World): void {
  const { field } = world.store.getState();
  if (!field) return;
  if (field.kind === 'param' || field.kind === 'delivery') {
    acceptParam(world, field);
    return;
  }
  change(world, { field: null });
  if (field.kind !== 'owner') return;
  const owner = field.text.trim();
  world.session.dispatch({ kind: 'set-owner', moveId: field.moveId, owner: owner === '' ? null : owner });
}

/** Handlers of text fields. */
export const FIELD: Partial<Record<Command, Handler>> = { type, erase, cancel, accept };
