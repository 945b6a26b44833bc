import { describe, expect, test } from 'vitest';
import { classListSchema, evaluateClassList } from '../../../src/engine/reliability/class-list.ts';

const evaluate = (list: unknown) => evaluateClassList(classListSchema.parse(list));
const outage = (more: object) => ({
  name: 'a',
  ratePerYear: 12,
  duration: { dist: 'fixed', minutes: 30 },
  ...more,
});

describe('a risk register', () => {
  test('of nothing is always available', () => {
    expect(evaluate({ slo: 0.999, classes: [] })).toEqual({
      expectedBadMinutes: 0,
      sdBadMinutes: 0,
      varBadMinutes: 0,
      availabilityPct: 100,
      budgetMinutes: 43.2,
      budgetConsumedPct: 0,
      breachProbability: 0,
      expectedCost: null,
      expectedByClass: {},
      topDriver: null,
    });
  });

  test('adds up classes of one name and names those without', () => {
    const { expectedByClass, expectedBadMinutes, topDriver } = evaluate({
      windowDays: 365,
      classes: [outage({}), outage({ impact: 0.5 }), outage({ name: undefined })],
    });
    expect(expectedByClass).toEqual({ a: 540, 'class 3': 360 });
    expect(expectedBadMinutes).toBe(900);
    expect(topDriver).toBe('a');
  });

  test('is the same in any order', () => {
    const classes = [
      outage({}),
      outage({ name: 'b', duration: { dist: 'exponential', mean: 9 } }),
      outage({ name: 'c', duration: { dist: 'pert', low: 1, mode: 5, high: 60 }, impact: 0.3 }),
    ];
    const forth = evaluate({ slo: 0.999, classes });
    const back = evaluate({ slo: 0.999, classes: [...classes].reverse() });
    expect(back.breachProbability).toBeCloseTo(forth.breachProbability!, 10);
    expect(back.expectedByClass).toEqual(forth.expectedByClass);
  });

  test('keeps its own window when there is no objective', () => {
    expect(evaluate({ windowDays: 365, classes: [outage({})] })).toMatchObject({
      expectedBadMinutes: 360,
      budgetMinutes: null,
      breachProbability: null,
    });
  });

  test('takes an impact that is spread', () => {
    const impact = { dist: 'pert', low: 0, mode: 0.1, high: 1 };
    expect(evaluate({ windowDays: 365, classes: [outage({ impact })] }).expectedBadMinutes).toBeCloseTo(
      (360 * 1.4) / 6,
      9,
    );
  });

  test('observed durations are what an exact count of them gives', () => {
    const weighted = { dist: 'empirical', minutes: [10, 50], weights: [3, 1] };
    const { varBadMinutes, breachProbability } = evaluate({
      slo: 0.999,
      windowDays: 30,
      classes: [outage({ duration: weighted })],
    });
    const events = (12 * 30) / 365;
    expect(varBadMinutes).toBeCloseTo(events * (0.75 * 100 + 0.25 * 2500), 9);
    // No outage of 50 minutes, and at most four of 10, fit into 43.2.
    const short = 0.75 * events;
    const few = [0, 1, 2, 3, 4].reduce(
      (sum, n) => sum + (Math.exp(-short) * short ** n) / [1, 1, 2, 6, 24][n]!,
      0,
    );
    expect(breachProbability).toBeCloseTo(1 - Math.exp(-0.25 * events) * few, 9);
  });

  test.each([
    ['a share above 1', outage({ impact: 1.2 })],
    ['a negative rate', outage({ ratePerYear: -1 })],
    ['a family that is not known', outage({ duration: { dist: 'gamma', shape: 2 } })],
    ['a lognormal without a place', outage({ duration: { dist: 'lognormal', sigma: 1 } })],
    ['a mode above the high', outage({ duration: { dist: 'triangular', low: 1, mode: 5, high: 4 } })],
    ['weights of nothing', outage({ duration: { dist: 'empirical', minutes: [1], weights: [0] } })],
    ['no duration', outage({ duration: undefined })],
    ['an infinite duration', outage({ duration: { dist: 'fixed', minutes: Infinity } })],
  ])('%s is refused', (_what, item) => {
    expect(classListSchema.safeParse({ classes: [item] }).success).toBe(false);
  });
});
