import { beforeEach, describe, expect, inject, test } from 'vitest';
import { createEngineHost } from '../../src/app/engine-host.ts';
import { createSession, type Session } from '../../src/app/session.ts';
import { initialState, reduce, type SessionState } from '../../src/app/session-state.ts';
import { type Move, WHOLE_ESTATE } from '../../src/engine/index.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';

const move = (id: string, start = 1): Move => ({
  id,
  lever: 'ebs-gp2-to-gp3',
  scope: WHOLE_ESTATE,
  params: { performance: 'observed', headroomPercent: 20, onlyIfCheaper: true },
  start,
  owner: null,
  note: null,
});

const ids = (state: SessionState) => state.plan.moves.map(({ id }) => id);

describe('commands', () => {
  const two = [move('a'), move('b', 3)].reduce(
    (state, each) => reduce(state, { kind: 'add-move', move: each }),
    initialState(),
  );

  test('a move that is added twice gets an id of its own', () => {
    expect(ids(reduce(two, { kind: 'add-move', move: move('a') }))).toEqual(['a', 'b', 'a-2']);
  });

  test('undo brings back what was there before, step by step, and says when nothing is left', () => {
    const removed = reduce(two, { kind: 'remove-move', moveId: 'a' });
    const back = reduce(removed, { kind: 'undo' });

    expect(ids(removed)).toEqual(['b']);
    expect(ids(back)).toEqual(['a', 'b']);
    expect(ids(reduce(reduce(back, { kind: 'undo' }), { kind: 'undo' }))).toEqual([]);
    expect(reduce(initialState(), { kind: 'undo' }).notice?.text).toBe('Nothing to undo.');
  });

  test('the start of a move stays between month 1 and 36', () => {
    const start = (months: number) =>
      reduce(two, { kind: 'move-start', moveId: 'b', months }).plan.moves[1]?.start;

    expect(start(-9)).toBe(1);
    expect(start(2)).toBe(5);
    expect(start(99)).toBe(36);
    expect(reduce(two, { kind: 'move-start', moveId: 'nobody', months: 1 })).toBe(two);
  });

  test('a change makes the plan unsaved, saving and loading make it saved', () => {
    expect(two.isSaved).toBe(false);
    expect(reduce(two, { kind: 'saved', path: 'plan.yaml' }).isSaved).toBe(true);
    expect(reduce(two, { kind: 'load-plan', plan: initialState().plan, from: 'x' })).toMatchObject({
      isSaved: true,
      plan: { moves: [] },
    });
  });

  test('a parameter of one move changes nothing else', () => {
    const changed = reduce(two, { kind: 'set-param', moveId: 'b', name: 'headroomPercent', value: 50 });

    expect(changed.plan.moves.map(({ params }) => params.headroomPercent)).toEqual([20, 50]);
  });
});

describe('a session on the sample', () => {
  let session: Session;

  /** Resolves when the state fits. */
  const until = (fits: (state: SessionState) => boolean) =>
    new Promise<SessionState>(resolve => {
      const look = () => {
        if (fits(session.getState())) resolve(session.getState());
      };
      session.subscribe(look);
      look();
    });

  beforeEach(async () => {
    session = createSession(createEngineHost(openEmbeddedBook()));
    await session.open({
      scenario: 'saas-500k',
      workspace: '',
      cacheFolder: inject('cacheFolder'),
      workloadsFile: null,
      commitmentsFile: null,
      period: null,
      currency: null,
    });
  });

  test('opens with the bill by service and the empty plan judged', () => {
    const { phase, bill, view, plan } = session.getState();

    expect(phase).toBe('open');
    expect(bill?.rows[0]?.key).toBe('Amazon Elastic Compute Cloud');
    // Its commitments end before the target month: doing nothing costs more.
    expect(view?.score.targetMet).toBe(false);
    expect(Number(view?.score.savedPerMonth)).toBeLessThan(0);
    expect(plan.target.byMonth).toBe(6);
  });

  test('every change of the plan is judged; the newest one wins', async () => {
    session.dispatch({ kind: 'add-move', move: move('a') });
    session.dispatch({
      kind: 'add-move',
      move: {
        ...move('b'),
        lever: 'schedule-non-production',
        params: { startHour: 8, endHour: 20, days: 'monday-friday', utcOffsetHours: 0 },
      },
    });
    const { view } = await until(
      ({ isJudging, view: judged }) => !isJudging && judged?.run.moves.length === 2,
    );

    expect(Number(view?.score.savedPerMonth)).toBeGreaterThan(40_000);
  });

  test('searches once for a plan, and again when it changed', async () => {
    await session.search();
    const first = session.getState().opportunities;
    await session.search();
    expect(session.getState().opportunities).toBe(first);

    session.dispatch({ kind: 'add-move', move: move('a') });
    await session.search();
    const left = session.getState().opportunities?.opportunities.map(({ leverId }) => leverId);
    expect(left).not.toContain('ebs-gp2-to-gp3');
  });

  test('what cannot be opened ends in a failure with what to do', async () => {
    await session.open({
      scenario: 'nothing',
      workspace: '',
      cacheFolder: inject('cacheFolder'),
      workloadsFile: null,
      commitmentsFile: null,
      period: null,
      currency: null,
    });

    expect(session.getState()).toMatchObject({
      phase: 'failed',
      failure: { message: 'There is no scenario "nothing".' },
    });
    expect(session.getState().failure?.hint).toContain('saas-500k');
  });
});
