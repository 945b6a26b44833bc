/** A private price is an assumption, and what is committed and not spent is paid. */

import { describe, expect, test } from 'vitest';
import type { PaidRates, Resource } from '../../../../src/engine/estate/estate.ts';
import { contractFactorOf } from '../../../../src/engine/levers/contract/enterprise-discount.ts';
import { createSimulator } from '../../../../src/engine/simulate/simulate.ts';
import { testBook } from '../../../helpers/test-book.ts';
import { ask, estateOf, instance, move, NO_RATES, other, plan, savingsPlan } from '../../estates.ts';

const LEVER = 'enterprise-discount';

function answer(
  resource: Resource,
  params: Record<string, number | string> = {},
  paidRates: PaidRates = NO_RATES,
) {
  return ask(LEVER, estateOf([resource], { paidRates }), resource.id, params);
}

const charge = other('x', '100');

describe('no', () => {
  test.each<readonly [string, Resource, Record<string, number | string>, string]>([
    ['for nothing', other('x', '0'), {}, 'nothing is paid for it'],
    ['for a credit', other('x', '-5'), {}, 'nothing is paid for it'],
    [
      'for a seller’s charge',
      other('x', '9', { serviceCode: 'AWSMarketplace' }),
      {},
      'a third party’s price',
    ],
    [
      'for support',
      other('x', '9', { serviceCode: 'AWSSupportBusiness', serviceName: 'AWS Support (Business)' }),
      {},
      'support has a price of its own',
    ],
    ['for another service', charge, { service: 'AmazonS3' }, 'not AmazonS3'],
    ['without a discount', charge, { discountPercent: 0 }, 'no discount'],
    [
      'where a shortfall eats it',
      charge,
      { discountPercent: 10, committedPercent: 90, spendFallPercent: 19 },
      'the shortfall costs as much as the discount saves',
    ],
    ['twice', other('x', '9', { contractFactor: 0.95 }), {}, 'an earlier move of the plan has negotiated it'],
  ])('%s', (_name, resource, params, reason) => {
    expect(answer(resource, params)).toEqual({ eligible: false, reason });
  });

  test('where the bill shows an agreement already', () => {
    const paidRates = { ...NO_RATES, contractFactor: new Map([['AmazonEC2', 0.92]]) };

    expect(answer(charge, {}, paidRates)).toMatchObject({ reason: 'the bill shows an agreement already' });
  });

  test('on another cloud', () => {
    expect(ask(LEVER, { ...estateOf([charge]), provider: 'Azure' }, 'x')).toMatchObject({
      reason: 'an agreement with AWS',
    });
  });
});

test.each([
  ['nothing missed: the discount', 0.1, 0.8, 0.1, 0.9],
  ['exactly spent', 0.1, 0.8, 0.2, 0.9],
  // 0.9 of the usage is committed, 0.75 of it used: 0.9 x 0.9 / 0.75.
  ['a sixth of the commitment missed', 0.1, 0.9, 0.25, 1.08],
  ['no commitment', 0.05, 0, 0.9, 0.95],
])('price left: %s', (_name, discount, committed, fall, expected) => {
  expect(contractFactorOf(discount, committed, fall)).toBeCloseTo(expected, 12);
});

describe('yes', () => {
  test('as an assumption, never as a fact, and without risk', () => {
    expect(answer(charge, { service: 'AmazonEC2', discountPercent: 8 })).toMatchObject({
      evidence: 'assumed',
      why: '8 % for 80 % of the spend committed: assumed',
      effect: { kind: 'renegotiate', factor: expect.closeTo(0.92, 12) },
      risks: [{ kind: 'none' }],
    });
  });

  test('says when a shortfall eats a part of it', () => {
    const params = { discountPercent: 20, committedPercent: 90, spendFallPercent: 20 };

    expect(answer(charge, params)).toMatchObject({
      why: '20 % for 90 % of the spend committed, part of it eaten by a shortfall: assumed',
      effect: { factor: expect.closeTo(0.9, 12) },
    });
  });

  test('takes the discount on the rate after a Savings Plan: 0.70, then 0.63 of on-demand', () => {
    // One m5.large at $0.10, of which a plan of $0.07 an hour covers all.
    const estate = estateOf([instance('x')], { commitments: [savingsPlan('plan', 0.07)] });
    const moves = [move(LEVER, { params: { discountPercent: 10 } })];
    const run = createSimulator(estate, testBook()).run(plan(moves), { horizonMonths: 4 });

    expect(run.months[0]?.runRateCost.toNumber()).toBeCloseTo(168 * 0.07, 6);
    expect(run.months[3]?.runRateCost.toNumber()).toBeCloseTo(168 * 0.063, 6);
  });
});
