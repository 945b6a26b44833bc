/** What every AWS purchase lever promises: sized for you, it never costs more than it saves, and what it says is what the engine finds. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Estate } from '../../../../src/engine/estate/estate.ts';
import type { Lever } from '../../../../src/engine/lever.ts';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { priceEstate } from '../../../../src/engine/pricing/price-estate.ts';
import { estates } from '../../../helpers/arbitraries.ts';
import { ratesOf } from '../../estates.ts';
import { bought, why } from './bought.ts';

const PURCHASES = [
  'reserved-instances',
  'ec2-instance-savings-plan',
  'compute-savings-plan',
  'sagemaker-savings-plan',
  'reserved-databases',
  'reserved-nodes',
  'database-savings-plan',
];

const cost = (estate: Estate) => priceEstate(estate, ratesOf(estate)).pooledEffective;

function withPurchases(estate: Estate, commitments: Estate['commitments']): Estate {
  return { ...estate, commitments: [...estate.commitments, ...commitments] };
}

/** Estates of a lever, with a discount for what nobody knows where the lever takes one. */
function cases(id: string) {
  const lever = leverById(id) as Lever;
  const params: Record<string, number> =
    'assumedDiscountPercent' in lever.params ? { assumedDiscountPercent: 25 } : {};
  return { params, estates: estates({ mostly: 'estate', leverId: id, commitments: fc.constant([]) }) };
}

/** Plans are bought in steps of $0.001 an hour: what some of them leave for another round, USD an hour. */
const STEPS_LEFT = 0.01;

describe.each(PURCHASES)('%s', id => {
  const { params, estates: random } = cases(id);

  test('never costs more than it saves, and is bought in some estates', () => {
    let purchases = 0;
    fc.assert(
      fc.property(random, estate => {
        const commitments = bought(id, estate, params);
        purchases += commitments.length;
        expect(cost(withPurchases(estate, commitments))).toBeLessThanOrEqual(cost(estate) + 1e-6);
      }),
      { numRuns: 100 },
    );
    expect(purchases).toBeGreaterThan(20);
  });

  test('bought in its best size leaves nothing to buy of the same kind', () => {
    fc.assert(
      fc.property(random, estate => {
        const once = withPurchases(estate, bought(id, estate, params));
        const again = withPurchases(once, bought(id, once, params));
        expect(cost(again)).toBeGreaterThanOrEqual(cost(once) - STEPS_LEFT * once.hours);
      }),
      { numRuns: 60 },
    );
  });

  test('says nothing of hours and shares outside 0 and 100 %', () => {
    fc.assert(
      fc.property(random, estate => {
        for (const [, share] of why(id, estate, params).matchAll(/(-?\d+) %/g)) {
          expect(Number(share)).toBeGreaterThanOrEqual(0);
          expect(Number(share)).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: 60 },
    );
  });
});
