/** Findings of a loaded file: what its header lacks, which records and which cells could not be read. */

import type { Finding, Severity } from '../engine/finding.ts';
import type { DuckDb } from './duckdb.ts';
import type { Loaded } from './read/load.ts';
import { rowCountFindings } from './read/row-count.ts';
import { sqlPath } from './sql.ts';

/** Findings kept of one import. */
const FINDINGS_MAX = 1000;
/** Cells of one column with one problem that get a finding of their own; the others are counted. */
const PER_COLUMN_MAX = 100;

const SEVERITY_ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

type Issue = {
  readonly row: number;
  readonly column: string;
  readonly weight: string;
  readonly problem: string;
  readonly text: string;
};

/** Text of a cell inside a message: control characters shown as an escape. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const WEIGHT_CONSEQUENCE: Readonly<Record<string, string>> = {
  record: 'the record is left out of every total',
  total: 'the total misses it',
  detail: 'the cell stays empty',
};

function issueFinding(file: string, { row, column, weight, problem, text }: Issue): Finding {
  const source = { file, row, column };
  const severity = weight === 'detail' ? 'warning' : 'error';
  const consequence = WEIGHT_CONSEQUENCE[weight] ?? 'the cell stays empty';
  if (problem === 'missing') {
    const message = `The cell is empty: ${text}.`;
    return {
      code: 'missing-amount',
      severity: 'warning',
      message,
      hint: 'Export the bill with this column filled.',
      source,
    };
  }
  if (problem.startsWith('inexact')) {
    const message = `${quote(text)} has more decimals than can be kept exactly; it is rounded and the text kept beside it.`;
    return { code: 'inexact-number', severity: 'warning', message, hint: null, source };
  }
  if (problem.startsWith('too-large')) {
    const message = `${quote(text)} is too large: ${consequence}.`;
    return {
      code: 'number-too-large',
      severity,
      message,
      hint: 'Numbers have up to 17 digits before the point.',
      source,
    };
  }
  if (problem === 'not-a-time') {
    const message = `${quote(text)} is not a time between 2000 and 2099: ${consequence}.`;
    return { code: 'unreadable-time', severity, message, hint: 'Write it as 2025-09-01T00:00:00Z.', source };
  }
  const message = `${quote(text)} is not a number: ${consequence}.`;
  return {
    code: 'unreadable-number',
    severity,
    message,
    hint: 'Write it with digits and a point, for example 1234.56.',
    source,
  };
}

/** Reads x_Issues back: the first cells of each column and problem, and how many more there are. */
async function cellFindings(duckdb: DuckDb, { source, parquet }: Loaded): Promise<Finding[]> {
  const shape = `[{"column":"VARCHAR","weight":"VARCHAR","problem":"VARCHAR","text":"VARCHAR"}]`;
  const rows = await duckdb.rows(
    `SELECT CAST(row AS DOUBLE), issue.column, issue.weight, issue.problem, coalesce(issue.text, ''), CAST(count(*) OVER cells AS DOUBLE)
     FROM (SELECT coalesce(x_SourceRow, file_row_number + x_RowOffset) AS row, unnest(from_json(x_Issues, '${shape}')) AS issue
           FROM read_parquet(${sqlPath(parquet)}, file_row_number = true) WHERE x_Issues IS NOT NULL)
     WINDOW cells AS (PARTITION BY issue.column, issue.problem)
     QUALIFY row_number() OVER (PARTITION BY issue.column, issue.problem ORDER BY row) <= ${PER_COLUMN_MAX}
     ORDER BY row, 2`,
  );
  const file = source.file.name;
  const findings: Finding[] = [];
  const more = new Map<string, Finding>();
  for (const [row, column, weight, problem, text, total] of rows) {
    const issue = {
      row: Number(row),
      column: String(column),
      weight: String(weight),
      problem: String(problem),
      text: String(text),
    };
    const found = issueFinding(file, issue);
    findings.push(found);
    if (Number(total) > PER_COLUMN_MAX) {
      const message = `${Number(total) - PER_COLUMN_MAX} more cells of this column have the same problem.`;
      more.set(`${column} ${problem}`, {
        ...found,
        message,
        source: { file, row: null, column: issue.column },
      });
    }
  }
  return [...findings, ...more.values()];
}

/**
 * Usage that is billed but has no effective cost, and no commitment that would explain it: some exporters (Oracle) and
 * anonymised samples leave the column at 0. The amounts stay as they are.
 */
async function zeroEffectiveCost(duckdb: DuckDb, { source, parquet }: Loaded): Promise<Finding[]> {
  if (source.format !== 'focus') return [];
  const [row] = await duckdb.rows(
    `SELECT CAST(count(*) AS DOUBLE) FROM read_parquet(${sqlPath(parquet)})
     WHERE ChargeCategory = 'Usage' AND BilledCost > 0 AND EffectiveCost = 0 AND CommitmentDiscountId IS NULL AND NOT x_Bad`,
  );
  const count = Number(row?.[0] ?? 0);
  if (count === 0) return [];
  const message = `${count} usage charges have a billed cost and an effective cost of 0: do not read savings out of it.`;
  const hint = 'Compare billed costs, or ask the provider why the effective cost is missing.';
  return [
    {
      code: 'effective-cost-zero',
      severity: 'warning',
      message,
      hint,
      source: { file: source.file.name, row: null, column: 'EffectiveCost' },
    },
  ];
}

/** Findings of one loaded file. */
export async function fileFindings(duckdb: DuckDb, loaded: Loaded): Promise<Finding[]> {
  const { rejected, textFindings, headerFindings, source } = loaded;
  const file = source.file.name;
  const header = headerFindings.map(found => ({ ...found, source: { file, row: null, column: null } }));
  const more: Finding[] =
    rejected.count > rejected.findings.length
      ? [
          {
            code: 'unreadable-record',
            severity: 'error',
            message: `${rejected.count - rejected.findings.length} more records could not be read.`,
            hint: null,
            source: { file, row: null, column: null },
          },
        ]
      : [];
  const cells = await cellFindings(duckdb, loaded);
  return [
    ...header,
    ...textFindings,
    ...rejected.findings,
    ...more,
    ...cells,
    ...(await zeroEffectiveCost(duckdb, loaded)),
    ...(await rowCountFindings(duckdb, loaded)),
  ];
}

/** The worst first, each file's in the order of its rows; at most FINDINGS_MAX, and the number of the others is a finding. */
export function limitFindings(findings: readonly Finding[]): readonly Finding[] {
  const files = [...new Set(findings.map(({ source }) => source?.file ?? null))];
  const place = ({ severity, source }: Finding): readonly number[] => [
    SEVERITY_ORDER[severity],
    files.indexOf(source?.file ?? null),
    source?.row ?? Number.MAX_SAFE_INTEGER,
  ];
  const placed = findings.map(finding => ({ finding, place: place(finding) }));
  placed.sort(
    (a, b) =>
      a.place.map((key, index) => key - (b.place[index] ?? 0)).find(difference => difference !== 0) ?? 0,
  );
  const sorted = placed.map(({ finding }) => finding);
  if (sorted.length <= FINDINGS_MAX) return sorted;
  const message = `${sorted.length - FINDINGS_MAX} more problems are not listed.`;
  const rest: Finding = { code: 'more-findings', severity: 'info', message, hint: null, source: null };
  return [...sorted.slice(0, FINDINGS_MAX), rest];
}
