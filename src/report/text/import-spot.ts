/** What `prices import-spot` did, as text. */

import type { PricesImportSpotReport } from '../contract.ts';
import { plural } from '../format.ts';
import { findingsText } from './findings.ts';
import { table, wrap } from './table.ts';

/** What an import of spot prices did. */
export function importSpotText(report: PricesImportSpotReport, width: number): string[] {
  const { records, regions, findings, workspace } = report;
  return [
    ...table(
      [{ head: 'Region' }, { head: 'Prices', align: 'right' }, { head: 'Until' }],
      regions.map(({ region, prices, date }) => [region, String(prices), date]),
      width,
    ),
    ...findingsText(findings),
    ...wrap(
      `Made of ${plural(records, 'record')} and kept in ${workspace}, in place of what was imported before.`,
      width,
    ),
  ];
}
