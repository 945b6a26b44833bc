/** What could not be read when the stored bills were imported, and how much money that is where it can be known. */

import type { Finding, Severity } from '../../engine/finding.ts';
import { type Decimal, decimal, sum, toText } from '../../engine/money.ts';
import type { DuckDb } from '../duckdb.ts';
import { sqlPaths } from '../sql.ts';
import { listBills, type StoredParquet } from '../store.ts';
import { withCharges } from './query.ts';

/** Which findings. */
export type FindingsOptions = {
  readonly workspace: string;
  /** Null: all. */
  readonly severity: Severity | null;
  readonly code: string | null;
};

/** Findings with one code. */
export type FindingGroup = {
  readonly code: string;
  /** The worst of them. */
  readonly severity: Severity;
  readonly count: number;
};

/** Amounts of records that are left out of every total, in one currency. */
export type UnreadAmount = {
  /** Null: the bill names none, or it could not be read either. */
  readonly currency: string | null;
  /** Records whose billed cost can't be read. */
  readonly records: number;
  /** Those of them in whose cost cell a number can still be made out, and the exact sum of these numbers. */
  readonly knownRecords: number;
  readonly knownBilledCost: string | null;
  /** Exact sums of the other costs of these records; null where none of them has one. */
  readonly effectiveCost: string | null;
  readonly listCost: string | null;
};

/** Answer to `bill findings`. */
export type StoredFindings = {
  readonly findings: readonly (Finding & { readonly billId: string })[];
  readonly groups: readonly FindingGroup[];
  readonly unread: readonly UnreadAmount[];
  /** Records that could not be split into cells: nothing of them is kept, so their amount is not known. */
  readonly brokenRecords: { readonly count: number; readonly isAtLeast: boolean };
  /** Charges with an amount that has more decimals than can be kept: it is rounded at the 18th or later decimal. */
  readonly roundedCharges: number;
};

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Numbers larger than any bill are a damaged cell, not an amount. */
const AMOUNT_MAX = decimal('1e17');

/**
 * The number that a person would read in a cost cell that the import refused: brackets or a sign after it for less than
 * nothing, a currency before or after it. Null when there is none, or more than one reading (`1,234` may be 1.234).
 */
export function amountInCell(text: string): Decimal | null {
  const trimmed = text.trim();
  const inner = /^\((.*)\)$/.exec(trimmed)?.[1] ?? /^(.*\d)\s*-$/.exec(trimmed)?.[1];
  const isNegative = inner !== undefined;
  const bare = (inner ?? trimmed).replace(/^(?:[A-Z]{3}|[$€£¥])\s*|\s*(?:[A-Z]{3}|[$€£¥])$/g, '').trim();
  const grouped = /^-?\d{1,3}(?:,\d{3})+\.\d+$/.test(bare) ? bare.replaceAll(',', '') : bare;
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(grouped)) return null;
  const value = decimal(grouped);
  if (value.abs().gte(AMOUNT_MAX)) return null;
  return isNegative ? value.negated() : value;
}

/** Cells that one answer looks into; a file with more unreadable costs has another problem. */
const CELLS_MAX = 100_000;

/** The record's own unreadable cells, one text each. */
async function unreadCells(
  duckdb: DuckDb,
  charges: string,
): Promise<readonly { readonly currency: string | null; readonly text: string }[]> {
  const shape = '[{"column":"VARCHAR","weight":"VARCHAR","problem":"VARCHAR","text":"VARCHAR"}]';
  const rows = await duckdb.rows(
    `SELECT BillingCurrency, issue.text
     FROM (SELECT BillingCurrency, list_filter(from_json(x_Issues, '${shape}'), issue -> issue.weight = 'record') AS issues
           FROM ${charges} WHERE x_Bad AND x_Issues IS NOT NULL), unnest(issues[1:1]) AS cells(issue)
     WHERE len(issues) = 1 LIMIT ${CELLS_MAX}`,
  );
  return rows.map(([currency, text]) => ({
    currency: currency === null ? null : String(currency),
    text: String(text ?? ''),
  }));
}

async function unreadAmounts(duckdb: DuckDb, charges: string): Promise<readonly UnreadAmount[]> {
  const cells = await unreadCells(duckdb, charges);
  const money = (column: string) => `CAST(sum(CAST(${column} AS DECIMAL(38, 18))) AS VARCHAR)`;
  const rows = await duckdb.rows(
    `SELECT BillingCurrency, CAST(count(*) AS DOUBLE), ${money('EffectiveCost')}, ${money('ListCost')}
     FROM ${charges} WHERE x_Bad GROUP BY 1 ORDER BY 1 NULLS LAST`,
  );
  return rows.map(([currency, records, effective, list]) => {
    const known = cells
      .filter(cell => cell.currency === currency)
      .flatMap(({ text }) => amountInCell(text) ?? []);
    return {
      currency: currency === null ? null : String(currency),
      records: Number(records),
      knownRecords: known.length,
      knownBilledCost: known.length === 0 ? null : toText(sum(known)),
      effectiveCost: effective === null ? null : toText(decimal(String(effective))),
      listCost: list === null ? null : toText(decimal(String(list))),
    };
  });
}

async function amountsOf(
  duckdb: DuckDb,
  files: readonly StoredParquet[],
): Promise<Pick<StoredFindings, 'unread' | 'roundedCharges'>> {
  // Files of other widths have other types: by name DuckDB unites them, and only texts and sums are read here.
  const parts = Map.groupBy(files, ({ widths }) => widths.cost);
  const relation = [...parts.values()].map(
    group => `SELECT BillingCurrency, CAST(EffectiveCost AS DECIMAL(38, 18)) AS EffectiveCost,
        CAST(ListCost AS DECIMAL(38, 18)) AS ListCost, x_Issues, x_Bad, x_Lossy
      FROM read_parquet(${sqlPaths(group.map(({ path }) => path))}, hive_partitioning = false) WHERE x_Issues IS NOT NULL`,
  );
  const charges = `(${relation.join(' UNION ALL ')})`;
  const [rounded] = await duckdb.rows(
    `SELECT CAST(count(*) FILTER (x_Lossy AND NOT x_Bad) AS DOUBLE) FROM ${charges}`,
  );
  return { unread: await unreadAmounts(duckdb, charges), roundedCharges: Number(rounded?.[0] ?? 0) };
}

function groupsOf(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = [...Map.groupBy(findings, ({ code }) => code)].map(([code, own]) => ({
    code,
    severity: SEVERITIES.find(severity => own.some(finding => finding.severity === severity)) ?? 'info',
    count: own.length,
  }));
  const rank = ({ severity }: FindingGroup) => SEVERITIES.indexOf(severity);
  return groups.sort((a, b) => rank(a) - rank(b) || b.count - a.count || (a.code < b.code ? -1 : 1));
}

/** Codes of findings about a whole record that was left out before it had cells. */
const BROKEN_RECORD = 'unreadable-record';

/**
 * The findings of all imports of the workspace, and what they cost. The amounts are of the whole workspace, whatever
 * findings are asked for.
 * @throws UserError (data) when the workspace holds no bill or a damaged one
 */
export async function readStoredFindings(options: FindingsOptions): Promise<StoredFindings> {
  const { workspace, severity, code } = options;
  const amounts = await withCharges({ workspace }, amountsOf);
  const all = listBills(workspace).flatMap(({ id, manifest }) =>
    manifest.findings.map(finding => ({ ...finding, billId: id })),
  );
  const broken = all.filter(finding => finding.code === BROKEN_RECORD);
  const findings = all.filter(
    finding =>
      (severity === null || finding.severity === severity) && (code === null || finding.code === code),
  );
  return {
    findings,
    groups: groupsOf(findings),
    ...amounts,
    brokenRecords: {
      count: broken.filter(({ source }) => source?.row != null).length,
      // A finding without a row says how many more there are, and an import keeps only the worst findings.
      isAtLeast:
        broken.some(({ source }) => source?.row == null) || all.some(each => each.code === 'more-findings'),
    },
  };
}
