/** How a plan is judged: the judgement first, its ranges afterwards, and only of the newest plan. */

import { describe, expect, test, vi } from 'vitest';
import type { EngineHost, PlanView } from '../../src/app/engine-host.ts';
import { judgeNewest } from '../../src/app/judge-newest.ts';
import { initialState, type SessionState } from '../../src/app/session-state.ts';
import { WHOLE_ESTATE } from '../../src/engine/index.ts';
import { SMALL_REQUEST, smallSession } from '../helpers/small-estate.ts';

const MOVE = {
  id: 'a',
  lever: 'database-single-az',
  scope: WHOLE_ESTATE,
  params: { allowProduction: true },
  start: 1,
  owner: null,
  note: null,
};

type Ranges = Awaited<ReturnType<EngineHost['judgeRanges']>>;

/** A state, and a host whose answers the test gives. */
function stage() {
  let state = initialState();
  const history: SessionState[] = [];
  const asked: {
    readonly kind: string;
    readonly signal: AbortSignal | undefined;
    answer(value: unknown): void;
  }[] = [];
  const ask = (kind: string) => (_plan: unknown, options?: { readonly signal?: AbortSignal }) =>
    new Promise<never>(resolve => {
      asked.push({ kind, signal: options?.signal, answer: value => resolve(value as never) });
    });
  const host = { judge: ask('judge'), judgeRanges: ask('ranges') } as unknown as EngineHost;
  const cell = {
    getState: () => state,
    set: (change: Partial<SessionState>) => {
      state = { ...state, ...change };
      history.push(state);
    },
  };
  return { cell, host, asked, history };
}

const view = (plan: string) => ({ score: { plan, reliabilityRanges: [] } }) as unknown as PlanView;
const ranges = (workload: string) => [{ workload }] as unknown as Ranges;
const settled = () => new Promise(resolve => setImmediate(resolve));

describe('a judgement', () => {
  test('is shown before its ranges are asked for', async () => {
    const { cell, host, asked } = stage();
    const judged = judgeNewest(host, cell, vi.fn())();
    asked[0]?.answer(view('one'));
    await judged;
    expect(cell.getState()).toMatchObject({
      isJudging: false,
      isRanging: true,
      view: { score: { plan: 'one' } },
    });
    expect(asked.map(({ kind }) => kind)).toEqual(['judge', 'ranges']);
    asked[1]?.answer(ranges('shop'));
    await settled();

    expect(cell.getState()).toMatchObject({
      isRanging: false,
      view: { score: { plan: 'one', reliabilityRanges: [{ workload: 'shop' }] } },
    });
  });

  test('of a newer plan stops the ranges of the one before, and drops what they answer', async () => {
    const { cell, host, asked, history } = stage();
    const judge = judgeNewest(host, cell, vi.fn());
    const first = judge();
    asked[0]?.answer(view('one'));
    await first;
    const second = judge();
    expect(asked[1]?.signal?.aborted).toBe(true);
    expect(cell.getState()).toMatchObject({ isJudging: true, isRanging: false });
    asked[2]?.answer(view('two'));
    await second;
    asked[1]?.answer(ranges('of one'));
    asked[3]?.answer(ranges('of two'));
    await settled();

    const shown = history.flatMap(
      ({ view: each }) => each?.score.reliabilityRanges.map(({ workload }) => workload) ?? [],
    );
    expect(new Set(shown)).toEqual(new Set(['of two']));
  });

  test('stays when its ranges fail, and the failure is told', async () => {
    const { cell, host, asked } = stage();
    const fail = vi.fn();
    const judgeRanges = async () => Promise.reject(new Error('out of luck'));
    const judged = judgeNewest({ ...host, judgeRanges }, cell, fail)();
    asked[0]?.answer(view('one'));
    await judged;
    await settled();

    expect(fail).toHaveBeenCalledOnce();
    expect(cell.getState()).toMatchObject({ isRanging: false, view: { score: { plan: 'one' } } });
  });
});

test('a session has the ranges of its plan when it has settled: around what is planned, wider than nothing', async () => {
  const session = smallSession();
  const rest = async () => {
    for (const busy = () => session.getState().isJudging || session.getState().isRanging; busy(); )
      await settled();
    return session.getState().view?.score.reliabilityRanges.find(({ workload }) => workload === 'shop');
  };
  await session.open(SMALL_REQUEST);
  const empty = await rest();
  session.dispatch({ kind: 'add-move', move: MOVE });
  const risky = await rest();

  expect(empty?.breachProbability.after).toEqual(empty?.breachProbability.before);
  expect(risky?.breachProbability.before).toEqual(empty?.breachProbability.before);
  const planned = session.getState().view?.score.reliability.find(({ workload }) => workload === 'shop');
  expect(risky?.expectedBadMinutes.after.planned).toBeCloseTo(planned?.after.expectedBadMinutes ?? 0, 6);
  const { p10 = 0, p90 = 0 } = risky?.expectedBadMinutes.after ?? {};
  expect(p10).toBeLessThan(p90);
  expect(p90).toBeGreaterThan(empty?.expectedBadMinutes.after.p90 ?? Infinity);
});
