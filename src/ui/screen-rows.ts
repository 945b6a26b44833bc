/** The whole terminal as rows: the frame, and the screen inside it. */

import type { SessionState } from '../app/session-state.ts';
import { wrapText } from './components/prose.ts';
import { frameBottom, frameTop } from './frame.ts';
import type { Glyphs } from './glyphs.ts';
import { canvasOf, type Layout, LEAST_COLUMNS, LEAST_ROWS } from './layout.ts';
import { type Line, line } from './line.ts';
import { keyPlace, pickScreen, shownPlace } from './pick-screen.ts';
import { paint } from './screens/screen.ts';
import type { UiState } from './ui-state.ts';

function tooSmallRows({ columns, rows }: Layout): Line[] {
  const text = `Too small: ${columns} x ${rows}. The screens need ${LEAST_COLUMNS} columns and ${LEAST_ROWS} rows. Enlarge the terminal, or press q and run \`trimtab play --text\`.`;
  return wrapText(text, columns)
    .slice(0, rows)
    .map(row => line(row));
}

/** The rows of the whole terminal. */
export function screenRows(state: SessionState, ui: UiState, layout: Layout, glyphs: Glyphs): Line[] {
  if (layout.isTooSmall) return tooSmallRows(layout);
  const screen = pickScreen(state, ui, layout, glyphs);
  const place = ui.isHelpOpen ? 'help' : shownPlace(state, ui);
  const canvas = canvasOf(layout, glyphs);
  return [
    ...frameTop(state, ui.screen, ui.isHelpOpen, layout, glyphs),
    ...paint(screen, ui.cursors[place] ?? 0, canvas),
    ...frameBottom(state, ui, screen.advice, keyPlace(state, ui), layout, glyphs),
  ];
}
