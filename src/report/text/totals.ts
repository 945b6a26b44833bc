/** Totals by currency as text: currencies are never added. */

import type { BillImportReport } from '../contract.ts';
import { money } from '../format.ts';
import { table } from './table.ts';

type Totals = BillImportReport['totals'][number];
type Cost = Exclude<keyof Totals, 'currency'>;

const HEADS: Readonly<Record<Cost, string>> = {
  billedCost: 'Billed',
  effectiveCost: 'Effective',
  listCost: 'List',
  contractedCost: 'Contracted',
};

/** An amount, or a dash where the bill has none. */
export function costCell(amount: string | null, currency: string | null): string {
  return amount === null ? '-' : money(amount, currency ?? '', 2);
}

/** A row for each currency. */
export function totalsText(totals: readonly Totals[], costs: readonly Cost[], width: number): string[] {
  return table(
    [{ head: 'Currency' }, ...costs.map(cost => ({ head: HEADS[cost], align: 'right' as const }))],
    totals.map(row => [row.currency ?? '(none)', ...costs.map(cost => costCell(row[cost], row.currency))]),
    width,
  );
}
