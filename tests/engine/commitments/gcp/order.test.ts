import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gcpOrder } from '../../../../src/engine/commitments/gcp/order.ts';
import { createKernel } from '../../../../src/engine/commitments/kernel.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../../../src/engine/commitments/settings.ts';
import {
  flexibleCommitment,
  meteredPool,
  orderInput,
  pool,
  resourceCommitment,
  runHour,
} from './portfolio.ts';

const pools = [
  pool('vcpu', { quantities: Float64Array.of(3) }),
  meteredPool('gke', 'gke', { quantities: Float64Array.of(1) }),
];
const commitments = [
  flexibleCommitment('flexible', { commitmentPerHour: 2 }),
  resourceCommitment('resource'),
];

describe('both kinds of commitment', () => {
  test('resource-based first, and the flexible one has what is left', () => {
    const hour = runHour(gcpOrder(orderInput({ pools, commitments })), pools);

    expect(hour.covered.resource).toEqual([1, 0]);
    expect(hour.covered.flexible![0]).toBeCloseTo(4 / 3, 12);
    expect(hour.covered.flexible![1]).toBeCloseTo(2 / 3, 12);
  });

  test('or the other way round', () => {
    const settings = { ...DEFAULT_COMMITMENT_SETTINGS, gcpCommitmentOrder: 'flexible-first' } as const;
    const hour = runHour(gcpOrder(orderInput({ pools, commitments, settings })), pools);

    expect(hour.covered).toEqual({ flexible: [1.5, 0.5], resource: [1, 0] });
  });
});

test('the order of the input decides nothing', () => {
  const more = [...commitments, flexibleCommitment('other', { commitmentPerHour: 0.5 })];
  const one = runHour(gcpOrder(orderInput({ pools, commitments: more })), pools);

  expect(runHour(gcpOrder(orderInput({ pools, commitments: more.toReversed() })), pools)).toEqual(one);
});

test('commitments and usage of other providers make no step', () => {
  const other = { kind: 'not-eligible', item: 'disk' } as const;
  const order = gcpOrder(orderInput({ pools: [{ ...pool('p'), shape: other }], commitments }));

  expect(order.steps).toEqual([]);
  expect(order.benefits.map(({ id }) => id)).toEqual(['resource', 'flexible']);
});

test('the engine covers what the plain reading of the steps covers', () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(amounts, ([vcpu = 0, other = 0, gke = 0, amount = 0, commitmentPerHour = 0]) => {
      const usage = [
        pool('vcpu', { quantities: Float64Array.of(vcpu) }),
        pool('other', { account: 'b', onDemandRate: 0.5, quantities: Float64Array.of(other) }),
        meteredPool('gke', 'gke', { quantities: Float64Array.of(gke) }),
      ];
      const order = gcpOrder(
        orderInput({
          pools: usage,
          commitments: [
            resourceCommitment('resource', { amount }),
            flexibleCommitment('flexible', { commitmentPerHour }),
          ],
        }),
      );
      const { uncoveredQuantity, usedUnits } = createKernel({ order, pools: usage, hours: 1 }).run();
      const plain = runHour(order, usage);

      expect([...uncoveredQuantity]).toEqual(plain.remaining.map(quantity => expect.closeTo(quantity, 9)));
      order.benefits.forEach(({ id, capacity }, index) => {
        expect(capacity - usedUnits[index]!).toBeCloseTo(plain.unused[id]!, 9);
      });
    }),
  );
});
