/** The keys: one table. Dispatch, the hints below a screen, the help screen and docs/keys.md all come from it. */

import { keysText } from './key-names.ts';
import type { Place } from './ui-state.ts';

/** Everything a key can mean. */
export type Command =
  | 'open'
  | 'back'
  | 'group'
  | 'sort'
  | 'add'
  | 'remove'
  | 'later'
  | 'earlier'
  | 'less'
  | 'more'
  | 'toggle'
  | 'undo'
  | 'save'
  | 'plans'
  | 'optimum'
  | 'instrument'
  | 'curve'
  | 'zoom'
  | 'list'
  | 'filter'
  | 'accept'
  | 'cancel'
  | 'erase'
  | 'type'
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'brief'
  | 'bill'
  | 'levers'
  | 'plan'
  | 'risk'
  | 'score'
  | 'commitments'
  | 'outlook'
  | 'next-screen'
  | 'previous-screen'
  | 'help'
  | 'quit'
  | 'leave';

/** One row of the table. */
export type Binding = {
  readonly command: Command;
  /** Names of keys as `keyName` gives them. */
  readonly keys: readonly string[];
  readonly places: readonly Place[];
  /** What it does, for the help and the documentation. */
  readonly label: string;
  /** Two or three words for the line below the screen; null: help only. */
  readonly hint: string | null;
};

function bind(
  command: Command,
  keys: string,
  places: readonly Place[],
  label: string,
  hint: string | null = null,
): Binding {
  return { command, keys: keys.split(' '), places, label, hint };
}

/** The eight screens. */
export const SCREEN_PLACES: readonly Place[] = [
  'brief',
  'bill',
  'levers',
  'plan',
  'risk',
  'score',
  'commitments',
  'outlook',
];
/** Everywhere but in a text field. */
const EVERYWHERE: readonly Place[] = [
  ...SCREEN_PLACES,
  'lever',
  'move',
  'plans',
  'workload',
  'commitment-list',
  'help',
];
/** Places that are texts to scroll. */
const TEXTS: readonly Place[] = ['brief', 'score', 'outlook', 'lever', 'workload', 'help'];
/** Places that lie on top of another one. */
const ON_TOP: readonly Place[] = ['bill', 'lever', 'move', 'plans', 'workload', 'commitment-list', 'help'];
const WITH_PLAN: readonly Place[] = [
  'levers',
  'lever',
  'plan',
  'move',
  'risk',
  'score',
  'commitments',
  'outlook',
];

/** The table. Earlier rows win, and come first in hints. */
export const KEYMAP: readonly Binding[] = [
  // A text field takes every other key as text.
  bind('accept', 'enter', ['field'], 'keep what was typed', 'keep'),
  bind('cancel', 'esc', ['field'], 'leave the field as it was', 'cancel'),
  bind('erase', 'backspace', ['field'], 'delete the last character'),

  bind('open', 'enter', ['bill'], 'look into the chosen group', 'look into'),
  bind('group', 'b', ['bill'], 'group by the next: service, workload, account, region, resource', 'group by'),
  bind('open', 'enter', ['levers'], 'details of the chosen lever', 'details'),
  bind('add', 'a', ['levers', 'lever'], 'add it to the plan', 'add to plan'),
  bind(
    'sort',
    's',
    ['levers'],
    'sort by value (saving per day of work and error budget), saving, effort, or risk',
    'sort',
  ),
  bind('open', 'enter', ['plan'], 'edit the chosen move', 'edit'),
  bind('later', '] + =', ['plan'], 'start the move a month later', 'later'),
  bind('earlier', '[ -', ['plan'], 'start the move a month earlier', 'earlier'),
  bind('open', 'enter', ['move'], 'type a value; switch a yes or no', 'type'),
  bind('more', '+ = right', ['move'], 'raise a number by one step; next choice', 'more'),
  bind('less', '- left', ['move'], 'lower a number by one step; previous choice', 'less'),
  bind('toggle', 'space', ['move'], 'switch between yes and no; next choice'),
  bind('later', ']', ['move'], 'start the move a month later'),
  bind('earlier', '[', ['move'], 'start the move a month earlier'),
  bind('remove', 'd', ['plan', 'move'], 'remove the move from the plan', 'remove'),
  bind('open', 'enter', ['plans'], 'load the chosen plan in place of yours', 'load'),
  bind('open', 'enter', ['risk'], 'failure classes and guardrails of the workload', 'details'),
  // Everywhere's other names of these keys mean the same here.
  bind('up', 'up + =', ['commitments'], 'raise the level by one step', 'raise'),
  bind('down', 'down -', ['commitments'], 'lower the level by one step', 'lower'),
  bind('open', 'enter', ['commitments'], 'put a purchase of this level into the plan', 'buy'),
  bind('optimum', 'o', ['commitments'], 'level that saves most', 'optimum'),
  bind('instrument', 'c', ['commitments'], 'another kind of purchase', 'other kind'),
  bind('curve', 'v', ['commitments'], 'hours of the week, or all hours sorted by demand', 'curve'),
  bind('list', 'l', ['commitments'], 'all commitments, with their ends', 'list'),
  bind('zoom', 'z', ['commitments'], 'scale from 0, or around the curve', 'zoom'),
  bind('later', ']', ['commitments'], 'look at a month later', 'month'),
  bind('earlier', '[', ['commitments'], 'look at a month earlier'),
  bind('page-up', 'pageup shift+up', ['commitments'], 'raise the level by ten steps'),
  bind('page-down', 'pagedown shift+down', ['commitments'], 'lower the level by ten steps'),
  bind('first', 'home', ['commitments'], 'level 0: buy nothing'),
  bind('last', 'end', ['commitments'], 'the largest level that any hour uses'),
  bind('undo', 'u', WITH_PLAN, 'undo the last change of the plan', 'undo'),
  bind('save', 'w', WITH_PLAN, 'write the plan to its file', 'save'),
  bind('plans', 'o', ['plan'], 'open a plan that ships with the scenario', 'open a plan'),
  bind('filter', '/', ['bill', 'levers'], 'show only rows that contain a text', 'filter'),
  bind('back', 'esc backspace', ON_TOP, 'back: one level up, out of details', 'back'),
  bind('back', 'esc backspace', EVERYWHERE, 'back: one level up, out of details'),

  bind('down', 'down j', TEXTS, 'one row down', 'scroll'),
  bind('down', 'down j', EVERYWHERE, 'one row down'),
  bind('up', 'up k', EVERYWHERE, 'one row up'),
  bind('page-up', 'pageup ctrl+b shift+up', EVERYWHERE, 'one page up'),
  bind('page-down', 'pagedown ctrl+f shift+down', EVERYWHERE, 'one page down'),
  bind('first', 'home g', EVERYWHERE, 'to the first row'),
  bind('last', 'end G', EVERYWHERE, 'to the last row'),

  bind('brief', '1', EVERYWHERE, 'Brief: the task'),
  bind('bill', '2', EVERYWHERE, 'Bill: where the money goes'),
  bind('levers', '3', EVERYWHERE, 'Levers: what fits'),
  bind('plan', '4', EVERYWHERE, 'Plan: your moves and what they save'),
  bind('risk', '5', EVERYWHERE, 'Risk: what they do to reliability'),
  bind('score', '6', EVERYWHERE, 'Score: the judgement'),
  bind('commitments', '7', EVERYWHERE, 'Commitments: what is bought, and how much more pays'),
  bind('outlook', '8', EVERYWHERE, 'Outlook: the months ahead, who saves what, and what may happen'),
  bind('next-screen', 'tab', EVERYWHERE, 'next screen', 'next screen'),
  bind('previous-screen', 'shift+tab', EVERYWHERE, 'previous screen'),
  bind('help', '?', [...EVERYWHERE, 'opening'], 'all keys', 'help'),
  bind('quit', 'q', [...EVERYWHERE, 'opening'], 'quit; an unsaved plan is kept as a draft', 'quit'),
  // Ink itself ends the program on Ctrl+C, so that it works even when nothing else does.
  bind('leave', 'ctrl+c', [...EVERYWHERE, 'opening', 'field'], 'quit at once, from everywhere'),
];

/** Bindings of a place, in the order of the table. */
export function bindingsOf(place: Place): readonly Binding[] {
  return KEYMAP.filter(({ places }) => places.includes(place));
}

/** What a key means in a place; null when nothing. */
export function commandFor(place: Place, name: string): Command | null {
  const binding = bindingsOf(place).find(({ keys }) => keys.includes(name));
  if (binding) return binding.command;
  const isText = name === 'space' || [...name].length === 1;
  return place === 'field' && isText ? 'type' : null;
}

/** Places in words, in the order in which a newcomer meets them. */
export const PLACE_TITLES: readonly (readonly [Place, string])[] = [
  ['bill', 'Bill'],
  ['levers', 'Levers'],
  ['lever', 'Details of a lever'],
  ['plan', 'Plan'],
  ['move', 'Editing a move'],
  ['plans', 'Plans that ship with a scenario'],
  ['risk', 'Risk'],
  ['commitments', 'Commitments'],
  ['field', 'Typing into a field'],
];

/** Whether a binding works on every screen. */
export function isGeneral({ places }: Binding): boolean {
  return SCREEN_PLACES.every(place => places.includes(place));
}

const GENERAL = new Set(KEYMAP.filter(isGeneral).map(({ label }) => label));

/** Bindings of a place that do not work everywhere. */
export function ownBindings(place: Place): readonly Binding[] {
  return KEYMAP.filter(({ places, label }) => places.includes(place) && !GENERAL.has(label));
}

const code = (text: string) =>
  text
    .split('  ')
    .map(key => `\`${key}\``)
    .join(' ');

function table(bindings: readonly Binding[]): string[] {
  return [
    '| Key | Does |',
    '|---|---|',
    ...bindings.map(binding => `| ${code(keysText(binding.keys))} | ${binding.label} |`),
  ];
}

/** docs/keys.md. */
export function keysMarkdown(): string {
  const sections = PLACE_TITLES.flatMap(([place, title]) => [
    '',
    `## ${title}`,
    '',
    ...table(ownBindings(place)),
  ]);
  return [
    '# Keys',
    '',
    'Generated from the key table of the terminal UI. `?` shows the same on the screen.',
    '',
    '## Everywhere',
    '',
    ...table(KEYMAP.filter(isGeneral)),
    ...sections,
    '',
  ].join('\n');
}
