/** Draws against closed forms, and the laws of their streams: splits, new moves, seeds. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DrawnBlock, drawBlock } from '../../../src/engine/chance/draw-block.ts';
import { ASSUMED_REDO_MONTHS, certain } from '../../../src/engine/chance/quantities.ts';
import { quantile, summarise } from '../../../src/engine/chance/summarise.ts';
import type { Surrogate } from '../../../src/engine/chance/surrogate.ts';
import { fourErrors, pertCdf, plainMove, plainSurrogate } from './plain-surrogate.ts';

const RUNS = 20_000;
const SHARE = { low: 0.5, mode: 0.85, high: 1 };

const savings = (surrogate: Surrogate, seed: number | string = 1, runs = RUNS) =>
  drawBlock(surrogate, seed, 0, runs).saved;
const reached = ({ isMet }: DrawnBlock) => isMet.reduce((count, each) => count + each, 0) / isMet.length;
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the share that comes true', () => {
  test('of one move has the distribution of its PERT', () => {
    const drawn = savings(plainSurrogate([plainMove('m', { shareRealised: SHARE })], [100]));
    for (const x of [65, 75, 85, 95]) {
      const expected = pertCdf(SHARE, x / 100);
      const found = drawn.filter(value => value <= x).length / RUNS;
      expect(Math.abs(found - expected), `${x}`).toBeLessThan(fourErrors(expected, RUNS) + 1e-4);
    }
  });

  test('whose mode is its low end has a closed form: beta of 1 and 5', () => {
    // P(X > x) = (1 - x)^5 for PERT(0, 0, 1).
    const drawn = savings(
      plainSurrogate([plainMove('m', { shareRealised: { low: 0, mode: 0, high: 1 } })], [100]),
    );
    for (const x of [5, 10, 20, 40]) {
      const expected = (1 - x / 100) ** 5;
      const found = drawn.filter(value => value > x).length / RUNS;
      expect(Math.abs(found - expected)).toBeLessThan(fourErrors(expected, RUNS));
    }
  });

  test('of many independent moves is nearly normal', () => {
    const count = 40;
    const moves = Array.from({ length: count }, (_, at) => plainMove(`m${at}`, { shareRealised: SHARE }));
    const sorted = savings(plainSurrogate(moves, Array(count).fill(10))).sort();
    const { low, mode, high } = SHARE;
    const middle = (low + 4 * mode + high) / 6;
    const deviation = Math.sqrt(((middle - low) * (high - middle)) / 7) * 10 * Math.sqrt(count);
    // Standard error of a quantile: sqrt(q (1 - q) / n) over the density there.
    const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / deviation;
    for (const [share, z] of [
      [0.1, -1.2815515655446004],
      [0.5, 0],
      [0.9, 1.2815515655446004],
    ] as const) {
      const error = Math.sqrt((share * (1 - share)) / RUNS) / density(z);
      // The skew of 40 summands shifts a quantile by some hundredths of a deviation.
      const skew = 0.05 * deviation;
      expect(Math.abs(quantile(sorted, share) - (10 * count * middle + z * deviation))).toBeLessThan(
        4 * error + skew,
      );
    }
  });

  test('of a move that costs money is all of it', () => {
    const drawn = savings(plainSurrogate([plainMove('m', { shareRealised: SHARE })], [-40]));
    expect(new Set(drawn)).toEqual(new Set([-40]));
  });
});

describe('adoption', () => {
  const rates = [certain(1), certain(0.7), certain(1)];
  const moves = Array.from({ length: 10 }, (_, at) => plainMove(`m${at}`, { ratesAhead: [1, 2] }));
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

  test.each([6, 7, 8, 10])('of at least %d of ten equal moves is binomial', needed => {
    const surrogate = plainSurrogate(moves, Array(10).fill(10), { rates, neededSaving: needed * 10 });
    let expected = 0;
    for (let k = needed; k <= 10; k++) expected += choose(10, k) * 0.7 ** k * 0.3 ** (10 - k);
    const found = reached(drawBlock(surrogate, 1, 0, RUNS));
    expect(Math.abs(found - expected)).toBeLessThan(fourErrors(expected, RUNS));
  });

  test('by a rate that is not known: one rate for all moves of a draw widens the range, and leaves the mean', () => {
    const rate = { low: 0.4, mode: 0.7, high: 1 };
    const surrogate = plainSurrogate(moves, Array(10).fill(10), { rates: [certain(1), rate, certain(1)] });
    const drawn = savings(surrogate);
    const middle = mean(drawn);
    const spread = Math.sqrt(mean(drawn.map(value => (value - middle) ** 2)));
    // Binomial alone: 10 x sqrt(10 x 0.7 x 0.3); with the rate's own variance, 10^2 x 10 x 9 x var more.
    const variance = ((0.7 - 0.4) * (1 - 0.7)) / 7;
    const expected = Math.sqrt(100 * 10 * 0.7 * 0.3 + 100 * 90 * variance);
    expect(mean(drawn)).toBeCloseTo(70, 0);
    expect(spread / expected).toBeGreaterThan(0.97);
    expect(spread / expected).toBeLessThan(1.03);
  });

  test('that does not come: work done for nothing when it fails after the implementation, none before it', () => {
    const effort = (stage: number) => {
      const open = [certain(1), certain(1), certain(1)].map((rate, at) => (at === stage ? certain(0) : rate));
      const block = drawBlock(
        plainSurrogate([plainMove('m', { ratesAhead: [1, 2] })], [10], { rates: open }),
        1,
        0,
        5,
      );
      return [block.saved[0], block.effortDays[0]];
    };
    expect(effort(1)).toEqual([0, 0]);
    expect(effort(2)).toEqual([0, 1]);
  });
});

describe('delay and failure', () => {
  const months = ['2024-02', '2024-03', '2024-04'];

  test('a month late misses the first month and no other', () => {
    const surrogate = plainSurrogate([plainMove('m', { slipMonths: certain(1) })], [100], { months });
    expect([...drawBlock(surrogate, 1, 0, 1).runRate]).toEqual([1000, 900, 900]);
  });

  test('what comes once comes with it', () => {
    const move = plainMove('m', { slipMonths: certain(1), once: Float64Array.of(30, 0, 0), onceFrom: 0 });
    const plain = plainSurrogate([move], [100], { months });
    const cash = { ...plain.cash, planned: Float64Array.of(930, 900, 900) };
    expect([...drawBlock({ ...plain, cash }, 1, 0, 1).cash]).toEqual([1000, 930, 900]);
  });

  test('a ramp starts anew on its own date', () => {
    const move = plainMove('m', { slipMonths: certain(1), ramp: Float64Array.of(0.5, 1) });
    const plain = plainSurrogate([move], [100], { months });
    const runRate = {
      ...plain.runRate,
      planned: Float64Array.of(950, 900, 900),
      gains: [Float64Array.of(50, 100, 100)],
    };
    expect([...drawBlock({ ...plain, runRate }, 1, 0, 1).runRate]).toEqual([1000, 950, 900]);
  });

  test('slips of the assumed PERT are rounded to whole months', () => {
    const slip = { low: 0, mode: 0, high: 3 };
    const surrogate = plainSurrogate([plainMove('m', { slipMonths: slip })], [100], { months });
    const { runRate } = drawBlock(surrogate, 1, 0, RUNS);
    const late = runRate.subarray(0, RUNS).filter(cost => cost === 1000).length / RUNS;
    const expected = 1 - pertCdf(slip, 0.5);
    expect(Math.abs(late - expected)).toBeLessThan(fourErrors(expected, RUNS));
  });

  test('a failed part is missing at first and doubles its work', () => {
    const failing = [{ workload: 'shop', share: 0.25, probability: certain(0.4), multiplier: 1.5 }];
    const surrogate = plainSurrogate([plainMove('m', { failing })], [100]);
    const { saved, effortDays } = drawBlock(surrogate, 1, 0, RUNS);
    const failed = saved.filter(value => value === 75).length / RUNS;
    expect(new Set(saved)).toEqual(new Set([100, 75]));
    expect(Math.abs(failed - 0.6)).toBeLessThan(fourErrors(0.6, RUNS));
    saved.forEach((value, run) => {
      if (run < 200) expect(effortDays[run]).toBe(value === 75 ? 2 : 1);
    });
  });

  test('a failed part is made again: after the months it takes, nothing is missing', () => {
    const failing = [{ workload: 'shop', share: 1, probability: certain(0.4), multiplier: 1 }];
    const four = ['2024-02', '2024-03', '2024-04', '2024-05'];
    const { runRate } = drawBlock(
      plainSurrogate([plainMove('m', { failing })], [100], { months: four }),
      1,
      0,
      RUNS,
    );
    const lateIn = (month: number) =>
      runRate.subarray(month * RUNS, (month + 1) * RUNS).filter(cost => cost === 1000).length / RUNS;
    for (let month = 0; month < ASSUMED_REDO_MONTHS; month++)
      expect(Math.abs(lateIn(month) - 0.4)).toBeLessThan(fourErrors(0.4, RUNS));
    expect(lateIn(ASSUMED_REDO_MONTHS)).toBe(0);
  });
});

test('days that run out move the effect, and are counted', () => {
  const heavy = (id: string) => plainMove(id, { effortDays: { low: 1, mode: 2, high: 9, planned: 3 } });
  const surrogate = plainSurrogate([heavy('a'), { ...heavy('b'), doneMonth: 2, effectMonth: 2 }], [100, 50], {
    months: ['2024-02', '2024-03'],
    team: {
      items: [
        { id: 'a', start: 1, pool: 0, move: 0 },
        { id: 'b', start: 1, pool: 0, move: 1 },
      ],
      days: [Float64Array.of(5, 5)],
    },
  });
  const { runRate, isOverCapacity, effortDays } = drawBlock(surrogate, 1, 0, 2000);
  let over = 0;
  for (let run = 0; run < 2000; run++) {
    over += isOverCapacity[run] ?? 0;
    const isLate = (effortDays[run] ?? 0) > 10;
    expect(isOverCapacity[run], `${effortDays[run]}`).toBe(isLate ? 1 : 0);
    // With both done in the second month at the latest it costs what the plan says.
    if (!isLate) expect(runRate[2000 + run]).toBe(850);
  }
  expect(over).toBeGreaterThan(20);
  expect(over).toBeLessThan(400);
});

describe('pairs', () => {
  const pairs = [{ a: 0, b: 1, cost: Float64Array.of(60) }];
  const without = (...gone: readonly number[]) => {
    const moves = ['a', 'b'].map((id, at) =>
      plainMove(id, { shareRealised: certain(gone.includes(at) ? 0 : 1) }),
    );
    // a saves 100; b covers 60 of it when a is gone: left out alone it costs 40.
    return drawBlock(plainSurrogate(moves, [40, 20], { pairs }), 1, 0, 1).runRate[0];
  };

  test('give back what the other one takes over', () => {
    expect([without(), without(0), without(1), without(0, 1)]).toEqual([940, 980, 960, 1060]);
  });
});

describe('streams', () => {
  const uncertain = (id: string) =>
    plainMove(id, {
      ratesAhead: [1, 2],
      slipMonths: { low: 0, mode: 0, high: 3 },
      shareRealised: SHARE,
      failing: [{ workload: 'shop', share: 1, probability: certain(0.1), multiplier: 1 }],
    });
  const rates = [certain(1), { low: 0.5, mode: 0.8, high: 1 }, certain(0.95)];
  const surrogate = plainSurrogate([uncertain('a'), uncertain('b')], [100, 50], { rates, neededSaving: 90 });

  test('any split gives the same runs and the same answers', () => {
    const whole = drawBlock(surrogate, 'x', 0, 1500);
    const answer = summarise(surrogate, 'x', [whole]);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1499 }), { maxLength: 6 }), cuts => {
        const ends = [0, ...cuts.sort((a, b) => a - b), 1500];
        const parts = ends.slice(1).map((to, at) => drawBlock(surrogate, 'x', ends[at] ?? 0, to));
        expect(parts.flatMap(({ saved }) => [...saved])).toEqual([...whole.saved]);
        expect(summarise(surrogate, 'x', parts.reverse())).toEqual(answer);
      }),
      { numRuns: 15 },
    );
  });

  test('a new move leaves the others their luck', () => {
    const before = savings(surrogate, 1, 1000);
    const more = plainSurrogate([uncertain('new'), uncertain('a'), uncertain('b')], [0, 100, 50], { rates });
    expect([...savings(more, 1, 1000)].map((value, run) => value - (before[run] ?? 0))).toEqual(
      Array(1000).fill(0),
    );
  });

  test('another seed is other luck', () => {
    expect(savings(surrogate, 1, 100)).toEqual(savings(surrogate, 1, 100));
    expect(savings(surrogate, 1, 100)).not.toEqual(savings(surrogate, 2, 100));
  });

  test('a lower target is never less probable', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 150, noNaN: true }),
        fc.double({ min: 0, max: 60, noNaN: true }),
        (needed, less) => {
          const chanceOf = (neededSaving: number) =>
            reached(
              drawBlock(
                { ...surrogate, target: { ...surrogate.target, allowedCost: 1000 - neededSaving } },
                3,
                0,
                600,
              ),
            );
          expect(chanceOf(needed - less)).toBeGreaterThanOrEqual(chanceOf(needed));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('no runs are no answer but no failure either', () => {
    const none = summarise(surrogate, 1, [drawBlock(surrogate, 1, 0, 0)]);
    expect(none).toMatchObject({ runs: 0, probabilityOfTarget: 0, probabilityOverCapacity: null });
  });
});
