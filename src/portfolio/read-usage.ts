/** Reads hourly usage from a CSV file: rows become pools of usage, whatever their order; what is wrong is named by row and column. */

import { MS_PER_HOUR, type Period } from '../engine/calendar.ts';
import type { Finding } from '../engine/finding.ts';
import { streamCsv } from '../input/csv-stream.ts';
import { quote } from '../input/quote.ts';
import { USAGE_LAYOUT } from './usage-columns.ts';
import { UsageDraft, type UsageRows } from './usage-draft.ts';

/** What a usage file says. */
export type UsageFile = {
  readonly file: string;
  readonly period: Period;
  readonly hours: number;
  /** Whether the file counts hours instead of naming times. */
  readonly isIndexed: boolean;
  readonly rows: number;
  /** Sorted by id. */
  readonly pools: readonly UsageRows[];
};

/** The file, or why it cannot be used: null when any finding is an error. */
export type UsageRead = { readonly usage: UsageFile | null; readonly findings: readonly Finding[] };

/** How a usage file is read. */
export type UsageOptions = {
  /** Start of hour 0 of a file that counts hours, epoch milliseconds on a whole hour. */
  readonly startMs: number;
  readonly signal?: AbortSignal;
};

/** A year of 2,000 pools has 17.5 million. */
const MAX_ROWS = 20_000_000;

function plainCount(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** What a reader has to know: hours without a row, hours given twice. */
function noteHours(draft: UsageDraft, { start, hours }: { start: number; hours: number }): void {
  const marks = new Uint8Array(hours);
  for (const { series } of draft.pools.values()) series.markGiven(marks, start);
  const empty = marks.reduce((sum, mark) => sum + (mark === 0 ? 1 : 0), 0);
  if (empty > 0) {
    const message = `${plainCount(empty, 'hour')} of ${hours} ${empty === 1 ? 'has' : 'have'} no row at all: they count as no usage`;
    const hint = 'Check whether the export is complete.';
    draft.note('warning', { code: 'usage-hours-missing', message, hint });
  }
  const pools = [...draft.pools.values()];
  const gaps = pools.filter(({ series }) => series.given < hours - empty);
  const [gap] = gaps;
  if (gap !== undefined) {
    const message = `${plainCount(gaps.length, 'pool')} of ${pools.length} ${gaps.length === 1 ? 'has' : 'have'} no row in some hours, which count as 0 (${quote(gap.id)} has ${gap.series.given} of ${hours})`;
    draft.note('info', {
      code: 'usage-gaps',
      message,
      hint: 'Nothing is to be done when it did not run then.',
    });
  }
  for (const { id, row, series } of pools) {
    if (series.repeated === 0) continue;
    const message = `${plainCount(series.repeated, 'hour')} of the pool ${quote(id)} ${series.repeated === 1 ? 'is' : 'are'} given more than once: the quantities add up`;
    const hint = 'Remove repeated rows if they are copies.';
    draft.note('warning', { code: 'usage-repeated', message, hint }, row);
  }
}

/**
 * Reads a usage file (docs/commitments.md). Any error makes it unusable: usage that is left out would be money left out.
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export async function readUsage(path: string, { startMs, signal }: UsageOptions): Promise<UsageRead> {
  const draft = new UsageDraft(path);
  const stream = await streamCsv(path, [USAGE_LAYOUT], (cells, row) => draft.add(cells, row), {
    maxRows: MAX_ROWS,
    ...(signal === undefined ? {} : { signal }),
  });
  const hasErrors = () =>
    [...stream.findings, ...draft.log.all()].some(({ severity }) => severity === 'error');
  if (stream.layout !== null && draft.pools.size === 0 && !hasErrors()) {
    const hint = 'Write one row for each pool and hour.';
    draft.error({ code: 'usage-empty', message: 'the file has no rows', hint }, null, null);
  }
  if (hasErrors()) return { usage: null, findings: [...stream.findings, ...draft.log.all()] };
  const isIndexed = draft.hourKind === 'index';
  const start = isIndexed ? 0 : draft.firstHour;
  const hours = draft.lastHour + 1 - start;
  noteHours(draft, { start, hours });
  const periodStart = isIndexed ? startMs : start * MS_PER_HOUR;
  const pools = [...draft.pools.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ series, lastNumbers: _, ...pool }) => ({ ...pool, quantities: series.toArray(start, hours) }));
  const usage: UsageFile = {
    file: path,
    period: { startMs: periodStart, endMs: periodStart + hours * MS_PER_HOUR },
    hours,
    isIndexed,
    rows: stream.rows,
    pools,
  };
  return { usage, findings: [...stream.findings, ...draft.log.all()] };
}
