/** Lines that are not taken in are not charged: half a dollar a GB. */

import { describe, expect, test } from 'vitest';
import { billed, meter, stored } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { other } from '../../estates.ts';

const LEVER = 'log-ingestion-filter';
const group = billed('g', [meter('DataProcessing-Bytes', 600, 0.5), stored('AmazonCloudWatch', 1500, 0.03)]);

describe('no', () => {
  test.each([
    ['without logs', other('x', '5'), {}, 'no ingestion of logs in the bill'],
    [
      'for a group that is only stored',
      billed('g', [stored('AmazonCloudWatch', 1500, 0.03)]),
      {},
      'no ingestion of logs in the bill',
    ],
    [
      'for data that another service processes under the same name',
      billed('n', [meter('DataProcessing-Bytes', 600, 0.065, { serviceCode: 'AWSNetworkFirewall' })]),
      {},
      'no ingestion of logs in the bill',
    ],
    ['when nothing is dropped', group, { dropPercent: 0 }, 'nothing would change'],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test('saves ingestion only: what is stored shrinks later and is not counted', () => {
  expect(yesOf(LEVER, group)).toMatchObject({
    saved: 90,
    evidence: 'assumed',
    why: '30 % of 600 GB of logs',
  });
});
