/** Opens the terminal UI and gives the terminal back as it was. */

import { type Instance, render } from 'ink';
import type { ScreenOptions } from '../app/screens.ts';
import { App } from './app.tsx';
import { glyphsOf } from './glyphs.ts';
import { themeOf } from './theme.ts';
import { createUiStore } from './ui-state.ts';

/** The terminal to draw on: both streams are TTYs. */
export type Terminal = {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
};

/** Puts the UI on a terminal. */
export function mountUi({ look, ...options }: ScreenOptions, { stdin, stdout }: Terminal): Instance {
  const app = (
    <App
      {...options}
      store={createUiStore()}
      theme={themeOf(look.color)}
      glyphs={glyphsOf(look.screenReader ? 'words' : look.glyphs)}
      isReader={look.screenReader}
    />
  );
  return render(app, {
    stdin,
    stdout,
    // The caller has seen a terminal: a CI variable in the environment must not turn drawing off.
    interactive: true,
    // What is read aloud should stay in the scrollback.
    alternateScreen: !look.screenReader,
    isScreenReaderEnabled: look.screenReader,
    incrementalRendering: true,
    // The console writes to the process's own terminal: on another one it disturbs nothing.
    patchConsole: stdout === process.stdout,
  });
}

/**
 * Runs the UI until the user quits.
 * Ink leaves the alternate screen and shows the cursor on every way out: quit, error, SIGTERM, end of the process.
 * @throws whatever a screen throws: a bug
 */
export async function startUi(options: ScreenOptions, terminal: Terminal = process): Promise<void> {
  await mountUi(options, terminal).waitUntilExit();
}
