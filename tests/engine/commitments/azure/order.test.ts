/** The order of Azure's instruments. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { azureOrder } from '../../../../src/engine/commitments/azure/order.ts';
import { createKernel } from '../../../../src/engine/commitments/kernel.ts';
import {
  applyAzure,
  DSV2,
  hybridBenefit,
  licences,
  metered,
  orderInput,
  prePurchase,
  reservation,
  runOrder,
  savingsPlan,
  vms,
} from './orders.ts';

const rates = { spendRate: () => 0.5, azureSizeRatio: DSV2 };

test('a reservation comes before a savings plan, even where the plan has the narrower scope', () => {
  const run = applyAzure({
    pools: [vms('vm', 'Standard_DS5_v2', [1])],
    commitments: [
      savingsPlan({ id: 'a-plan', commitmentPerHour: 9, scope: { level: 'subscription', id: 'sub-1' } }),
      reservation({ id: 'r' }),
    ],
    rates,
  });

  expect([run.coveredBy('r'), run.coveredBy('a-plan')]).toEqual([0.5, 0.5]);
});

test.each([
  [10, [2, 5, 2], 1],
  [4, [2, 2, 0], 0],
  [1, [1, 0, 0], 0],
])('a pre-purchase plan comes between them: of %s units they cover %s', (quantity, covered, left) => {
  const run = applyAzure({
    pools: [metered('dbu', 'databricks', [quantity])],
    commitments: [
      savingsPlan({ id: 'a-plan', commitmentPerHour: 1 }),
      prePurchase({ id: 'b-units', units: 5 }),
      reservation({ id: 'c', product: 'databricks', sku: 'unit', quantity: 2 }),
    ],
    rates,
  });

  expect([run.coveredBy('c'), run.coveredBy('b-units'), run.coveredBy('a-plan')]).toEqual(covered);
  expect(run.remaining).toEqual([[left]]);
});

test('owned licences and machines do not touch each other', () => {
  const pools = [vms('vm', 'Standard_DS4_v2', [2]), licences('win', 'windows-server', [16])];
  const both = applyAzure({
    pools,
    commitments: [hybridBenefit({ id: 'h' }), reservation({ id: 'r' })],
    rates,
  });

  expect(both.remaining).toEqual([[1], [8]]);
});

test('usage and commitments of other providers are left alone', () => {
  const shape = {
    kind: 'aws-instance',
    instanceType: 'Standard_DS4_v2',
    region: 'westeurope',
    availabilityZone: null,
    operatingSystem: 'linux',
    tenancy: 'shared',
    isEmptySlot: false,
  } as const;
  const { steps, benefits } = azureOrder(
    orderInput({
      pools: [{ ...vms('vm', 'x', [1]), shape }],
      commitments: [
        reservation({ id: 'r' }),
        savingsPlan({ id: 'p' }),
        {
          kind: 'savings-plan',
          id: 'aws',
          ownerAccount: null,
          termYears: 1,
          payment: null,
          startMs: null,
          endMs: null,
          offering: 'compute',
          family: null,
          region: null,
          commitmentPerHour: 1,
        },
      ],
      rates,
    }),
  );

  expect(steps).toEqual([]);
  expect(benefits.map(({ id }) => id)).toEqual(['r', 'p']);
});

test('nothing bought is an empty order', () => {
  expect(azureOrder(orderInput({ pools: [vms('vm', 'x', [1])] }))).toEqual({ benefits: [], steps: [] });
});

test('the kernel covers what a plain runner covers, with every instrument at once', () => {
  const hours = 5;
  const quantities = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: hours, maxLength: hours });
  const quantity = fc.integer({ min: 0, max: 10 });
  fc.assert(
    fc.property(
      fc.tuple(quantities, quantities, quantities, quantities, quantities),
      fc.tuple(quantity, quantity, quantity, quantity, quantity),
      ([small, large, dbu, moreDbu, windows], [machines, units, otherUnits, spend, cores]) => {
        const input = orderInput({
          hours,
          pools: [
            vms('a', 'Standard_DS1_v2', small),
            vms('b', 'Standard_DS5_v2', large),
            metered('c', 'databricks', dbu, { unitsPerQuantity: 0.4 }),
            metered('d', 'databricks', moreDbu, { unitsPerQuantity: 0.55 }),
            licences('e', 'windows-server', windows, { vcpusPerMachine: 4 }),
          ],
          commitments: [
            reservation({ id: 'r', quantity: machines }),
            prePurchase({ id: 'u', units }),
            prePurchase({ id: 'v', units: otherUnits, endMs: Date.UTC(2026, 0, 1, 3) }),
            savingsPlan({ id: 's', commitmentPerHour: spend }),
            hybridBenefit({ id: 'h', cores }),
          ],
          rates,
        });
        const order = azureOrder(input);
        const kernel = createKernel({ order, pools: input.pools, hours, keepUncovered: true }).run();
        const plain = runOrder(order, input);

        input.pools.forEach((_pool, index) => {
          for (let hour = 0; hour < hours; hour++) {
            expect(kernel.uncoveredPerHour[index]?.[hour]).toBeCloseTo(plain.remaining[index]![hour]!, 9);
          }
        });
        order.benefits.forEach((_benefit, index) => {
          expect(kernel.usedUnits[index]).toBeCloseTo(plain.usedUnits[index]!, 6);
        });
      },
    ),
  );
});
