/** Retention is small next to ingestion, and the answer says so. */

import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { billed, meter, stored } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { other } from '../../estates.ts';

const LEVER = 'log-retention';
// 730 hours add 600 GB, which are 90 GB compressed: 1,500 GB are 500 days and a bit.
const group = billed('g', [meter('DataProcessing-Bytes', 600, 0.5), stored('AmazonCloudWatch', 1500, 0.03)]);

describe('no', () => {
  test.each([
    ['without logs', other('x', '5'), {}, 'no storage of logs in the bill'],
    [
      'when nothing is written any more',
      billed('g', [stored('AmazonCloudWatch', 1500, 0.03)]),
      {},
      'nothing is written any more: its age is unknown, delete it or keep it',
    ],
    ['when they are younger than that', group, { days: 600 }, 'holds about 507 days of logs'],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test('reads the age of the logs off the bill and keeps its part', () => {
  const found = yesOf(LEVER, group);
  // 45 x (1 - 90 / 506.94).
  expect(found).toMatchObject({ saved: 37.01, evidence: 'inferred' });
  expect(found.why).toBe('about 507 days of logs: storing them costs $45.00, taking them in $300.00');
  expect(found.risks[0]).toMatchObject({
    kind: 'log-retention',
    days: 90,
    daysBefore: expect.closeTo(506.94, 1),
  });
});

test('taking a GB in costs as much as storing it for 17 months', () => {
  const price = (component: string) =>
    openEmbeddedBook().unitPrice('cloudwatch_logs', 'logs', component, 'us-east-1')?.price ?? Number.NaN;
  expect(Math.round(price('ingest_standard') / price('storage'))).toBe(17);
});

test('no retention saves as much as dropping a sixth of the lines', () => {
  const all = yesOf(LEVER, group, { days: 1 });
  const sixth = yesOf('log-ingestion-filter', group, { dropPercent: 16 });
  expect(all.saved).toBeLessThan(sixth.saved);
});
