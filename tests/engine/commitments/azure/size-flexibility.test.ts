/** Ratios inside a size-flexibility group. */

import { describe, expect, test } from 'vitest';
import { sizeFlexibility } from '../../../../src/engine/commitments/azure/size-flexibility.ts';
import { applyAzure, DSV2, reservation, vms } from './orders.ts';

describe('a reservation of Standard_DS4_v2, ratio 8', () => {
  test.each([
    ['eight of ratio 1', [['Standard_DS1_v2', 8]], 8],
    [
      'two of ratio 2 and one of ratio 4',
      [
        ['Standard_DS2_v2', 2],
        ['Standard_DS3_v2', 1],
      ],
      3,
    ],
    ['half of one of ratio 16', [['Standard_DS5_v2', 1]], 0.5],
    ['eight of nine of ratio 1', [['Standard_DS1_v2', 9]], 8],
    ['none of another group', [['Standard_DS11_v2', 3]], 0],
    ['none of a size without a group', [['Standard_M128', 3]], 0],
    ['nothing when nothing runs', [['Standard_DS1_v2', 0]], 0],
  ] as [string, [string, number][], number][])('covers %s', (_what, running, expected) => {
    const run = applyAzure({
      pools: running.map(([size, count], index) => vms(`vm-${index}`, size, [count])),
      commitments: [reservation({ id: 'r' })],
    });

    expect(run.coveredBy('r')).toBe(expected);
  });
});

describe('only the exact size counts', () => {
  test('with capacity priority', () => {
    const exact = sizeFlexibility('Standard_DS4_v2', 'size', DSV2);

    expect(exact.unitsPerReservation).toBe(1);
    expect(exact.unitsTaken('standard_ds4_V2')).toBe(1);
    expect(exact.unitsTaken('Standard_DS1_v2')).toBeNull();
  });

  test('for a size without a group', () => {
    const alone = sizeFlexibility('Standard_M128', 'group', DSV2);

    expect(alone.unitsTaken('Standard_M128')).toBe(1);
    expect(alone.unitsTaken('Standard_DS1_v2')).toBeNull();
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('for a ratio of %s, which is none', ratio => {
    const flexibility = sizeFlexibility('a', 'group', () => ({ group: 'g', ratio }));

    expect([flexibility.unitsPerReservation, flexibility.unitsTaken('b')]).toEqual([1, null]);
  });
});
