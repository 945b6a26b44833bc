import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergePoints, periodOf } from '../../src/metrics/merge-points.ts';
import type { Points } from '../../src/metrics/series.ts';

const points = (pairs: readonly (readonly [number, number])[]): Points => ({
  seconds: Float64Array.from(pairs, ([time]) => time),
  values: Float64Array.from(pairs, ([, value]) => value),
});
const part = (pairs: readonly (readonly [number, number])[], periodSeconds: number | null = 60) => ({
  points: points(pairs),
  periodSeconds,
});
const every = (period: number, count: number, value = 1) =>
  Array.from({ length: count }, (_, index): [number, number] => [index * period, value]);

const series = fc
  .uniqueArray(fc.tuple(fc.nat(500), fc.nat(100)), { selector: ([time]) => time, minLength: 1 })
  .map(pairs => pairs.map(([slot, value]): [number, number] => [slot * 60, value]));

describe('parts of one series', () => {
  test('cut into pages in any order they are the same series', () => {
    fc.assert(
      fc.property(series, fc.array(fc.nat(4), { minLength: 600, maxLength: 600 }), (pairs, pages) => {
        const whole = mergePoints([part(pairs)]);
        const cut = [0, 1, 2, 3, 4].map(page => part(pairs.filter((_, index) => pages[index] === page)));
        expect(mergePoints(cut)).toEqual(whole);
        expect(mergePoints([...cut].reverse())).toEqual(whole);
        expect([...whole.points.seconds]).toEqual(pairs.map(([time]) => time).sort((a, b) => a - b));
      }),
    );
  });

  test('imported twice they are once, without a conflict', () => {
    fc.assert(
      fc.property(series, pairs => {
        expect(mergePoints([part(pairs), part(pairs)])).toEqual(mergePoints([part(pairs)]));
      }),
    );
  });

  test('of two values at one time the first counts, and they are counted', () => {
    const merged = mergePoints([
      part([
        [60, 1],
        [120, 2],
      ]),
      part([
        [120, 9],
        [180, 3],
      ]),
    ]);

    expect([...merged.points.values]).toEqual([1, 2, 3]);
    expect(merged.conflicts).toBe(1);
  });

  test('of two periods the one that covers most time counts', () => {
    const hours = part(every(3600, 24), 3600);
    const minutes = part(every(60, 30), 60);

    expect(mergePoints([minutes, hours])).toMatchObject({ periodSeconds: 3600, mixedPeriods: [60, 3600] });
    expect(mergePoints([minutes, hours]).points.seconds).toHaveLength(24);
    expect(mergePoints([part(every(60, 1500), 60), hours]).periodSeconds).toBe(60);
  });

  test('periods that drift are one, and a few points do not show theirs', () => {
    const late = part(every(61, 20), null);
    const few = part(
      [
        [5000, 1],
        [5120, 1],
      ],
      null,
    );

    expect(mergePoints([part(every(60, 20), null), late]).mixedPeriods).toEqual([]);
    expect(mergePoints([part(every(60, 20), null), few])).toMatchObject({
      periodSeconds: 60,
      mixedPeriods: [],
    });
  });
});

test.each([
  [[], null],
  [[5], null],
  [[0, 60, 120, 300, 360], 60],
  [[0, 300, 360], 60],
  [[0, 0.04, 60.02, 119.98], 60],
])('the period of points at %j is %j', (seconds, period) => {
  expect(periodOf(Float64Array.from(seconds))).toBe(period);
});
