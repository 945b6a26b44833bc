/** EFS One Zone: only outside production unless told otherwise, and both file systems for a while. */

import { describe, expect, test } from 'vitest';
import { billed, meter, stored } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { other } from '../../estates.ts';

const LEVER = 'efs-one-zone';
const files = (workload: string) => billed('fs', [stored('AmazonEFS', 1000, 0.3)], { workload });

describe('no', () => {
  test.each([
    ['without a file system', other('x', '5'), 'no EFS Standard storage in the bill'],
    ['in production', files('shop'), 'shop is production'],
    [
      'where nobody says what it is',
      files('unallocated'),
      'unallocated is not known to be outside production',
    ],
  ])('%s', (_name, resource, reason) => {
    expect(outcome(LEVER, resource)).toBe(reason);
  });
});

test('saves .14 a GB and pays half a month of both', () => {
  expect(yesOf(LEVER, files('staging'))).toMatchObject({ saved: 140, once: 150 });
});

test('takes Infrequent Access along', () => {
  const both = billed(
    'fs',
    [
      stored('AmazonEFS', 1000, 0.3),
      meter('IATimedStorage-ByteHrs', 1000, 0.025, { serviceCode: 'AmazonEFS' }),
    ],
    { workload: 'staging' },
  );
  // 300 + 25 - 160 - 13.30.
  expect(yesOf(LEVER, both).saved).toBe(151.7);
});

test('lets the guardrails ask for another copy', () => {
  expect(yesOf(LEVER, files('shop'), { production: true }).risks).toMatchObject([
    { kind: 'storage-class', to: 'ONEZONE' },
    { kind: 'change-event', multiplier: 2 },
  ]);
});
