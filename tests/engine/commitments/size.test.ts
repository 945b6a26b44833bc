/** The size of a savings plan: the exact optimum, checked against trying every size. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate } from '../../../src/engine/commitments/allocate.ts';
import {
  COMMITMENT_STEP_PER_HOUR,
  optimalCommitment,
  type PlanCandidate,
} from '../../../src/engine/commitments/size.ts';
import { thousandths } from '../../helpers/arbitraries.ts';

const candidate = (
  quantities: readonly number[],
  onDemandRate: number,
  rate: number | null,
): PlanCandidate => ({
  usage: {
    id: `${onDemandRate}-${quantities.join()}`,
    onDemandRate,
    quantities: Float64Array.from(quantities),
  },
  rate,
});

/** What all usage costs under a plan of this size, by the allocation itself. */
function costAt(hours: number, candidates: readonly PlanCandidate[], commitmentPerHour: number): number {
  const { onDemandCost, uses } = allocate({
    hours,
    usage: candidates.map(({ usage }) => usage),
    reservations: [],
    plans: [
      { id: 'plan', offering: 'compute', commitmentPerHour, rates: candidates.map(({ rate }) => rate) },
    ],
  });
  return onDemandCost + (uses[0]?.committedCost ?? 0);
}

/** Heights at which the cost can bend: the usage of an hour, row by row from the best discount down. */
function bends(hours: number, candidates: readonly PlanCandidate[]): number[] {
  const rows = candidates
    .flatMap(({ usage, rate }) =>
      rate === null || rate > usage.onDemandRate ? [] : [{ usage, rate, share: rate / usage.onDemandRate }],
    )
    .sort((a, b) => a.share - b.share);
  const heights = [0];
  for (let hour = 0; hour < hours; hour++) {
    let height = 0;
    for (const { usage, rate } of rows) {
      height += (usage.quantities[hour] ?? 0) * rate;
      heights.push(height);
    }
  }
  return heights;
}

const HOURS = 8;
const mixed: fc.Arbitrary<readonly PlanCandidate[]> = fc
  .array(
    fc.record({
      onDemandRate: thousandths(0.01, 3),
      // Some plan rates are dearer than on demand: no plan covers those.
      discount: fc.option(thousandths(-0.3, 0.8), { nil: null, freq: 6 }),
      quantities: fc.array(thousandths(0, 6), { minLength: HOURS, maxLength: HOURS }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map(rows =>
    rows.map(({ onDemandRate, discount, quantities }, index) => {
      const rate = discount === null ? null : onDemandRate * (1 - discount);
      const { usage } = candidate(quantities, onDemandRate, rate);
      return { usage: { ...usage, id: `row-${index}` }, rate };
    }),
  );

describe('the optimum', () => {
  test('costs no more than any other size, but for the step of a purchase', () => {
    fc.assert(
      fc.property(mixed, candidates => {
        const cost = costAt(HOURS, candidates, optimalCommitment(HOURS, candidates));
        const best = Math.min(...bends(HOURS, candidates).map(size => costAt(HOURS, candidates, size)));
        // A step too little forgoes at most the best discount of every hour.
        const gain = Math.max(
          0,
          ...candidates.map(({ usage, rate }) => (rate ? usage.onDemandRate / rate - 1 : 0)),
        );
        expect(cost).toBeGreaterThanOrEqual(best - 1e-9);
        expect(cost).toBeLessThanOrEqual(best + HOURS * gain * COMMITMENT_STEP_PER_HOUR + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  test('never costs more than buying nothing, however small the usage', () => {
    const tiny = mixed.map(rows =>
      rows.map(({ usage, rate }) => ({
        usage: { ...usage, quantities: usage.quantities.map(quantity => quantity / 1000) },
        rate,
      })),
    );
    fc.assert(
      fc.property(fc.oneof(mixed, tiny), candidates => {
        const size = optimalCommitment(HOURS, candidates);
        expect(size).toBeGreaterThanOrEqual(0);
        expect(costAt(HOURS, candidates, size)).toBeLessThanOrEqual(costAt(HOURS, candidates, 0) + 1e-12);
      }),
      { numRuns: 500 },
    );
  });

  test.each([0.2, 0.28, 0.3, 0.5, 0.66])(
    'for one discount of %f is that quantile of the usage at plan rates',
    discount => {
      const hours = 720;
      const quantities = fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: hours, maxLength: hours });
      fc.assert(
        fc.property(quantities, list => {
          // Plan rate 1: the usage is its own cost, in steps of a purchase.
          const used = list.map(value => value / 1000);
          const sorted = [...used].sort((a, b) => a - b);
          const quantile = sorted[Math.ceil(discount * hours - 1e-9) - 1] ?? Number.NaN;
          const size = optimalCommitment(hours, [candidate(used, 1 / (1 - discount), 1)]);
          const costs = [size, quantile].map(each =>
            costAt(hours, [candidate(used, 1 / (1 - discount), 1)], each),
          );
          expect(costs[0]).toBeCloseTo(costs[1] ?? Number.NaN, 6);
          const above = used.filter(value => value > size + 1e-9).length / hours;
          expect(above).toBeLessThanOrEqual(1 - discount + 1e-9);
        }),
        { numRuns: 20 },
      );
    },
  );

  test('the cost is convex in the commitment: no local optimum can fool the search', () => {
    fc.assert(
      fc.property(
        mixed,
        thousandths(0, 20),
        thousandths(0, 20),
        thousandths(0, 1),
        (candidates, a, b, share) => {
          const between = costAt(HOURS, candidates, a * share + b * (1 - share));
          const chord = costAt(HOURS, candidates, a) * share + costAt(HOURS, candidates, b) * (1 - share);
          expect(between).toBeLessThanOrEqual(chord + 1e-9);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('sizes by hand', () => {
  test.each([
    ['flat usage is committed in full', [2, 2, 2, 2], 0.3, 2],
    ['the average would be wrong: a day of work in four is left on demand at 30 %', [1, 1, 1, 5], 0.3, 1],
    ['a discount of 80 % pays for usage in more than a fifth of the hours', [1, 1, 1, 5], 0.8, 5],
    ['usage in exactly 1 - d of the hours breaks even and is left alone', [0, 0, 1, 1], 0.5, 0],
    ['idle for most of the time', [0, 0, 0, 9], 0.3, 0],
  ])('%s', (_name, used, discount, expected) => {
    expect(optimalCommitment(used.length, [candidate(used, 1 / (1 - discount), 1)])).toBeCloseTo(expected, 9);
  });

  test.each([
    ['no usage', []],
    ['no rate', [candidate([1, 1], 1, null)]],
    ['a plan rate as high as on demand', [candidate([1, 1], 1, 1)]],
    ['a dearer plan rate', [candidate([1, 1], 1, 1.2)]],
    ['a plan rate of zero', [candidate([1, 1], 1, 0)]],
    ['usage of nothing', [candidate([0, 0], 1, 0.5)]],
  ])('zero with %s', (_name, candidates) => {
    expect(optimalCommitment(2, candidates)).toBe(0);
  });

  test('is a multiple of the step a plan is sold in, and rounded down', () => {
    expect(optimalCommitment(1, [candidate([1.2349], 2, 1)])).toBe(1.234);
    expect(optimalCommitment(1, [candidate([0.7], 2, 1)])).toBe(0.7);
    expect(optimalCommitment(1, [candidate([0.0009], 2, 1)])).toBe(0);
  });

  test('large estates are sized as exactly', () => {
    expect(optimalCommitment(2, [candidate([4321.987, 4321.987], 2, 1)])).toBe(4321.987);
  });
});
