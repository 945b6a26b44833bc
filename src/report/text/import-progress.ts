/** One line that tells how far an import is. */

import { escapeControl } from '../../engine/text.ts';
import { minutes } from '../format.ts';
import { cut } from './table.ts';

/** How far an import is, as `importBills` reports it. */
type Progress = {
  readonly step: 'recognise' | 'read' | 'check';
  readonly file: string;
  readonly index: number;
  readonly count: number;
  readonly pace: { readonly bytesPerSecond: number; readonly secondsLeft: number } | null;
};

const WORDS: Readonly<Record<Progress['step'], string>> = {
  recognise: 'Recognising',
  read: 'Reading',
  check: 'Checking',
};

/** Room for ` 100 %` and the cursor. */
const SHARE_WIDTH = 7;

/** Time that is left, in steps that do not flicker: `about 40 s left`, `about 3.2 min left`. */
function timeLeft(seconds: number): string {
  if (seconds >= 90) return `about ${minutes(seconds / 60)} left`;
  const step = seconds < 20 ? 1 : 5;
  return `about ${Math.ceil(seconds / step) * step} s left`;
}

/** `Reading bill.csv.gz (1 of 2), 14.2 MB/s, about 40 s left`; the name gives way where the line is short. */
export function importProgressText({ step, file, index, count, pace }: Progress, width: number): string {
  const rate =
    pace === null ? '' : `, ${(pace.bytesPerSecond / 1e6).toFixed(1)} MB/s, ${timeLeft(pace.secondsLeft)}`;
  const rest = ` (${index} of ${count})${rate}`;
  const room = width - SHARE_WIDTH - rest.length - WORDS[step].length - 1;
  return `${WORDS[step]} ${cut(escapeControl(file), Math.max(12, room))}${rest}`;
}
