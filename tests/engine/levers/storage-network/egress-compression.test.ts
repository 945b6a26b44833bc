/** Compression takes away the last GB of the month, which are the cheapest. */

import { describe, expect, test } from 'vitest';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { other } from '../../estates.ts';

const LEVER = 'egress-compression';
const out = (gb: number, price: number) => billed('lb', [meter('DataTransfer-Out-Bytes', gb, price)]);

describe('no', () => {
  test.each([
    ['without traffic to the internet', other('x', '5'), {}, 'no traffic to the internet in the bill'],
    [
      'for what CloudFront sends, whose meter has the same name',
      billed('cdn', [meter('US-DataTransfer-Out-Bytes', 1000, 0.085, { serviceCode: 'AmazonCloudFront' })]),
      {},
      'no traffic to the internet in the bill',
    ],
    ['when everything is compressed', out(1000, 0.09), { textPercent: 0 }, 'nothing would change'],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test('in the first band a part of the GB is the same part of the cost', () => {
  // 1,000 x 25 % x 70 % = 175 GB x .09.
  expect(yesOf(LEVER, out(1000, 0.09))).toMatchObject({
    saved: 15.75,
    why: '175 of 1,000 GB to the internet',
  });
});

test('above 150 TB the last band goes first: 5 cents a GB, whatever the average', () => {
  // 200 TB; 35,840 GB go.
  const cost = 10_240 * 0.09 + 40_960 * 0.085 + 102_400 * 0.07 + 51_200 * 0.05;
  expect(yesOf(LEVER, out(204_800, cost / 204_800)).saved).toBe(1792);
});

test('one of many resources of such an organisation saves at the same price', () => {
  const cost = 10_240 * 0.09 + 40_960 * 0.085 + 102_400 * 0.07 + 51_200 * 0.05;
  expect(yesOf(LEVER, out(2048, cost / 204_800)).saved).toBe(17.92);
});
