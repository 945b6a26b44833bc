/** Stage 1: a source file becomes a Parquet file of FOCUS columns, by as many attempts as its text needs. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../engine/assert.ts';
import type { Finding } from '../../engine/finding.ts';
import type { BillFacts } from '../formats/format.ts';
import type { BillSource } from '../source.ts';
import { writeCleanCopy } from './clean-copy.ts';
import { isReaderGivingUp, readableError } from './reader-errors.ts';
import { scanRecords } from './record-scan.ts';
import { type Attempt, guessPlan, type LoadContext, type Loaded, writeParquet } from './write-parquet.ts';

export type { Loaded } from './write-parquet.ts';

/** Open quotes that are repaired; each hides all that follows, so that there is rarely a second one. */
const OPEN_QUOTES_MAX = 3;

function openQuoteFinding(source: BillSource, row: number): Finding {
  return {
    code: 'unreadable-record',
    severity: 'error',
    message: 'A quote opens in this record and is never closed; its first line is left out.',
    hint: 'Close the quote, or write it twice if it belongs to the text.',
    source: { file: source.file.name, row, column: null },
  };
}

/** Reads a difficult text from a copy with one kind of line end and without open quotes, by one processor. */
async function attemptCleanCopy(
  first: Attempt,
  isGzip: boolean,
  delimiter: string,
  facts: BillFacts | null,
): Promise<Loaded> {
  const { context, source, index } = first;
  const path = join(context.folder, `text-${index}.csv`);
  const dropped = new Set<number>();
  const findings: Finding[] = [];
  try {
    for (;;) {
      await writeCleanCopy(source.file.path, isGzip, path, dropped);
      const scan = await scanRecords({ path, name: source.file.name }, false, delimiter);
      if (scan.openQuote === null || dropped.size === OPEN_QUOTES_MAX) {
        return await attempt({ ...first, reading: { path, isParallel: false }, scan, findings }, facts);
      }
      dropped.add(scan.openQuote.line);
      findings.push(openQuoteFinding(source, scan.openQuote.row));
    }
  } finally {
    rmSync(path, { force: true });
  }
}

async function attempt(current: Attempt, facts: BillFacts | null): Promise<Loaded> {
  const loaded = await writeParquet(current, await guessPlan(current, facts));
  if (loaded !== null) return loaded;
  const { context, source, reading } = current;
  const { container, file } = source;
  assert(container.kind === 'csv', 'only text is counted');
  const scan = await scanRecords(file, container.isGzip, container.delimiter);
  // One record and more than one line end that is not LF: the text uses CR.
  if (scan.openQuote !== null || scan.records <= 1)
    return attemptCleanCopy(current, container.isGzip, container.delimiter, facts);
  // Only line ends inside quotes make it unsafe to cut the text into parts.
  const text = await context.text;
  const isParallel = reading.isParallel && scan.records + scan.blankRows.length === text?.lines;
  return attempt({ ...current, reading: { ...reading, isParallel }, scan }, facts);
}

/**
 * Loads one file into `charges-<index>.parquet` of the context's folder.
 * @param facts `null`: guess from the first records
 * @throws UserError (data, environment) when the file can't be read or written
 */
export async function loadFile(
  context: LoadContext,
  source: BillSource,
  index: number,
  facts: BillFacts | null,
): Promise<Loaded> {
  const reading = { path: source.file.path, isParallel: true };
  const first: Attempt = { context, source, index, reading, scan: null, findings: [] };
  try {
    try {
      return await attempt(first, facts);
    } catch (error) {
      if (source.container.kind !== 'csv' || !isReaderGivingUp(error)) throw error;
      return await attemptCleanCopy(first, source.container.isGzip, source.container.delimiter, facts);
    }
  } catch (error) {
    throw readableError(error, source);
  }
}
