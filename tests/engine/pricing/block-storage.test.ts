/** EBS: baselines, bursts, limits and prices, against the numbers of the user guide and against each other. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  gp2BaselineIops,
  gp2BurstSeconds,
  gp2PeakIops,
  gp2PeakMibps,
  gp2RefillSeconds,
  gp3SettingFor,
  volumeCost,
} from '../../../src/engine/pricing/block-storage.ts';
import { thousandths } from '../../helpers/arbitraries.ts';

describe('gp2', () => {
  test.each([
    [1, 100, 3000, 128],
    [33, 100, 3000, 128],
    [34, 102, 3000, 128],
    [100, 300, 3000, 128],
    [170, 510, 3000, 128],
    [171, 513, 3000, 250],
    [334, 1002, 3000, 250],
    [1000, 3000, 3000, 250],
    [1001, 3003, 3003, 250],
    [5333, 15_999, 15_999, 250],
    [5334, 16_000, 16_000, 250],
    [16_384, 16_000, 16_000, 250],
  ])('of %d GiB has %d IOPS always, %d at best, and %d MiB/s', (sizeGib, baseline, peak, mibps) => {
    expect(gp2BaselineIops(sizeGib)).toBe(baseline);
    expect(gp2PeakIops(sizeGib)).toBe(peak);
    expect(gp2PeakMibps(sizeGib)).toBe(mibps);
  });

  test('bursts for ever once its baseline is 3,000 IOPS', () => {
    expect(gp2BurstSeconds(1000)).toBe(Number.POSITIVE_INFINITY);
    expect(gp2BurstSeconds(999)).toBe(5_400_000 / 3);
  });

  test('an empty bucket of the smallest volume takes 15 hours to fill', () => {
    expect(gp2RefillSeconds(1)).toBe(54_000);
  });
});

describe('a gp3 setting', () => {
  test.each([
    ['nothing', 100, 0, 0, { iops: 3000, throughputMibps: 125 }],
    ['what is included', 100, 3000, 125, { iops: 3000, throughputMibps: 125 }],
    ['a little more of each', 100, 3000.2, 125.2, { iops: 3001, throughputMibps: 126 }],
    ['750 MiB/s, the most that 3,000 IOPS carry', 100, 0, 750, { iops: 3000, throughputMibps: 750 }],
    ['more throughput than 3,000 IOPS carry', 100, 0, 800, { iops: 3200, throughputMibps: 800 }],
    ['the most of both', 1000, 16_000, 1000, { iops: 16_000, throughputMibps: 1000 }],
    ['the included IOPS on a tiny volume', 1, 3000, 125, { iops: 3000, throughputMibps: 125 }],
  ])('for %s', (_name, sizeGib, iops, mibps, expected) => {
    expect(gp3SettingFor(sizeGib, iops, mibps)).toEqual(expected);
  });

  test.each([
    ['more IOPS than 500 a GiB', 10, 5001, 0],
    ['more than 16,000 IOPS', 10_000, 16_001, 0],
    ['more than 1,000 MiB/s', 10_000, 0, 1001],
    ['throughput whose IOPS a tiny volume may not have', 6, 0, 1000],
  ])('none for %s', (_name, sizeGib, iops, mibps) => {
    expect(gp3SettingFor(sizeGib, iops, mibps)).toBeNull();
  });

  test('gives what is needed, within the limits, and nothing to spare', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16_384 }),
        thousandths(0, 17_000),
        thousandths(0, 1100),
        (sizeGib, needIops, needMibps) => {
          const setting = gp3SettingFor(sizeGib, needIops, needMibps);
          if (setting === null) {
            const iopsLimit = Math.max(3000, Math.min(16_000, 500 * sizeGib));
            expect(needMibps > 1000 || needIops > iopsLimit || Math.ceil(needMibps) * 4 > iopsLimit).toBe(
              true,
            );
            return;
          }
          const { iops, throughputMibps } = setting;
          expect(iops).toBeGreaterThanOrEqual(needIops);
          expect(throughputMibps).toBeGreaterThanOrEqual(needMibps);
          expect(iops).toBeLessThanOrEqual(Math.max(3000, Math.min(16_000, 500 * sizeGib)));
          expect(throughputMibps).toBeLessThanOrEqual(Math.min(1000, iops / 4));
          expect(iops < needIops + 1 || iops === 3000 || iops === Math.ceil(throughputMibps * 4)).toBe(true);
          expect(throughputMibps < needMibps + 1 || throughputMibps === 125).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the cost of a volume', () => {
  const GP3 = { perGibMonth: 0.08, perIopsMonth: 0.005, perMibpsMonth: 0.04 };
  const GP2 = { perGibMonth: 0.1, perIopsMonth: null, perMibpsMonth: null };
  const gp3 = (sizeGib: number, iops: number, throughputMibps: number) =>
    volumeCost({ volumeType: 'gp3', sizeGib, iops, throughputMibps }, GP3, 1)?.total;
  const gp2 = (sizeGib: number) =>
    volumeCost({ volumeType: 'gp2', sizeGib, iops: null, throughputMibps: null }, GP2, 1)?.total;

  // The published warning: keeping the 250 MiB/s of gp2 eats the 20 %.
  test.each([
    [500, 3000, 50, 45],
    [250, 3000, 25, 25],
    [200, 3000, 20, 21],
    [5334, 16_000, 533.4, 496.72],
  ])('%d GiB with all that gp2 can do: gp2 %f dollars, gp3 %f', (sizeGib, iops, onGp2, onGp3) => {
    expect(iops).toBe(gp2PeakIops(sizeGib));
    expect(gp2(sizeGib)).toBeCloseTo(onGp2, 9);
    expect(gp3(sizeGib, iops, 250)).toBeCloseTo(onGp3, 9);
  });

  test('is a fifth less on gp3 within what is included', () => {
    expect(gp3(1000, 3000, 125)).toBeCloseTo(0.8 * (gp2(1000) ?? 0), 12);
  });

  test('counts every provisioned IOPS of io1, and only the part of the month it exists', () => {
    const io1 = { perGibMonth: 0.125, perIopsMonth: 0.065, perMibpsMonth: null };
    expect(
      volumeCost({ volumeType: 'io1', sizeGib: 100, iops: 1000, throughputMibps: null }, io1, 0.5),
    ).toEqual({
      storage: 6.25,
      iops: 32.5,
      throughput: 0,
      total: 38.75,
    });
  });

  test('is unknown where a price that it needs is, and known where it needs none', () => {
    const noIops = { ...GP3, perIopsMonth: null };
    const noMibps = { ...GP3, perMibpsMonth: null };
    const shape = { volumeType: 'gp3', sizeGib: 100, iops: 4000, throughputMibps: 200 };
    expect(volumeCost(shape, noIops, 1)).toBeNull();
    expect(volumeCost(shape, noMibps, 1)).toBeNull();
    expect(volumeCost({ ...shape, iops: 3000, throughputMibps: 125 }, noIops, 1)?.total).toBeCloseTo(8, 12);
  });
});
