/** The archive: a quarter of the price for a GiB, but full copies, 90 days at least, and a charge to come back. */

import { describe, expect, test } from 'vitest';
import type { OtherResource } from '../../../../src/engine/estate/estate.ts';
import { meter, silence } from '../../../helpers/lever-samples/clean-up.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, estateOf, other } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'archive-old-snapshots';
const OLD = silence({ lastAccess: '2022-06-01T00:00:00Z' });

/** 1,000 GiB-months at .05 = 50. */
function snapshot(more: Partial<OtherResource> = {}) {
  return other('snap', '50', { meters: [meter('EBS:SnapshotUsage', 1000, 0.05)], utilization: OLD, ...more });
}

function answer(more: Partial<OtherResource>, params: Record<string, number> = {}) {
  return ask(LEVER, estateOf([snapshot(more)]), 'snap', params);
}

describe('no', () => {
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    // Freed: 1,000 x 3/1.55 x .05 ... of twelve increments; archived: 7,741.9 GiB of full copies.
    [
      'when increments become full copies',
      answer({}, { perVolume: 12, changedPercent: 5, restoredPercentPerMonth: 0 }),
      'full copies of 7741.9 GiB would cost $77.42 more',
    ],
    // Freed 5 % of 50 = 2.50, archived 12.50.
    [
      'when nearly all of its blocks stay for the next one',
      answer({}, { changedPercent: 5, restoredPercentPerMonth: 0 }),
      'full copies of 1000.0 GiB would cost $10.00 more',
    ],
    // Freed 25, archived 12.50, restored 1,000 x .03 = 30.
    [
      'when it is restored every month',
      answer({}, { restoredPercentPerMonth: 100 }),
      'full copies of 1000.0 GiB would cost $17.50 more',
    ],
    [
      'where the archive has no price',
      answer({ region: UNKNOWN_REGION }),
      `no archive price in ${UNKNOWN_REGION}`,
    ],
    [
      'when it is young',
      answer({ utilization: silence({ lastAccess: '2024-01-01T00:00:00Z' }) }),
      '7 days old, 365 asked for',
    ],
    [
      'for an image',
      answer({ tags: { source: 'ami-0123456789abcdef0' } }),
      'belongs to a machine image, which has to go first',
    ],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});

describe('yes', () => {
  test.each([
    // 50 freed, 12.50 for the full copy: 75 % less, as advertised.
    ['a snapshot that stands alone', { changedPercent: 100, restoredPercentPerMonth: 0 }, 37.5],
    ['half of its blocks shared', { restoredPercentPerMonth: 0 }, 12.5],
    ['one per cent restored a month', {}, 12.5 - 1000 * 0.01 * 0.03],
  ])('%s saves $%#', (_name, params: Record<string, number>, amount) => {
    expect(saved(LEVER, snapshot(), params).perPeriod).toBeCloseTo(amount, 6);
  });

  test.each([
    // 1,000 GiB for the months of the minimum that are missing, at .0125.
    [0, 37.5],
    [1, 25],
    [3, 0],
    [12, 0],
  ])('kept for %i months, it owes $%f of the minimum', (monthsKept, owed) => {
    expect(saved(LEVER, snapshot(), { monthsKept }).once).toBeCloseTo(owed, 6);
  });

  test('a restore takes up to three days', () => {
    expect(answer({})).toMatchObject({ risks: [{ kind: 'wrong-removal', restoreMinutes: 4320 }, {}] });
  });
});
