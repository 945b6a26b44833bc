import { describe, expect, test } from 'vitest';
import type { Evaluation, GuardrailResult, StorageFacts } from '../../../src/engine/reliability/index.ts';
import {
  applyRisk,
  DEFAULT_RELIABILITY_POLICY,
  databaseRecovery,
  evaluateReliability,
  protectedWorkload,
  sloFeasibility,
  storageClassGuardrails,
} from '../../../src/engine/reliability/index.ts';
import { CALM } from './estates.ts';
import { workedExamples } from './worked-examples.ts';

const evaluation = (expectedBadMinutes: number, breachProbability: number | null): Evaluation => ({
  ...evaluateReliability(CALM),
  expectedBadMinutes,
  breachProbability,
  budgetMinutes: breachProbability === null ? null : 43.2,
});

const UNKNOWN: StorageFacts = { rtoMinutes: null, recreatable: null, otherCopies: null };

describe('the objective stays feasible', () => {
  const byRule = (results: readonly GuardrailResult[]) =>
    Object.fromEntries(results.map(({ rule, allowed }) => [rule, allowed]));
  const verdict = (before: Evaluation, after: Evaluation) => byRule(sloFeasibility(before, after));

  test.each([
    ['nothing changed', 5, 0.02, 5, 0.02, [true, true, true]],
    ['more expected than the budget', 5, 0.02, 44, 0.04, [false, true, true]],
    ['above the budget before, and no worse', 50, 0.3, 50, 0.3, [true, true, true]],
    ['above the budget before, and worse', 50, 0.3, 51, 0.301, [false, false, true]],
    ['a chance above the policy', 5, 0.04, 6, 0.051, [true, false, true]],
    ['a chance above the policy that was there before', 5, 0.1, 5, 0.1, [true, true, true]],
    ['a rise of more than two points', 5, 0.01, 6, 0.031, [true, true, false]],
    ['a rise of two points', 5, 0.01, 6, 0.03, [true, true, true]],
  ] as const)('%s', (_what, minutesBefore, chanceBefore, minutesAfter, chanceAfter, expected) => {
    const [minutes, chance, rise] = expected;
    expect(verdict(evaluation(minutesBefore, chanceBefore), evaluation(minutesAfter, chanceAfter))).toEqual({
      'slo-expected-bad-minutes': minutes,
      'slo-breach-probability': chance,
      'slo-breach-increase': rise,
    });
  });

  test('without an objective nothing can be judged, which is not a yes', () => {
    expect(verdict(evaluation(5, null), evaluation(500, null))).toEqual({ 'slo-feasibility': null });
  });

  test('the policy can be another', () => {
    const results = sloFeasibility(evaluation(5, 0.01), evaluation(6, 0.2), {
      maxBreachProbability: 0.5,
      maxBreachIncrease: 0.5,
    });

    expect(results.every(({ allowed }) => allowed === true)).toBe(true);
    expect(DEFAULT_RELIABILITY_POLICY).toEqual({ maxBreachProbability: 0.05, maxBreachIncrease: 0.02 });
  });

  test('the message has the numbers', () => {
    expect(
      sloFeasibility(evaluation(5, 0.01), evaluation(60.4, 0.123)).map(({ message }) => message),
    ).toEqual([
      '60 min expected of a budget of 43 min, 5.0 min before',
      'P(breach) 12.3 %, at most 5.0 %',
      'P(breach) from 1.0 % to 12.3 %, at most 2.0 % more',
    ]);
  });
});

describe('recovery objectives of databases', () => {
  const before = { ...CALM, databases: [{ resourceId: 'db', multiAz: true, restoreMinutes: null }] };
  const after = applyRisk(before, [
    { kind: 'database-deployment', resourceId: 'db', multiAz: false, reason: '' },
  ]);
  const verdict = (rtoMinutes: number | null, rpoMinutes: number | null) =>
    databaseRecovery({ rtoMinutes, rpoMinutes }, before, after).map(({ rule, allowed }) => [rule, allowed]);

  test('a database that lost its standby must recover in time', () => {
    // Nine in ten zone events end within exp(4.587 + 1.2816 x 0.905) = 313 minutes; a restore loses five.
    expect(verdict(312, 5)).toEqual([
      ['recovery-time-objective', false],
      ['recovery-point-objective', true],
    ]);
    expect(verdict(314, 4)).toEqual([
      ['recovery-time-objective', true],
      ['recovery-point-objective', false],
    ]);
  });

  test('without declared objectives it is not evaluable', () => {
    expect(verdict(null, null).map(([, allowed]) => allowed)).toEqual([null, null]);
  });

  test('a restore that is faster than the zone counts', () => {
    const restored = { ...after, databases: after.databases.map(item => ({ ...item, restoreMinutes: 60 })) };
    expect(
      databaseRecovery({ rtoMinutes: 60, rpoMinutes: 60 }, before, restored).map(({ allowed }) => allowed),
    ).toEqual([true, true]);
  });

  test('what had no standby before is not held against the plan', () => {
    expect(databaseRecovery({ rtoMinutes: 1, rpoMinutes: 0 }, after, after)).toEqual([]);
    expect(databaseRecovery({ rtoMinutes: 1, rpoMinutes: 0 }, before, before)).toEqual([]);
  });
});

describe('storage classes', () => {
  const examples = workedExamples('guardrails');

  test('worked example gr-onezone-sole-copy', () => {
    const example = examples.get('gr-onezone-sole-copy')!;
    const { context } = example.inputs as unknown as {
      context: { recreatable: boolean; otherCopies: number };
    };
    const [result] = storageClassGuardrails('ONEZONE_IA', { ...UNKNOWN, ...context });
    expect([result?.rule, result?.allowed]).toEqual(['sole-copy', example.expected.allowed]);
    expect(result?.source).toBe((example as unknown as { source: { url: string } }).source.url);
  });

  test('worked example gr-glacier-rto', () => {
    const example = examples.get('gr-glacier-rto')!;
    const { context } = example.inputs as unknown as { context: { rtoMinutes: number } };
    const [result] = storageClassGuardrails('DEEP_ARCHIVE', { ...UNKNOWN, ...context });
    expect([result?.rule, result?.allowed]).toEqual(['storage-restore-time', example.expected.allowed]);
    expect(storageClassGuardrails('DEEP_ARCHIVE', { ...UNKNOWN, rtoMinutes: 720 })[0]?.allowed).toBe(true);
  });

  test.each([
    [true, 0, true],
    [false, 1, true],
    [false, 0, false],
    [null, null, null],
    [false, null, null],
    [null, 2, true],
  ])('One Zone with recreatable %s and %s other copies: %s', (recreatable, otherCopies, expected) => {
    expect(storageClassGuardrails('ONEZONE_IA', { ...UNKNOWN, recreatable, otherCopies })[0]?.allowed).toBe(
      expected,
    );
  });

  test('an archive without a recovery objective is not evaluable', () => {
    expect(storageClassGuardrails('GLACIER_FLEXIBLE', UNKNOWN).map(({ allowed }) => allowed)).toEqual([null]);
  });

  test.each(['STANDARD', 'STANDARD_IA', 'INT_INFREQUENT', 'GLACIER_IR'] as const)(
    '%s is read at once, in several zones',
    storageClass => {
      expect(storageClassGuardrails(storageClass, UNKNOWN)).toEqual([]);
    },
  );
});

test.each([
  ['payments', ['checkout', 'pay*'], false],
  ['payments', ['checkout'], true],
  ['payments', [], true],
])('workload %s under the protection of %j may be changed: %s', (workload, patterns, expected) => {
  expect(protectedWorkload(workload, patterns).allowed).toBe(expected);
});
