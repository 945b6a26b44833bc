/** Volume prices over the organisation. */

import { describe, expect, test } from 'vitest';
import type { VolumeTier } from '../../../src/engine/commitments/application.ts';
import { applyOrder } from '../../../src/engine/commitments/apply.ts';
import { tieredCost } from '../../../src/engine/commitments/volume-tiers.ts';
import { inputOf, orderOf, pool, savingsPlan } from './applications.ts';

const TIERS: readonly VolumeTier[] = [
  { upTo: 10 * 1024, pricePerUnit: 0.17 },
  { upTo: 50 * 1024, pricePerUnit: 0.13 },
];
const NOTHING = { benefits: [], steps: [] };

describe('bands', () => {
  test.each([
    ['nothing', 0, 0],
    ['inside the first band', 8192, 8192 * 0.17],
    ['at the end of a band', 10_240, 10_240 * 0.17],
    ['over a band', 12_288, 10_240 * 0.17 + 2048 * 0.13],
    ['beyond the last band its price goes on', 61_440, 10_240 * 0.17 + 51_200 * 0.13],
  ])('%s', (_title, quantity, cost) => {
    expect(tieredCost(quantity, TIERS)).toBeCloseTo(cost, 9);
  });

  test('out of order are a bug', () => {
    expect(() => tieredCost(1, [...TIERS].reverse())).toThrow('in order');
    expect(() => tieredCost(1, [{ upTo: null, pricePerUnit: 1 }, ...TIERS])).toThrow('in order');
  });
});

describe('an organisation', () => {
  const bob = pool('bob', [8 * 1024], 0.17, { account: 'bob' });
  const susan = pool('susan', [4 * 1024], 0.17, { account: 'susan' });

  test('adds its accounts up before the bands, and everybody pays the average (published: 2,007.04, not 2,088.96)', () => {
    const volumeTiers = [{ id: 'transfer', poolIds: ['susan', 'bob'], tiers: TIERS }];
    const { totals, byPool } = applyOrder(inputOf([bob, susan], { volumeTiers }), NOTHING);

    expect(totals.onDemandCost).toBeCloseTo(2007.04, 9);
    expect(totals.onDemandEquivalentCost).toBeCloseTo(2007.04, 9);
    expect(totals.listCost).toBeCloseTo(2007.04, 9);
    expect(byPool[0]?.onDemandCost).toBeCloseTo((2007.04 * 2) / 3, 9);
  });

  test('that covers a part saves the price of the last units, whoever is covered', () => {
    const volumeTiers = [{ id: 'transfer', poolIds: ['bob', 'susan'], tiers: TIERS }];
    const input = inputOf([bob, susan], { volumeTiers, commitments: [savingsPlan('sp', 102.4)] });
    const { totals, byCommitment } = applyOrder(input, orderOf([{ id: 'sp', capacity: 102.4 }, [[1, 0.1]]]));

    expect(byCommitment[0]?.coveredOnDemandCost).toBeCloseTo(1024 * 0.13, 9);
    expect(totals.onDemandCost).toBeCloseTo(2007.04 - 1024 * 0.13, 9);
  });

  test('gives a pool one volume price at most', () => {
    const group = { id: 'a', poolIds: ['bob'], tiers: TIERS };

    expect(() => applyOrder(inputOf([bob], { volumeTiers: [group, group] }), NOTHING)).toThrow(
      'one volume price',
    );
  });
});
