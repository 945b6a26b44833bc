/** The lower part of the score: month by month, and what each move did. */

import type { PlanView } from '../../app/engine-host.ts';
import type { ScoreReport } from '../../report/contract.ts';
import { count, days, money, percent } from '../../report/format.ts';
import { heading } from '../components/heading.ts';
import { prose } from '../components/prose.ts';
import { sparkline } from '../components/sparkline.ts';
import { createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { type Line, span } from '../line.ts';

type Run = PlanView['run'];

/** Months of a run, with the run-rate as a row of bars. */
export function monthsLines(
  { months, baseline }: Run,
  currency: string,
  { glyphs }: Canvas,
  width: number,
): Line[] {
  const values = [baseline.effectiveCost, ...months.map(({ runRateCost }) => runRateCost)].map(Number);
  const table = createTable<Run['months'][number]>(
    [
      {
        head: 'Month',
        say: '',
        width: 11,
        cell: ({ index, month }) => `${String(index).padStart(2)} ${month}`,
      },
      {
        head: 'Run-rate',
        say: 'run-rate',
        width: 11,
        align: 'right',
        cell: row => money(row.runRateCost, currency),
      },
      { head: 'Cash', say: 'cash', width: 11, align: 'right', cell: row => money(row.billedCost, currency) },
      { head: 'Saved', say: 'saved', width: 11, align: 'right', cell: row => money(row.savedCost, currency) },
      {
        head: 'Coverage',
        say: 'commitment coverage',
        width: 8,
        align: 'right',
        spare: 1,
        cell: ({ commitments }) =>
          commitments.commitmentCoverage === null ? glyphs.dash : percent(commitments.commitmentCoverage, 0),
      },
    ],
    width,
    glyphs,
  );
  return [
    heading('Month by month', width, glyphs, [span('run-rate ', 'text.muted'), sparkline(values, 0, glyphs)]),
    table.head,
    ...months.map(row => table.row(row)),
  ];
}

/** What each move did. */
export function movesLines(
  { moves }: ScoreReport,
  currency: string,
  { glyphs }: Canvas,
  width: number,
): Line[] {
  const table = createTable<ScoreReport['moves'][number]>(
    [
      { head: 'Move', say: '', width: 20, max: 36, cell: ({ moveId }) => moveId },
      {
        head: 'Saves/mo',
        say: 'saves a month',
        width: 9,
        align: 'right',
        cell: row => money(row.savedPerMonth, currency),
      },
      {
        head: 'Once',
        say: 'once',
        width: 8,
        align: 'right',
        spare: 1,
        cell: row => money(row.oneOffCost, currency),
      },
      {
        head: 'Res.',
        say: 'resources',
        width: 5,
        align: 'right',
        cell: ({ appliedCount }) => count(appliedCount),
      },
      {
        head: 'Days',
        say: 'engineer-days',
        width: 4,
        align: 'right',
        cell: ({ effortDays }) => days(effortDays.mean),
      },
    ],
    width,
    glyphs,
  );
  const rows =
    moves.length === 0
      ? prose('The plan has no moves.', width)
      : [table.head, ...moves.map(row => table.row(row))];
  return [heading('What each move did', width, glyphs), ...rows];
}
