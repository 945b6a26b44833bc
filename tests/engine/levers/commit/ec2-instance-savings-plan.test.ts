/** Which families an EC2 Instance Savings Plan is bought for, and for how much. */

import { describe, expect, test } from 'vitest';
import type { Estate } from '../../../../src/engine/estate/estate.ts';
import { priceEstate } from '../../../../src/engine/pricing/price-estate.ts';
import { INSTANCE_PLAN_DISCOUNT, UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, estateOf, flat, HOURS, instance, ratesOf, savingsPlan, usage } from '../../estates.ts';
import { bought, refusal, why } from './bought.ts';

const LEVER = 'ec2-instance-savings-plan';

/** m5 in two Regions and c5: $0.10, $0.10 and 2 x $0.16 an hour on demand. */
const MIXED = estateOf([
  instance('a'),
  instance('b', {}, { region: 'eu-west-1' }),
  instance('c', { instanceType: 'c5.xlarge', hours: flat(2) }),
]);

const plans = (estate: Estate, params = {}) =>
  bought(LEVER, estate, params).flatMap(each =>
    each.kind === 'savings-plan' ? [[each.family, each.region, each.commitmentPerHour]] : [],
  );

describe('no', () => {
  test.each([
    ['without EC2', estateOf([]), 'no EC2 usage with a known price is left on demand'],
    [
      'when a Compute plan covers all of it',
      estateOf([instance('a')], { commitments: [savingsPlan('sp', 0.07)] }),
      'no EC2 usage with a known price is left on demand',
    ],
    [
      'when all of it is spot',
      estateOf([instance('a', [usage({ purchase: 'spot', spotPerHour: 0.03 })])]),
      'no EC2 usage with a known price is left on demand',
    ],
    [
      'in a Region without prices',
      estateOf([instance('a', {}, { region: UNKNOWN_REGION })]),
      'no EC2 usage with a known price is left on demand',
    ],
    [
      'when it runs half of the hours at 45 %',
      estateOf([instance('a', { hours: flat(0).fill(1, 0, HOURS / 2) })]),
      'the EC2 usage that is left runs too seldom, or too little, for a plan to pay',
    ],
    [
      'when the bill tells a price and nobody a rate',
      estateOf([instance('a', { operatingSystem: 'rhel' })], {
        paidRates: {
          onDemandPerHour: new Map([['us-east-1|m5.large|rhel|shared', 0.16]]),
          savingsPlanPerHour: new Map(),
          unitPrice: new Map(),
          contractFactor: new Map(),
        },
      }),
      'no plan rate is known for the EC2 usage that is left on demand',
    ],
  ])('%s', (_name, estate, reason) => {
    expect(refusal(LEVER, estate)).toBe(reason);
  });

  test('even for a stated amount where no family runs that it could be bound to', () => {
    expect(refusal(LEVER, estateOf([]), { commitmentPerHour: 3 })).not.toBe('');
  });
});

describe('the purchases', () => {
  const rate = 1 - INSTANCE_PLAN_DISCOUNT;

  test('are one for each family and Region, the largest saving first', () => {
    expect(plans(MIXED)).toEqual([
      ['c5', 'us-east-1', Number((0.32 * rate).toFixed(3))],
      ['m5', 'eu-west-1', 0.055],
      ['m5', 'us-east-1', 0.055],
    ]);
  });

  test.each([
    ['at most so many', { purchasesMax: 1 }, [['c5', 'us-east-1', 0.176]]],
    ['the one that saves most for a stated amount', { commitmentPerHour: 2 }, [['c5', 'us-east-1', 2]]],
    ['a share of each optimum', { shareOfOptimumPercent: 50, purchasesMax: 1 }, [['c5', 'us-east-1', 0.088]]],
    [
      'at the rates of the terms asked for',
      { termYears: '3', payment: 'all-upfront', purchasesMax: 1 },
      [['c5', 'us-east-1', 0.118]],
    ],
  ])('are %s', (_name, params, expected) => {
    expect(plans(MIXED, params)).toEqual(expected);
  });

  test('do not depend on the order of the resources', () => {
    const turned = estateOf([...MIXED.resources].reverse().filter(({ kind }) => kind === 'instance'));
    expect(plans(turned)).toEqual(plans(MIXED));
  });

  test('name families apart, so that the engine keeps them apart', () => {
    const ids = bought(LEVER, MIXED).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  test('together save what each says by itself', () => {
    const commitments = bought(LEVER, MIXED);
    const cost = (some: typeof commitments) =>
      priceEstate({ ...MIXED, commitments: some }, ratesOf(MIXED)).pooledEffective;
    const before = cost([]);
    const each = commitments.reduce((total, one) => total + before - cost([one]), 0);
    expect(before - cost(commitments)).toBeCloseTo(each, 9);
    expect(each).toBeGreaterThan(0);
  });

  test('say what they cover and for how much of the time', () => {
    expect(why(LEVER, MIXED, { purchasesMax: 1 })).toBe(
      '$0.176/h committed on c5 in us-east-1, the optimum here is $0.176/h: covers 100 % of that usage, up to a level used in at least 100 % of hours; 100 % of it is used',
    );
    expect(why(LEVER, MIXED)).toMatch(/^3 purchases\. /);
  });

  test('describe three and count the rest', () => {
    const families = ['m5.large', 'c5.large', 'r5.large', 't3.large', 'g5.xlarge'];
    const estate = estateOf(families.map((instanceType, index) => instance(`i-${index}`, { instanceType })));
    expect(why(LEVER, estate)).toMatch(/^5 purchases\. .* on g5 in us-east-1.*\. And 2 more$/);
  });

  test('are known as well as the rates of the book', () => {
    expect(ask(LEVER, MIXED, null)).toMatchObject({ evidence: 'assumed', risks: [{ kind: 'none' }] });
  });
});
