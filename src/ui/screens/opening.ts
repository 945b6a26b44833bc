/** Before the first screen: what is being prepared, or why nothing could be opened. */

import type { Progress } from '../../app/engine-host.ts';
import { percent } from '../../report/format.ts';
import { heading } from '../components/heading.ts';
import { meter } from '../components/meter.ts';
import { fact, prose } from '../components/prose.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, line, saying } from '../line.ts';
import { rowsOf, type Screen, textScreen } from './screen.ts';

const BAR_WIDTH = 48;

/** Opening, with what is being done and how far it is. */
export function openingScreen(progress: Progress | null, { width, glyphs }: Canvas): Screen {
  const share = progress?.share ?? 0;
  const text = progress?.text ?? 'Opening the bill';
  const row = line(...meter(share, Math.min(BAR_WIDTH, width - 8), glyphs), ` ${percent(share, 0)}`);
  return textScreen(
    rowsOf([
      BLANK,
      heading('Opening', width, glyphs),
      BLANK,
      ...prose(`${text} ...`, width),
      saying(row, percent(share, 0)),
      BLANK,
      ...prose('The first start prepares the exercise, later ones are faster.', width, 'text.muted'),
    ]),
    'q quits.',
  );
}

/** What went wrong, and what to do about it. */
export function failedScreen(
  failure: { readonly message: string; readonly hint: string },
  { width, glyphs }: Canvas,
): Screen {
  return textScreen(
    rowsOf([
      BLANK,
      heading('This could not be opened', width, glyphs),
      BLANK,
      ...prose(failure.message, width, 'bad'),
      BLANK,
      ...(failure.hint === '' ? [] : fact('What to do', failure.hint, width)),
    ]),
    'q quits.',
  );
}
