/** Commands on the bill: group it anew, look into a group, come up again. */

import { BILL_DIMENSIONS, type BillDimension } from '../../report/bill-view.ts';
import type { Command } from '../keymap.ts';
import { billItems, isBillOf } from '../lists.ts';
import type { BillStep, UiState } from '../ui-state.ts';
import { change, cursorOf, type Handler, openField, say, type World } from './world.ts';

/** Dimensions that the path has not used yet; single resources always remain. */
function freeDimensions(path: readonly BillStep[]): readonly BillDimension[] {
  return BILL_DIMENSIONS.filter(
    name => name === 'resource' || !path.some(({ dimension }) => dimension === name),
  );
}

/** Wants another bill; the session is asked for it when it is drawn. */
function browse(world: World, bill: UiState['bill'], cursor: number): void {
  const ui = world.store.getState();
  change(world, { bill, filters: { ...ui.filters, bill: '' }, cursors: { ...ui.cursors, bill: cursor } });
}

function group(world: World): void {
  const { by, path } = world.store.getState().bill;
  const free = freeDimensions(path);
  const next = free[(free.indexOf(by) + 1) % free.length] ?? 'resource';
  browse(world, { by: next, path }, 0);
}

function open(world: World): void {
  const { bill } = world.session.getState();
  const { bill: at, filters } = world.store.getState();
  if (!bill || !isBillOf(bill, at)) return;
  const cursor = cursorOf(world, 'bill');
  const row = billItems(bill, filters.bill)[cursor];
  if (!row) return;
  if (at.by === 'resource') {
    say(world, 'info', 'A single resource: there is nothing below it. Esc goes up.');
    return;
  }
  const path = [...at.path, { dimension: at.by, key: row.key, cursor: bill.rows.indexOf(row) }];
  const free = freeDimensions(path);
  const after = BILL_DIMENSIONS.slice(BILL_DIMENSIONS.indexOf(at.by) + 1);
  browse(world, { by: after.find(name => free.includes(name)) ?? free[0] ?? 'resource', path }, 0);
}

function back(world: World): void {
  const ui = world.store.getState();
  if (ui.filters.bill !== '') {
    change(world, { filters: { ...ui.filters, bill: '' }, cursors: { ...ui.cursors, bill: 0 } });
    return;
  }
  const last = ui.bill.path.at(-1);
  if (last) browse(world, { by: last.dimension, path: ui.bill.path.slice(0, -1) }, last.cursor);
}

/** Handlers of the bill screen. */
export const BILL: Partial<Record<Command, Handler>> = {
  group,
  open,
  back,
  filter: world => {
    const { filters } = world.store.getState();
    openField(world, { kind: 'filter', screen: 'bill', text: filters.bill, before: filters.bill });
  },
};
