/** Snapshots are increments: what deleting the oldest frees, and what full copies of them would be. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freedShareOf, fullCopiesOf } from '../../../../src/engine/levers/clean-up/snapshot-chain.ts';
import { incrementalSnapshotGib } from '../../../../src/engine/pricing/snapshots.ts';

describe('deleting the oldest snapshots of a volume', () => {
  // 10 GiB, then 4 GiB changed, then 2: the EC2 user guide's example stores 10 + 4 + 2.
  test('frees the blocks that have changed since, not what the bill charges for them', () => {
    const before = incrementalSnapshotGib([
      { dataGib: 10, changedGib: null },
      { dataGib: 10, changedGib: 4 },
      { dataGib: 10, changedGib: 2 },
    ]);
    expect(before).toEqual([10, 4, 2]);
    // The second holds 10 GiB once the first is gone: 4 of the 10 charged are freed.
    expect(freedShareOf({ removed: 1, changedShare: 0.4 })).toBeCloseTo(0.4, 12);
  });

  test.each([
    // One volume of 1 GiB. Charged for the deleted: 1 + (k-1)c. Freed: k x c.
    [1, 0.05, 0.05],
    [12, 0.05, 0.6 / 1.55],
    [365, 0.03, 10.95 / 11.92],
    [1, 1, 1],
    [12, 1, 1],
  ])('%i of them, %f changed between two: %f', (removed, changedShare, share) => {
    expect(freedShareOf({ removed, changedShare })).toBeCloseTo(share, 10);
  });

  test('never frees more than is charged, and everything where nothing is shared', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (removed, changedShare) => {
          const share = freedShareOf({ removed, changedShare });
          expect(share).toBeGreaterThan(0);
          expect(share).toBeLessThanOrEqual(1 + 1e-9);
          expect(share).toBeGreaterThanOrEqual(changedShare - 1e-9);
        },
      ),
    );
  });
});

test.each([
  [1, 0.05, 1],
  [12, 0.05, 12 / 1.55],
  [12, 1, 1],
])(
  'full copies of %i snapshots, %f changed between two, are %f of what is charged',
  (removed, changedShare, times) => {
    expect(fullCopiesOf({ removed, changedShare })).toBeCloseTo(times, 10);
  },
);
