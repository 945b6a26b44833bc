/** The menu of plans that ship with a scenario. */

import { heading } from '../components/heading.ts';
import { prose } from '../components/prose.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, line, span } from '../line.ts';
import { rowsFrom, rowsOf, type Screen } from './screen.ts';

/** What the menu shows. */
export type PlansProps = { readonly names: readonly string[]; readonly canvas: Canvas };

/** What the names of shipped plans mean. */
const MEANINGS: Readonly<Record<string, string>> = {
  reference: 'the answer key: look at it after you have tried',
  naive: 'what goes wrong in many answers: a plan to learn from',
};

/** The menu. */
export function plansScreen({ names, canvas }: PlansProps): Screen {
  const { width, glyphs } = canvas;
  const longest = Math.max(...names.map(name => name.length), 0);
  return {
    kind: names.length === 0 ? 'text' : 'list',
    head: [
      heading('Plans of this scenario', width, glyphs),
      ...prose('The chosen one takes the place of yours; u brings yours back.', width),
      BLANK,
    ],
    body:
      names.length === 0
        ? rowsOf(prose('None ships with this bill.', width, 'text.muted'))
        : rowsFrom(names, name =>
            line(span(name.padEnd(longest + 2), 'text.strong'), span(MEANINGS[name] ?? '', 'text.muted')),
          ),
    foot: [],
    isFootAttached: false,
    side: null,
    advice: 'Enter loads the chosen plan, Esc goes back.',
  };
}
