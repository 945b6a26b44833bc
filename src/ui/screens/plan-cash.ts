/** The cash clock of a plan: what each fiscal year sees of it, what it is worth today, when it has paid back. */

import type { PlanView } from '../../app/engine-host.ts';
import { money, percent } from '../../report/format.ts';
import { paybackText } from '../../report/payback-text.ts';
import { heading } from '../components/heading.ts';
import { prose } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, span } from '../line.ts';

type Year = PlanView['run']['finance']['fiscalYears'][number];

/** The lower part of the plan screen, where there is room for it. */
export function cashLines(
  { finance }: PlanView['run'],
  currency: string,
  { width, glyphs }: Canvas,
): readonly Line[] {
  const amount = (key: 'forecastBilledCost' | 'billedCost' | 'cashSaving' | 'oneOffCost') => (year: Year) =>
    money(year[key], currency);
  const share = (value: number | null) => (value === null ? glyphs.dash : percent(value));
  const column = { width: 11, align: 'right' } as const;
  const table = createTable<Year>(
    [
      { head: 'Cash in', say: '', width: 7, cell: ({ name }) => name },
      { head: 'Months', say: 'months', width: 6, align: 'right', cell: ({ months }) => String(months) },
      { ...column, head: 'No plan', say: 'without the plan', spare: 2, cell: amount('forecastBilledCost') },
      { ...column, head: 'Invoiced', say: 'invoiced', spare: 1, cell: amount('billedCost') },
      { ...column, head: 'Saved', say: 'saved', cell: amount('cashSaving') },
      { head: 'Share', say: 'share', width: 7, align: 'right', cell: ({ cashShare }) => share(cashShare) },
      { ...column, head: 'Once', say: 'of it once', spare: 3, cell: amount('oneOffCost') },
      {
        head: 'At its end',
        say: 'run-rate saving at its end',
        width: 10,
        align: 'right',
        cell: ({ exitRunRateShare }) => share(exitRunRateShare),
      },
    ],
    width,
    glyphs,
  );
  const worth = `Net present value ${money(finance.netPresentValue, currency)} at ${percent(finance.discountRate)} a year. ${paybackText(finance, currency)}`;
  return [
    BLANK,
    heading('Cash', width, glyphs, [span('against the invoices without the plan', 'text.muted')]),
    table.head,
    ...finance.fiscalYears.map(year => table.row(year)),
    ...prose(worth, width),
  ];
}
