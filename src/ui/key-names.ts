/** Names of keys: as they arrive from the terminal, and as people read them. */

import type { Key } from 'ink';

/** Keys that are pressed, not typed: the flag of Ink's key, and our name. */
const FLAGS = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['backspace', 'backspace'],
  // Some terminals send Delete for the key above Enter.
  ['delete', 'backspace'],
] as const;

/** Keys that mean something else with Shift; with all others Shift changes nothing. */
const SHIFTED: ReadonlySet<string> = new Set(['up', 'down']);

/** Names of characters that stand for a key when they come in the middle of typed text. */
const CONTROLS: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\r\n': 'enter',
  '\t': 'tab',
};

const SEGMENTER = new Intl.Segmenter();

/**
 * Names of the keys that were pressed, in order: what is typed fast, or pasted, arrives as one piece of text.
 * A printable character is its own name.
 */
export function keyNames(input: string, key: Partial<Key>): string[] {
  if (key.tab) return [key.shift ? 'shift+tab' : 'tab'];
  const flag = FLAGS.find(([name]) => key[name]);
  if (flag) return [key.shift && SHIFTED.has(flag[1]) ? `shift+${flag[1]}` : flag[1]];
  if (key.ctrl) return [`ctrl+${input}`];
  // Alt and a letter is no letter.
  if (key.meta) return [];
  return [...SEGMENTER.segment(input)].map(({ segment }) => CONTROLS[segment] ?? segment);
}

const LABELS: Readonly<Record<string, string>> = {
  enter: 'Enter',
  esc: 'Esc',
  backspace: 'Backspace',
  tab: 'Tab',
  'shift+tab': 'Shift+Tab',
  space: 'Space',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  'shift+up': 'Shift+Up',
  'shift+down': 'Shift+Down',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  home: 'Home',
  end: 'End',
  'ctrl+b': 'Ctrl+B',
  'ctrl+f': 'Ctrl+F',
  'ctrl+c': 'Ctrl+C',
};

/** A key as people read it. */
export function keyLabel(name: string): string {
  return LABELS[name] ?? name;
}

/** Keys in one text. */
export function keysText(keys: readonly string[]): string {
  return keys.map(keyLabel).join('  ');
}
