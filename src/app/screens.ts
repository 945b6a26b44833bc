/** What opens the terminal UI and what it is given: the command line names no screen, the screens name no command. */

import type { Plan } from '../engine/index.ts';
import type { Session } from './session.ts';

/** How the screens are to look. */
export type ScreenLook = {
  /** `mono` draws without any colour. */
  readonly color: 'dark' | 'light' | 'mono';
  readonly glyphs: 'unicode' | 'ascii';
  /** A linear layout of sentences. */
  readonly screenReader: boolean;
};

/** What the screens need from their caller. */
export type ScreenOptions = {
  /** Already opening: its progress is shown. */
  readonly session: Session;
  /** Writes the plan; returns where. @throws UserError */
  readonly savePlan: (plan: Plan) => string;
  /** A plan that ships with the scenario, by its name in `EstateInfo.plans`. @throws UserError */
  readonly loadShippedPlan: (name: string) => Plan;
  readonly look: ScreenLook;
};

/** Runs the screens until the user leaves them. @throws whatever a screen throws: a bug */
export type OpenScreens = (options: ScreenOptions) => Promise<void>;
