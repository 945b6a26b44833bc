/** Parts of an hour against a reservation. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HourInterval, matchHour } from '../../../../src/engine/commitments/azure/hour-matching.ts';

const BOTH = ['hourly-netting', 'simultaneous'] as const;
const at = (from: number, to: number, units: number): HourInterval => ({ from, to, units });

describe('the documented examples agree with both ways of matching', () => {
  test.each<[string, number, HourInterval[], number, number]>([
    ['16 cores on 8', 8, [at(0, 1, 16)], 8, 8],
    ['two of 8 on 16', 16, [at(0, 1, 8), at(0, 1, 8)], 16, 0],
    ['one after the other', 16, [at(0, 0.5, 16), at(0.5, 1, 16)], 16, 0],
    ['a quarter of an hour of overlap', 16, [at(0, 0.75, 16), at(0.5, 1, 16)], 16, 4],
    ['nothing runs', 16, [], 0, 0],
  ])('%s', (_what, capacity, intervals, covered, uncovered) => {
    for (const matching of BOTH) {
      const match = matchHour(matching, capacity, intervals);
      expect(match.covered).toBeCloseTo(covered, 12);
      expect(match.uncovered).toBeCloseTo(uncovered, 12);
      expect(match.unused).toBeCloseTo(capacity - covered, 12);
    }
  });
});

test('they differ when use overlaps early and stops', () => {
  const overlap = [at(0, 0.5, 1), at(0, 0.5, 1)];

  expect(matchHour('hourly-netting', 1, overlap)).toMatchObject({ covered: 1, uncovered: 0, unused: 0 });
  expect(matchHour('simultaneous', 1, overlap)).toMatchObject({ covered: 0.5, uncovered: 0.5, unused: 0.5 });
});

test('who came first is covered first', () => {
  const { coveredByInterval } = matchHour('hourly-netting', 1, [
    at(0.25, 1, 1),
    at(0, 1, 0.5),
    at(0, 1, 0.25),
  ]);

  expect(coveredByInterval).toEqual([0.25, 0.5, 0.25]);
});

test.each([
  ['ends before it starts', 1, [at(0.5, 0.25, 1)]],
  ['leaves its hour', 1, [at(0.5, 1.5, 1)]],
  ['has no number of units', 1, [at(0, 1, Number.NaN)]],
  ['has negative units', 1, [at(0, 1, -1)]],
  ['meets a negative reservation', -1, [at(0, 1, 1)]],
])('an interval that %s is refused', (_what, capacity, intervals) => {
  expect(() => matchHour('simultaneous', capacity, intervals)).toThrow();
});

describe('laws', () => {
  const intervals = fc.array(
    fc
      .tuple(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 32 }),
      )
      .map(([a, b, units]) => at(Math.min(a, b) / 60, Math.max(a, b) / 60, units)),
    { maxLength: 6 },
  );
  const capacity = fc.integer({ min: 0, max: 64 });

  test('netting covers at least as much as matching at every moment', () => {
    fc.assert(
      fc.property(capacity, intervals, (units, uses) => {
        const netted = matchHour('hourly-netting', units, uses).covered;
        expect(netted).toBeGreaterThanOrEqual(matchHour('simultaneous', units, uses).covered - 1e-9);
      }),
    );
  });

  test('covered and uncovered are the use, covered and unused the reservation', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BOTH), capacity, intervals, (matching, units, uses) => {
        const match = matchHour(matching, units, uses);
        const used = uses.reduce((sum, each) => sum + each.units * (each.to - each.from), 0);
        expect(match.covered + match.uncovered).toBeCloseTo(used, 9);
        expect(match.covered + match.unused).toBeCloseTo(units, 9);
        match.coveredByInterval.forEach((covered, index) => {
          const { from, to, units: wanted } = uses[index]!;
          expect(covered).toBeLessThanOrEqual(wanted * (to - from) + 1e-9);
        });
      }),
    );
  });

  test('simultaneous matching is the sum over minutes of the lesser of reserved and running', () => {
    fc.assert(
      fc.property(capacity, intervals, (units, uses) => {
        let minutes = 0;
        for (let minute = 0; minute < 60; minute++) {
          const middle = (minute + 0.5) / 60;
          const running = uses
            .filter(({ from, to }) => from <= middle && middle < to)
            .reduce((sum, each) => sum + each.units, 0);
          minutes += Math.min(units, running);
        }
        expect(matchHour('simultaneous', units, uses).covered).toBeCloseTo(minutes / 60, 9);
      }),
    );
  });
});
