/** The screen as sentences, for a screen reader: the same values, no boxes, no bars, the chosen row instead of a table. */

import type { SessionState } from '../app/session-state.ts';
import { frameBottom, frameTop } from './frame.ts';
import type { Glyphs } from './glyphs.ts';
import { canvasOf, type Layout } from './layout.ts';
import { type Line, lineText } from './line.ts';
import { keyPlace, pickScreen, shownPlace } from './pick-screen.ts';
import { clampCursor } from './screens/screen.ts';
import type { UiState } from './ui-state.ts';

/** Columns and rows of the layout that the sentences are taken from: no side panes, long texts in pieces. */
const COLUMNS = 100;
const ROWS = 60;

function sentence(row: Line): string {
  const text = row.say ?? lineText(row);
  return text.replace(/\s+/g, ' ').trim();
}

/** The layout that a screen reader gets, whatever the terminal's size. */
export function readerLayout(): Layout {
  return { columns: COLUMNS, rows: ROWS, size: 'regular', isTooSmall: false };
}

/** Everything there is to say, in the order in which it is read. */
export function readerSentences(state: SessionState, ui: UiState, glyphs: Glyphs): string[] {
  const layout = readerLayout();
  const canvas = canvasOf(layout, glyphs);
  const screen = pickScreen(state, ui, layout, glyphs);
  const place = ui.isHelpOpen ? 'help' : shownPlace(state, ui);
  const at = clampCursor(screen, ui.cursors[place] ?? 0, canvas);
  const { body, kind } = screen;
  const [notice, keys] = frameBottom(state, ui, screen.advice, keyPlace(state, ui), layout, glyphs);
  const shown = Math.min(body.count, at + canvas.height);
  const rows =
    kind === 'text'
      ? Array.from({ length: shown - at }, (_, index) => sentence(body.at(at + index)))
      : [`Row ${at + 1} of ${body.count}: ${sentence(body.at(at))}`];
  const more = kind === 'text' && shown < body.count ? ['More below: PageDown.'] : [];
  return [
    ...frameTop(state, ui.screen, ui.isHelpOpen, layout, glyphs).map(sentence),
    ...screen.head.map(sentence),
    ...rows,
    ...more,
    ...screen.foot.map(sentence),
    ...(notice ? [sentence(notice)] : []),
    ...(keys ? [sentence(keys)] : []),
  ].filter(text => text !== '');
}
