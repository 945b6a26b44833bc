import { describe, expect, test } from 'vitest';
import {
  type ChangeWindow,
  closedGate,
  DEFAULT_PLAN_POLICY,
  needsPostmortem,
  policyResults,
  type ScheduledChange,
} from '../../../src/engine/reliability/plan-policy.ts';

const change = (moveId: string, more: Partial<ScheduledChange> = {}): ScheduledChange => ({
  moveId,
  multiplier: 1.5,
  expectedBadMinutes: 0.2,
  minutesIfItFails: 5,
  ...more,
});

const window = (more: Partial<ChangeWindow> = {}): ChangeWindow => ({
  workload: 'shop',
  month: '2026-12',
  budgetMinutes: 43.2,
  precedingBadMinutes: 7,
  standingBadMinutes: 7,
  changes: [change('rightsize')],
  ...more,
});

const rules = (question: ChangeWindow, policy = DEFAULT_PLAN_POLICY) =>
  policyResults(question, policy).map(({ rule, allowed, isGuardrail }) => [rule, allowed, isGuardrail]);

test('nothing speaks against one small change', () => {
  expect(policyResults(window())).toEqual([]);
});

describe('a budget that is gone', () => {
  const spent = window({ precedingBadMinutes: 43.2 });

  test('stops every change', () => {
    expect(rules(spent)).toEqual([['error-budget-policy', false, true]]);
  });

  test('stops no urgent one', () => {
    expect(rules(spent, { ...DEFAULT_PLAN_POLICY, urgentMoves: ['rightsize'] })).toEqual([]);
  });

  test('is not looked at when the policy says so, or without an objective', () => {
    expect(rules(spent, { ...DEFAULT_PLAN_POLICY, freezeWhenExhausted: false })).toEqual([]);
    expect(rules({ ...spent, budgetMinutes: null })).toEqual([]);
  });
});

describe('a freeze', () => {
  const freeze = (from: string, to: string, workloads = ['sh*']) => ({
    ...DEFAULT_PLAN_POLICY,
    freezeWindows: [{ from, to, workloads, reason: 'peak season' }],
  });

  test.each([
    ['covers its first month', '2026-12', '2027-01', ['sh*'], true],
    ['covers its last month', '2026-11', '2026-12', ['*'], true],
    ['is over', '2026-10', '2026-11', ['*'], false],
    ['is for others', '2026-12', '2026-12', ['billing'], false],
  ])('%s', (_what, from, to, workloads, isHeld) => {
    expect(rules(window(), freeze(from, to, workloads))).toEqual(
      isHeld ? [['change-freeze', false, true]] : [],
    );
  });

  test('holds without an objective too', () => {
    expect(rules(window({ budgetMinutes: null }), freeze('2026-12', '2026-12'))).toHaveLength(1);
  });
});

test('changes may take a quarter of what is left together', () => {
  const two = (minutes: number) =>
    rules(
      window({
        changes: [
          change('a', { multiplier: 0.5, expectedBadMinutes: minutes }),
          change('b', { multiplier: 0.5, expectedBadMinutes: minutes }),
        ],
      }),
    );

  expect(two(4.52)).toEqual([]);
  expect(two(4.53)).toEqual([['work-in-progress', false, false]]);
});

test('two large changes of one month cannot be told apart, flags and calls do not count', () => {
  const flag = change('flag', { multiplier: 0.5 });

  expect(rules(window({ changes: [change('a'), flag] }))).toEqual([]);
  expect(rules(window({ changes: [change('a'), change('b'), flag] }))).toEqual([
    ['changes-per-window', false, false],
  ]);
});

test('a failure above a fifth of the budget needs a postmortem, which stops nothing', () => {
  expect(rules(window({ changes: [change('a', { minutesIfItFails: 8.65 })] }))).toEqual([
    ['postmortem', true, false],
  ]);
  expect(needsPostmortem(8.64, 43.2)).toBe(false);
  expect(needsPostmortem(8.65, 43.2)).toBe(true);
});

describe('a rollout', () => {
  test.each([
    ['goes on at a burn of 1', 1, 1, null],
    ['is rolled back when both windows of the fast alert burn', 15, 15, 14.4],
    ['goes on when it has recovered by now', 15, 2, null],
  ])('%s', (_what, long, short, expected) => {
    const gate = closedGate([
      { hours: 1, burnRate: long },
      { hours: 5 / 60, burnRate: short },
    ]);
    expect(gate?.burnRate ?? null).toBe(expected);
  });

  test('the slow alert looks at six hours', () => {
    const burns = [
      { hours: 6, burnRate: 7 },
      { hours: 0.5, burnRate: 7 },
    ];
    expect(closedGate(burns)?.budgetShare).toBe(0.05);
  });
});
