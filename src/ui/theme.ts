/** Colours and attributes by meaning. The only file that names a colour; a colour only repeats what a sign or a word says. */

import type { ScreenLook } from '../app/screens.ts';

/** What a piece of text means. */
export type Token =
  | 'text'
  | 'text.muted'
  | 'text.strong'
  | 'heading'
  | 'brand'
  | 'tab.active'
  | 'cost.up'
  | 'cost.down'
  | 'budget.ok'
  | 'budget.low'
  | 'budget.spent'
  | 'bar'
  | 'bar.track'
  | 'good'
  | 'warning'
  | 'bad'
  | 'layer.1'
  | 'layer.2'
  | 'layer.3'
  | 'layer.planned'
  | 'layer.level'
  | 'layer.open'
  | 'layer.other'
  | 'layer.unused'
  | 'level'
  | 'rule'
  | 'key'
  | 'field'
  | 'focus';

/** How a token is drawn: properties of Ink's Text. */
export type Style = {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
};

type ThemeName = ScreenLook['color'];

/** A theme: how each token is drawn; `mono` says with attributes what the others say with colour. */
export type Theme = Readonly<Record<Token, Style>>;

const DARK: Theme = {
  text: {},
  'text.muted': { color: '#8b949e' },
  'text.strong': { bold: true },
  heading: { color: '#79c0ff', bold: true },
  brand: { color: '#79c0ff', bold: true },
  'tab.active': { color: '#79c0ff', bold: true },
  'cost.up': { color: '#ff7b72' },
  'cost.down': { color: '#7ee787' },
  'budget.ok': { color: '#7ee787' },
  'budget.low': { color: '#e3b341' },
  'budget.spent': { color: '#ff7b72' },
  bar: { color: '#58a6ff' },
  'bar.track': { color: '#3d444d' },
  good: { color: '#7ee787', bold: true },
  warning: { color: '#e3b341' },
  bad: { color: '#ff7b72', bold: true },
  'layer.1': { color: '#58a6ff' },
  'layer.2': { color: '#39c5cf' },
  'layer.3': { color: '#a5d6ff' },
  'layer.planned': { color: '#bc8cff' },
  'layer.level': { color: '#7ee787' },
  'layer.open': { color: '#e3b341' },
  'layer.other': { color: '#8b949e' },
  'layer.unused': { color: '#ff7b72' },
  level: { color: '#f0f6fc', bold: true },
  rule: { color: '#484f58' },
  key: { color: '#a5d6ff' },
  field: { color: '#a5d6ff', underline: true },
  focus: { backgroundColor: '#1f3a5f', bold: true },
};

const LIGHT: Theme = {
  text: {},
  'text.muted': { color: '#57606a' },
  'text.strong': { bold: true },
  heading: { color: '#0550ae', bold: true },
  brand: { color: '#0550ae', bold: true },
  'tab.active': { color: '#0550ae', bold: true },
  'cost.up': { color: '#a40e26' },
  'cost.down': { color: '#116329' },
  'budget.ok': { color: '#116329' },
  'budget.low': { color: '#7d4e00' },
  'budget.spent': { color: '#a40e26' },
  bar: { color: '#0969da' },
  'bar.track': { color: '#d0d7de' },
  good: { color: '#116329', bold: true },
  warning: { color: '#7d4e00' },
  bad: { color: '#a40e26', bold: true },
  'layer.1': { color: '#0969da' },
  'layer.2': { color: '#1b7c83' },
  'layer.3': { color: '#0550ae' },
  'layer.planned': { color: '#8250df' },
  'layer.level': { color: '#116329' },
  'layer.open': { color: '#9a6700' },
  'layer.other': { color: '#57606a' },
  'layer.unused': { color: '#a40e26' },
  level: { color: '#1f2328', bold: true },
  rule: { color: '#afb8c1' },
  key: { color: '#0550ae' },
  field: { color: '#0550ae', underline: true },
  focus: { backgroundColor: '#cfe8ff', bold: true },
};

const MONO: Theme = {
  text: {},
  'text.muted': {},
  'text.strong': { bold: true },
  heading: { bold: true },
  brand: { bold: true },
  'tab.active': { bold: true, inverse: true },
  'cost.up': { bold: true },
  'cost.down': {},
  'budget.ok': {},
  'budget.low': {},
  'budget.spent': { bold: true },
  bar: {},
  'bar.track': { dimColor: true },
  good: { bold: true },
  warning: { bold: true },
  bad: { bold: true },
  'layer.1': {},
  'layer.2': {},
  'layer.3': {},
  'layer.planned': {},
  'layer.level': {},
  'layer.open': {},
  'layer.other': {},
  'layer.unused': {},
  level: { bold: true },
  rule: { dimColor: true },
  key: { bold: true },
  field: { underline: true },
  focus: { inverse: true, bold: true },
};

const THEMES: Readonly<Record<ThemeName, Theme>> = { dark: DARK, light: LIGHT, mono: MONO };

/** The theme of a name. */
export function themeOf(name: ThemeName): Theme {
  return THEMES[name];
}
