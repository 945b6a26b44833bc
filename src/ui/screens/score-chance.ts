/** What the plan leaves to chance, on the score screen: the run-rate of each month as drawn, and what drives the saving most. */

import type { ChanceReport } from '../../report/contract/chance.ts';
import type { ScoreReport } from '../../report/contract.ts';
import { count, money, percent } from '../../report/format.ts';
import { driverText, surrogateErrorText } from '../../report/text/chance-text.ts';
import { heading } from '../components/heading.ts';
import { bar } from '../components/meter.ts';
import { prose } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { type Line, span } from '../line.ts';

/** Drivers shown: the ones worth a question. */
const DRIVERS = 3;

function fanLines({ byMonth }: ChanceReport, currency: string, { glyphs }: Canvas, width: number): Line[] {
  type Month = ChanceReport['byMonth'][number];
  const amount = (head: string, pick: (spread: Month['runRateCost']) => string) => ({
    head,
    say: head,
    width: 11,
    align: 'right' as const,
    cell: ({ runRateCost }: Month) => money(pick(runRateCost), currency),
  });
  const table = createTable<Month>(
    [
      {
        head: 'Run-rate',
        say: '',
        width: 11,
        cell: ({ index, month }) => `${String(index).padStart(2)} ${month}`,
      },
      amount('Planned', ({ planned }) => planned),
      amount('P10', ({ p10 }) => p10),
      amount('P50', ({ p50 }) => p50),
      amount('P90', ({ p90 }) => p90),
    ],
    width,
    glyphs,
  );
  return [table.head, ...byMonth.map(month => table.row(month))];
}

function driverLines({ tornado }: ChanceReport, currency: string, { glyphs }: Canvas, width: number): Line[] {
  const table = createTable<ChanceReport['tornado'][number]>(
    [
      { head: 'Driven by', say: '', width: 20, max: 44, cell: each => driverText(each) },
      {
        head: 'Worst',
        say: 'worst tenth',
        width: 10,
        align: 'right',
        cell: ({ low }) => money(low, currency),
      },
      {
        head: 'Best',
        say: 'best tenth',
        width: 10,
        align: 'right',
        cell: ({ high }) => money(high, currency),
      },
      {
        head: 'Share',
        say: 'share of the variance',
        width: 5,
        align: 'right',
        cell: ({ shareOfVariance }) => percent(shareOfVariance, 0),
      },
      {
        head: '',
        say: null,
        width: 8,
        spare: 1,
        cell: ({ shareOfVariance }, cells) => bar(shareOfVariance, cells, glyphs),
      },
    ],
    width,
    glyphs,
  );
  const rows = tornado.slice(0, DRIVERS);
  return rows.length === 0 ? [] : [table.head, ...rows.map(each => table.row(each))];
}

/** The range of each month and the largest drivers; that they are on their way where nobody has them yet. */
export function chanceLines(
  { chance }: ScoreReport,
  share: number | null,
  currency: string,
  canvas: Canvas,
  width: number,
): Line[] {
  const title = (right: string) => heading('Chance', width, canvas.glyphs, [span(right, 'text.muted')]);
  if (chance === null) return [title(share === null ? 'drawing ...' : `drawing ${percent(share, 0)}`)];
  return [
    title(`${count(chance.runs)} draws`),
    ...fanLines(chance, currency, canvas, width),
    ...driverLines(chance, currency, canvas, width),
    ...prose(surrogateErrorText(chance, currency), width),
  ];
}
