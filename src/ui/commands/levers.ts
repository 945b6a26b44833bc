/** Commands on the levers: look at one, add it to the plan, sort and filter the list. */

import { leverById, OPPORTUNITY_ORDERS } from '../../engine/index.ts';
import type { Command } from '../keymap.ts';
import { isInPlan, leverItems, type Opportunity } from '../lists.ts';
import { change, cursorOf, type Handler, openField, say, type World } from './world.ts';

function chosen(world: World): Opportunity | undefined {
  const { opportunities } = world.session.getState();
  const { order, filters, opened } = world.store.getState();
  if (!opportunities) return undefined;
  if (opened.lever !== null) return opportunities.opportunities.find(({ id }) => id === opened.lever);
  return leverItems(opportunities, order, filters.levers)[cursorOf(world, 'levers')];
}

/** The list shows what fitted before the plan changed until a new search is done: nothing is added twice meanwhile. */
function add(world: World): void {
  const opportunity = chosen(world);
  if (!opportunity) return;
  const { plan, searchedPlan } = world.session.getState();
  const isCommitment = leverById(opportunity.leverId)?.target === 'estate';
  if (isInPlan(plan, opportunity.move) && (!isCommitment || searchedPlan !== plan)) {
    say(world, 'info', `${opportunity.title} is in your plan already: 4 shows it, d removes it there.`);
    return;
  }
  world.session.dispatch({ kind: 'add-move', move: opportunity.move });
  change(world, { opened: { ...world.store.getState().opened, lever: null } });
}

function sort(world: World): void {
  const ui = world.store.getState();
  const next = (OPPORTUNITY_ORDERS.indexOf(ui.order) + 1) % OPPORTUNITY_ORDERS.length;
  const order = OPPORTUNITY_ORDERS[next] ?? 'value';
  change(world, { order, cursors: { ...ui.cursors, levers: 0 } });
}

function open(world: World): void {
  const opportunity = chosen(world);
  if (!opportunity) return;
  const ui = world.store.getState();
  change(world, { opened: { ...ui.opened, lever: opportunity.id }, cursors: { ...ui.cursors, lever: 0 } });
}

function clearFilter(world: World): void {
  const ui = world.store.getState();
  if (ui.filters.levers !== '')
    change(world, { filters: { ...ui.filters, levers: '' }, cursors: { ...ui.cursors, levers: 0 } });
}

/** Handlers of the levers screen. */
export const LEVERS: Partial<Record<Command, Handler>> = {
  add,
  sort,
  open,
  back: clearFilter,
  filter: world => {
    const { filters } = world.store.getState();
    openField(world, { kind: 'filter', screen: 'levers', text: filters.levers, before: filters.levers });
  },
};

/** Handlers of a lever's details. */
export const LEVER: Partial<Record<Command, Handler>> = { add };
