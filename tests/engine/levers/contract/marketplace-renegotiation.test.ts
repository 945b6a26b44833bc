/** A seller's price: an assumption until the seller has answered. */

import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../../src/engine/estate/estate.ts';
import { ask, estateOf, other } from '../../estates.ts';
import { saved } from '../clean-up/saved.ts';

const LEVER = 'marketplace-renegotiation';
const contract = other('x', '11500', { serviceCode: 'AWSMarketplace', serviceName: 'Watchtower Pro' });

describe('no', () => {
  test.each<readonly [string, Resource, number, string]>([
    ['for AWS’s own charges', other('x', '100'), 10, 'not bought through AWS Marketplace'],
    ['for a free product', { ...contract, effectiveCost: '0' }, 10, 'nothing is paid for it'],
    ['without a discount', contract, 0, 'no discount'],
    ['twice', { ...contract, contractFactor: 0.9 }, 10, 'an earlier move of the plan has negotiated it'],
  ])('%s', (_name, resource, discountPercent, reason) => {
    expect(ask(LEVER, estateOf([resource]), 'x', { discountPercent })).toEqual({ eligible: false, reason });
  });
});

describe('yes', () => {
  test('as an assumption', () => {
    expect(ask(LEVER, estateOf([contract]), 'x')).toMatchObject({
      why: 'Watchtower Pro: 10 % assumed',
      evidence: 'assumed',
      risks: [{ kind: 'none' }],
    });
  });

  test('15 % of $11,500 is $1,725', () => {
    expect(saved(LEVER, contract, { discountPercent: 15 }).perPeriod).toBeCloseTo(1725, 6);
  });
});
