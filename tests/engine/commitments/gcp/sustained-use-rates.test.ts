import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  averageDiscount,
  averageMultiplier,
  incrementalRates,
  priceOfFraction,
  SUSTAINED_USE_MULTIPLIERS,
  seriesOf,
  stackedPrice,
  sustainedUseGroup,
} from '../../../../src/engine/commitments/gcp/sustained-use-rates.ts';

const THIRTY = SUSTAINED_USE_MULTIPLIERS['up-to-30'];
const TWENTY = SUSTAINED_USE_MULTIPLIERS['up-to-20'];

describe('groups', () => {
  test.each([
    ['n1', 'vcpu', 'up-to-30'],
    ['n1', 'memory-gib', 'up-to-30'],
    ['n1', 'gpu', 'up-to-30'],
    ['m1', 'vcpu', 'up-to-30'],
    ['m2', 'vcpu', 'up-to-30'],
    ['f1', 'vcpu', 'up-to-30'],
    ['g1', 'vcpu', 'up-to-30'],
    ['n2', 'vcpu', 'up-to-20'],
    ['n2d', 'memory-gib', 'up-to-20'],
    ['c2', 'vcpu', 'up-to-20'],
    ['n1', 'local-ssd-gib', 'none'],
    ['a2', 'gpu', 'none'],
    ['c2', 'gpu', 'none'],
    ['e2', 'vcpu', 'none'],
    ['t2d', 'vcpu', 'none'],
    ['c2d', 'vcpu', 'none'],
    ['c3', 'vcpu', 'none'],
    ['m3', 'vcpu', 'none'],
    ['m4', 'vcpu', 'none'],
  ] as const)('%s %s earns %s', (series, resource, group) => {
    expect(sustainedUseGroup(series, resource)).toBe(group);
  });

  test.each([
    ['n2d-standard-8', 'n2d'],
    ['f1-micro', 'f1'],
    ['N1-Standard-1', 'n1'],
    ['c2', 'c2'],
  ])('the series of %s is %s', (machineType, series) => {
    expect(seriesOf(machineType)).toBe(series);
  });
});

describe('prices of a share of the month', () => {
  test('the printed rates of n1-standard-1', () => {
    const rates = incrementalRates(0.0475, THIRTY);

    expect(rates).toEqual([0.0475, 0.038, 0.0285, 0.019].map(rate => expect.closeTo(rate, 10)));
  });

  test('the printed rates of c2-standard-4, which the page truncates to four decimals', () => {
    const truncated = incrementalRates(0.2088, TWENTY).map(rate => Math.floor(rate * 10_000 + 1e-9) / 10_000);

    expect(truncated).toEqual([0.2088, 0.1811, 0.153, 0.1252]);
  });

  test.each([
    [0, 0, 0],
    [0.25, 0, 0],
    [0.5, 0.1, 0.0661],
    [0.75, 0.2, 0.1330666667],
    [1, 0.3, 0.1998],
  ])('%d of the month saves %d in the 30 %% group and %d in the 20 %% group', (fraction, thirty, twenty) => {
    expect(averageDiscount(fraction, THIRTY)).toBeCloseTo(thirty, 9);
    expect(averageDiscount(fraction, TWENTY)).toBeCloseTo(twenty, 9);
  });

  test('hours beyond a month of 730 hours cost as its last quarter', () => {
    expect(priceOfFraction(744 / 730, THIRTY)).toBeCloseTo(0.7 + (0.4 * 14) / 730, 12);
  });

  test('the average price never rises with use, and the total never falls', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.constantFrom(THIRTY, TWENTY), (one, other, multipliers) => {
        const [less, more] = one < other ? [one, other] : [other, one];

        expect(averageMultiplier(more, multipliers)).toBeLessThanOrEqual(
          averageMultiplier(less, multipliers) + 1e-12,
        );
        expect(priceOfFraction(more, multipliers)).toBeGreaterThanOrEqual(
          priceOfFraction(less, multipliers) - 1e-12,
        );
      }),
    );
  });
});

describe('stacking into the fewest units', () => {
  const profile = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 48 });

  test('equals adding up unit by unit, each with the share of the month that it runs', () => {
    fc.assert(
      fc.property(profile, fc.integer({ min: 0, max: 20 }), (levels, unknownHours) => {
        const month = levels.length + unknownHours;
        const units = Array.from({ length: Math.max(...levels) }, (_, index) => index + 1);
        const unitByUnit = units.reduce((price, unit) => {
          const hours = levels.filter(level => level >= unit).length;
          return price + priceOfFraction(hours / month, THIRTY) * month;
        }, 0);

        expect(stackedPrice(Float64Array.from(levels), month, THIRTY)).toBeCloseTo(unitByUnit, 9);
      }),
    );
  });

  test('the order of the hours does not matter, and the profile is left as it was', () => {
    const usage = Float64Array.of(3, 0, 1, 2);

    expect(stackedPrice(usage, 4, THIRTY)).toBe(stackedPrice(Float64Array.of(0, 1, 2, 3), 4, THIRTY));
    expect([...usage]).toEqual([3, 0, 1, 2]);
  });

  test('two halves of a month that do not overlap are one instance of the whole month', () => {
    const half = (from: number, to: number) =>
      Float64Array.from({ length: 720 }, (_, hour) => Number(hour >= from && hour < to));
    const both = half(0, 360).map((units, hour) => units + half(360, 720)[hour]!);

    expect(stackedPrice(both, 720, THIRTY) / 720).toBeCloseTo(0.7, 12);
    expect(stackedPrice(half(0, 360), 720, THIRTY) / 360).toBeCloseTo(0.9, 12);
  });
});
