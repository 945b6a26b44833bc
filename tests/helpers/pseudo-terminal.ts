/** The built program in a pseudo-terminal, seen through a terminal emulator: press keys, resize, look at the screen. */

import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { PROGRAM, ROOT } from './run-program.ts';

/** A running program and its screen. */
export type PseudoTerminal = {
  /** The screen as lines without trailing spaces. */
  screen(): string;
  /** Everything it wrote, escape sequences included. */
  raw(): string;
  press(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Waits until the screen matches. @throws with the screen when it does not in time */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<string>;
  readonly exited: Promise<number>;
  kill(signal?: string): void;
};

export const KEYS = {
  enter: '\r',
  escape: '\u001b',
  up: '\u001b[A',
  down: '\u001b[B',
  ctrlC: '\u0003',
  tab: '\t',
} as const;

/** Starts `trimtab ARGS` in a terminal of this size. */
export function openTerminal(options: {
  readonly args: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}): PseudoTerminal {
  const { columns, rows } = options;
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  let written = '';
  const child: IPty = spawn(process.execPath, [PROGRAM, ...options.args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd ?? ROOT,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      ...options.env,
    },
  });
  child.onData(data => {
    written += data;
    emulator.write(data);
  });
  const exited = new Promise<number>(resolve => child.onExit(({ exitCode }) => resolve(exitCode)));
  const screen = () => {
    const buffer = emulator.buffer.active;
    return Array.from(
      { length: emulator.rows },
      (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
    ).join('\n');
  };
  return {
    screen,
    raw: () => written,
    press: keys => child.write(keys),
    resize: (newColumns, newRows) => {
      emulator.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    waitFor: async (pattern, timeoutMs = 20_000) => {
      const end = Date.now() + timeoutMs;
      while (Date.now() < end) {
        // Reads what the emulator has drawn so far.
        await new Promise<void>(resolve => emulator.write('', resolve));
        if (pattern.test(screen())) return screen();
        await new Promise(resolve => setTimeout(resolve, 25));
      }
      throw new Error(`the screen never showed ${pattern}:\n${screen()}`);
    },
    exited,
    kill: signal => child.kill(signal),
  };
}
