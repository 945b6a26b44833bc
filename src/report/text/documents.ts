/** Estimates and allocations as text: kept apart from the bills. */

import type { CostDocument } from '../../engine/cost-document.ts';
import { money } from '../format.ts';
import { table } from './table.ts';

/** What is shown of a document. */
type DocumentRow = { readonly id: string; readonly path: string; readonly document: CostDocument };

function amountOf({ document }: DocumentRow): string {
  if (document.kind === 'allocation') return `${money(document.totalCost, '', 2).trim()} (no currency named)`;
  return document.totalMonthlyCost === null
    ? 'not known'
    : `${money(document.totalMonthlyCost, document.currency ?? '', 2).trim()} a month`;
}

function coverOf({ document }: DocumentRow): string {
  if (document.kind === 'estimate') return 'an estimate: never paid';
  const days = document.window
    ? `${document.window.start.slice(0, 10)} to ${document.window.end.slice(0, 10)}`
    : '';
  return `an allocation of what a bill already holds${days === '' ? '' : `, ${days}`}`;
}

/** A table; nothing when there are none. */
export function documentsText(documents: readonly DocumentRow[], width: number): string[] {
  if (documents.length === 0) return [];
  return [
    'Kept apart, in no total:',
    ...table(
      [
        { head: 'Id' },
        { head: 'What', shrink: 24 },
        { head: 'Amount', align: 'right' },
        { head: 'File', shrink: 12 },
      ],
      documents.map(each => [each.id.slice(0, 12), coverOf(each), amountOf(each), each.path]),
      width,
    ),
  ];
}
