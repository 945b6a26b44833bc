/** An export as text: what was written, what was changed on the way, and which rules it breaks. */

import type { BillExportReport } from '../contract.ts';
import { count, plural } from '../format.ts';
import { table } from './table.ts';
import { totalsText } from './totals.ts';

/** Costs that the totals show. */
const COSTS = ['billedCost', 'effectiveCost', 'listCost', 'contractedCost'] as const;

type Changed = BillExportReport['filled'][number];
type Violation = BillExportReport['violations'][number];
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `812 bytes`, `1.2 MB`: steps of a thousand. */
function size(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${step === 0 ? count(bytes) : (bytes / 1000 ** step).toFixed(1)} ${UNITS[step]}`;
}

function changedText(title: string, changed: readonly Changed[], width: number): string[] {
  if (changed.length === 0) return [];
  const rows = changed.map(({ column, rows: charges, rule }) => [column, count(charges), rule]);
  return [
    '',
    title,
    ...table(
      [{ head: 'Column' }, { head: 'Charges', align: 'right' }, { head: 'How', shrink: 20 }],
      rows,
      width,
    ),
  ];
}

function violationsText(title: string, violations: readonly Violation[], width: number): string[] {
  if (violations.length === 0) return [];
  const rows = violations.map(({ column, rows: charges, requirement }) => [
    column,
    charges === 0 ? '-' : count(charges),
    requirement,
  ]);
  return [
    '',
    title,
    ...table(
      [{ head: 'Column' }, { head: 'Charges', align: 'right' }, { head: 'Must hold', shrink: 20 }],
      rows,
      width,
    ),
  ];
}

/** What an export did. */
export function billExportText(report: BillExportReport, width: number): string[] {
  const { file, focus, rows, bytes, columns, totals, filled, corrected, cleared, violations } = report;
  const errors = violations.filter(({ severity }) => severity === 'error');
  const warnings = violations.filter(({ severity }) => severity === 'warning');
  return [
    `${file}: FOCUS ${focus}, ${plural(rows, 'charge')}, ${plural(columns, 'column')}, ${size(bytes)}.`,
    '',
    ...totalsText(totals, COSTS, width),
    ...changedText('Filled, since FOCUS allows no null there:', filled, width),
    ...changedText('Written in the words of FOCUS:', corrected, width),
    ...changedText(
      'Left null, since FOCUS wants no value there or the value contradicts itself:',
      cleared,
      width,
    ),
    ...violationsText('The bill does not say what FOCUS wants to know:', warnings, width),
    ...violationsText('The file breaks these rules of FOCUS:', errors, width),
    '',
    errors.length === 0
      ? 'No value in the file breaks a rule that was checked.'
      : `${plural(errors.length, 'rule')} of FOCUS broken (exit code 1).`,
  ];
}
