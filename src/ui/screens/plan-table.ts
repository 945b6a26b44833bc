/** The table of a plan: its moves as steps of a waterfall, from what the bill costs down to what is left. */

import type { EstateInfo, PlanView } from '../../app/engine-host.ts';
import type { Plan } from '../../engine/index.ts';
import { count, days, money, shortMoney } from '../../report/format.ts';
import { type Column, createTable } from '../components/table.ts';
import { createWaterfall, type Waterfall } from '../components/waterfall.ts';
import type { Canvas } from '../layout.ts';
import { cutMiddle, type Line, type Part, type Span, saying, span } from '../line.ts';
import { type PlanItem, scopeText } from '../lists.ts';
import { moneyWidth } from '../words.ts';
import { type Rows, rowsFrom } from './screen.ts';

/** What the plan screen shows. */
export type PlanProps = {
  readonly info: EstateInfo;
  readonly plan: Plan;
  readonly view: PlanView | null;
  readonly isJudging: boolean;
  readonly cursor: number;
  readonly canvas: Canvas;
};

/** A row: a level of the waterfall, or a move with the levels before and after it. */
type Row = {
  readonly label: string;
  readonly item: PlanItem | null;
  readonly amount: readonly Part[];
  readonly draw: (waterfall: Waterfall) => readonly Span[];
};

/** A row that shows a level: the bill, or what is left of it. */
function levelRow(label: string, amount: string, currency: string, token: 'bar' | 'cost.down'): Row {
  return {
    label,
    item: null,
    amount: [span(money(amount, currency), 'text.strong')],
    draw: waterfall => waterfall.level(Number(amount), token),
  };
}

/** Rows of the moves, and every level that the waterfall reaches. */
function moveRows(items: readonly PlanItem[], { view, info }: PlanProps): { rows: Row[]; levels: number[] } {
  const levels = [Number(view?.run.baseline.effectiveCost ?? info.effectiveCost)];
  const rows = items.map((each): Row => {
    const { move, outcome } = each;
    const change = Number(view?.waterfall.find(({ moveId }) => moveId === move.id)?.amount ?? 0);
    const before = levels.at(-1) ?? 0;
    const after = before + change;
    levels.push(after);
    const saved = Number(outcome?.savedPerMonth ?? 0);
    const amount =
      outcome === null
        ? span('...', 'text.muted')
        : span(money(outcome.savedPerMonth, info.currency), saved < 0 ? 'cost.up' : 'cost.down');
    return {
      label: move.id,
      item: each,
      amount: [amount],
      draw: waterfall => (change === 0 ? [] : waterfall.step(before, after)),
    };
  });
  return { rows, levels };
}

/** The month in which it starts, and the one in which its work is done where it has to wait for people. */
function effectText({ move, outcome }: PlanItem): Part[] {
  const { start } = move;
  if (outcome === null) return [`M${start}`];
  const { doneMonth, effectMonth } = outcome;
  const waits = doneMonth !== null && doneMonth > start;
  const text = waits ? `M${start}-${doneMonth}` : `M${start}`;
  return [span(text, waits || effectMonth === null ? 'warning' : 'text')];
}

function columns(
  chart: string,
  waterfall: (width: number) => Waterfall,
  { info, canvas }: PlanProps,
): Column<Row>[] {
  const of = <T>(row: Row, pick: (item: PlanItem) => T): T | '' => (row.item ? pick(row.item) : '');
  const outcome = (row: Row, pick: (outcome: NonNullable<PlanItem['outcome']>) => string) =>
    row.item?.outcome ? pick(row.item.outcome) : '';
  const isWide = canvas.size === 'wide';
  return [
    {
      head: 'Move',
      say: '',
      width: canvas.size === 'compact' ? 20 : 22,
      max: isWide ? 40 : 24,
      cell: ({ label }, width) => cutMiddle(label, width, canvas.glyphs),
    },
    { head: 'From', say: 'from month', width: 5, cell: row => of(row, effectText) },
    {
      head: 'Saves/mo',
      say: 'saves a month',
      width: moneyWidth([info.effectiveCost], info.currency, 9),
      align: 'right',
      cell: ({ amount }) => amount,
    },
    {
      head: 'Owner',
      say: 'owner',
      width: 8,
      max: isWide ? 18 : 12,
      spare: 1,
      cell: row => of(row, ({ move }) => (move.owner === null ? [span('nobody', 'warning')] : move.owner)),
    },
    {
      head: 'Days',
      say: 'engineer-days',
      width: 4,
      align: 'right',
      spare: 2,
      cell: row => outcome(row, ({ effortDays }) => days(effortDays.mean)),
    },
    {
      head: 'Res.',
      say: 'resources',
      width: 5,
      align: 'right',
      spare: 3,
      cell: row => outcome(row, ({ applied }) => count(applied.length)),
    },
    {
      head: 'Once',
      say: 'once',
      width: 7,
      align: 'right',
      spare: 4,
      cell: row => outcome(row, ({ oneOffCost }) => shortMoney(oneOffCost, info.currency)),
    },
    { head: chart, say: null, width: 14, max: 60, cell: (row, width) => row.draw(waterfall(width)) },
  ];
}

/** A plan drawn: the bill, its moves one by one, and what is left in the target month. */
export type PlanTable = {
  readonly head: Line;
  readonly bill: Line;
  readonly moves: Rows;
  /** Null before the first judgement. */
  readonly left: Line | null;
};

/** Draws a plan. */
export function planTable(props: PlanProps, items: readonly PlanItem[]): PlanTable {
  const { view, info, plan, canvas } = props;
  const { currency } = info;
  const { rows, levels } = moveRows(items, props);
  const goal = view && view.score.target.basis === 'run-rate' ? Number(view.score.target.allowedCost) : null;
  const month = view?.run.months[Math.min(plan.target.byMonth, view.run.months.length) - 1];
  const at = (width: number) => createWaterfall(levels, goal, width, canvas.glyphs);
  const chart = `from ${shortMoney(at(1).from, currency)}`;
  const table = createTable(columns(chart, at, props), canvas.width, canvas.glyphs);
  const level = (label: string, amount: string, token: 'bar' | 'cost.down') =>
    saying(
      table.row(levelRow(label, amount, currency, token)),
      `${label}: ${money(amount, currency)} a month.`,
    );
  return {
    head: table.head,
    bill: level(`Bill of ${info.month}`, view?.run.baseline.effectiveCost ?? info.effectiveCost, 'bar'),
    moves: rowsFrom(rows, row => {
      const scope = row.item ? `On ${scopeText(row.item.move.scope)}.` : '';
      const drawn = table.row(row);
      return saying(drawn, `${drawn.say ?? ''} ${scope}`);
    }),
    left: month ? level(`Left in month ${month.index}`, month.runRateCost, 'cost.down') : null,
  };
}
