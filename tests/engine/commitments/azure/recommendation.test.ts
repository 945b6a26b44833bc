/** Azure's recommendation of a savings plan. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type EligibleComputeUsage,
  recommendSavingsPlan,
} from '../../../../src/engine/commitments/azure/recommendation.ts';

const usage = (
  id: string,
  quantities: readonly number[],
  onDemandRate = 1,
  planRate: number | null = 0.6,
): EligibleComputeUsage => ({ id, onDemandRate, planRate, quantities: Float64Array.from(quantities) });

/** `days` days whose every hour has the quantity that `level` names. */
const hourly = (days: number, level: (hour: number) => number) =>
  Array.from({ length: days * 24 }, (_, hour) => level(hour));

/** Total cost with a commitment, worked out hour by hour and row by row. */
function costWith(rows: readonly EligibleComputeUsage[], hours: number, commitment: number): number {
  const sorted = [...rows].sort(
    (a, b) => (a.planRate ?? 1e9) / a.onDemandRate - (b.planRate ?? 1e9) / b.onDemandRate,
  );
  let cost = commitment * hours;
  for (let hour = 0; hour < hours; hour++) {
    let left = commitment;
    for (const { onDemandRate, planRate, quantities } of sorted) {
      const quantity = quantities[hour] ?? 0;
      const covered = planRate !== null && planRate < onDemandRate ? Math.min(quantity, left / planRate) : 0;
      left -= covered * (planRate ?? 0);
      cost += (quantity - covered) * onDemandRate;
    }
  }
  return cost;
}

describe('the recommendation', () => {
  test('of steady usage is its plan price', () => {
    const { options, commitmentPerHour, decidedBy } = recommendSavingsPlan(
      [
        usage(
          'a',
          hourly(7, () => 10),
        ),
      ],
      7,
    );

    expect(commitmentPerHour).toBeCloseTo(6, 12);
    expect(decidedBy).toBe('look-back');
    expect(options).toHaveLength(1);
    expect(options[0]?.totalCost).toBeCloseTo(6 * 168, 9);
    expect(options[0]?.savingsFraction).toBeCloseTo(0.4, 12);
    expect(options[0]?.coverage).toBeCloseTo(1, 12);
  });

  test('is lowered to the last three days when usage fell', () => {
    const falling = [
      usage(
        'a',
        hourly(30, hour => (hour < 27 * 24 ? 10 : 4)),
      ),
    ];

    expect(recommendSavingsPlan(falling, 30)).toMatchObject({ decidedBy: 'last-3-days' });
    expect(recommendSavingsPlan(falling, 30).commitmentPerHour).toBeCloseTo(2.4, 12);
  });

  test('is not raised when usage rose in the last three days', () => {
    const rising = [
      usage(
        'a',
        hourly(30, hour => (hour < 27 * 24 ? 4 : 10)),
      ),
    ];

    expect(recommendSavingsPlan(rising, 30)).toMatchObject({ decidedBy: 'look-back' });
    expect(recommendSavingsPlan(rising, 30).commitmentPerHour).toBeCloseTo(2.4, 12);
  });

  test.each<[string, EligibleComputeUsage[]]>([
    ['without usage', []],
    [
      'for usage that stopped',
      [
        usage(
          'a',
          hourly(7, hour => (hour < 96 ? 5 : 0)),
        ),
      ],
    ],
    [
      'for usage without a plan price',
      [
        usage(
          'a',
          hourly(7, () => 5),
          1,
          null,
        ),
      ],
    ],
    [
      'for usage without a discount',
      [
        usage(
          'a',
          hourly(7, () => 5),
          1,
          1,
        ),
      ],
    ],
    [
      'for a peak too short to pay',
      [
        usage(
          'a',
          hourly(7, hour => (hour === 167 ? 5 : 0)),
        ),
      ],
    ],
  ])('is nothing %s', (_what, rows) => {
    expect(recommendSavingsPlan(rows, 7)).toMatchObject({ commitmentPerHour: 0, decidedBy: null });
  });

  test('shows ten options at most, the greatest savings first', () => {
    const { options } = recommendSavingsPlan(
      [
        usage(
          'a',
          hourly(7, hour => 10 + (hour % 24)),
        ),
      ],
      7,
    );
    const savings = options.map(each => each.savings);

    expect(options).toHaveLength(10);
    expect(savings).toEqual([...savings].sort((a, b) => b - a));
  });

  test('needs a quantity for every hour', () => {
    expect(() => recommendSavingsPlan([usage('a', [1, 2])], 7)).toThrow(/every hour/);
    expect(() => recommendSavingsPlan([], 0)).toThrow(/whole days/);
  });
});

describe('laws', () => {
  const rows = fc.array(
    fc.record({
      rate: fc.integer({ min: 1, max: 50 }),
      discount: fc.integer({ min: 0, max: 70 }),
      levels: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 24 }),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const usageOf = (list: { rate: number; discount: number; levels: number[] }[]) =>
    list.map(({ rate, discount, levels }, index) =>
      usage(
        `r${index}`,
        hourly(7, hour => levels[hour % levels.length] ?? 0),
        rate / 100,
        (rate / 100) * (1 - discount / 100),
      ),
    );

  test('the cost of an option is what a plain hour-by-hour calculation says', () => {
    fc.assert(
      fc.property(rows, list => {
        const input = usageOf(list);
        for (const { commitmentPerHour, totalCost, savings } of recommendSavingsPlan(input, 7).options) {
          expect(totalCost).toBeCloseTo(costWith(input, 168, commitmentPerHour), 6);
          expect(totalCost + savings).toBeCloseTo(costWith(input, 168, 0), 6);
        }
      }),
    );
  });

  test('no commitment, of an hour or in between, is better than the first option', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 100 }), (list, part) => {
        const input = usageOf(list);
        const best = recommendSavingsPlan(input, 7).options[0]?.totalCost ?? costWith(input, 168, 0);
        const full = input.reduce(
          (sum, each) => sum + (each.planRate ?? 0) * Math.max(...each.quantities),
          0,
        );
        const isOneDiscount = list.every(({ discount }) => discount === list[0]?.discount);
        // With one discount the optimum is one hour's own usage; with several, only those of the hours are tried.
        if (isOneDiscount) {
          expect(best).toBeLessThanOrEqual(costWith(input, 168, (full * part) / 100) + 1e-6);
        }
        for (let hour = 0; hour < 24; hour++) {
          const depth = input
            .filter(each => (each.planRate ?? 1) < each.onDemandRate)
            .reduce((sum, each) => sum + (each.planRate ?? 0) * each.quantities[hour]!, 0);
          expect(best).toBeLessThanOrEqual(costWith(input, 168, depth) + 1e-6);
        }
      }),
    );
  });
});
