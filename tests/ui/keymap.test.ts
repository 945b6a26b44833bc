import { describe, expect, test } from 'vitest';
import { handlerFor } from '../../src/ui/commands/perform.ts';
import { keyNames } from '../../src/ui/key-names.ts';
import { bindingsOf, commandFor, KEYMAP, keysMarkdown } from '../../src/ui/keymap.ts';
import type { Place } from '../../src/ui/ui-state.ts';

const PLACES = [...new Set(KEYMAP.flatMap(({ places }) => places))];

describe('the key table', () => {
  test('promises nothing that no handler does', () => {
    const empty = KEYMAP.flatMap(({ command, places }) =>
      places.filter(place => handlerFor(place, command) === null).map(place => `${place}: ${command}`),
    );

    expect(empty).toEqual([]);
  });

  test.each(PLACES)('gives a key one meaning in place %s', place => {
    const meanings = new Map<string, Set<string>>();
    for (const { command, keys } of bindingsOf(place))
      for (const key of keys) meanings.set(key, (meanings.get(key) ?? new Set()).add(command));
    const ambiguous = [...meanings].filter(([, commands]) => commands.size > 1).map(([key]) => key);

    expect(ambiguous).toEqual([]);
  });

  test.each<[string, Place, string | null]>([
    ['q', 'brief', 'quit'],
    ['q', 'opening', 'quit'],
    ['q', 'field', 'type'],
    ['3', 'move', 'levers'],
    ['3', 'field', 'type'],
    ['space', 'field', 'type'],
    ['space', 'move', 'toggle'],
    ['space', 'bill', null],
    ['j', 'bill', 'down'],
    ['G', 'levers', 'last'],
    ['+', 'plan', 'later'],
    ['+', 'move', 'more'],
    ['up', 'commitments', 'up'],
    ['+', 'commitments', 'up'],
    ['k', 'commitments', 'up'],
    ['shift+down', 'commitments', 'page-down'],
    ['shift+down', 'bill', 'page-down'],
    ['o', 'commitments', 'optimum'],
    ['o', 'plan', 'plans'],
    ['7', 'move', 'commitments'],
    ['esc', 'commitment-list', 'back'],
    ['esc', 'levers', 'back'],
    ['esc', 'field', 'cancel'],
    ['a', 'bill', null],
    ['2', 'opening', null],
    ['ctrl+c', 'field', 'leave'],
  ])('%s in %s means %s', (key, place, command) => {
    expect(commandFor(place, key)).toBe(command);
  });

  test('is the page docs/keys.md: every row of it once per place', () => {
    const page = keysMarkdown();

    for (const { label } of KEYMAP) expect(page).toContain(`| ${label} |`);
    expect(page).toContain('| `Up` `k` | one row up |');
  });
});

describe('names of keys', () => {
  test.each([
    ['', { upArrow: true }, ['up']],
    ['', { return: true }, ['enter']],
    ['', { upArrow: true, shift: true }, ['shift+up']],
    ['', { downArrow: true, shift: true }, ['shift+down']],
    ['', { leftArrow: true, shift: true }, ['left']],
    ['', { tab: true }, ['tab']],
    ['', { tab: true, shift: true }, ['shift+tab']],
    ['', { delete: true }, ['backspace']],
    ['f', { ctrl: true }, ['ctrl+f']],
    ['x', { meta: true }, []],
    ['G', { shift: true }, ['G']],
    [' ', {}, ['space']],
    // What is typed fast, or pasted, arrives as one piece.
    ['3a\r', {}, ['3', 'a', 'enter']],
    ['a\tb', {}, ['a', 'tab', 'b']],
    ['e\u0301é', {}, ['e\u0301', 'é']],
  ])('%j with %j is %j', (input, key, names) => {
    expect(keyNames(input, key)).toEqual(names);
  });
});
