/** What a command may touch: the session, the state of the screen, the size of the terminal, and the way out. */

import type { Session } from '../../app/session.ts';
import type { Plan } from '../../engine/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { canvasOf, type Layout } from '../layout.ts';
import { pickScreen } from '../pick-screen.ts';
import { clampCursor, type Screen } from '../screens/screen.ts';
import type { Field, Place, UiState, UiStore } from '../ui-state.ts';

/** Everything a command may touch. */
export type World = {
  readonly session: Session;
  readonly store: UiStore;
  readonly layout: Layout;
  readonly glyphs: Glyphs;
  readonly savePlan: (plan: Plan) => string;
  readonly loadShippedPlan: (name: string) => Plan;
  readonly quit: () => void;
};

/** What a command does in a place. `key` is the name of the key that was pressed. */
export type Handler = (world: World, key: string) => void;

/** Changes the state of the screen. */
export function change({ store }: World, part: Partial<UiState>): void {
  store.set({ ...store.getState(), ...part });
}

/** The screen as it is now. */
export function currentScreen({ session, store, layout, glyphs }: World): Screen {
  return pickScreen(session.getState(), store.getState(), layout, glyphs);
}

/** The chosen row of a place that is shown now. */
export function cursorOf(world: World, place: Place): number {
  const cursor = world.store.getState().cursors[place] ?? 0;
  return clampCursor(currentScreen(world), cursor, canvasOf(world.layout, world.glyphs));
}

/** Puts a place's cursor on a row. */
export function setCursor(world: World, place: Place, cursor: number): void {
  const ui = world.store.getState();
  change(world, { cursors: { ...ui.cursors, [place]: cursor } });
}

/** Says something below the screen. */
export function say({ session }: World, kind: 'info' | 'error', text: string): void {
  session.dispatch({ kind: 'notice', notice: { kind, text } });
}

/** Opens a text field; what was said before has nothing to do with it. */
export function openField(world: World, field: Field): void {
  if (world.session.getState().notice) world.session.dispatch({ kind: 'notice', notice: null });
  change(world, { field });
}

/** Does something that may fail for a reason the user can do something about, and says so. */
export function attempt(world: World, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const hint = 'hint' in error ? ` ${String(error.hint)}` : '';
    say(world, 'error', `${error.message}${hint}`);
  }
}
