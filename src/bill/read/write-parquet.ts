/** Writes the Parquet file of one attempt to read a source, and compares what was read with what the text holds. */

import { join } from 'node:path';
import type { Finding } from '../../engine/finding.ts';
import type { DuckDb } from '../duckdb.ts';
import type { BillFacts } from '../formats/format.ts';
import type { BillSource } from '../source.ts';
import { PARQUET_OPTIONS, sqlPath, sqlText } from '../sql.ts';
import type { TextCheck } from './integrity.ts';
import type { RecordScan } from './record-scan.ts';
import { dropRejects, numberRows, type Rejected, readRejects } from './rejects.ts';
import {
  chargeStatement,
  type Reading,
  type ReadPlan,
  type ReadScope,
  type RejectTables,
} from './statement.ts';
import { areSameWidths, judge, NARROW, widthSearch } from './widths.ts';

/** A loaded file. */
export type Loaded = {
  readonly source: BillSource;
  /** Where the Parquet file is. */
  readonly parquet: string;
  readonly plan: ReadPlan;
  /** Records that could not be split into cells. */
  readonly rejected: Rejected;
  /** What is wrong with the text as a whole. */
  readonly textFindings: readonly Finding[];
  readonly headerFindings: readonly Omit<Finding, 'source'>[];
};

/** Where and with what to load. */
export type LoadContext = {
  readonly duckdb: DuckDb;
  /** Folder of this import; everything in it is thrown away when the import fails. */
  readonly folder: string;
  /** What the bytes say; null for Parquet. Checked while DuckDB reads. */
  readonly text: Promise<TextCheck | null>;
};

/** A file on its way through one attempt. */
export type Attempt = {
  readonly context: LoadContext;
  readonly source: BillSource;
  readonly index: number;
  readonly reading: Reading;
  /** What the text holds, where a slow scan was needed to know; the reader is held to it. */
  readonly scan: RecordScan | null;
  /** Findings about lines that were left out before reading. */
  readonly findings: readonly Finding[];
};

/** Facts of a bill before anything is known: no discount columns, savings plans that add up. */
const PLAIN_FACTS: BillFacts = { usesNetCost: false, unbalancedBills: [] };

/** Smaller files are read twice in less time than a guess takes. */
const GUESS_BYTES_MIN = 1024 * 1024;

/** Records that are read to guess the plan. */
const SAMPLE: ReadScope = { kind: 'sample', records: 10_000 };

/** @param known facts of the bill; null: net columns count as used when the sample fills them */
export async function guessPlan(
  { context, source, reading }: Attempt,
  known: BillFacts | null,
): Promise<ReadPlan> {
  const search = widthSearch();
  let plan: ReadPlan = { facts: known ?? PLAIN_FACTS, widths: NARROW };
  if (source.file.bytes < GUESS_BYTES_MIN) return plan;
  for (;;) {
    const verdict = await judge(context.duckdb, `(${chargeStatement(source, reading, plan, SAMPLE).sql})`);
    const widths = search.next(plan.widths, verdict);
    const facts = known ?? { ...PLAIN_FACTS, usesNetCost: verdict.hasNetCost };
    if (areSameWidths(widths, plan.widths)) return { facts, widths };
    plan = { facts: plan.facts, widths };
  }
}

/**
 * Compares what was read with what the text holds. Records are lines unless quotes hold line ends: reading such a file in
 * parallel, DuckDB may take a line inside quotes for a record, and reading it alone it may drop an open quote's record, both
 * without a word.
 * @returns rows of blank lines, or null when the counts differ and only a slow scan can tell
 */
async function reconcile({ context, scan }: Attempt, read: number): Promise<readonly number[] | null> {
  if (scan !== null) return scan.blankRows;
  const text = await context.text;
  if (text === null) return [];
  if (!text.mayHaveBlankLine) return read === text.lines ? [] : null;
  return null;
}

/** Records that the reader passed over in silence. Should not happen; when it does, it is said. */
function lostRecords({ source, scan }: Attempt, read: number): Finding[] {
  if (scan === null || scan.records === read) return [];
  const message = `The text has ${scan.records - 1} records, ${read - 1} were accounted for.`;
  const hint = 'Look for quotes that are not closed, and compare the totals with the invoice.';
  return [
    {
      code: 'records-lost',
      severity: 'error',
      message,
      hint,
      source: { file: source.file.name, row: null, column: null },
    },
  ];
}

/** Writes the Parquet file, again with wider decimals while values do not fit; null when the text must be scanned first. */
export async function writeParquet(current: Attempt, guess: ReadPlan): Promise<Loaded | null> {
  const { context, source, index, reading } = current;
  const { duckdb, folder } = context;
  const parquet = join(folder, `charges-${index}.parquet`);
  const search = widthSearch();
  let plan = guess;
  for (let round = 0; ; round++) {
    const rejects: RejectTables = {
      errors: `rejects_${index}_${round}`,
      scans: `reject_scans_${index}_${round}`,
    };
    const { sql, findings } = chargeStatement(source, reading, plan, { kind: 'all', rejects });
    try {
      await duckdb.run(`COPY (${sql}) TO ${sqlText(parquet)} (${PARQUET_OPTIONS})`);
      const verdict = await judge(duckdb, `read_parquet(${sqlPath(parquet)})`);
      const rejected = await readRejects(duckdb, source, rejects);
      const read = 1 + verdict.rows + rejected.count;
      const blankRows = await reconcile(current, read);
      if (blankRows === null) return null;
      const widths = search.next(plan.widths, verdict);
      if (areSameWidths(widths, plan.widths)) {
        await numberRows(duckdb, parquet, rejects, rejected.count, blankRows);
        const textFindings = [...current.findings, ...lostRecords(current, read)];
        return { source, parquet, plan, rejected, textFindings, headerFindings: findings };
      }
      plan = { facts: plan.facts, widths };
    } finally {
      await dropRejects(duckdb, rejects);
    }
  }
}
