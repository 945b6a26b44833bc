/** Checks on loaded CUR files: do savings plans cancel, do net columns add up to the invoice? */

import type { Finding } from '../../engine/finding.ts';
import { type Decimal, decimal, toText, ZERO } from '../../engine/money.ts';
import type { DuckDb } from '../duckdb.ts';
import { billKeySql } from '../formats/aws-line.ts';
import type { BillFacts } from '../formats/format.ts';
import { sqlPath } from '../sql.ts';
import type { Loaded } from './load.ts';

/** Sums of one invoice over all files of the import. */
type Invoice = {
  readonly rows: number;
  readonly netRows: number;
  /** Unblended, every line: the invoice. */
  readonly total: Decimal;
  /** Net where filled, discount lines left out: the invoice too, if net columns hold all discounts. */
  readonly netTotal: Decimal;
  /** Savings-plan covered usage and its negation. */
  readonly covered: Decimal;
  readonly netCovered: Decimal;
};

/** Net amounts are rounded line by line, to 10 decimals: assumption, half a unit each, and never more than half a cent. */
const NET_TOLERANCE = decimal('0.005');

const COVERED = "x_LineItemType IN ('SavingsPlanCoveredUsage', 'SavingsPlanNegation')";
const NET = 'coalesce(x_NetUnblendedCost, x_UnblendedCost)';

async function invoicesOf(duckdb: DuckDb, { parquet }: Loaded): Promise<[string, Invoice][]> {
  const amounts = [
    'x_UnblendedCost',
    `CASE WHEN x_LineItemType NOT LIKE '%Discount' THEN ${NET} END`,
    `CASE WHEN ${COVERED} THEN x_UnblendedCost END`,
    `CASE WHEN ${COVERED} THEN ${NET} END`,
  ];
  const rows = await duckdb.rows(
    `SELECT ${billKeySql('BillingAccountId', 'BillingPeriodStart')}, CAST(count(*) AS DOUBLE), CAST(count(x_NetUnblendedCost) AS DOUBLE),
       ${amounts.map(amount => `CAST(sum(${amount}) AS VARCHAR)`).join(', ')}
     FROM read_parquet(${sqlPath(parquet)}) WHERE NOT x_Bad GROUP BY 1`,
  );
  const money = (value: unknown) => (typeof value === 'string' ? decimal(value) : ZERO);
  return rows.map(([key, count, netRows, total, netTotal, covered, netCovered]) => [
    String(key),
    {
      rows: Number(count),
      netRows: Number(netRows),
      total: money(total),
      netTotal: money(netTotal),
      covered: money(covered),
      netCovered: money(netCovered),
    },
  ]);
}

function add(a: Invoice | undefined, b: Invoice): Invoice {
  if (a === undefined) return b;
  return {
    rows: a.rows + b.rows,
    netRows: a.netRows + b.netRows,
    total: a.total.plus(b.total),
    netTotal: a.netTotal.plus(b.netTotal),
    covered: a.covered.plus(b.covered),
    netCovered: a.netCovered.plus(b.netCovered),
  };
}

function finding(code: string, severity: Finding['severity'], message: string, hint: string | null): Finding {
  return { code, severity, message, hint, source: null };
}

/** `payer|2025-09-01 00:00:00` as a person reads it. */
function invoiceName(key: string): string {
  const [payer = '', start = ''] = key.split('|');
  return `account ${payer || '(none)'}, ${start.slice(0, 7)}`;
}

function netFindings(broken: readonly [string, Invoice][]): Finding[] {
  return broken.map(([key, { total, netTotal }]) =>
    finding(
      'net-cost-differs',
      'warning',
      `Net costs of ${invoiceName(key)} add up to ${toText(netTotal)}, the invoice to ${toText(total)}: unblended costs and discount lines are used.`,
      'Check in the billing console whether discounts are in columns or in lines.',
    ),
  );
}

/** What the loaded CUR files say of themselves as a whole; other formats have no such facts. */
export async function checkFacts(
  duckdb: DuckDb,
  loaded: readonly Loaded[],
): Promise<{ facts: BillFacts; findings: readonly Finding[] }> {
  const invoices = new Map<string, Invoice>();
  for (const file of loaded) {
    for (const [key, invoice] of await invoicesOf(duckdb, file))
      invoices.set(key, add(invoices.get(key), invoice));
  }
  const all = [...invoices].sort(([a], [b]) => (a < b ? -1 : 1));
  const hasNet = all.some(([, invoice]) => invoice.netRows > 0);
  const differing = all.filter(([, { total, netTotal }]) =>
    total.minus(netTotal).abs().greaterThan(NET_TOLERANCE),
  );
  const usesNetCost = hasNet && differing.length === 0;
  const findings = hasNet ? netFindings(differing) : [];
  const unbalanced = all.filter(
    ([, { covered, netCovered }]) => !(usesNetCost ? netCovered : covered).isZero(),
  );
  for (const [key, { covered, netCovered }] of unbalanced) {
    const rest = toText(usesNetCost ? netCovered : covered);
    findings.push(
      finding(
        'savings-plan-unbalanced',
        'warning',
        `Savings-plan lines of ${invoiceName(key)} do not cancel: ${rest} is left, so their unblended amounts stay in the billed cost.`,
        'Import all files of the month together; if they are all there, the report is incomplete.',
      ),
    );
  }
  return { facts: { usesNetCost, unbalancedBills: unbalanced.map(([key]) => key) }, findings };
}

/** True when two sets of facts read every record alike. */
export function areSameFacts(a: BillFacts, b: BillFacts): boolean {
  return a.usesNetCost === b.usesNetCost && a.unbalancedBills.join('\n') === b.unbalancedBills.join('\n');
}
