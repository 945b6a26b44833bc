/** The dates of a plan as text: a table, a chart of its months, and the days of its teams. */

import { escapeControl } from '../../engine/text.ts';
import type { PlanShowReport } from '../contract.ts';
import { money } from '../format.ts';
import { cut, table, wrap } from './table.ts';

type Dates = NonNullable<PlanShowReport['dates']>;
type MoveDates = Dates['moves'][number];

/** Columns of a month in the chart: one for the work, one for the effect, one between. */
const CELL = 3;
/** Columns of a move's name in the chart. */
const NAME_MAX = 24;

const monthWords = (month: number | null) => (month === null ? 'later' : String(month));

function datesTable({ moves, currency }: Dates, width: number): string[] {
  return table(
    [
      { head: 'Move', shrink: 10 },
      { head: 'Owner', shrink: 8 },
      { head: 'Days', align: 'right' },
      { head: 'Start', align: 'right' },
      { head: 'Begun', align: 'right' },
      { head: 'Done', align: 'right' },
      { head: 'Effect', align: 'right' },
      { head: 'Full', align: 'right' },
      { head: 'Saves/month', align: 'right' },
    ],
    moves.map(move => [
      move.moveId,
      move.owner ?? '(nobody)',
      move.effortDays.toFixed(1),
      String(move.start),
      monthWords(move.begunMonth),
      monthWords(move.doneMonth),
      monthWords(move.effectMonth),
      monthWords(move.fullMonth),
      money(move.savedPerMonth, currency),
    ]),
    width,
  );
}

/** Whether a month lies in a range whose end may be beyond the horizon; null as its begin: never. */
function isWithin(month: number, from: number | null, to: number | null): boolean {
  return from !== null && month >= from && month <= (to ?? Number.POSITIVE_INFINITY);
}

/** What is done in a month, and how much of it the bill shows. */
function cellOf(move: MoveDates, month: number): string {
  const works = move.workDays.some(each => each.month === month);
  const isOpen = isWithin(month, move.start, move.doneMonth);
  const isReady = move.doneMonth !== null && month > move.doneMonth;
  const work = works ? '#' : isOpen && move.workDays.length > 0 ? 'w' : '.';
  if (!isWithin(month, move.effectMonth, null)) return `${work}${isReady ? '-' : ' '}`;
  return `${work}${isWithin(month, move.fullMonth, null) ? '=' : '+'}`;
}

/** The months of every move, in as many blocks as the width asks for. */
function chart({ moves, months }: Dates, width: number): string[] {
  const longest = Math.max(5, ...moves.map(({ moveId }) => moveId.length));
  const name = Math.min(NAME_MAX, longest);
  const perBlock = Math.max(1, Math.floor((width - name) / CELL));
  const blocks = Array.from({ length: Math.ceil(months.length / perBlock) }, (_, block) =>
    months.slice(block * perBlock, (block + 1) * perBlock),
  );
  return blocks.flatMap(block => [
    `${'Month'.padEnd(name)}${block.map(({ index }) => String(index).padStart(CELL)).join('')}`,
    ...moves.map(move => {
      const cells = block.map(({ index }) => cellOf(move, index).padStart(CELL)).join('');
      return `${cut(move.moveId, name).padEnd(name)}${cells}`.trimEnd();
    }),
  ]);
}

/** Days spent and had, month by month; teams that do not fit the width are left to `--json`. */
function teamDays({ teams, months }: Dates, width: number): string[] {
  if (teams.length === 0) return ['Nothing is said about teams: no move waits for people.'];
  return table(
    [{ head: 'Month' }, ...teams.map(({ name }) => ({ head: name, align: 'right' as const, shrink: 9 }))],
    months.map(({ index, month }) => [
      `${index} (${month})`,
      ...teams.map(team => {
        const { workDays = 0, capacityDays = 0 } = team.months[index - 1] ?? {};
        return `${workDays.toFixed(1)}/${capacityDays.toFixed(1)}`;
      }),
    ]),
    width,
  );
}

/** Dates of a plan: table, chart, days of the teams. */
export function planDatesText(dates: Dates, width: number): string[] {
  const [first] = dates.months;
  return [
    `Dates, in months of the run${first ? ` (1 is ${first.month})` : ''}:`,
    ...datesTable(dates, width),
    '',
    ...chart(dates, width).map(escapeControl),
    ...wrap(
      '# work, w waits for its team, - done and not yet on the bill, + partly in effect, = all of it',
      width,
    ),
    '',
    'Days of the teams, spent of what they have:',
    ...teamDays(dates, width),
  ];
}
