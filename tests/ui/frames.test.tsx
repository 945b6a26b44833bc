/** Every screen in every size and look, as a terminal shows it. */

import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/app/session.ts';
import { textWidth } from '../../src/ui/line.ts';
import { KEYS, openScreen, type ScreenOptions, type TestScreen } from '../helpers/screen.tsx';
import { SMALL_REQUEST, smallSession } from '../helpers/small-estate.ts';

const SIZES = [
  [80, 24],
  [140, 40],
  [60, 20],
] as const;
const LOOKS = [
  ['dark', { color: 'dark', glyphs: 'unicode' }],
  ['mono', { color: 'mono', glyphs: 'unicode' }],
  ['ascii', { color: 'mono', glyphs: 'ascii' }],
] as const;
/** Screens and what lies on top of them, by the keys that lead there, with a word that must be there. */
const VISITS = [
  ['brief', ['1'], /Your task/],
  ['bill', ['2'], /Total of \d+ listed/],
  ['bill, deeper', ['2', KEYS.enter], /Whole bill . Amazon Elastic/],
  ['bill, resources', ['2', 'b', 'b', 'b', 'b'], /by resource/],
  ['levers', ['3'], /Saves\/mo/],
  ['a lever', ['3', KEYS.enter], /Evidence/],
  ['plan', ['4'], /Bill of 2026-10/],
  ['a move', ['4', KEYS.enter], /Start month/],
  ['shipped plans', ['4', 'o'], /answer key/],
  ['risk', ['5'], /P\(SLO breach\)/],
  ['a workload', ['5', KEYS.enter], /may be bad/],
  ['score', ['6'], /TARGET/],
  ['commitments', ['7'], /Commitments in month 1/],
  ['all commitments', ['7', 'l'], /All commitments/],
  ['outlook', ['8'], /Month by month/],
  ['help', ['?'], /Everywhere/],
] as const;

let session: Session;

/** A session with two moves in its plan; screens only look at it. */
beforeAll(async () => {
  session = smallSession();
  await session.open(SMALL_REQUEST);
  await session.search();
  const moves = session.getState().opportunities?.opportunities.map(({ move }) => move) ?? [];
  for (const move of moves.slice(0, 2)) session.dispatch({ kind: 'add-move', move });
});

/** Screens that a failed test left open would go on asking the session. */
const opened: TestScreen[] = [];
afterEach(async () => {
  for (const screen of opened.splice(0)) await screen.close();
});

async function visit(keys: readonly string[], options: ScreenOptions): Promise<TestScreen> {
  const screen = openScreen(session, options);
  opened.push(screen);
  await screen.settle();
  await screen.press(...keys);
  return screen;
}

describe.each(SIZES)('at %dx%d', (columns, rows) => {
  describe.each(LOOKS)('in %s', (name, look) => {
    test.each(VISITS)('%s fills the terminal and no more', async (_what, keys, word) => {
      const screen = await visit(keys, { columns, rows, look });
      const frame = screen.frame();

      expect(frame[0]).toContain('Trimtab');
      expect(frame[1]).toContain(columns < 80 ? '1 Bri' : '1 Brief');
      expect(frame[1]).toContain(columns < 80 ? '8 Out' : '8 Outlook');
      expect(frame.at(-1)).toMatch(/q quit$/);
      expect(frame.join('\n')).toMatch(word);
      for (const row of frame) expect(textWidth(row)).toBeLessThanOrEqual(columns);
      if (name === 'ascii') expect(frame.join('')).toMatch(/^[ -~]*$/);
      const colored = frame.filter((_row, index) => screen.styles(index).color);
      if (name === 'dark') expect(colored.length).toBeGreaterThan(3);
      else expect(colored).toEqual([]);
      await screen.close();
    });

    test('the chosen row and the open tab are seen without colour', async () => {
      const screen = await visit(['2', KEYS.down], { columns, rows, look });
      const frame = screen.frame();
      const chosen = frame.findIndex(row => /^[▸>] /.test(row));

      expect(frame[chosen]).toContain('Relational');
      expect(screen.styles(chosen).bold).toBe(true);
      if (name !== 'dark') expect(screen.styles(chosen).inverse).toBe(true);
      expect(frame[1]).toContain('[2 Bill]');
      await screen.close();
    });
  });
});

describe('numbers on the screens', () => {
  const amounts = (text: string) =>
    [...text.matchAll(/\$([\d,]+)/g)].map(match => Number(match[1]?.replaceAll(',', '')));

  test('the total of the bill is the sum of what is listed, filtered or not', async () => {
    const screen = await visit(['2'], {});
    const rows = session.getState().services?.rows ?? [];
    const total = () => amounts(screen.frame().find(row => row.includes('Total of')) ?? '')[0];

    expect(total()).toBe(Math.round(rows.reduce((sum, row) => sum + Number(row.effectiveCost), 0)));
    await screen.press('/', 'simple', KEYS.enter);
    expect(screen.frame().join('\n')).toContain('Total of 1 listed');
    expect(total()).toBe(Math.round(Number(rows.find(({ key }) => key.includes('Simple'))?.effectiveCost)));
    await screen.close();
  });

  test('the waterfall goes from the bill to what is left by what the moves save', async () => {
    const screen = await visit(['4'], {});
    const frame = screen.frame();
    const of = (label: string) => amounts(frame.find(row => row.includes(label)) ?? '')[0] ?? Number.NaN;
    const moves = session.getState().plan.moves.map(({ id }) => of(id.slice(0, 10)));

    expect(of('Bill of') - moves.reduce((sum, saved) => sum + saved, 0)).toBeCloseTo(of('Left in month'), -1);
    expect(frame.join('\n')).toContain('target met');
    await screen.close();
  });

  test('the meter says what the score says', async () => {
    const screen = await visit(['6'], { columns: 140, rows: 40 });
    const [meter = '', ...rest] = screen.frame();

    expect(meter).toMatch(/-30 % by month 6 \[█+\] [34]\d\.\d % {2}\$[\d.]+k of \$3\.2k met$/);
    expect(rest.join('\n')).toContain('TARGET MET');
    expect(rest.join('\n')).toContain('the team has 48 until');
    await screen.close();
  });
});

describe('reviewed frames', () => {
  test.each([
    ['brief', ['1'], 80, 24],
    ['levers', ['3'], 80, 24],
    ['plan', ['4'], 140, 40],
    ['risk', ['5'], 80, 24],
    ['score', ['6'], 140, 40],
  ] as const)('%s', async (_name, keys, columns, rows) => {
    const screen = await visit(keys, { columns, rows, look: { color: 'mono' } });

    expect(`\n${screen.frame().join('\n')}\n`).toMatchSnapshot();
    await screen.close();
  });
});
