/** Bills as text. */

import type { BillImportReport, BillSummaryReport } from '../contract.ts';
import { count, plural } from '../format.ts';
import { documentsText } from './documents.ts';
import { findingsText } from './findings.ts';
import { table } from './table.ts';
import { costCell, totalsText } from './totals.ts';

/** Costs that the totals show. */
const COSTS = ['billedCost', 'effectiveCost', 'listCost'] as const;

/** What an import did. */
export function billImportText(report: BillImportReport, width: number): string[] {
  const files = table(
    [{ head: 'File', shrink: 12 }, { head: 'Format' }, { head: 'Charges', align: 'right' }],
    report.files.map(({ path, format, version, rows }) => [
      path,
      version === null ? format : `${format} ${version}`,
      count(rows),
    ]),
    width,
  );
  const findings = findingsText(report.findings);
  const documents = documentsText(report.documents, width);
  const charges = report.files.length > 0 ? plural(report.rows, 'charge') : 'No bill among them';
  return [
    ...(report.files.length > 0 ? [...files, '', ...totalsText(report.totals, COSTS, width), ''] : []),
    ...(documents.length > 0 ? [...documents, ''] : []),
    ...(findings.length === 0
      ? [`${charges}, nothing to report.`]
      : [`${charges}, ${plural(report.findings.length, 'finding')}:`, ...findings]),
  ];
}

/** A bill by groups. @param limit groups shown; the rest is added up in one line */
export function billSummaryText(report: BillSummaryReport, width: number, limit = 30): string[] {
  const shown = report.groups.slice(0, limit);
  const rows = shown.map(({ key, currency, rows: charges, billedCost, effectiveCost }) => [
    ...report.by.map(name => key[name] ?? '(none)'),
    costCell(effectiveCost, currency),
    costCell(billedCost, currency),
    count(charges),
  ]);
  const groups = table(
    [
      ...report.by.map(name => ({ head: name, shrink: 12 })),
      { head: 'Effective', align: 'right' as const },
      { head: 'Billed', align: 'right' as const },
      { head: 'Charges', align: 'right' as const },
    ],
    rows,
    width,
  );
  const rest = report.groups.length - shown.length;
  return [
    ...groups,
    ...(rest > 0 ? [`... and ${count(rest)} more groups (--json shows all of them)`] : []),
    '',
    ...totalsText(report.totals, COSTS, width),
    `${plural(report.rows, 'charge')}, ${plural(report.resources, 'resource')}.`,
  ];
}
