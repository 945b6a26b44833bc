/** Differences between two costs, resource by resource: complete, exact, and silent about what did not change. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, sum, ZERO } from '../../../src/engine/money.ts';
import { diffCosts } from '../../../src/engine/simulate/diff-costs.ts';
import { createBaseline, type EstateCost } from '../../../src/engine/simulate/model-cost.ts';
import { estateOf, instance, ratesOf } from '../estates.ts';

const estate = estateOf([instance('a'), instance('b', {}, { workload: 'staging' })]);
const baseline = createBaseline(estate, ratesOf(estate));
const BY = { leverId: 'some-lever', moveId: 'move-1' };

function cost(amounts: Readonly<Record<string, string>>): EstateCost {
  const byResource = new Map<string, Decimal>(
    Object.entries(amounts).map(([id, amount]) => [id, decimal(amount)]),
  );
  return { byResource, effective: sum(byResource.values()), billed: ZERO, price: baseline.price };
}

describe('a step', () => {
  const changes = diffCosts(
    cost({ a: '10', b: '5', c: '1' }),
    cost({ a: '4', b: '5', d: '2' }),
    baseline,
    BY,
  );

  test('names what got cheaper, dearer, new and gone, and nothing else', () => {
    expect(changes.map(({ resourceId, amount }) => [resourceId, amount.toFixed()])).toEqual([
      ['a', '-6'],
      ['d', '2'],
      ['c', '-1'],
    ]);
  });

  test('carries the workload of the bill, the lever and the move', () => {
    expect(changes[0]).toMatchObject({ workload: 'shop', ...BY });
    // What the bill does not have belongs to nobody yet.
    expect(changes[1]).toMatchObject({ workload: 'unallocated', ...BY });
  });
});

test('the same cost has no changes', () => {
  const same = cost({ a: '1' });
  expect(diffCosts(same, same, baseline, BY)).toEqual([]);
  expect(diffCosts(same, cost({ a: '1.0' }), baseline, BY)).toEqual([]);
});

test('changes add up to the whole difference', () => {
  const amounts = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.integer({ min: -1e9, max: 1e9 }).map(nano => (nano / 1e9).toFixed(9)),
  );
  fc.assert(
    fc.property(amounts, amounts, (one, two) => {
      const [before, after] = [cost(one), cost(two)];
      const total = sum(diffCosts(before, after, baseline, BY).map(({ amount }) => amount));
      expect(total.toFixed()).toBe(after.effective.minus(before.effective).toFixed());
    }),
  );
});
