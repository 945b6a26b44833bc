/** The terminal UI on a terminal that tests can read: real Ink, real keys, the cells that a person would see. */

import './color-on.ts';
import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import type { ScreenLook } from '../../src/app/screens.ts';
import type { Session } from '../../src/app/session.ts';
import type { Plan } from '../../src/engine/index.ts';
import { mountUi } from '../../src/ui/start.tsx';

/** Keys by name; Esc in its unambiguous form, because a bare one waits for what may follow. */
export const KEYS = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageDown: '\u001b[6~',
  pageUp: '\u001b[5~',
  home: '\u001b[H',
  end: '\u001b[F',
  enter: '\r',
  tab: '\t',
  shiftTab: '\u001b[Z',
  backspace: '\u007f',
  esc: '\u001b[27u',
  ctrlC: '\u0003',
} as const;

/** How the screen is opened. */
export type ScreenOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly look?: Partial<ScreenLook>;
  readonly savePlan?: (plan: Plan) => string;
  readonly loadShippedPlan?: (name: string) => Plan;
};

const nothing = (): never => {
  throw new Error('not expected in this test');
};

/** Opens the UI of a session on a terminal of its own. */
export function openScreen(session: Session, options: ScreenOptions = {}) {
  const { columns = 80, rows = 24 } = options;
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const written: string[] = [];
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        written.push(chunk);
        terminal.write(chunk, done);
      },
    }),
    { isTTY: true, columns, rows },
  );
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => {},
    ref: () => {},
    unref: () => {},
  });
  const instance = mountUi(
    {
      session,
      savePlan: options.savePlan ?? nothing,
      loadShippedPlan: options.loadShippedPlan ?? nothing,
      look: { color: 'dark', glyphs: 'unicode', screenReader: false, ...options.look },
    },
    { stdin, stdout },
  );
  const isBusy = () => {
    const { isJudging, isRanging, searchShare, commitmentsShare, chanceShare, phase } = session.getState();
    const isAsked = searchShare !== null || commitmentsShare !== null || chanceShare !== null;
    return isJudging || isRanging || isAsked || phase === 'opening';
  };
  const turn = () => new Promise(resolve => setImmediate(resolve));

  /** Waits until nothing is being worked out and everything is drawn. */
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet = isBusy() ? 0 : quiet + 1) await turn();
    await instance.waitUntilRenderFlush();
    await new Promise<void>(resolve => terminal.write('', resolve));
  }

  return {
    instance,
    session,
    settle,
    /** Presses keys one after the other. */
    async press(...keys: readonly string[]): Promise<void> {
      for (const key of keys) {
        stdin.write(key);
        await settle();
      }
    },
    async resize(nextColumns: number, nextRows: number): Promise<void> {
      Object.assign(stdout, { columns: nextColumns, rows: nextRows });
      terminal.resize(nextColumns, nextRows);
      stdout.emit('resize');
      await settle();
    },
    /** The rows that a person sees, without trailing blanks. */
    frame(): string[] {
      const { active } = terminal.buffer;
      return Array.from(
        { length: terminal.rows },
        (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
      );
    },
    /** Whether any cell of a row is drawn inverse, bold, or in a colour. */
    styles(row: number): { readonly inverse: boolean; readonly bold: boolean; readonly color: boolean } {
      const cells = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
      const all = Array.from({ length: terminal.cols }, (_, column) => cells?.getCell(column));
      return {
        inverse: all.some(cell => cell?.isInverse()),
        bold: all.some(cell => cell?.isBold()),
        color: all.some(cell => cell && !(cell.isFgDefault() && cell.isBgDefault())),
      };
    },
    /** Everything that was sent to the terminal. */
    output: () => written.join(''),
    isAlternate: () => terminal.buffer.active.type === 'alternate',
    async close(): Promise<void> {
      instance.unmount();
      await instance.waitUntilExit();
      await new Promise<void>(resolve => terminal.write('', resolve));
    },
  };
}

/** A screen under test. */
export type TestScreen = ReturnType<typeof openScreen>;
