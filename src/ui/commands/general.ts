/** Commands that mean the same everywhere: move, change the screen, go back, undo, save, quit. */

import type { Command } from '../keymap.ts';
import { canvasOf } from '../layout.ts';
import { keyPlace } from '../pick-screen.ts';
import { clampCursor, pageOf } from '../screens/screen.ts';
import { NOTHING_OPEN, SCREENS, type ScreenId } from '../ui-state.ts';
import { attempt, change, currentScreen, type Handler, setCursor, type World } from './world.ts';

/** Moves the chosen row, or scrolls a text. */
function move(by: (at: number, page: number, count: number) => number): Handler {
  return world => {
    const { session, store, layout, glyphs } = world;
    const screen = currentScreen(world);
    const canvas = canvasOf(layout, glyphs);
    const place = keyPlace(session.getState(), store.getState());
    const at = clampCursor(screen, store.getState().cursors[place] ?? 0, canvas);
    const next = by(at, pageOf(screen, canvas), screen.body.count);
    setCursor(world, place, clampCursor(screen, next, canvas));
  };
}

/** Shows a screen; on the screen itself: closes what is open on it. */
function show(world: World, screen: ScreenId): void {
  const { session, store } = world;
  const ui = store.getState();
  const isSame = ui.screen === screen && !ui.isHelpOpen;
  const opened = isSame ? NOTHING_OPEN : ui.opened;
  change(world, { screen, isHelpOpen: false, opened });
  if (session.getState().notice) session.dispatch({ kind: 'notice', notice: null });
}

function step(by: number): Handler {
  return world => {
    const at = SCREENS.indexOf(world.store.getState().screen) + by;
    show(world, SCREENS[(at + SCREENS.length) % SCREENS.length] ?? 'brief');
  };
}

/** Closes the help, or what is open on the screen. */
function back(world: World): void {
  const { session, store } = world;
  const ui = store.getState();
  if (ui.isHelpOpen) change(world, { isHelpOpen: false });
  else change(world, { opened: NOTHING_OPEN });
  if (session.getState().notice) session.dispatch({ kind: 'notice', notice: null });
}

function save(world: World): void {
  attempt(world, () => {
    const path = world.savePlan(world.session.getState().plan);
    world.session.dispatch({ kind: 'saved', path });
  });
}

/** Handlers of every place that has none of its own. */
export const GENERAL: Partial<Record<Command, Handler>> = {
  up: move(at => at - 1),
  down: move(at => at + 1),
  'page-up': move((at, page) => at - page),
  'page-down': move((at, page) => at + page),
  first: move(() => 0),
  last: move((_at, _page, count) => count),
  brief: world => show(world, 'brief'),
  bill: world => show(world, 'bill'),
  levers: world => show(world, 'levers'),
  plan: world => show(world, 'plan'),
  risk: world => show(world, 'risk'),
  score: world => show(world, 'score'),
  commitments: world => show(world, 'commitments'),
  outlook: world => show(world, 'outlook'),
  'next-screen': step(1),
  'previous-screen': step(-1),
  help: world => {
    const { isHelpOpen } = world.store.getState();
    change(world, { isHelpOpen: !isHelpOpen });
    setCursor(world, 'help', 0);
  },
  back,
  undo: world => world.session.dispatch({ kind: 'undo' }),
  save,
  quit: world => world.quit(),
  leave: world => world.quit(),
};
