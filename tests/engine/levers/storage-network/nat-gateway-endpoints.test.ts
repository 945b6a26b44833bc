/** Gateway endpoints: everything that NAT charges for S3 and DynamoDB, and nothing in its place. */

import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { other } from '../../estates.ts';

const LEVER = 'nat-gateway-endpoints';
const gateway = (gb: number) =>
  billed('nat', [meter('NatGateway-Hours', 730, 0.045), meter('NatGateway-Bytes', gb, 0.045)]);

describe('no', () => {
  test.each([
    ['without a NAT gateway', other('x', '5'), {}, 'no NAT traffic in the bill'],
    ['when nothing goes through it', gateway(0), {}, 'no NAT traffic in the bill'],
    ['when it is idle', gateway(0.9), {}, 'hardly anything passes through it: delete the gateway instead'],
    ['when none of it goes to buckets or tables', gateway(1000), { sharePercent: 0 }, 'nothing would change'],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test('the published example: 500 GB a day to S3 cost $675 a month through NAT', () => {
  expect(yesOf(LEVER, gateway(15_000), { sharePercent: 100 })).toMatchObject({ saved: 675, once: 0 });
});

test('the hours of the gateway stay', () => {
  // 32.85 an hour-month stays; 450 of 1,500 GB go.
  expect(yesOf(LEVER, gateway(1500), { sharePercent: 30 })).toMatchObject({
    saved: 20.25,
    evidence: 'assumed',
    why: '30 % of 1,500 GB through NAT',
  });
});

test('a gateway endpoint is free in the book, by the hour', () => {
  const book = openEmbeddedBook();
  expect(book.unitPrice('vpc_endpoint', 'gateway_s3_dynamodb', 'hour', 'us-east-1')?.price).toBe(0);
});
