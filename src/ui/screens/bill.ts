/** Bill: the groups of the bill, largest first, down to single resources. */

import { sum } from '../../engine/index.ts';
import type { BillDimension, BillRow, BillView } from '../../report/bill-view.ts';
import { count, money, percent } from '../../report/format.ts';
import { heading, ruleLine } from '../components/heading.ts';
import { bar } from '../components/meter.ts';
import { prose } from '../components/prose.ts';
import { type Column, createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { ends, type Line, line, span } from '../line.ts';
import { billItems } from '../lists.ts';
import type { BillStep } from '../ui-state.ts';
import { moneyWidth } from '../words.ts';
import { rowsFrom, rowsOf, type Screen } from './screen.ts';

/** What the bill screen shows. */
export type BillProps = {
  /** Null while it is being added up. */
  readonly bill: BillView | null;
  readonly by: BillDimension;
  readonly path: readonly BillStep[];
  readonly filter: string;
  readonly month: string;
  readonly currency: string;
  readonly canvas: Canvas;
};

const NAMES: Readonly<Record<BillDimension, string>> = {
  service: 'Service',
  workload: 'Workload',
  account: 'Account',
  region: 'Region',
  resource: 'Resource',
};

/** A group, or the total of the groups; `largest` is the longest bar. */
type Item = Pick<BillRow, 'label' | 'effectiveCost' | 'billedCost' | 'share'> & {
  readonly resources: number | null;
};

/** @param items the rows that are the widest: first, last and total of a list sorted by effective cost */
function columns(
  { by, currency, canvas }: BillProps,
  items: readonly Item[],
  hasBars: boolean,
): Column<Item>[] {
  const { glyphs, size } = canvas;
  const largest = Math.max(0, items[0]?.share ?? 0);
  const amounts = items.flatMap(({ effectiveCost, billedCost }) => [effectiveCost, billedCost]);
  const cells = moneyWidth(amounts, currency, 11);
  return [
    { head: NAMES[by], say: NAMES[by], width: 30, max: 56, cell: ({ label }) => label },
    {
      head: 'Effective',
      say: 'effective',
      width: cells,
      align: 'right',
      cell: row => money(row.effectiveCost, currency),
    },
    { head: 'Share', say: 'share', width: 7, align: 'right', cell: ({ share }) => percent(share) },
    {
      head: '',
      say: null,
      width: 8,
      max: size === 'wide' ? 30 : 8,
      spare: 3,
      cell: ({ share }, width) => (hasBars && largest > 0 ? bar(share / largest, width, glyphs) : ''),
    },
    {
      head: 'Billed',
      say: 'billed',
      width: cells,
      align: 'right',
      spare: 1,
      cell: row => money(row.billedCost, currency),
    },
    {
      head: 'Resources',
      say: 'resources',
      width: 9,
      align: 'right',
      spare: 2,
      cell: ({ resources }) => (resources === null ? '' : count(resources)),
    },
  ];
}

/** Where one is: `All > Amazon EC2 > booking`. */
function crumbs({ path, by, filter, canvas }: BillProps): Line {
  const { glyphs, width } = canvas;
  const names = ['Whole bill', ...path.map(({ key }) => key)];
  const parts = names.flatMap((name, index) => [
    ...(index === 0 ? [] : [span(` ${glyphs.crumb} `, 'text.muted')]),
    span(name, index === names.length - 1 ? 'text.strong' : 'text'),
  ]);
  const right =
    filter === ''
      ? line(span(`by ${by}`, 'text.muted'))
      : line(span(`by ${by}, filter: `, 'text.muted'), span(filter, 'field'));
  return ends(line(...parts), right, width, glyphs);
}

function total(items: readonly BillRow[], bill: BillView, filter: string): Item {
  const isAll = filter.trim() === '';
  return {
    label: `Total of ${count(items.length)} listed`,
    effectiveCost: isAll
      ? bill.effectiveCost
      : sum(items.map(({ effectiveCost }) => effectiveCost)).toFixed(),
    billedCost: isAll ? bill.billedCost : sum(items.map(({ billedCost }) => billedCost)).toFixed(),
    share: items.reduce((all, { share }) => all + share, 0),
    // A resource that several services bill stands in several groups: its numbers do not add up.
    resources: null,
  };
}

/** The bill screen. */
export function billScreen(props: BillProps): Screen {
  const { bill, by, filter, month, canvas } = props;
  const title = heading(`Where the money goes`, canvas.width, canvas.glyphs, [
    span(`bill of ${month}`, 'text.muted'),
  ]);
  const advice =
    by === 'resource'
      ? 'Single resources. Esc goes up, b groups by something else.'
      : 'Enter looks into a group, b groups otherwise, 3 shows the levers that fit.';
  const base = { isFootAttached: true, side: null, advice } as const;
  const message = (text: string): Screen => ({
    ...base,
    kind: 'text',
    head: [title, crumbs(props)],
    body: rowsOf(prose(text, canvas.width, 'text.muted')),
    foot: [],
  });
  if (bill === null) return message('Adding up ...');
  const items = billItems(bill, filter);
  if (items.length === 0)
    return message(
      filter === '' ? 'Nothing is billed here.' : `Nothing contains "${filter}". Esc clears the filter.`,
    );
  const totalRow = total(items, bill, filter);
  const all = [...items.slice(0, 1), totalRow, ...items.slice(-1)];
  const table = createTable(columns(props, all, true), canvas.width, canvas.glyphs);
  const totals = createTable(columns(props, all, false), canvas.width, canvas.glyphs);
  return {
    ...base,
    kind: 'list',
    head: [title, crumbs(props), table.head],
    body: rowsFrom(items, row => table.row(row)),
    foot: [ruleLine(canvas.width, canvas.glyphs), totals.row(totalRow)],
  };
}
