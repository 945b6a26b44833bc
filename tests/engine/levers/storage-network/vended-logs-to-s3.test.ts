/** Vended logs to S3: half of the first 10 TB, nothing above 50 TB, and the storage there is paid for. */

import { describe, expect, test } from 'vitest';
import { tieredCost } from '../../../../src/engine/pricing/object-storage.ts';
import { tiersOf, VENDED_TO_S3 } from '../../../../src/engine/pricing/price-bands.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { estateOf, other, ratesOf } from '../../estates.ts';

const LEVER = 'vended-logs-to-s3';
const vended = (gb: number, price: number, more = {}) =>
  billed('v', [meter('USE1-VendedLog-Bytes', gb, price)], more);

describe('no', () => {
  test.each([
    ['without vended logs', other('x', '5'), {}, 'no vended logs in the bill'],
    [
      'for logs of applications, which are taken in by CloudWatch alone',
      billed('g', [meter('DataProcessing-Bytes', 600, 0.5)]),
      {},
      'no vended logs in the bill',
    ],
    [
      'where prices are unknown',
      vended(1000, 0.5, { region: UNKNOWN_REGION }),
      {},
      `no price of cloudwatch_logs vended_to_s3 first_10tb in ${UNKNOWN_REGION}`,
    ],
    // 800 GB at .05 cost as much in S3, and 8.17 are stored there.
    ['at the price of the last band', vended(1000, 0.05), {}, /^what takes its place costs/],
    // 8 GB save 2; 90,000 files cost .45, ten years of storage 3.32.
    ['when they are kept for ten years', vended(10, 0.5), { keepDays: 3650 }, /^what takes its place costs/],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toEqual(
      typeof reason === 'string' ? reason : expect.stringMatching(reason),
    );
  });
});

test('saves 25 cents a GB less storage and files', () => {
  // 800 x .25 = 200; 800 x 15 % x 90 / 30.42 = 355.07 GB-months x .023 = 8.17; 90 x .005 = .45.
  expect(yesOf(LEVER, vended(1000, 0.5)).saved).toBe(191.38);
});

test('the published example: 72 TB of flow logs to S3 cost $8,294.40', () => {
  const book = openEmbeddedBook();
  const tiers = tiersOf(VENDED_TO_S3, ratesOf(estateOf([]), book), 'us-east-1');
  expect(tieredCost(73_728, tiers ?? [])).toBeCloseTo(8294.4, 6);
});
