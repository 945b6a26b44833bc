/** When a SageMaker Savings Plan is bought. */

import { describe, expect, test } from 'vitest';
import type { Estate } from '../../../../src/engine/estate/estate.ts';
import { metered, meteredPrices, meterShape } from '../../../helpers/metered-usage.ts';
import { ask, estateOf, flat, HOURS, instance } from '../../estates.ts';
import { bought, refusal } from './bought.ts';

const LEVER = 'sagemaker-savings-plan';
const shape = meterShape('AmazonSageMaker', 'ml.m5.large');

/** Notebooks at $0.10 on demand. */
function notebooks(hours: Float64Array): Estate {
  return estateOf([metered('n', [{ shape, hours }])], { paidRates: meteredPrices([[shape, 0.1]]) });
}

const perHour = (estate: Estate, params = {}) =>
  bought(LEVER, estate, params).map(each => each.kind === 'savings-plan' && each.commitmentPerHour);

describe('no', () => {
  test.each<readonly [string, Estate, Record<string, number>, string]>([
    [
      'without SageMaker: EC2 is not its business',
      estateOf([instance('a')]),
      { assumedDiscountPercent: 40 },
      'no SageMaker usage with a known price is left on demand',
    ],
    [
      'as long as nobody states a discount',
      notebooks(flat(1)),
      {},
      'no rate of a SageMaker Savings Plan is known: state assumedDiscountPercent',
    ],
    [
      'when it runs half of the hours at 40 %',
      notebooks(flat(0).fill(1, 0, HOURS / 2)),
      { assumedDiscountPercent: 40 },
      'the SageMaker usage that is left runs too seldom, or too little, for a plan to pay',
    ],
  ])('%s', (_name, estate, params, reason) => {
    expect(refusal(LEVER, estate, params)).toBe(reason);
  });
});

describe('the plan', () => {
  test.each<readonly [string, Record<string, number>, readonly number[]]>([
    ['is the usage at the discount that is assumed', { assumedDiscountPercent: 40 }, [0.06]],
    ['is a share of the optimum', { assumedDiscountPercent: 40, shareOfOptimumPercent: 50 }, [0.03]],
    ['is what a person says', { commitmentPerHour: 2.5 }, [2.5]],
  ])('%s', (_name, params, expected) => {
    expect(perHour(notebooks(flat(1)), params)).toEqual(expected);
  });

  test('has the terms of the move and is an assumption', () => {
    const params = { assumedDiscountPercent: 40, termYears: '3', payment: 'all-upfront' };
    expect(ask(LEVER, notebooks(flat(1)), null, params)).toMatchObject({
      evidence: 'assumed',
      risks: [{ kind: 'none' }],
      effect: {
        commitments: [{ offering: 'sagemaker', termYears: 3, payment: 'all-upfront', assumedDiscount: 0.4 }],
      },
    });
  });
});
