/** Names that other people chose: they are shown, and do nothing. */

import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../src/app/session.ts';
import { companySchema } from '../../src/scenario/company.ts';
import { glyphsOf } from '../../src/ui/glyphs.ts';
import { layoutOf } from '../../src/ui/layout.ts';
import { lineWidth } from '../../src/ui/line.ts';
import { screenRows } from '../../src/ui/screen-rows.ts';
import { paint, rowsFrom, textScreen } from '../../src/ui/screens/screen.ts';
import { INITIAL_UI, SCREENS } from '../../src/ui/ui-state.ts';
import { KEYS, openScreen } from '../helpers/screen.tsx';
import { SMALL_COMPANY, SMALL_REQUEST, SMALL_WORKLOADS, smallSession } from '../helpers/small-estate.ts';

const HOSTILE = [
  'esc\u001b[2J\u001b[31mred',
  'osc\u001b]0;title\u0007',
  'bidi\u202eevil\u2069',
  'wide東京大阪',
  'emoji👩‍👩‍👧👍🏽🇩🇪❤️',
  'combininge\u0301\u0327',
  'line\r\nbreak\ttab',
  'zero\u200b\ufeffwidth',
] as const;

/** The small company, with hostile names where a bill has room for them. */
async function hostileSession(): Promise<Session> {
  const fleets = SMALL_COMPANY.fleets.map((fleet, index) => ({
    ...fleet,
    name: `${HOSTILE[index] ?? ''}${HOSTILE[index + 3] ?? ''}`,
  }));
  const tags = { env: 'prod', service: 'shop', Name: HOSTILE.join('') };
  const meters = HOSTILE.map(name => ({
    account: 'production',
    service: 'Other',
    product: name,
    usageType: 'Units',
    unit: 'Units',
    resource: `arn:${name}`,
    perMonth: 1000,
    price: 1,
    tags,
  }));
  const company = companySchema.parse({ ...SMALL_COMPANY, fleets, meters });
  const workloads = SMALL_WORKLOADS.map(workload =>
    workload.name === 'shop' ? { ...workload, name: HOSTILE.join('|'), owner: HOSTILE[0] } : workload,
  );
  const session = smallSession({ company, workloads, title: HOSTILE.join(' '), story: HOSTILE.join('\n') });
  await session.open(SMALL_REQUEST);
  await session.search();
  const found = session.getState().opportunities?.opportunities ?? [];
  for (const { move } of found.slice(0, 2))
    session.dispatch({ kind: 'add-move', move: { ...move, owner: HOSTILE[4] } });
  return session;
}

describe('foreign text', () => {
  test('does not reach the terminal as a control sequence, and breaks no row', async () => {
    const session = await hostileSession();
    const screen = openScreen(session, { look: { color: 'mono' } });
    await screen.settle();
    for (const keys of [
      ['1'],
      ['2'],
      ['b'],
      [KEYS.enter],
      ['b', 'b', 'b'],
      ['3'],
      [KEYS.enter],
      ['4'],
      [KEYS.enter],
      ['5'],
      [KEYS.enter],
      [KEYS.end],
      ['6'],
      [KEYS.end],
    ]) {
      await screen.press(...keys);
      const frame = screen.frame();
      expect(frame[0]).toMatch(/^ {2}Trimtab/);
      expect(frame.at(-1)).toMatch(/q quit$/);
      expect(frame.join('')).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
    }
    // What Ink itself writes: cursor, erase, mode and attribute sequences; no title, no foreign erase of the display.
    expect(screen.output()).not.toContain('\u001b]0;');
    expect(screen.output()).not.toContain('\u001b[31m');
    expect(screen.output()).not.toContain('\u001b[2J');
    await screen.close();
  });

  test('keeps the columns of a table: a wide name ends where a narrow one does', async () => {
    const session = await hostileSession();
    const screen = openScreen(session, { look: { color: 'mono' } });
    await screen.press('2');
    const priced = screen
      .frame()
      .slice(3)
      .filter(row => row.includes(' %'));
    // How wide an emoji is depends on the terminal; this one draws them in one cell.
    const edges = priced
      .filter(row => !row.includes('emoji'))
      .map(row => stringWidth(row.slice(0, row.indexOf(' %'))));

    expect(priced.length).toBeGreaterThan(8);
    expect(new Set(edges).size).toBe(1);
    await screen.close();
  });

  test.each([
    [80, 24],
    [140, 40],
    [60, 16],
  ])("makes rows of exactly the terminal's width at %dx%d", async (columns, rows) => {
    const session = await hostileSession();
    const layout = layoutOf(columns, rows);
    for (const set of ['unicode', 'ascii'] as const) {
      for (const screen of SCREENS) {
        const drawn = screenRows(session.getState(), { ...INITIAL_UI, screen }, layout, glyphsOf(set));
        expect(drawn).toHaveLength(rows);
        for (const row of drawn) expect(lineWidth(row)).toBe(columns);
      }
    }
  });
});

describe('long lists', () => {
  const canvas = { width: 76, height: 19, size: 'regular', glyphs: glyphsOf('unicode') } as const;

  test('make only the rows that are visible', () => {
    let made = 0;
    const items = Array.from({ length: 5000 }, (_, index) => index);
    const body = rowsFrom(items, index => {
      made++;
      return { spans: [{ text: `row ${index}`, token: 'text' }], say: null };
    });
    const list = { ...textScreen(body, ''), kind: 'list' } as const;
    const painted = paint(list, 2500, canvas);

    expect(painted).toHaveLength(19);
    expect(made).toBe(19);
    expect(painted.filter(({ spans }) => spans.some(({ isFocused }) => isFocused))).toHaveLength(1);
  });

  test('scroll to both ends of five thousand resources', async () => {
    const meters = Array.from({ length: 5 }, (_, index) => ({
      account: 'production',
      service: 'Other',
      product: 'Other',
      usageType: `Units${index}`,
      unit: 'Units',
      resource: `res-${index}-{n}`,
      copies: 1000,
      perMonth: 1000,
      price: 1,
      every: 'month',
    }));
    const session = smallSession({ company: companySchema.parse({ ...SMALL_COMPANY, meters }) });
    await session.open(SMALL_REQUEST);
    const screen = openScreen(session);
    await screen.press('2', 'b', 'b', 'b', 'b');
    expect(screen.frame().join('\n')).toContain('Total of 5,039 listed');
    await screen.press(KEYS.end);
    const last = screen.frame().find(row => row.startsWith('▸'));
    await screen.press(KEYS.down, KEYS.pageDown);
    expect(screen.frame().find(row => row.startsWith('▸'))).toBe(last);
    await screen.press(KEYS.home);
    expect(screen.frame().find(row => row.startsWith('▸'))).toContain('$1,6');
    await screen.close();
  });
});
