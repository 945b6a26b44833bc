/** All commitments of the bill and of the plan: how well each is used, when it ends, and what happens then. */

import type { CommitmentsView, HeldView } from '../../report/commitments-view.ts';
import { money, percent } from '../../report/format.ts';
import { heading, ruleLine } from '../components/heading.ts';
import { fact, prose } from '../components/prose.ts';
import { createTable, type Table } from '../components/table.ts';
import type { Glyphs } from '../glyphs.ts';
import type { Canvas, Size } from '../layout.ts';
import { cutMiddle, span } from '../line.ts';
import { clampCursor, rowsFrom, rowsOf, type Screen } from './screen.ts';

/** The table of commitments. */
export function heldTable(width: number, glyphs: Glyphs, currency: string, size: Size): Table<HeldView> {
  const none = glyphs.dash;
  return createTable<HeldView>(
    [
      {
        head: 'Commitment',
        say: '',
        width: 12,
        max: size === 'wide' ? 30 : 12,
        cell: ({ shortId }, cells) => cutMiddle(shortId, cells, glyphs),
      },
      {
        head: 'Kind',
        say: '',
        width: 18,
        max: 40,
        cell: ({ instrument, size: bought }) => (bought === '' ? instrument : `${instrument} ${bought}`),
      },
      {
        head: 'Per hour',
        say: 'an hour',
        width: 9,
        align: 'right',
        cell: ({ perHour }) => money(perHour, currency, 2),
      },
      {
        head: 'Used',
        say: 'used',
        width: 7,
        align: 'right',
        spare: 1,
        cell: ({ utilization }) => (utilization === null ? none : percent(utilization)),
      },
      {
        head: 'Unused',
        say: 'unused a month',
        width: 8,
        align: 'right',
        spare: 2,
        cell: ({ unused }) => (unused === null ? none : money(unused, currency)),
      },
      {
        head: 'Ends',
        say: 'ends',
        width: 10,
        cell: ({ endsOn, hasEnded }) => [span(endsOn ?? 'unknown', hasEnded ? 'text.muted' : 'text')],
      },
      { head: '', say: '', width: size === 'wide' ? 14 : 12, spare: 3, cell: ({ endsIn }) => endsIn },
    ],
    width,
    glyphs,
  );
}

/** What the list shows. */
export type CommitmentListProps = {
  readonly view: CommitmentsView;
  readonly cursor: number;
  readonly canvas: Canvas;
};

/** Everything about one of them. */
function detailLines(held: HeldView, { canvas: { width } }: CommitmentListProps) {
  const size = [held.instrument, held.size, held.terms].filter(part => part !== '').join(', ');
  const end = held.endsOn === null ? held.endsIn : `${held.endsOn}, ${held.endsIn}`;
  return [
    ...fact('Id', held.id, width),
    ...fact('What', `${size}${held.isPlanned ? '; bought by your plan' : '; on the bill'}`, width),
    ...fact('Ends', end, width),
    ...fact('Then', held.afterwards, width),
  ];
}

/** The list of commitments. */
export function commitmentListScreen(props: CommitmentListProps): Screen {
  const { view, cursor, canvas } = props;
  const { width, glyphs, size } = canvas;
  const { held } = view;
  const title = heading('All commitments', width, glyphs, [
    span(`in month ${view.index}, ${view.month}`, 'text.muted'),
  ]);
  const base = { side: null, advice: 'Esc goes back to the level.', isFootAttached: false } as const;
  if (held.length === 0) {
    const text = 'Nothing is committed: all usage is paid on demand.';
    return { ...base, kind: 'text', head: [title], body: rowsOf(prose(text, width)), foot: [] };
  }
  const table = heldTable(width, glyphs, view.currency, size);
  const screen: Screen = {
    ...base,
    kind: 'list',
    head: [title, table.head],
    body: rowsFrom(held, each => table.row(each)),
    foot: [],
  };
  const chosen = held[clampCursor(screen, cursor, canvas)];
  return { ...screen, foot: [ruleLine(width, glyphs), ...(chosen ? detailLines(chosen, props) : [])] };
}
