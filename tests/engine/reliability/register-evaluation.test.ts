/** Risk registers from the file to the numbers: ranges, quarters, changes, money, and the simulation beside them. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { badMinutesOf, recoveryOf } from '../../../src/engine/reliability/bad-minutes.ts';
import { breachProbability } from '../../../src/engine/reliability/compound-poisson.ts';
import { evaluateRegister, outagesToPlay } from '../../../src/engine/reliability/register-evaluation.ts';
import { registerFileSchema, registersOf } from '../../../src/engine/reliability/register-file.ts';

const read = (file: unknown) => registersOf(registerFileSchema.parse(file));
const evaluate = (file: unknown) => evaluateRegister(read(file).register);
const FIXED = { name: 'crash', ratePerYear: 365 / 30, duration: { dist: 'fixed', minutes: 30 } };
const LONG = { name: 'long', ratePerYear: 2, impact: 0.5, duration: { dist: 'exponential', mean: 60 } };

describe('one outage of half an hour a window', () => {
  const result = evaluate({ slo: 0.999, costPerBadMinute: 100, classes: [FIXED] });
  const e = Math.exp(-1);

  test('has the quantiles of a Poisson count', () => {
    // P(N = 0, 1, 2, 3) = 0.37, 0.37, 0.18, 0.06.
    expect(result.badMinutes.p10).toBe(0);
    expect(result.badMinutes.p50).toBeCloseTo(30, 2);
    expect(result.badMinutes.p90).toBeCloseTo(60, 2);
    expect(result.badMinutes.p99).toBeCloseTo(120, 2);
  });

  test('breaches with the second one, and once in a quarter of three windows', () => {
    const breach = 1 - 2 * e;
    expect(result.breachProbability).toBeCloseTo(breach, 9);
    expect(result.quarterBreachProbability).toBeCloseTo(1 - (1 - breach) ** 3, 9);
  });

  test('spends 30 of 43.2 minutes on average, which is the burn rate', () => {
    expect(result.burnRate).toBeCloseTo(30 / 43.2, 9);
    expect(result.budgetConsumedPct).toBeCloseTo(100 * (30 / 43.2), 9);
    expect(result.recovery).toEqual({
      mean: expect.closeTo(30, 9),
      p50: expect.closeTo(30, 3),
      p90: expect.closeTo(30, 3),
    });
  });

  test('puts 100 dollars on each minute: the worst 5 % are those with three outages and more, and some with two', () => {
    const tail = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((n, i) => ({ n, p: (e / 6) * factor(i) }));
    const above = tail.reduce((sum, { n, p }) => sum + Math.max(0, n - 3) * p, 0);
    const cvar = 30 * (3 + above / 0.05);
    expect(result.revenueAtRisk?.mean).toBeCloseTo(3000, 6);
    expect(result.revenueAtRisk?.p90).toBeCloseTo(6000, 0);
    expect((result.revenueAtRisk?.cvar95 ?? 0) / (100 * cvar)).toBeCloseTo(1, 1);
  });
});

/** 3! / (3 + i)! */
function factor(i: number): number {
  let value = 1;
  for (let n = 4; n <= 3 + i; n++) value /= n;
  return value;
}

test('without a cost no money is invented, without an objective no budget', () => {
  const result = evaluate({ classes: [FIXED] });

  expect(result).toMatchObject({
    revenueAtRisk: null,
    budgetMinutes: null,
    burnRate: null,
    breachProbability: null,
    quarterBreachProbability: null,
    simulation: null,
  });
  expect(result.badMinutes.p50).toBeGreaterThan(0);
});

test('a register of nothing never fails', () => {
  const result = evaluate({ slo: 0.999, classes: [] });

  expect(result.badMinutes).toEqual({ p10: 0, p50: 0, p90: 0, p95: 0, p99: 0, cvar95: 0 });
  expect(result.recovery).toBeNull();
  expect(result.quarterBreachProbability).toBe(0);
});

test('the only outage of a year is the tail of a day: the mean of the worst windows is the mean over their share', () => {
  const rare = { ratePerYear: 1, duration: { dist: 'fixed', minutes: 10 } };
  const { badMinutes, expectedBadMinutes } = evaluate({ windowDays: 1, classes: [rare] });

  expect(badMinutes.p95).toBe(0);
  expect(badMinutes.cvar95).toBeCloseTo(expectedBadMinutes / 0.05, 12);
});

describe('changes', () => {
  const change = {
    failureProbability: 0.5,
    userImpactingShare: 0.5,
    impact: 1,
    duration: { dist: 'fixed', minutes: 20 },
  };

  test('happen once, whatever the window: p x q x impact x minutes', () => {
    for (const windowDays of [7, 30, 90])
      expect(evaluate({ windowDays, classes: [], changes: [change] }).expectedBadMinutes).toBeCloseTo(5, 9);
  });

  test('burden one window of a quarter only', () => {
    const file = { slo: 0.9999, classes: [FIXED] };
    const without = evaluate(file);
    const result = evaluate({ ...file, changes: [change] });
    const own = result.breachProbability ?? 0;
    const standing = without.breachProbability ?? 0;
    expect(own).toBeGreaterThan(standing);
    expect(result.quarterBreachProbability).toBeCloseTo(1 - (1 - own) * (1 - standing) ** 2, 9);
  });

  test('that say little use the labelled defaults', () => {
    const [read_] = read({ classes: [], changes: [{ failureProbability: '10%', count: 3 }] }).register
      .changes;
    expect(read_).toMatchObject({
      name: 'change 1',
      impact: { kind: 'pert' },
      duration: { kind: 'lognormal' },
    });
    expect(read_?.expectedFailures).toBeCloseTo(3 * 0.1 * 0.2, 12);
  });
});

describe('before and after', () => {
  test('share objective, window and cost of the file', () => {
    const { before, register } = read({
      slo: '99.9%',
      windowDays: 28,
      costPerBadMinute: 5,
      before: { classes: [FIXED] },
      after: { classes: [FIXED, LONG], slo: 0.99 },
    });
    expect(before).toMatchObject({ slo: expect.closeTo(0.999, 12), windowDays: 28, costPerBadMinute: 5 });
    expect(register).toMatchObject({ slo: 0.99, windowDays: 28, costPerBadMinute: 5 });
    expect(register.classes).toHaveLength(2);
  });

  test.each<readonly [string, unknown]>([
    ['nothing at all', {}],
    ['one side', { before: { classes: [] } }],
    ['three registers', { classes: [], before: { classes: [] }, after: { classes: [] } }],
    ['windows of two lengths', { before: { classes: [], windowDays: 7 }, after: { classes: [] } }],
    ['an unknown key in a class', { classes: [{ ...FIXED, lambda: 3 }] }],
    ['an unknown distribution', { classes: [{ ...FIXED, duration: { dist: 'weibull', mean: 3 } }] }],
    ['an impact above 1', { classes: [{ ...FIXED, impact: 1.2 }] }],
    ['an objective of 99.9', { slo: 99.9, classes: [] }],
    ['a rate without end', { classes: [{ ...FIXED, ratePerYear: Number.POSITIVE_INFINITY }] }],
    ['a rate that is no number', { classes: [{ ...FIXED, ratePerYear: Number.NaN }] }],
    ['a negative duration', { classes: [{ ...FIXED, duration: { dist: 'fixed', minutes: -1 } }] }],
    ['1001 classes', { classes: new Array(1001).fill(FIXED) }],
  ])('%s is refused', (_what, file) => {
    expect(registerFileSchema.safeParse(file).success).toBe(false);
  });
});

describe('the simulation', () => {
  const file = {
    slo: 0.999,
    classes: [
      FIXED,
      LONG,
      { ...LONG, name: 'pert', impact: { dist: 'pert', low: 0, mode: 0.1, high: 1 }, ratePerYear: 20 },
      { name: 'tri', ratePerYear: 40, duration: { dist: 'triangular', low: 1, mode: 2, high: 9 } },
      { name: 'log', ratePerYear: 3, duration: { dist: 'lognormal', median: 20, sigma: 0.8 } },
      { name: 'beta', ratePerYear: 3, duration: { dist: 'pert', low: 0, mode: 5, high: 9, gamma: 2 } },
      { name: 'seen', ratePerYear: 30, duration: { dist: 'empirical', minutes: [1, 5, 30] } },
    ],
  };
  const { register } = read(file);
  const played = evaluateRegister(register, { runs: 40_000, seed: 7 });

  test('agrees with what is computed within four standard errors', () => {
    const { simulation } = played;
    expect(Math.abs((simulation?.mean ?? 0) - played.expectedBadMinutes)).toBeLessThan(
      4 * (simulation?.standardError ?? 0),
    );
    expect(Math.abs((simulation?.breachProbability ?? 0) - (played.breachProbability ?? 0))).toBeLessThan(
      4 * (simulation?.breachStandardError ?? 0),
    );
    for (const key of ['p50', 'p90', 'p99'] as const)
      expect((simulation?.[key] ?? 0) / played.badMinutes[key]).toBeCloseTo(1, 1);
  });

  test('is the same for the same seed, and another for another', () => {
    const again = evaluateRegister(register, { runs: 500, seed: 7 }).simulation;
    expect(evaluateRegister(register, { runs: 500, seed: 7 }).simulation).toEqual(again);
    expect(evaluateRegister(register, { runs: 500, seed: 8 }).simulation?.mean).not.toBe(again?.mean);
  });

  test('shares the luck of classes that before and after have in common', () => {
    const more = read({ ...file, classes: [...file.classes, { ...FIXED, name: 'new', ratePerYear: 0 }] });
    expect(evaluateRegister(more.register, { runs: 500, seed: 7 }).simulation?.mean).toBe(
      evaluateRegister(register, { runs: 500, seed: 7 }).simulation?.mean,
    );
  });

  test('says beforehand how many outages it would draw', () => {
    const { register: wild } = read({ classes: [{ ...FIXED, ratePerYear: 1e9 }] });
    expect(outagesToPlay(wild, 1000)).toBeGreaterThan(5e7);
    expect(outagesToPlay(register, 20_000)).toBeLessThan(5e7);
  });
});

describe('for any register', () => {
  const duration = fc.oneof(
    fc.record({ dist: fc.constant('fixed'), minutes: fc.double({ min: 0.5, max: 500, noNaN: true }) }),
    fc.record({ dist: fc.constant('exponential'), mean: fc.double({ min: 0.5, max: 500, noNaN: true }) }),
    fc.record({
      dist: fc.constant('lognormal'),
      mu: fc.double({ min: 0, max: 6, noNaN: true }),
      sigma: fc.double({ min: 0.1, max: 1.5, noNaN: true }),
    }),
  );
  const entry = fc.record({
    ratePerYear: fc.double({ min: 0.01, max: 100, noNaN: true }),
    impact: fc.double({ min: 0.01, max: 1, noNaN: true }),
    duration,
  });

  test('quantiles rise, are exceeded as seldom as they say, and the tail is no better than its threshold', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), classes => {
        const { register } = read({ classes });
        const window = 43_200;
        const { p10, p50, p90, p95, p99, cvar95 } = badMinutesOf(register.classes, window);
        expect([p10, p50, p90, p95, p99]).toEqual([p10, p50, p90, p95, p99].toSorted((a, b) => a - b));
        expect(cvar95).toBeGreaterThanOrEqual(p95);
        const beyond = breachProbability({
          classes: register.classes,
          windowMinutes: window,
          budgetMinutes: p99,
        });
        expect(beyond).toBeLessThanOrEqual(0.01 + 1e-9);
      }),
      { numRuns: 25 },
    );
  });

  test('a more frequent class never lowers a quantile, and the time to recover is that of its classes', () => {
    fc.assert(
      fc.property(entry, single => {
        const of = (ratePerYear: number) => read({ classes: [{ ...single, ratePerYear }] }).register.classes;
        const [once, twice] = [of(single.ratePerYear), of(2 * single.ratePerYear)];
        expect(badMinutesOf(twice, 43_200).p90).toBeGreaterThanOrEqual(
          badMinutesOf(once, 43_200).p90 * (1 - 1e-3),
        );
        expect(recoveryOf(twice)?.p90).toBeCloseTo(recoveryOf(once)?.p90 ?? 0, 6);
      }),
      { numRuns: 25 },
    );
  });
});
