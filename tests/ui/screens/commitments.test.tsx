/** The commitments screen: what it draws at every size, what its keys do to the level, and what it says when there is nothing to move. */

import { beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../../src/app/session.ts';
import type { CommitmentsView, InstrumentView } from '../../../src/report/commitments-view.ts';
import { money, percent } from '../../../src/report/format.ts';
import { glyphsOf } from '../../../src/ui/glyphs.ts';
import { canvasOf, layoutOf } from '../../../src/ui/layout.ts';
import { lineText, textWidth } from '../../../src/ui/line.ts';
import { commitmentListScreen } from '../../../src/ui/screens/commitment-list.ts';
import { commitmentsScreen } from '../../../src/ui/screens/commitments.ts';
import { paint } from '../../../src/ui/screens/screen.ts';
import { INITIAL_UI } from '../../../src/ui/ui-state.ts';
import { KEYS, openScreen, type ScreenOptions } from '../../helpers/screen.tsx';
import { SMALL_REQUEST, smallSession } from '../../helpers/small-estate.ts';

const SHIFT_UP = '\u001b[1;2A';

let session: Session;
beforeEach(async () => {
  session = smallSession();
  await session.open(SMALL_REQUEST);
});

async function visit(keys: readonly string[] = [], options: ScreenOptions = {}) {
  const screen = openScreen(session, options);
  await screen.settle();
  await screen.press('7', ...keys);
  return screen;
}

const text = (screen: { frame(): string[] }) => screen.frame().join('\n');

function view(): CommitmentsView {
  const known = session.getState().commitments?.view;
  if (!known) throw new Error('nothing was looked at');
  return known;
}

/** The first purchase on offer: what the screen opens with. */
function first(): InstrumentView {
  const [instrument] = view().instruments;
  if (!instrument) throw new Error('a purchase fits');
  return instrument;
}

const perHour = (amount: number) => `${money(amount, 'USD', 3)}/h`;
const size = (index: number) => perHour(first().levels[index]?.committedPerHour ?? Number.NaN);

describe.each([
  [80, 24],
  [140, 40],
  [60, 20],
  [80, 16],
] as const)('at %dx%d', (columns, rows) => {
  test('shows what is covered, the purchase and its optimum, and nothing wider than the terminal', async () => {
    const screen = await visit([], { columns, rows });
    const frame = screen.frame();

    expect(text(screen)).toContain('Compute Savings Plan');
    expect(text(screen)).toMatch(/Today +cover/);
    expect(text(screen)).toContain(`${size(first().optimum)}, the optimum`);
    expect(text(screen)).toMatch(/Usage -20 % regret \$[\d,]+ a month/);
    expect(frame[1]).toContain('[7 Commit]');
    for (const row of frame) expect(textWidth(row)).toBeLessThanOrEqual(columns);
    await screen.close();
  });

  test('draws layers, level and days that can be told apart without colour', async () => {
    const screen = await visit([], { columns, rows, look: { color: 'mono', glyphs: 'ascii' } });

    if (rows >= 20) {
      expect(text(screen)).toMatch(/level [=-]{30,}/);
      expect(text(screen)).toMatch(/ \+{20,}/);
      expect(text(screen)).toMatch(/\$0\/h Mon +Tue/);
    }
    expect(text(screen)).toMatch(/^[ -~\n]*$/);
    await screen.close();
  });
});

describe('reviewed frames', () => {
  test.each([
    [[], 80, 24],
    [['v', KEYS.pageDown], 140, 40],
  ] as const)('%j at %dx%d', async (keys, columns, rows) => {
    const screen = await visit(keys, { columns, rows, look: { color: 'mono' } });

    expect(`\n${screen.frame().slice(3).join('\n')}\n`).toMatchSnapshot();
    await screen.close();
  });
});

describe('the level', () => {
  test('moves by one step, by ten, to both ends, and back to the optimum', async () => {
    const screen = await visit();
    const { optimum, levels } = first();
    const at = async (key: string) => {
      await screen.press(key);
      return levels.findIndex(({ committedPerHour }) =>
        text(screen).includes(`Commit      ${perHour(committedPerHour)}`),
      );
    };

    expect(await at(KEYS.down)).toBe(optimum - 1);
    expect(await at('-')).toBe(optimum - 2);
    expect(await at('j')).toBe(optimum - 3);
    expect(await at(KEYS.up)).toBe(optimum - 2);
    expect(await at('+')).toBe(optimum - 1);
    expect(await at(KEYS.pageDown)).toBe(optimum - 11);
    expect(await at(SHIFT_UP)).toBe(optimum - 1);
    expect(await at(KEYS.end)).toBe(levels.length - 1);
    expect(await at(KEYS.up)).toBe(levels.length - 1);
    expect(await at(KEYS.home)).toBe(0);
    expect(await at(KEYS.down)).toBe(0);
    expect(await at('o')).toBe(optimum);
    await screen.close();
  });

  test('shows the numbers of that size, and no number of another one', async () => {
    const screen = await visit([KEYS.pageDown, KEYS.pageDown, KEYS.pageDown]);
    const { levels, optimum, coverageBefore } = first();
    const level = levels[optimum - 30];
    if (!level) throw new Error('there is such a level');
    const shown = text(screen);

    expect(shown).toContain(`Saves       ${money(level.saved, 'USD')} a month`);
    expect(shown).toContain(`Coverage    ${percent(coverageBefore)} to ${percent(level.coverage)}`);
    expect(shown).toContain(`Used up     in ${percent(level.fullHours)} of hours`);
    expect(shown).toContain(`regret ${money(level.regret, 'USD')} a month`);
    expect(shown).not.toContain('the optimum    ');
    await screen.close();
  });

  test('lies lower in the chart when it is smaller', async () => {
    const screen = await visit([], { columns: 140, rows: 40 });
    const row = () => screen.frame().findIndex(each => each.includes(' level '));
    const high = row();
    await screen.press(KEYS.pageDown, KEYS.pageDown, KEYS.pageDown, KEYS.pageDown);

    expect(row()).toBeGreaterThan(high);
    await screen.close();
  });

  test('asks the engine nothing while it moves', async () => {
    const screen = await visit();
    const before = session.getState().commitments;
    await screen.press(KEYS.down, KEYS.down, KEYS.pageDown, 'v', 'z', 'c');

    expect(session.getState().commitments).toBe(before);
    await screen.close();
  });
});

describe('Enter', () => {
  test('puts the purchase with its dollars into the plan, u takes it back', async () => {
    const screen = await visit([KEYS.pageDown]);
    const { levels, optimum } = first();
    const level = levels[optimum - 10];
    await screen.press(KEYS.enter);

    expect(session.getState().plan.moves).toMatchObject([
      { lever: 'compute-savings-plan', start: 1, params: { commitmentPerHour: level?.setting } },
    ]);
    expect(screen.frame().at(-2)).toContain(
      `Added Compute Savings Plan of ${perHour(level?.committedPerHour ?? 0)} from month 1. u takes it back`,
    );
    expect(text(screen)).toMatch(/2 commitments, 1 of the plan/);
    expect(text(screen)).toContain('planned');
    // What it promised is what the plan says.
    const saved = Number(session.getState().view?.run.moves[0]?.savedPerMonth);
    const { run } = session.getState().view ?? {};
    expect(Number(run?.months[0]?.savedCost)).toBeCloseTo(level?.saved ?? 0, 0);
    expect(saved).toBeGreaterThan(0);

    await screen.press('u');
    expect(session.getState().plan.moves).toEqual([]);
    expect(text(screen)).not.toContain('of the plan');
    await screen.close();
  });

  test('buys nothing at level 0 and says so', async () => {
    const screen = await visit([KEYS.home, KEYS.enter]);

    expect(session.getState().plan.moves).toEqual([]);
    expect(screen.frame().at(-2)).toContain('The level is 0: nothing to buy.');
    await screen.close();
  });

  test('does not buy on numbers of the plan before', async () => {
    const screen = await visit();
    await screen.press(`${KEYS.enter}${KEYS.enter}`);

    expect(session.getState().plan.moves).toHaveLength(1);
    await screen.close();
  });

  test('buys a lever of several purchases by the share of its optimum', async () => {
    const screen = await visit();
    const at = view().instruments.findIndex(({ setting }) => setting === 'shareOfOptimumPercent');
    expect(at).toBeGreaterThan(0);
    for (let times = 0; times < at; times++) await screen.press('c');
    await screen.press(KEYS.down, KEYS.enter);

    expect(session.getState().plan.moves).toMatchObject([
      { lever: view().instruments[at]?.id ?? expect.any(String), params: { shareOfOptimumPercent: 95 } },
    ]);
    await screen.close();
  });
});

describe('other keys', () => {
  test('c goes round the purchases that fit', async () => {
    const screen = await visit();
    const titles = view().instruments.map(({ title }) => title);
    for (const title of [...titles.slice(1), titles[0] ?? '']) {
      await screen.press('c');
      expect(text(screen)).toContain(title);
    }
    await screen.close();
  });

  test('v sorts the hours by demand, and back', async () => {
    const screen = await visit(['v']);
    expect(text(screen)).toContain('all hours, sorted by demand');
    expect(text(screen)).toMatch(/25 % +50 % +75 % +100 %/);
    await screen.press('v');
    expect(text(screen)).toContain('mean by hour of the week, UTC');
    await screen.close();
  });

  test('z says where a larger scale shows nothing more', async () => {
    const screen = await visit(['z']);
    expect(screen.frame().at(-2)).toContain('Every hour has the same demand');
    await screen.close();
  });

  test('] and [ look at another month, within the run', async () => {
    const screen = await visit([']', ']']);
    expect(text(screen)).toContain('Commitments in month 3, 2027-01');
    await screen.press('[', '[', '[', '[');
    expect(text(screen)).toContain('Commitments in month 1, 2026-11');
    await screen.press(...Array<string>(14).fill(']'));
    expect(text(screen)).toContain('Commitments in month 12, 2027-10');
    // The bill's plan has ended by then.
    expect(text(screen)).toMatch(/plan-1 +Compute SP +\$0\.60 +– +– +2027-10-01/);
    await screen.close();
  });

  test('l lists all commitments with their ends and what happens then, Esc comes back', async () => {
    const screen = await visit(['l']);
    expect(text(screen)).toContain('All commitments');
    expect(screen.frame().find(row => row.startsWith('▸'))).toContain('plan-1');
    expect(text(screen)).toContain('Ends        2027-10-01, in 11 months');
    expect(text(screen)).toMatch(/Then +Its usage goes back to on demand: \$[\d,]+ a month more/);
    await screen.press(KEYS.esc);
    expect(text(screen)).toContain('the optimum');
    await screen.close();
  });
});

describe('what the engine gave, on any canvas', () => {
  const draw = (
    changed: Partial<CommitmentsView> | null,
    columns = 80,
    rows = 24,
    share: number | null = null,
  ) => {
    const canvas = canvasOf(layoutOf(columns, rows), glyphsOf('unicode'));
    const shown = changed === null ? null : { ...view(), ...changed };
    const { commitments: choice } = INITIAL_UI;
    const screen = commitmentsScreen({ view: shown, isCurrent: share === null, share, choice, canvas });
    const lines = paint(screen, 0, canvas);
    for (const row of lines) expect(textWidth(lineText(row))).toBe(columns);
    expect(lines).toHaveLength(canvas.height);
    return lines.map(lineText).join('\n');
  };
  beforeEach(() => session.lookAtCommitments(null));

  test('is said to be on its way before it is there, and while it changes', () => {
    expect(draw(null, 80, 24, 0.5)).toContain('Working out what commitments cover');
    expect(draw({}, 80, 24, 0.5)).toMatch(/working it out \[█+░+\]/);
  });

  test('without usage that a commitment may cover says so', () => {
    const nothing = draw({ instruments: [], chart: null });

    expect(nothing.replace(/\s+/g, ' ')).toContain('no usage that a commitment may cover');
    expect(nothing).toContain('1 commitment ');
  });

  test('without a purchase that pays draws the demand and says why', () => {
    const chart = first().chart;
    const covered = draw({
      instruments: [],
      chart,
      unfit: [{ title: 'Any plan', reason: 'too little is left' }],
    });

    expect(covered).toMatch(/No purchase pays in this month: +\n +• Any plan: too little is left\./);
    expect(covered).toContain('on demand');
    expect(covered).not.toContain('this level');
  });

  test('with purchases that guardrails forbid says so', () => {
    const forbidden = draw({ instruments: [], chart: first().chart, unfit: [] });
    expect(forbidden.replace(/\s+/g, ' ')).toContain(
      'No purchase fits: the provider sells none that is known, or guardrails forbid them.',
    );
  });

  test.each(['daily', 'monthly'] as const)('of a %s bill warns that the hours are flat', granularity => {
    expect(draw({ granularity })).toContain(`This bill is ${granularity}: its hours are flat`);
    expect(draw({ granularity: 'hourly' })).not.toContain('flat');
  });

  test('of a month before some moves says so', () => {
    expect(draw({ movesLater: 2 })).toContain('2 moves of the plan start later than this month.');
  });

  test('with nothing committed says so', () => {
    expect(draw({ held: [], heldText: 'nothing is committed' })).toMatch(/Nothing is committed .*on demand/);
    const canvas = canvasOf(layoutOf(80, 24), glyphsOf('unicode'));
    const list = commitmentListScreen({ view: { ...view(), held: [] }, cursor: 0, canvas });
    expect(lineText(list.body.at(0))).toContain('Nothing is committed');
  });

  test.each([
    [60, 16],
    [60, 20],
    [80, 16],
    [80, 24],
    [100, 30],
    [120, 20],
    [140, 40],
    [250, 70],
  ])('fills %dx%d with many commitments, and no more', (columns, rows) => {
    const [one] = view().held;
    if (!one) throw new Error('something is committed');
    const held = Array.from({ length: 40 }, (_, index) => ({
      ...one,
      id: `x-${index}`,
      shortId: `x-${index}`,
    }));

    expect(draw({ held, heldText: '40 commitments' }, columns, rows)).toContain('Compute Savings Plan');
  });
});

test('a screen reader hears the curve and the level in sentences', async () => {
  const screen = openScreen(session, { columns: 100, rows: 60, look: { screenReader: true } });
  await screen.settle();
  await screen.press('7');
  const said = screen.frame().join(' ').replace(/\s+/g, ' ');

  expect(said).toMatch(
    /Demand for compute by hour of the week, at on-demand prices: \$[\d.]+\/h to \$[\d.]+\/h/,
  );
  expect(said).toMatch(/The level pays for demand up to \$[\d.]+\/h/);
  expect(said).toMatch(/Commit: \$[\d.]+\/h, the optimum; Saves: \$[\d,]+ a month/);
  expect(said).not.toMatch(/[█▓▒░━╌]|\+\+\+/);
  await screen.close();
});
