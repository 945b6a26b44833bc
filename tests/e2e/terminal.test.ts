/** The built program as a person meets it: a pseudo-terminal, real keys, the screen a terminal would show. */

import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { scoreSchema } from '../../src/report/contract.ts';
import { KEYS, openTerminal, type PseudoTerminal } from '../helpers/pseudo-terminal.ts';
import { runProgram } from '../helpers/run-program.ts';

const CSI = '\u001b[';
const ALTERNATE_SCREEN = { enter: `${CSI}?1049h`, leave: `${CSI}?1049l` };
/** Any colour of the foreground or the background. */
const COLOR = new RegExp(`${CSI.replace('[', '\\[')}(\\d+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]`);
const CURSOR = { hide: `${CSI}?25l`, show: `${CSI}?25h` };

let open: PseudoTerminal[] = [];
afterEach(() => {
  for (const terminal of open) terminal.kill('SIGKILL');
  open = [];
});

const folder = () => mkdtempSync(join(tmpdir(), 'trimtab-tty-'));

/** The prepared sample in a cache folder of one's own: drafts of one test must not reach the next. */
function cacheOfOnesOwn(): string {
  const cache = folder();
  symlinkSync(join(inject('cacheFolder'), 'scenarios'), join(cache, 'scenarios'));
  return cache;
}

type Start = {
  readonly [Key in keyof Parameters<typeof openTerminal>[0]]?: Parameters<typeof openTerminal>[0][Key];
};

function start({ args = [], columns = 80, rows = 24, cwd = folder(), env = {} }: Start = {}): PseudoTerminal {
  const terminal = openTerminal({
    args,
    columns,
    rows,
    cwd,
    env: { TRIMTAB_CACHE_DIR: cacheOfOnesOwn(), ...env },
  });
  open.push(terminal);
  return terminal;
}

/** No line may be wider than the terminal, and the frame must fill no more than its rows. */
function expectToFit(screen: string, columns: number, rows: number): void {
  const lines = screen.split('\n');
  expect(lines).toHaveLength(rows);
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(columns);
}

/** What a run left on the terminal. */
function expectRestored(raw: string): void {
  expect(raw.lastIndexOf(ALTERNATE_SCREEN.enter)).toBeGreaterThanOrEqual(0);
  expect(raw.lastIndexOf(ALTERNATE_SCREEN.leave)).toBeGreaterThan(raw.lastIndexOf(ALTERNATE_SCREEN.enter));
  expect(raw.lastIndexOf(CURSOR.show)).toBeGreaterThan(raw.lastIndexOf(CURSOR.hide));
}

const SCREENS: readonly (readonly [string, RegExp])[] = [
  ['2', /by service[\s\S]*Amazon Elastic Compute Cloud/],
  ['3', /\d+ found, by value/],
  ['4', /It is empty/],
  ['5', /Reliability [\s\S]*booking .*\[/],
  ['7', /the optimum[\s\S]*Utilisation/],
  ['6', /TARGET MISSED/],
  ['?', /Everywhere/],
];

/** Waits for the brief and for the sample to be open. */
const untilOpen = (terminal: PseudoTerminal) =>
  terminal.waitFor(/\d\.\d % .*missing[\s\S]*Your task/, 30_000);

describe.each([
  [80, 24],
  [140, 40],
])('the terminal UI at %i x %i', (columns, rows) => {
  test('shows every screen of the sample and gives the terminal back', async () => {
    const terminal = start({ columns, rows });
    expectToFit(await untilOpen(terminal), columns, rows);
    for (const [key, pattern] of SCREENS) {
      terminal.press(key);
      expectToFit(await terminal.waitFor(pattern), columns, rows);
    }
    terminal.press(KEYS.escape);
    await terminal.waitFor(/TARGET MISSED/);
    terminal.press('q');
    expect(await terminal.exited).toBe(0);
    expectRestored(terminal.raw());
  });
});

describe('a session', () => {
  test('adds a lever, moves the live total, and saves a plan that the command line scores the same', async () => {
    const cwd = folder();
    const terminal = start({ cwd });
    await untilOpen(terminal);
    terminal.press('3');
    await terminal.waitFor(/\d+ found, by value/);
    terminal.press('a');
    await terminal.waitFor(/Added [\w-]+ to the plan/);
    const [header = ''] = (await terminal.waitFor(/[1-9][\d.]* % missing.*\n.*unsaved/)).split('\n');
    terminal.press('w');
    await terminal.waitFor(/Saved to/);
    terminal.press('q');
    expect(await terminal.exited).toBe(0);

    const scored = await runProgram(['score', join(cwd, 'plan.yaml'), '--json'], {
      cwd,
      env: { TRIMTAB_CACHE_DIR: inject('cacheFolder') },
    });
    const report = scoreSchema.parse(JSON.parse(scored.out));
    expect(report.moves).toHaveLength(1);
    expect(header).toContain(` ${(report.savedFraction * 100).toFixed(1)} % missing `);
  });

  test('keeps an unsaved plan as a draft, even when the terminal is closed', async () => {
    const env = { TRIMTAB_CACHE_DIR: cacheOfOnesOwn() };
    const first = start({ env });
    await untilOpen(first);
    first.press('3');
    await first.waitFor(/\d+ found, by value/);
    first.press('a');
    await first.waitFor(/unsaved/);
    first.kill('SIGHUP');
    await first.exited;

    const second = start({ env });
    expect(await second.waitFor(/1 move/, 60_000)).toContain('your draft of last time');
    second.press(KEYS.ctrlC);
    await second.exited;
  });

  test('follows the size of the terminal, and says when it is too small', async () => {
    const terminal = start({ columns: 80, rows: 24 });
    await untilOpen(terminal);
    terminal.resize(140, 40);
    await terminal.waitFor(/─{100}/);
    expectToFit(terminal.screen(), 140, 40);
    terminal.resize(40, 8);
    await terminal.waitFor(/Too small: 40 x 8[\s\S]*60\s+columns/);
    terminal.resize(80, 24);
    expectToFit(await terminal.waitFor(/Your task/), 80, 24);
    terminal.press('q');
    expect(await terminal.exited).toBe(0);
    expectRestored(terminal.raw());
  });

  test.each([
    ['NO_COLOR', { NO_COLOR: '1' }, []],
    ['--theme mono', {}, ['--theme', 'mono']],
  ])('draws without colour under %s', async (_, env, args) => {
    const terminal = start({ env, args: ['play', ...args] });
    await untilOpen(terminal);
    terminal.press('5');
    await terminal.waitFor(/booking +\[/);
    terminal.press('q');
    await terminal.exited;

    expect(terminal.raw()).not.toMatch(COLOR);
  });

  test('draws with colour otherwise', async () => {
    const terminal = start();
    await untilOpen(terminal);
    terminal.press('q');
    await terminal.exited;

    expect(terminal.raw()).toMatch(COLOR);
  });

  test('leaves at once on Ctrl+C, also while it is still opening', async () => {
    const terminal = start({ env: { TRIMTAB_CACHE_DIR: folder() } });
    await terminal.waitFor(/Writing|Importing/, 60_000);
    terminal.press(KEYS.ctrlC);
    expect(await terminal.exited).toBeLessThan(131);
    expectRestored(terminal.raw());
  });

  test('draws with ASCII alone where the locale is not UTF-8', async () => {
    const terminal = start({ env: { LANG: 'C', LC_ALL: 'POSIX' } });
    await untilOpen(terminal);
    terminal.press('4');
    const screen = await terminal.waitFor(/It is empty/);
    expect([...screen].filter(character => character > '\u007f')).toEqual([]);
    terminal.press('q');
    await terminal.exited;
  });
});

describe('what cannot be opened', () => {
  test('is said on the screen with what to do, and the program still quits', async () => {
    const cwd = folder();
    const terminal = start({ cwd, args: ['play', 'no-such-scenario'] });
    await terminal.waitFor(/no-such-scenario/);
    terminal.press('q');
    expect(await terminal.exited).toBeLessThan(71);
    expectRestored(terminal.raw());
  });

  test('a broken plan file leaves the file as it is and the screens usable', async () => {
    const cwd = folder();
    const plan = join(cwd, 'mine.yaml');
    writeFileSync(plan, 'moves: [oops\n');
    const terminal = start({ cwd, args: ['play', '--plan', plan] });
    await terminal.waitFor(/mine\.yaml/, 60_000);
    terminal.press('2');
    await terminal.waitFor(/by service/);
    terminal.press('q');
    await terminal.exited;
    expect(readFileSync(plan, 'utf8')).toBe('moves: [oops\n');
  });
});

test('in a pipe prints the same summary as text, without escape sequences', async () => {
  const { code, out, err } = await runProgram(['play'], {
    cwd: folder(),
    env: { TRIMTAB_CACHE_DIR: inject('cacheFolder') },
  });
  expect(code).toBe(0);
  expect(err).toBe('');
  expect(out).toMatch(/\$498,204/);
  expect(out).not.toContain('\u001b');
});
