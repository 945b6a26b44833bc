import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recoveryObjectives, recoveryStrategy } from '../../../src/engine/reliability/disaster-recovery.ts';
import {
  restoreMinutesOf,
  serviceCreditPct,
  storageDesign,
} from '../../../src/engine/reliability/storage-classes.ts';

describe('storage classes', () => {
  test.each([
    ['STANDARD', 0.9999, 3, 0],
    ['STANDARD_IA', 0.999, 3, 0],
    ['INTELLIGENT_TIERING', 0.999, 3, 0],
    ['GLACIER_IR', 0.999, 3, 0],
    ['GLACIER', 0.9999, 3, 300],
    ['DEEP_ARCHIVE', 0.9999, 3, 720],
    ['ONEZONE_IA', 0.995, 1, 0],
    ['EXPRESS_ONEZONE', 0.9995, 1, 0],
    ['REDUCED_REDUNDANCY', 0.9999, 3, 0],
  ])('%s: availability %d, %d zones, restored in %d minutes', (name, availability, zones, minutes) => {
    const design = storageDesign(name)!;
    expect([design.availability, design.minZones, restoreMinutesOf(design)]).toEqual([
      availability,
      zones,
      minutes,
    ]);
  });

  test.each([
    ['One Zone-IA', 'ONEZONE_IA'],
    ['standard-ia', 'STANDARD_IA'],
    ['GLACIER_FLEXIBLE', 'GLACIER'],
    ['Glacier Deep Archive', 'DEEP_ARCHIVE'],
    ['INT_ARCHIVE_INSTANT', 'INTELLIGENT_TIERING'],
  ])('%s is another name of %s', (name, expected) => {
    expect(storageDesign(name)?.name).toBe(expected);
  });

  test.each(['', 'GOLD', 'constructor', '__proto__'])('%j is no class', name => {
    expect(storageDesign(name)).toBeNull();
  });

  test('an archive is faster when more is paid, and Deep Archive has no fast lane', () => {
    const glacier = storageDesign('GLACIER')!;
    const deep = storageDesign('DEEP_ARCHIVE')!;
    expect(['expedited', 'standard', 'bulk'].map(o => restoreMinutesOf(glacier, o as 'bulk'))).toEqual([
      5, 300, 720,
    ]);
    expect(['expedited', 'standard', 'bulk'].map(o => restoreMinutesOf(deep, o as 'bulk'))).toEqual([
      null,
      720,
      2880,
    ]);
  });
});

describe('service credits', () => {
  const tiers = [
    { uptimeBelowPct: 99.95, creditPct: 10 },
    { uptimeBelowPct: 99, creditPct: 25 },
    { uptimeBelowPct: 95, creditPct: 100 },
  ];

  test.each([
    [100, 0],
    [99.95, 0],
    [99.9499, 10],
    [99, 10],
    [98.99, 25],
    [95, 25],
    [94.9, 100],
    [0, 100],
  ])('an uptime of %d %% gives %d %%', (uptime, credit) => {
    expect(serviceCreditPct(uptime, tiers)).toBe(credit);
    expect(serviceCreditPct(uptime, [...tiers].reverse())).toBe(credit);
  });

  test('less uptime never gives less credit', () => {
    const uptime = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(uptime, uptime, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(serviceCreditPct(low, tiers)).toBeGreaterThanOrEqual(serviceCreditPct(high, tiers));
      }),
    );
    expect(serviceCreditPct(50, [])).toBe(0);
  });
});

describe('recovery strategies', () => {
  test.each([
    ['backup-restore', 'hours', '24 hours or less'],
    ['Backup and restore', 'hours', '24 hours or less'],
    ['pilot_light', 'minutes', 'tens of minutes'],
    ['Warm standby', 'seconds', 'minutes'],
    ['multi-site', 'near zero', 'potentially zero'],
    ['active/active', 'near zero', 'potentially zero'],
  ])('%s: RPO %s, RTO %s', (name, rpo, rto) => {
    expect(recoveryObjectives(recoveryStrategy(name)!)).toMatchObject({ rpo, rto });
  });

  test('each is at least as good as the cheaper one', () => {
    const minutes = (['backup-restore', 'pilot-light', 'warm-standby', 'active-active'] as const).map(
      recoveryObjectives,
    );
    for (let i = 1; i < minutes.length; i++) {
      expect(minutes[i]!.rpoMinutes).toBeLessThan(minutes[i - 1]!.rpoMinutes);
      expect(minutes[i]!.rtoMinutes).toBeLessThan(minutes[i - 1]!.rtoMinutes);
    }
    expect(recoveryStrategy('hope')).toBeNull();
  });
});
