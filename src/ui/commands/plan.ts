/** Commands on the plan and on the risk list: open, remove, start earlier or later, load a shipped plan. */

import type { Command } from '../keymap.ts';
import { planItems, riskItems } from '../lists.ts';
import { attempt, change, cursorOf, type Handler, say, type World } from './world.ts';

/** Id of the chosen move, in the list or in the editor. */
function chosenMove(world: World): string | null {
  const { plan, view } = world.session.getState();
  const { opened } = world.store.getState();
  if (plan.moves.some(({ id }) => id === opened.move)) return opened.move;
  return planItems(plan, view)[cursorOf(world, 'plan')]?.move.id ?? null;
}

/** Starts the chosen move so many months later. */
export function start(months: number): Handler {
  return world => {
    const moveId = chosenMove(world);
    if (moveId !== null) world.session.dispatch({ kind: 'move-start', moveId, months });
  };
}

/** Takes the chosen move out of the plan. */
export function remove(world: World): void {
  const moveId = chosenMove(world);
  if (moveId === null) return;
  change(world, { opened: { ...world.store.getState().opened, move: null } });
  world.session.dispatch({ kind: 'remove-move', moveId });
}

function openMove(world: World): void {
  const move = chosenMove(world);
  const ui = world.store.getState();
  if (move !== null) change(world, { opened: { ...ui.opened, move }, cursors: { ...ui.cursors, move: 0 } });
}

function openPlans(world: World): void {
  const ui = world.store.getState();
  if (Object.keys(world.session.getState().info?.plans ?? {}).length === 0)
    say(world, 'info', 'No plan ships with this bill.');
  else change(world, { opened: { ...ui.opened, plans: true }, cursors: { ...ui.cursors, plans: 0 } });
}

function loadPlan(world: World): void {
  const names = Object.keys(world.session.getState().info?.plans ?? {});
  const name = names[cursorOf(world, 'plans')];
  if (name === undefined) return;
  attempt(world, () => {
    const plan = world.loadShippedPlan(name);
    change(world, { opened: { ...world.store.getState().opened, plans: false, move: null } });
    world.session.dispatch({ kind: 'load-plan', plan, from: `the ${name} plan; u brings yours back` });
  });
}

function openWorkload(world: World): void {
  const { view } = world.session.getState();
  const chosen = riskItems(view?.score.reliability ?? [])[cursorOf(world, 'risk')];
  const ui = world.store.getState();
  if (chosen)
    change(world, {
      opened: { ...ui.opened, workload: chosen.workload },
      cursors: { ...ui.cursors, workload: 0 },
    });
}

/** Handlers of the plan screen. */
export const PLAN: Partial<Record<Command, Handler>> = {
  open: openMove,
  remove,
  later: start(1),
  earlier: start(-1),
  plans: openPlans,
};

/** Handlers of the menu of shipped plans. */
export const PLANS: Partial<Record<Command, Handler>> = { open: loadPlan };

/** Handlers of the risk screen. */
export const RISK: Partial<Record<Command, Handler>> = { open: openWorkload };
