/** An estate priced in one go: resources, commitments and what of them is invoiced every month. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MS_PER_HOUR } from '../../../src/engine/calendar.ts';
import { recurringFee, recurringShare } from '../../../src/engine/commitments/fees.ts';
import { priceEstate, spotCostOf } from '../../../src/engine/pricing/price-estate.ts';
import { estates } from '../../helpers/arbitraries.ts';
import {
  estateOf,
  HOURS,
  instance,
  ratesOf,
  reservedInstance,
  START_MS,
  savingsPlan,
  usage,
} from '../estates.ts';

describe('what of a commitment comes every month', () => {
  test.each([
    ['no-upfront', 1],
    ['partial-upfront', 0.5],
    ['all-upfront', 0],
    [null, 1],
  ] as const)('%s: %f of a savings plan', (payment, share) => {
    expect(recurringShare({ payment })).toBe(share);
    expect(recurringFee(savingsPlan('sp', 3, { payment }), 100)).toBe(300 * share);
  });

  test('the recurring price of every reservation', () => {
    expect(recurringFee(reservedInstance('ri', { count: 4, recurringPerHour: 0.03 }), 100)).toBeCloseTo(
      12,
      12,
    );
  });
});

describe('an estate', () => {
  const price = (...args: Parameters<typeof estateOf>) => {
    const estate = estateOf(...args);
    return priceEstate(estate, ratesOf(estate));
  };

  test('costs its instances on demand and its commitments, used or not', () => {
    const { byResource, pooledEffective, pooledBilled } = price([instance('a'), instance('b')], {
      commitments: [savingsPlan('sp', 0.21)],
    });
    // 0.14 an hour cover both; 0.07 are lost.
    expect(byResource.get('a')).toBeCloseTo(0.07 * HOURS, 9);
    expect(pooledEffective).toBeCloseTo(0.21 * HOURS, 9);
    expect(pooledBilled).toBeCloseTo(0.21 * HOURS, 9);
  });

  test('a commitment that ends within the period is invoiced for its own hours', () => {
    const endMs = START_MS + 42 * MS_PER_HOUR;
    const { pooledBilled, pooledEffective } = price([instance('a')], {
      commitments: [savingsPlan('sp', 0.07, { endMs })],
    });
    // 42 hours of the plan, then the instance on demand at 0.10.
    expect(pooledBilled).toBeCloseTo(0.07 * 42 + 0.1 * (HOURS - 42), 9);
    expect(pooledEffective).toBeCloseTo(pooledBilled, 9);
  });

  test('an instance under half a plan pays half of its hours at plan rates', () => {
    const { byResource } = price([instance('a')], { commitments: [savingsPlan('sp', 0.035)] });
    expect(byResource.get('a')).toBeCloseTo((0.035 + 0.05) * HOURS, 9);
  });

  test('spot hours cost their own price and take no coverage', () => {
    const spot = usage({ purchase: 'spot', spotPerHour: 0.03 });
    const { byResource, allocation } = price([instance('a', [spot])], {
      commitments: [savingsPlan('sp', 1)],
    });
    expect(byResource.get('a')).toBeCloseTo(0.03 * HOURS, 9);
    expect(allocation.uses[0]?.usedCost).toBe(0);
  });

  test('an instance with one hour of unknown price is not priced at all', () => {
    const { byResource, pooledEffective } = price([
      instance('a', [usage(), usage({ operatingSystem: 'rhel' })]),
    ]);
    expect(byResource.has('a')).toBe(false);
    expect(pooledEffective).toBe(0);
  });

  test('what the pooled part of resources costs adds up to what is paid on demand and used of commitments', () => {
    fc.assert(
      fc.property(estates(), estate => {
        const { byResource, pooledByResource, pooledEffective, allocation } = priceEstate(
          estate,
          ratesOf(estate),
        );
        const total = (amounts: Iterable<number>) => [...amounts].reduce((a, b) => a + b, 0);
        const unused = total(allocation.uses.map(({ unusedCost }) => unusedCost));
        expect(total(pooledByResource.values())).toBeCloseTo(pooledEffective - unused, 6);
        for (const resource of estate.resources) {
          if (resource.kind !== 'instance' || !byResource.has(resource.id)) continue;
          expect((byResource.get(resource.id) ?? 0) - spotCostOf(resource)).toBeCloseTo(
            pooledByResource.get(resource.id) ?? 0,
            9,
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
