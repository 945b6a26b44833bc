/** Converted bills as text, always with the rates they were converted by. */

import type { BillSummaryReport } from '../contract.ts';
import { count, money, plural } from '../format.ts';
import { table, wrap } from './table.ts';

type Converted = NonNullable<BillSummaryReport['converted']>;

/** Which rates were used, of which day, and who says so. */
export function conversionLines(
  { to, file, rates }: Pick<Converted, 'to' | 'file' | 'rates'>,
  width: number,
): string[] {
  if (rates.length === 0)
    return wrap(`Nothing had to be converted: every amount is in ${to} already.`, width);
  return [
    ...wrap(`Converted to ${to} by the rates of ${file}:`, width),
    ...rates.flatMap(({ currency, rate, date, source }) =>
      wrap(`1 ${currency} = ${rate} ${to} (${date}, ${source})`, width - 2).map(line => `  ${line}`),
    ),
  ];
}

function cell(amount: string | null, currency: string): string {
  return amount === null ? '-' : money(amount, currency, 2);
}

/** The converted part of a summary. @param limit groups shown */
export function convertedSummaryText(
  converted: Converted,
  by: readonly string[],
  width: number,
  limit = 30,
): string[] {
  const shown = converted.groups.slice(0, limit);
  const rest = converted.groups.length - shown.length;
  const { total, to } = converted;
  const rows = converted.groups.reduce((sum, group) => sum + group.rows, 0);
  const names = by.length === 0 ? ['all'] : by;
  return [
    ...conversionLines(converted, width),
    '',
    ...table(
      [
        ...names.map(head => ({ head, shrink: 12 })),
        { head: 'Effective', align: 'right' as const },
        { head: 'Billed', align: 'right' as const },
        { head: 'Charges', align: 'right' as const },
      ],
      [
        ...shown.map(({ key, effectiveCost, billedCost, rows: charges }) => [
          ...names.map(name => key[name] ?? '(none)'),
          cell(effectiveCost, to),
          cell(billedCost, to),
          count(charges),
        ]),
        [
          'Total',
          ...names.slice(1).map(() => ''),
          cell(total.effectiveCost, to),
          cell(total.billedCost, to),
          count(rows),
        ],
      ],
      width,
    ),
    ...(rest > 0
      ? [`... and ${plural(rest, 'more group')} that ${rest === 1 ? 'is' : 'are'} in the total`]
      : []),
  ];
}
