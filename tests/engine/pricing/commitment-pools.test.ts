/** Reservations and plans as the allocation gets them: which usage they may touch, in what order, for what price. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate } from '../../../src/engine/commitments/allocate.ts';
import type { Commitment, ReservedInstance } from '../../../src/engine/commitments/commitment.ts';
import { commitmentPools, computeDemand } from '../../../src/engine/pricing/commitment-pools.ts';
import { type ComputePool, computePoolId } from '../../../src/engine/rate-card.ts';
import { thousandths } from '../../helpers/arbitraries.ts';
import { testBook, UNKNOWN_REGION } from '../../helpers/test-book.ts';
import {
  estateOf,
  flat,
  HOURS,
  instance,
  ratesOf,
  reservedInstance,
  savingsPlan,
  usage,
} from '../estates.ts';

const rates = ratesOf(estateOf([]), testBook());

function pool(more: Partial<Omit<ComputePool, 'id'>> = {}): ComputePool {
  const key = {
    region: 'us-east-1',
    instanceType: 'm5.large',
    operatingSystem: 'linux' as const,
    tenancy: 'shared' as const,
    ...more,
  };
  return { id: computePoolId(key), ...key };
}

const SIZES = ['m5.large', 'm5.xlarge', 'm5.2xlarge'].map(instanceType => pool({ instanceType }));

/** One hour of these instances under these commitments. */
function hourOf(
  pools: readonly ComputePool[],
  quantities: readonly number[],
  commitments: readonly Commitment[],
) {
  const covered = pools.map(() => 0);
  const allocation = allocate({
    hours: 1,
    usage: pools.map(({ id }, index) => ({
      id,
      onDemandRate: rates.onDemandPerHour(pools[index] as ComputePool) ?? 1,
      quantities: Float64Array.of(quantities[index] ?? 0),
    })),
    ...commitmentPools(commitments, pools, rates),
    onCover: cover => {
      covered[cover.usage] = (covered[cover.usage] ?? 0) + cover.quantity;
    },
  });
  return { allocation, covered };
}

describe('a regional Linux reservation', () => {
  test.each([
    ['its own type', {}, 1],
    ['half of the next size', { instanceType: 'm5.xlarge' }, 0.5],
    ['nothing of another family', { instanceType: 'c5.large' }, 0],
    ['nothing of another Region', { region: 'eu-west-1' }, 0],
    ['no Windows', { operatingSystem: 'windows' as const }, 0],
    ['no dedicated tenancy', { tenancy: 'dedicated' as const }, 0],
    ['no metal size, which has no factor', { instanceType: 'm5.metal' }, 0],
  ])('covers %s', (_name, difference, expected) => {
    expect(hourOf([pool(difference)], [1], [reservedInstance('ri')]).covered).toEqual([expected]);
  });

  test('covers the smallest size first', () => {
    const { covered } = hourOf(SIZES.toReversed(), [1, 1, 1], [reservedInstance('ri', { count: 2.5 })]);
    // 10 units: 4 for the large, 6 of 8 for the xlarge, nothing for the 2xlarge.
    expect(covered).toEqual([0, 0.75, 1]);
  });
});

describe('a reservation without size flexibility covers its exact type only', () => {
  const only = (reserved: Partial<ReservedInstance>, difference: Partial<Omit<ComputePool, 'id'>> = {}) => {
    const pools = ['large', 'xlarge'].map(size =>
      pool({ ...difference, instanceType: `${difference.instanceType ?? 'm5'}.${size}` }),
    );
    return hourOf(pools, [1, 1], [reservedInstance('ri', { count: 3, ...reserved })]).covered;
  };

  test.each([
    ['zonal', only({ availabilityZone: 'us-east-1a' })],
    ['Windows', only({ operatingSystem: 'windows' }, { operatingSystem: 'windows' })],
    ['dedicated', only({ tenancy: 'dedicated' }, { tenancy: 'dedicated' })],
    ['of an excluded family', only({ instanceType: 'g5.large' }, { instanceType: 'g5' })],
  ])('%s', (_name, covered) => {
    expect(covered).toEqual([1, 0]);
  });

  test('and costs its own price for each unused hour', () => {
    const { allocation } = hourOf(
      [pool()],
      [1],
      [reservedInstance('ri', { count: 3, availabilityZone: 'us-east-1a' })],
    );
    expect(allocation.uses[0]).toMatchObject({ committedCost: 0.18 });
    expect(allocation.uses[0]?.unusedCost).toBeCloseTo(0.12, 12);
  });
});

describe('between reservations', () => {
  test('a zonal one takes its exact type before a regional one, whatever their ids', () => {
    for (const [zonalId, regionalId] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const zonal = reservedInstance(zonalId, { availabilityZone: 'us-east-1a' });
      const { covered, allocation } = hourOf(SIZES, [1, 1, 0], [reservedInstance(regionalId), zonal]);
      // The zonal one can only take the large: the regional one moves on to half of the xlarge.
      expect(covered).toEqual([1, 0.5, 0]);
      expect(allocation.uses.every(({ unusedCost }) => unusedCost === 0)).toBe(true);
    }
  });

  test('swapping one xlarge for two large of the family changes nothing', () => {
    fc.assert(
      fc.property(
        fc.tuple(thousandths(0, 4), thousandths(0, 4), thousandths(0, 4)),
        thousandths(0.01, 1),
        (quantities, perHour) => {
          const one = reservedInstance('ri', { instanceType: 'm5.xlarge', effectivePerHour: 2 * perHour });
          const two = reservedInstance('ri', { count: 2, effectivePerHour: perHour });
          const [a, b] = [hourOf(SIZES, quantities, [one]), hourOf(SIZES, quantities, [two])];
          expect(b.allocation).toEqual(a.allocation);
          expect(b.covered).toEqual(a.covered);
        },
      ),
    );
  });

  test('swapping them does change Windows, whose reservations do not flex', () => {
    const windows = SIZES.map(({ instanceType }) => pool({ instanceType, operatingSystem: 'windows' }));
    const one = reservedInstance('ri', { instanceType: 'm5.xlarge', operatingSystem: 'windows' });
    const two = reservedInstance('ri', { count: 2, operatingSystem: 'windows' });
    expect(hourOf(windows, [2, 0, 0], [one]).covered).toEqual([0, 0, 0]);
    expect(hourOf(windows, [2, 0, 0], [two]).covered).toEqual([2, 0, 0]);
  });

  test('the order of commitments in the estate changes nothing', () => {
    const commitments = [
      reservedInstance('b', { count: 0.7 }),
      savingsPlan('d', 0.05),
      reservedInstance('a', { instanceType: 'm5.xlarge', availabilityZone: 'us-east-1a' }),
      savingsPlan('c', 0.04, { offering: 'ec2-instance', family: 'm5', region: 'us-east-1' }),
    ];
    const forward = hourOf(SIZES, [1, 1.5, 0.3], commitments);
    expect(hourOf(SIZES, [1, 1.5, 0.3], commitments.toReversed())).toEqual(forward);
  });
});

describe('the rates of a plan', () => {
  const rateOf = (plan: Commitment, of: ComputePool) =>
    commitmentPools([plan], [of], rates).plans[0]?.rates[0];
  const instancePlan = savingsPlan('p', 1, { offering: 'ec2-instance', family: 'm5', region: 'us-east-1' });

  test.each([
    ['a Compute plan in its family discount', savingsPlan('p', 1), pool(), 0.07],
    ['a Compute plan in any Region', savingsPlan('p', 1), pool({ region: 'eu-west-1' }), 0.07],
    [
      'three years paid upfront',
      savingsPlan('p', 1, { termYears: 3, payment: 'all-upfront' }),
      pool(),
      0.052,
    ],
    [
      'Windows, whose licence is not discounted',
      savingsPlan('p', 1),
      pool({ operatingSystem: 'windows' }),
      0.17,
    ],
    ['an EC2 Instance plan in its family and Region', instancePlan, pool(), 0.055],
    ['an EC2 Instance plan on any size', instancePlan, pool({ instanceType: 'm5.4xlarge' }), 0.44],
  ])('%s', (_name, plan, of, expected) => {
    expect(rateOf(plan, of)).toBeCloseTo(expected, 12);
  });

  test.each([
    ['another family', instancePlan, pool({ instanceType: 'c5.large' })],
    ['another Region', instancePlan, pool({ region: 'eu-west-1' })],
    ['a system without a price', savingsPlan('p', 1), pool({ operatingSystem: 'rhel' })],
    ['dedicated tenancy without a paid rate', savingsPlan('p', 1), pool({ tenancy: 'dedicated' })],
    ['an unknown Region', savingsPlan('p', 1), pool({ region: UNKNOWN_REGION })],
  ])('none for %s', (_name, plan, of) => {
    expect(rateOf(plan, of)).toBeNull();
  });
});

describe('demand', () => {
  test('adds up the hours of equal instances and leaves spot out', () => {
    const { usage: rows, pools } = computeDemand(
      [
        instance('a'),
        instance('b', { hours: flat(2) }),
        instance('c', { instanceType: 'm5.xlarge' }),
        instance('d', { purchase: 'spot', spotPerHour: 0.03 }),
      ],
      rates,
      HOURS,
    );
    expect(pools.map(({ instanceType }) => instanceType)).toEqual(['m5.large', 'm5.xlarge']);
    expect(rows.map(({ quantities }) => quantities[0])).toEqual([3, 1]);
    expect(rows.map(({ onDemandRate }) => onDemandRate)).toEqual([0.1, 0.2]);
  });

  test('leaves an instance out whose price is not known for every hour: its cost is known as a whole only', () => {
    const half = [usage(), usage({ operatingSystem: 'rhel' })];
    expect(computeDemand([instance('a', half)], rates, HOURS).usage).toEqual([]);
  });
});
