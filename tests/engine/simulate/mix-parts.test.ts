/** A month in parts: amounts by their weight, shares of commitments likewise. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sum } from '../../../src/engine/money.ts';
import { mixedBilled, mixedChanges, mixedKpis } from '../../../src/engine/simulate/mix-parts.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { allowedMoves } from '../../../src/engine/simulate/timed-moves.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, plan, savingsPlan, utilization } from '../estates.ts';

const OVERSIZED = utilization({ cpu: { p50: 0.1, p99: 0.4 }, memory: { max: 0.4 } });
const ESTATE = estateOf(
  [0, 1].map(index => instance(`m-${index}`, { instanceType: 'm5.xlarge' }, { utilization: OVERSIZED })),
  { commitments: [savingsPlan('sp', 0.1)] },
);
const PLAN = plan([move('rightsize-compute')]);
const { player, worlds } = createSimulator(ESTATE, testBook());
const play = (moves: ReturnType<typeof allowedMoves>) =>
  player.play(moves, PLAN.guardrails, worlds.bill, new Map());
const [after, before] = [play(allowedMoves(PLAN)), play([])];
const weights = fc.integer({ min: 1, max: 99 }).map(percent => percent / 100);
const parts = (weight: number) => [
  { weight, state: after },
  { weight: 1 - weight, state: before },
];

describe('a month of one part', () => {
  test('is taken as it is', () => {
    const one = [{ weight: 1, state: after }];
    expect(mixedChanges(one)).toEqual(after.steps.flatMap(({ changes }) => changes));
    expect(mixedBilled(one)).toBe(after.cost.billed);
    expect(mixedChanges([])).toEqual([]);
  });
});

describe('a month of two parts', () => {
  test('changes each resource by its share, one amount each', () => {
    fc.assert(
      fc.property(weights, weight => {
        const whole = after.steps.flatMap(({ changes }) => changes);
        const mixed = mixedChanges(parts(weight));
        expect(mixed.map(({ resourceId }) => resourceId)).toEqual(whole.map(({ resourceId }) => resourceId));
        mixed.forEach(({ amount }, at) => {
          expect(Number(amount)).toBeCloseTo(weight * Number(whole[at]?.amount), 8);
          expect(amount.decimalPlaces()).toBeLessThanOrEqual(9);
        });
      }),
    );
  });

  test('is invoiced between its parts, by their weight', () => {
    fc.assert(
      fc.property(weights, weight => {
        const expected = weight * Number(after.cost.billed) + (1 - weight) * Number(before.cost.billed);
        expect(Number(mixedBilled(parts(weight)))).toBeCloseTo(expected, 8);
      }),
    );
  });

  test('uses its commitments between its parts', () => {
    const [high, low, half] = [1, 0.01, 0.5].map(weight => mixedKpis(parts(weight === 1 ? 0.99 : weight)));
    expect(half?.commitmentCoverage).toBeGreaterThan(low?.commitmentCoverage ?? 1);
    expect(half?.commitmentCoverage).toBeLessThan(high?.commitmentCoverage ?? 0);
    expect(half?.unusedCost).toBeCloseTo(0, 9);
  });
});

test('two states of the same moves mixed are that state', () => {
  const mixed = mixedChanges([
    { weight: 0.3, state: after },
    { weight: 0.7, state: after },
  ]);
  const whole = after.steps.flatMap(({ changes }) => changes);
  expect(sum(mixed.map(({ amount }) => amount)).toFixed()).toBe(
    sum(whole.map(({ amount }) => amount)).toFixed(),
  );
});
