/** What a person does, key by key, on the real engine. */

import { beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../src/app/session.ts';
import { type Plan, UserError } from '../../src/engine/index.ts';
import { glyphsOf } from '../../src/ui/glyphs.ts';
import { layoutOf } from '../../src/ui/layout.ts';
import { lineText } from '../../src/ui/line.ts';
import { screenRows } from '../../src/ui/screen-rows.ts';
import { INITIAL_UI } from '../../src/ui/ui-state.ts';
import { KEYS, openScreen } from '../helpers/screen.tsx';
import { SMALL_REQUEST, smallSession } from '../helpers/small-estate.ts';

let session: Session;
beforeEach(async () => {
  session = smallSession();
  await session.open(SMALL_REQUEST);
});

const moves = () => session.getState().plan.moves;
const text = (screen: { frame(): string[] }) => screen.frame().join('\n');

describe('a newcomer', () => {
  test('is told what to do, and has a plan that meets the target after seven keys', async () => {
    const screen = openScreen(session);
    await screen.settle();
    expect(text(screen)).toContain('Press 2 and look where the money goes');
    expect(screen.frame()[0]).toMatch(/0\.0 % missing \$3\.2k$/);

    await screen.press('2', '3', 'a');
    expect(text(screen)).toContain('Added terminate-idle-compute-shop to the plan.');
    await screen.press('a', '4');
    expect(screen.frame()[0]).toMatch(/met$/);
    expect(moves()).toHaveLength(2);
    await screen.press('6');
    expect(text(screen)).toContain('TARGET MET');
    expect(text(screen)).toMatch(/Mistakes|Points/);
    await screen.close();
  });

  test('finds the way out of an empty plan', async () => {
    const screen = openScreen(session);
    await screen.press('4');

    expect(text(screen)).toContain('It is empty');
    expect(text(screen)).toMatch(/3 +shows the levers/);
    await screen.close();
  });
});

describe('the bill', () => {
  test('opens group by group, says where one is, and comes back to the row one left', async () => {
    const screen = openScreen(session);
    await screen.press('2', KEYS.down, KEYS.enter);
    expect(text(screen)).toContain('Whole bill › Amazon Relational Database Service');
    expect(text(screen)).toContain('by workload');
    await screen.press(KEYS.enter, KEYS.enter);
    expect(text(screen)).toContain('› shop › ');
    await screen.press(KEYS.esc, KEYS.esc, KEYS.esc);
    expect(text(screen)).toContain('by service');
    expect(screen.frame().find(row => row.startsWith('▸'))).toContain('Relational');
    await screen.close();
  });

  test('groups by the next word with b, but not by what is chosen already', async () => {
    const screen = openScreen(session);
    const seen: string[] = [];
    await screen.press('2', KEYS.enter);
    for (let times = 0; times < 5; times++) {
      seen.push(/by (\w+)$/.exec(screen.frame()[4] ?? '')?.[1] ?? '');
      await screen.press('b');
    }

    expect(seen).toEqual(['workload', 'account', 'region', 'resource', 'workload']);
    await screen.close();
  });

  test('ends at a single resource and says so', async () => {
    const screen = openScreen(session);
    await screen.press('2', 'b', 'b', 'b', 'b', KEYS.enter);

    expect(text(screen)).toContain('A single resource');
    await screen.close();
  });

  test('filters while one types; Esc gives the list back', async () => {
    const screen = openScreen(session);
    await screen.press('2', '/', 's', 'i', 'm');
    expect(screen.frame().at(-2)).toContain('Filter: sim_');
    expect(text(screen)).toContain('Total of 1 listed');
    await screen.press(KEYS.backspace, KEYS.backspace, 'zzz');
    expect(text(screen)).toContain('Nothing contains "szzz"');
    await screen.press(KEYS.esc);
    expect(text(screen)).toContain('Total of 4 listed');
    await screen.press('/', 'sim', KEYS.enter, KEYS.esc);
    expect(text(screen)).toContain('Total of 4 listed');
    await screen.close();
  });
});

describe('the levers', () => {
  const firstRow = (screen: { frame(): string[] }) => screen.frame().find(row => row.startsWith('▸')) ?? '';

  test('are sorted by value, by saving, by effort, by risk, and by value again', async () => {
    const screen = openScreen(session);
    await screen.press('3');
    expect(text(screen)).toContain('found, by value');
    expect(firstRow(screen)).toContain('Terminate idle');
    await screen.press('s');
    expect(text(screen)).toContain('by saving');
    expect(firstRow(screen)).toContain('Rightsize compute');
    await screen.press('s');
    expect(text(screen)).toContain('by effort');
    await screen.press('s');
    expect(text(screen)).toContain('by risk');
    await screen.press('s');
    expect(text(screen)).toContain('by value');
    expect(firstRow(screen)).toContain('Terminate idle');
    await screen.close();
  });

  test('are never added twice, however fast one types', async () => {
    const screen = openScreen(session);
    await screen.press('3', 'aa');
    expect(moves()).toHaveLength(1);
    await screen.press('/', 'compute savings', KEYS.enter, 'aa');
    expect(moves().map(({ lever }) => lever)).toEqual(['terminate-idle-compute', 'compute-savings-plan']);
    expect(text(screen)).toContain('is in your plan already');
    await screen.close();
  });

  test('that are in the plan are marked, and leave the list when it is searched anew', async () => {
    await session.search();
    const state = session.getState();
    const move = state.opportunities?.opportunities[0]?.move;
    if (!move) throw new Error('something fits');
    const plan = { ...state.plan, moves: [move] };
    const rows = screenRows(
      { ...state, plan },
      { ...INITIAL_UI, screen: 'levers' },
      layoutOf(80, 24),
      glyphsOf('unicode'),
    );
    expect(rows.map(lineText).join('\n')).toMatch(/▸ ✓ Terminate idle/);

    session.dispatch({ kind: 'add-move', move });
    await session.search();
    expect(session.getState().opportunities?.opportunities.map(({ id }) => id)).not.toContain(move.id);
  });

  test('show why, what is left out, both percentages and the sources', async () => {
    const screen = openScreen(session, { rows: 60 });
    await screen.press('3', '/', 'idle', KEYS.enter, KEYS.enter);
    const details = text(screen);

    for (const word of [
      'Terminate idle compute · shop',
      'CPU p95',
      'Advertised',
      'Plan with',
      'Where it does not (8)',
      'CPU p95 below',
      'Sources',
    ])
      expect(details).toContain(word);
    await screen.press('a');
    expect(moves().map(({ lever }) => lever)).toEqual(['terminate-idle-compute']);
    expect(text(screen)).toContain('What fits');
    await screen.close();
  });
});

describe('the plan', () => {
  async function planned() {
    await session.search();
    const found = session.getState().opportunities?.opportunities ?? [];
    for (const { move } of found.filter(({ leverId }) =>
      /^(rightsize-compute|schedule-non-production)$/.test(leverId),
    ))
      session.dispatch({ kind: 'add-move', move });
    const screen = openScreen(session);
    await screen.press('4');
    return screen;
  }

  test('moves a start with ] and [, removes with d, takes it back with u', async () => {
    const screen = await planned();
    await screen.press(']', ']', '[', KEYS.down, 'd');
    expect(moves().map(({ lever, start }) => [lever, start])).toEqual([['schedule-non-production', 2]]);
    await screen.press('u');
    expect(moves()).toHaveLength(2);
    await screen.press('u');
    expect(moves().find(({ lever }) => lever === 'schedule-non-production')?.start).toBe(3);
    await screen.close();
  });

  test('edits numbers by step and by typing, choices, and the owner', async () => {
    const screen = await planned();
    const schedule = () => moves().find(({ lever }) => lever === 'schedule-non-production');
    await screen.press(KEYS.enter, KEYS.down, KEYS.enter, 'Ann', KEYS.enter);
    expect(schedule()?.owner).toBe('Ann');
    await screen.press(KEYS.down, '+', '+', '-');
    expect(schedule()?.params.startHour).toBe(9);
    await screen.press(KEYS.down, KEYS.enter, '1', '8', KEYS.enter);
    expect(schedule()?.params.endHour).toBe(18);
    await screen.press(KEYS.down, KEYS.right);
    expect(schedule()?.params.days).toBe('every-day');
    await screen.press('u');
    expect(schedule()?.params.days).toBe('monday-friday');
    expect(text(screen)).toContain('< monday-friday >');
    await screen.press(KEYS.esc);
    expect(text(screen)).toContain('Bill of 2026-10');
    await screen.close();
  });

  test('switches a yes or no with the space bar', async () => {
    const screen = await planned();
    await screen.press(KEYS.down, KEYS.enter, KEYS.end, KEYS.up, KEYS.up, KEYS.up, KEYS.up, ' ');

    expect(moves().find(({ lever }) => lever === 'rightsize-compute')?.params.acceptUnobservedMemory).toBe(
      true,
    );
    await screen.close();
  });

  test('says what is wrong with a number and stays in the field', async () => {
    const screen = await planned();
    await screen.press(KEYS.enter, KEYS.down, KEYS.down, KEYS.enter, '99', KEYS.enter);
    expect(screen.frame().at(-2)).toContain('On from must be between 0 and 23 hour.');
    await screen.press(KEYS.backspace, KEYS.backspace, '1e3', KEYS.enter);
    expect(screen.frame().at(-2)).toContain('must be between');
    await screen.press(KEYS.esc);
    expect(moves().find(({ lever }) => lever === 'schedule-non-production')?.params.startHour).toBe(8);
    await screen.close();
  });

  test('is saved with w, and says where; a failure says what to do', async () => {
    const saved: Plan[] = [];
    let isFull = true;
    await session.search();
    const screen = openScreen(session, {
      savePlan: plan => {
        if (isFull)
          throw new UserError({
            code: 'disk-full',
            message: 'The disk is full.',
            hint: 'Make room.',
            exitCode: 4,
          });
        saved.push(plan);
        return 'plan.yaml';
      },
    });
    await screen.press('3', 'a');
    expect(screen.frame()[1]).toMatch(/unsaved$/);
    await screen.press('w');
    expect(text(screen)).toContain('! The disk is full. Make room.');
    isFull = false;
    await screen.press('w');
    expect(text(screen)).toContain('Saved to plan.yaml.');
    expect(screen.frame()[1]).toMatch(/1 move$/);
    expect(saved).toEqual([session.getState().plan]);
    await screen.close();
  });

  test('is replaced by a shipped one from the menu, which says which is the answer key', async () => {
    await session.search();
    const screen = await planned();
    const own = moves();
    await screen.close();
    const again = openScreen(session, {
      loadShippedPlan: name => ({ ...session.getState().plan, title: name, moves: own.slice(0, 1) }),
    });
    await again.press('4', 'o');
    expect(text(again)).toContain('the answer key');
    await again.press(KEYS.enter);
    expect(session.getState().plan.title).toBe('reference');
    await again.press('u');
    expect(moves()).toEqual(own);
    await again.close();
  });
});

describe('risk and score', () => {
  test('name the broken guardrails in words', async () => {
    const scope = { workloads: ['shop'], environments: null, accounts: null, regions: null, resources: null };
    const move = {
      id: 'no-standby',
      lever: 'database-single-az',
      scope,
      params: { allowProduction: true },
      start: 1,
      owner: null,
      note: null,
    };
    session.dispatch({ kind: 'add-move', move });
    const screen = openScreen(session);
    await screen.press('5');
    expect(text(screen)).toMatch(/shop .* BROKEN/);
    expect(text(screen)).toMatch(/guardrails? broken: shop/);
    await screen.press(KEYS.enter);
    expect(text(screen)).toContain('mostly default-based');
    await screen.press(KEYS.end);
    expect(text(screen)).toMatch(/✗ BROKEN: .*standby/);
    await screen.press('6');
    expect(text(screen)).toMatch(/✗ TARGET (MISSED|NOT MET)/);
    await screen.close();
  });
});
