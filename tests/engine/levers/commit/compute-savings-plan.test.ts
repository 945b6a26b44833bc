/** What a Compute Savings Plan is bought for, and for how much. */

import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../../src/engine/estate/estate.ts';
import { metered, meteredPrices, meterShape } from '../../../helpers/metered-usage.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, estateOf, flat, HOURS, instance, reservedInstance, savingsPlan, usage } from '../../estates.ts';

const LEVER = 'compute-savings-plan';

/** An m5.large all week: $0.10 on demand, $0.07 under a plan. */
const ONE = [instance('a')];

/** vCPU-hours of Fargate all week at a price that the bill tells, beside other resources. */
function serverless(perHour: number, others: readonly Resource[] = []) {
  const shape = meterShape('AWSFargate', 'Fargate-vCPU-Hours:perCPU');
  const paidRates = meteredPrices([[shape, perHour]]);
  return estateOf([...others, metered('task', [{ shape, hours: flat(1) }])], { paidRates });
}

function committed(
  estate: ReturnType<typeof estateOf>,
  params: Record<string, number | string> = {},
): number {
  const found = ask(LEVER, estate, null, params);
  if ('reason' in found) return 0;
  const [plan] = found.effect.kind === 'commit' ? found.effect.commitments : [];
  if (plan?.kind !== 'savings-plan') throw new Error('no plan');
  return plan.commitmentPerHour;
}

describe('no', () => {
  const NOTHING = 'no compute with a known price is left on demand';
  const SELDOM = 'the compute that is left runs too seldom, or too little, for a plan to pay';
  const NO_RATE = 'no plan rate is known for the compute that is left on demand';

  test.each([
    ['without compute', estateOf([]), NOTHING],
    [
      'when reservations cover all of it',
      estateOf(ONE, { commitments: [reservedInstance('ri', { count: 1 })] }),
      NOTHING,
    ],
    [
      'when another plan covers all of it',
      estateOf(ONE, { commitments: [savingsPlan('sp', 0.07)] }),
      NOTHING,
    ],
    [
      'when everything runs on spot',
      estateOf([instance('a', [usage({ purchase: 'spot', spotPerHour: 0.03 })])]),
      NOTHING,
    ],
    [
      'when it runs too seldom: a quarter of the hours at 30 %',
      estateOf([instance('a', { hours: flat(0).fill(1, 0, HOURS / 4) })]),
      SELDOM,
    ],
    ['when nobody knows a price', estateOf([instance('a', { operatingSystem: 'rhel' })]), NOTHING],
    ['in a Region without prices', estateOf([instance('a', {}, { region: UNKNOWN_REGION })]), NOTHING],
    ['when nobody knows a rate', serverless(0.04), NO_RATE],
    [
      'when it is worth less than the smallest plan',
      estateOf([instance('a', { hours: flat(0.01) })]),
      SELDOM,
    ],
  ])('%s', (_name, estate, reason) => {
    expect(ask(LEVER, estate, null)).toEqual({ eligible: false, reason });
  });
});

describe('usage without a known rate', () => {
  test.each([
    ['is left out as long as nobody assumes a discount', {}, 0.07, 'measured'],
    ['is covered at the discount that is assumed', { assumedDiscountPercent: 15 }, 0.07 + 0.034, 'assumed'],
  ])('%s', (_name, params, perHour, evidence) => {
    const estate = serverless(0.04, ONE);
    expect(committed(estate, params)).toBeCloseTo(perHour, 9);
    expect(ask(LEVER, estate, null, params)).toMatchObject({ evidence });
  });

  test('changes no rate that is known', () => {
    expect(ask(LEVER, estateOf(ONE), null, { assumedDiscountPercent: 66 })).toMatchObject({
      evidence: 'measured',
      effect: { commitments: [{ commitmentPerHour: 0.07 }] },
    });
  });
});

describe('the size', () => {
  test.each<readonly [string, ReturnType<typeof estateOf>, Record<string, number | string>, number]>([
    ['is the usage at plan rates where it is flat', estateOf(ONE), {}, 0.07],
    [
      'is what commitments of the bill leave',
      estateOf([instance('a', { hours: flat(3) })], { commitments: [reservedInstance('ri', { count: 2 })] }),
      {},
      0.07,
    ],
    ['has the rates of the term asked for', estateOf(ONE), { termYears: '3' }, 0.055],
    ['has the rates of the payment asked for', estateOf(ONE), { payment: 'all-upfront' }, 0.067],
    [
      'is a share of the optimum when asked for',
      estateOf([instance('a', { hours: flat(10) })]),
      { shareOfOptimumPercent: 50 },
      0.35,
    ],
    ['is what a person says, whatever is used', estateOf(ONE), { commitmentPerHour: 4 }, 4],
    ['is what a person says even where nothing runs', estateOf([]), { commitmentPerHour: 4 }, 4],
  ])('%s', (_name, estate, params, expected) => {
    expect(committed(estate, params)).toBeCloseTo(expected, 9);
  });

  test('does not depend on the terms that were looked at before', () => {
    const estate = estateOf(ONE);
    const asked = (['1', '3', '1', '3'] as const).map(termYears => committed(estate, { termYears }));
    expect(asked).toEqual([0.07, 0.055, 0.07, 0.055]);
  });
});

describe('the plan', () => {
  test('is a Compute plan with the terms of the move, for any family and Region', () => {
    expect(ask(LEVER, estateOf(ONE), null, { termYears: '3', payment: 'partial-upfront' })).toMatchObject({
      evidence: 'measured',
      why: '$0.053/h committed, the optimum here is $0.053/h, $696 upfront: covers 100 % of that usage, up to a level used in at least 100 % of hours; 100 % of it is used',
      effect: {
        kind: 'commit',
        commitments: [
          {
            kind: 'savings-plan',
            offering: 'compute',
            family: null,
            region: null,
            termYears: 3,
            payment: 'partial-upfront',
          },
        ],
      },
    });
  });

  test('says of how many hours its last dollar is used, and how much of it all is', () => {
    const estate = estateOf([instance('a'), instance('b', { hours: flat(0).fill(1, 0, 126) })]);
    expect(ask(LEVER, estate, null)).toMatchObject({
      why: '$0.140/h committed, the optimum here is $0.140/h: covers 100 % of that usage, up to a level used in at least 75 % of hours; 88 % of it is used',
    });
    expect(ask(LEVER, estate, null, { shareOfOptimumPercent: 50 })).toMatchObject({
      why: '$0.070/h committed, the optimum here is $0.140/h: covers 57 % of that usage, up to a level used in at least 100 % of hours; 100 % of it is used',
    });
  });

  test('says so when nothing would use it', () => {
    expect(ask(LEVER, estateOf([]), null, { commitmentPerHour: 4 })).toMatchObject({
      why: '$4.000/h committed, the optimum here is $0.000/h: nothing that is left would use it',
    });
  });

  test('is several where one may not be as large', () => {
    const estate = estateOf([instance('a', { instanceType: 'm5.4xlarge', hours: flat(20_000) })]);
    const found = ask(LEVER, estate, null);
    if ('reason' in found || found.effect.kind !== 'commit') throw new Error('no plan');
    expect(
      found.effect.commitments.map(each => each.kind === 'savings-plan' && each.commitmentPerHour),
    ).toEqual([5000, 5000, 1200]);
  });

  test('touches no system', () => {
    const found = ask(LEVER, estateOf(ONE), null);
    if ('reason' in found) throw new Error(found.reason);
    expect(found.risks).toMatchObject([{ kind: 'none' }]);
  });
});
