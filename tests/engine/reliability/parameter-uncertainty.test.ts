import { describe, expect, test } from 'vitest';
import { breachProbability, expectedBadMinutes } from '../../../src/engine/reliability/compound-poisson.ts';
import { drawConstants } from '../../../src/engine/reliability/constant-draws.ts';
import {
  RELIABILITY_CONSTANTS,
  type ReliabilityConstants,
} from '../../../src/engine/reliability/constants.ts';
import { failureClasses, overloadShare } from '../../../src/engine/reliability/failure-classes.ts';
import {
  meanBadMinutes,
  type RisksUnder,
  uncertaintyOf,
  uncertaintyOfChange,
} from '../../../src/engine/reliability/parameter-uncertainty.ts';
import { quarterBreachProbability } from '../../../src/engine/reliability/quarter.ts';
import { CALM, withTier } from './estates.ts';

const MONTH = 43_200;
const draws = drawConstants({ seed: 'test' });
const options = { seed: 'test', workload: 'shop', windowMinutes: MONTH, budgetMinutes: 43.2, draws };
const shop = (multiAz: boolean): RisksUnder => {
  const availability = withTier(6, 3, 0.4, {
    deploysPerMonth: 12,
    changeFailureRate: 0.05,
    databases: [{ resourceId: 'db', multiAz, restoreMinutes: null }],
    dependencies: [{ id: 'payments', availability: 0.9999, hard: true, degradeFraction: 1 }],
  });
  return constants => ({
    classes: failureClasses(availability, constants),
    burnMinutes: overloadShare(availability) * MONTH,
  });
};

describe('draws of the constants', () => {
  const numbers = (name: keyof ReliabilityConstants) => draws.map(set => set[name].value as number);

  test('are within the ranges, on both sides of the value, and cost no other constant its luck', () => {
    const { low, high, value } = RELIABILITY_CONSTANTS.instanceFailuresPerYear;
    const drawn = numbers('instanceFailuresPerYear');

    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(low!);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(high!);
    expect(drawn.some(number => number < value) && drawn.some(number => number > value)).toBe(true);
    const pinned = drawConstants({
      seed: 'test',
      constants: {
        ...RELIABILITY_CONSTANTS,
        autoHealMinutes: { ...RELIABILITY_CONSTANTS.autoHealMinutes, low: 5, high: 5 },
      },
    });
    expect(pinned.map(set => set.autoHealMinutes.value)).toEqual(draws.map(() => 5));
    expect(pinned.map(set => set.instanceFailuresPerYear.value)).toEqual(drawn);
  });

  test('have the mean of the PERT', () => {
    const many = drawConstants({ seed: 'test', draws: 4000 }).map(set => set.zoneEventsPerZoneYear.value);
    const mean = many.reduce((sum, value) => sum + value, 0) / many.length;
    const { low, high, value } = RELIABILITY_CONSTANTS.zoneEventsPerZoneYear;
    const expected = (low! + 4 * value + high!) / 6;
    const sd = Math.sqrt(((expected - low!) * (high! - expected)) / 7);

    expect(Math.abs(mean - expected)).toBeLessThan((4 * sd) / Math.sqrt(many.length));
  });

  test('leave policies and printed numbers alone', () => {
    for (const name of ['windowDays', 'maxBreachProbability', 'pointInTimeRecoveryMinutes'] as const)
      expect(new Set(numbers(name))).toEqual(new Set([RELIABILITY_CONSTANTS[name].value]));
    expect(
      draws.every(
        set => set.databaseFailoverMinutes.value === RELIABILITY_CONSTANTS.databaseFailoverMinutes.value,
      ),
    ).toBe(true);
  });

  test('move a fit by its sampling error: few incidents, wide', () => {
    const spread = (name: 'zoneEventMinutes' | 'providerIncidentMinutes') => {
      const mus = draws.map(set => set[name].value.mu);
      const mean = mus.reduce((sum, mu) => sum + mu, 0) / mus.length;
      return Math.sqrt(mus.reduce((sum, mu) => sum + (mu - mean) ** 2, 0) / mus.length);
    };

    expect(spread('zoneEventMinutes') / (0.905 / 6)).toBeGreaterThan(0.8);
    expect(spread('zoneEventMinutes') / (0.905 / 6)).toBeLessThan(1.2);
    expect(spread('providerIncidentMinutes')).toBeLessThan(spread('zoneEventMinutes'));
  });

  test('keep assumed shapes possible', () => {
    for (const { changeImpact, changeRecoveryBands, loadProfile } of draws) {
      const { low, mode, high } = changeImpact.value;
      expect(low <= mode && mode <= high).toBe(true);
      expect(changeRecoveryBands.value.every(({ medianMinutes }) => medianMinutes > 0)).toBe(true);
      expect(loadProfile.value).toEqual(RELIABILITY_CONSTANTS.loadProfile.value);
    }
    expect(new Set(draws.map(set => set.changeImpact.value.mode)).size).toBe(draws.length);
  });
});

describe('uncertainty of a workload', () => {
  const result = uncertaintyOf(shop(true), options);

  test('is a range around the planned value', () => {
    const { planned, p10, p50, p90 } = result.breachProbability!;

    expect(p10 < p50 && p50 < p90).toBe(true);
    expect(p10 <= planned && planned <= p90).toBe(true);
    expect(planned).toBeCloseTo(
      breachProbability({
        classes: shop(true)(RELIABILITY_CONSTANTS).classes,
        windowMinutes: MONTH,
        budgetMinutes: 43.2,
      }),
      12,
    );
    expect(result.expectedBadMinutes.planned).toBeCloseTo(
      expectedBadMinutes(shop(true)(RELIABILITY_CONSTANTS).classes, MONTH),
      12,
    );
    expect(result.quarterBreachProbability!.p90).toBeCloseTo(quarterBreachProbability(p90, MONTH), 12);
  });

  test('is the same again', () => {
    expect(uncertaintyOf(shop(true), options)).toEqual(result);
  });

  test('counted over 1,000 windows a draw is what is computed for each draw, but for counting', () => {
    const computed = uncertaintyOf(shop(true), { ...options, runsPerDraw: 0 });

    expect(computed.expectedBadMinutes).toEqual(result.expectedBadMinutes);
    for (const quantile of ['p10', 'p50', 'p90'] as const) {
      const exact = computed.breachProbability![quantile];
      // Counting a thousand windows adds its own spread to each draw.
      const error = Math.sqrt((exact * (1 - exact)) / 1000);
      expect(Math.abs(result.breachProbability![quantile] - exact)).toBeLessThan(2 * error);
    }
  });

  test('without ranges there is none', () => {
    const certain = uncertaintyOf(shop(true), { ...options, draws: [RELIABILITY_CONSTANTS], runsPerDraw: 0 });
    const { planned, p10, p90 } = certain.breachProbability!;

    expect(p10).toBe(p90);
    expect(Math.abs(p10 / planned - 1)).toBeLessThan(1e-3);
  });

  test('without an objective there are minutes only', () => {
    expect(uncertaintyOf(shop(true), { ...options, budgetMinutes: null })).toEqual({
      expectedBadMinutes: result.expectedBadMinutes,
      breachProbability: null,
      quarterBreachProbability: null,
    });
  });

  test('a workload that never fails is certain of it', () => {
    const never = uncertaintyOf(constants => ({ classes: failureClasses(CALM, constants) }), options);

    expect(never.breachProbability).toEqual({ planned: 0, p10: 0, p50: 0, p90: 0 });
  });
});

describe('uncertainty of a change', () => {
  test('is that of the difference under the same constants, narrower than the two ranges suggest', () => {
    const { before, after, delta } = uncertaintyOfChange(shop(true), shop(false), options);

    expect(before).toEqual(uncertaintyOf(shop(true), options));
    expect(delta.expectedBadMinutes.planned).toBeCloseTo(
      after.expectedBadMinutes.planned - before.expectedBadMinutes.planned,
      12,
    );
    expect(delta.expectedBadMinutes.p10).toBeGreaterThan(0);
    const width = ({ p10, p90 }: { readonly p10: number; readonly p90: number }) => p90 - p10;
    expect(width(delta.breachProbability!)).toBeLessThan(
      width(before.breachProbability!) + width(after.breachProbability!),
    );
  });

  test('of nothing is nothing', () => {
    const nothing = { planned: 0, p10: 0, p50: 0, p90: 0 };

    expect(uncertaintyOfChange(shop(true), shop(true), options).delta).toEqual({
      expectedBadMinutes: nothing,
      breachProbability: nothing,
      quarterBreachProbability: nothing,
    });
  });
});

test('the mean of a window counts one-off events with their probability, and what is certain', () => {
  const duration = { kind: 'fixed', minutes: 40 } as const;
  const oneOff = [{ name: 'move', probability: 0.25, impact: 0.5, duration }];

  expect(meanBadMinutes({ classes: [], oneOff, burnMinutes: 3 }, MONTH)).toBeCloseTo(3 + 5, 12);
});
