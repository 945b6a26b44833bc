/** Effects on resources: what changes, what stays, and that the input is never touched. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEffect, hoursOn } from '../../src/engine/apply-effect.ts';
import { BugError } from '../../src/engine/assert.ts';
import { hourOfWeek } from '../../src/engine/calendar.ts';
import type { RetierEffect, WeeklySchedule } from '../../src/engine/effect.ts';
import type { BucketResource, InstanceResource } from '../../src/engine/estate/estate.ts';
import {
  ages,
  bucket,
  database,
  flat,
  HOURS,
  instance,
  officeHours,
  START_MS,
  utilization,
  volume,
} from './estates.ts';

const PERIOD = { startMs: START_MS, endMs: START_MS + HOURS * 3_600_000 };
const OFFICE: WeeklySchedule = { startHour: 8, endHour: 20, days: [0, 1, 2, 3, 4], utcOffsetHours: 0 };

describe('the hours of a schedule', () => {
  test('of 12 hours on 5 days are 60 of 168', () => {
    const on = hoursOn(OFFICE);
    expect(on).toHaveLength(168);
    expect(on.filter(Boolean)).toHaveLength(60);
    expect([7, 8, 19, 20, 24 * 4 + 19, 24 * 5 + 8].map(hour => on[hour])).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  test.each([
    ['New York in winter: 13:00 to 01:00 UTC', -5, [13, 24]],
    ['Tokyo: Monday morning is Sunday night in UTC', 9, [167, 10]],
    ['the end of the world', 14, [162, 5]],
  ])('follow local time: %s', (_name, utcOffsetHours, hours) => {
    const on = hoursOn({ ...OFFICE, utcOffsetHours });
    expect(on.filter(Boolean)).toHaveLength(60);
    for (const hour of hours) expect(on[hour % 168]).toBe(true);
    // Monday 00:00 local time is off.
    expect(on[(168 - utcOffsetHours) % 168]).toBe(false);
  });

  test('are on exactly where the local clock says so', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 24 }),
        fc.subarray([0, 1, 2, 3, 4, 5, 6]),
        fc.integer({ min: -12, max: 14 }),
        (startHour, endHour, days, utcOffsetHours) => {
          const on = hoursOn({ startHour, endHour, days, utcOffsetHours });
          on.forEach((isOn, utcHour) => {
            const local = new Date(START_MS + (utcHour + utcOffsetHours) * 3_600_000);
            const day = (local.getUTCDay() + 6) % 7;
            const hour = local.getUTCHours();
            expect(isOn).toBe(days.includes(day) && hour >= startHour && hour < endHour);
          });
        },
      ),
    );
  });
});

describe('schedule', () => {
  const effect = { kind: 'schedule', resourceId: 'a', schedule: OFFICE } as const;

  test('keeps the hours that are on and takes the others', () => {
    const { resource, oneOff } = applyEffect(instance('a', { hours: flat(3) }), effect, PERIOD);
    expect((resource as InstanceResource).compute[0]?.hours).toEqual(officeHours().map(hour => 3 * hour));
    expect(oneOff).toEqual([]);
  });

  test('knows the day of the week of its first hour', () => {
    // 2024-02-03 is a Saturday.
    const startMs = Date.UTC(2024, 1, 3);
    const { resource } = applyEffect(instance('a', { hours: flat(1, 72) }), effect, {
      startMs,
      endMs: startMs + 72 * 3_600_000,
    });
    const kept = [...((resource as InstanceResource).compute[0]?.hours ?? [])];
    expect(hourOfWeek(startMs)).toBe(120);
    expect(kept.slice(0, 48).every(hour => hour === 0)).toBe(true);
    expect(kept.slice(48).reduce((a, b) => a + b, 0)).toBe(12);
  });

  test('stops databases too, and leaves their storage', () => {
    const { resource } = applyEffect(database('a'), effect, PERIOD);
    expect(resource).toMatchObject({ hours: officeHours(), storage: [{ type: 'gp3', gibMonths: 100 }] });
  });

  test('does nothing to a volume', () => {
    const before = volume('a');
    expect(applyEffect(before, effect, PERIOD).resource).toBe(before);
  });
});

describe('resize', () => {
  const effect = {
    kind: 'resize',
    resourceId: 'a',
    toInstanceType: 'm5.large',
    vcpuRatio: 0.5,
    memoryRatio: 0.5,
  } as const;

  test('does the same work on less: utilisation doubles where capacity halves', () => {
    const before = instance(
      'a',
      { instanceType: 'm5.xlarge' },
      {
        utilization: utilization({
          cpu: { p50: 0.1, p99: 0.3 },
          memory: { max: 0.4 },
          networkMbps: { p99: 100 },
        }),
      },
    );
    const { resource } = applyEffect(before, effect, PERIOD);
    expect(resource).toMatchObject({
      compute: [{ instanceType: 'm5.large' }],
      utilization: {
        cpu: { p50: 0.2, p95: null, p99: 0.6 },
        memory: { max: 0.8 },
        networkMbps: { p99: 100 },
      },
    });
  });

  test('keeps system, tenancy and hours', () => {
    const before = instance('a', { operatingSystem: 'windows', tenancy: 'dedicated', hours: officeHours() });
    const { resource } = applyEffect(before, effect, PERIOD);
    expect((resource as InstanceResource).compute[0]).toEqual({
      ...before.compute[0],
      instanceType: 'm5.large',
    });
  });
});

describe('reprovision, retopologize, terminate', () => {
  test('a volume gets another type and performance, its size stays', () => {
    const { resource } = applyEffect(
      volume('a', { sizeGib: 77 }),
      { kind: 'reprovision', resourceId: 'a', volumeType: 'gp3', iops: 4000, throughputMibps: 200 },
      PERIOD,
    );
    expect(resource).toMatchObject({ volumeType: 'gp3', iops: 4000, throughputMibps: 200, sizeGib: 77 });
  });

  test('a database loses its standby and gets it back as it was', () => {
    const before = database('a');
    const without = applyEffect(
      before,
      { kind: 'retopologize', resourceId: 'a', multiAz: false },
      PERIOD,
    ).resource;
    expect(without).toMatchObject({ multiAz: false });
    expect(
      without &&
        applyEffect(without, { kind: 'retopologize', resourceId: 'a', multiAz: true }, PERIOD).resource,
    ).toEqual(before);
  });

  test('nothing is left of what is terminated', () => {
    expect(applyEffect(instance('a'), { kind: 'terminate', resourceId: 'a' }, PERIOD)).toEqual({
      resource: null,
      oneOff: [],
    });
  });
});

describe('retier', () => {
  const effect: RetierEffect = {
    kind: 'retier',
    resourceId: 'a',
    fromClass: 'STANDARD',
    fromDays: 30,
    gib: 600,
    to: [{ storageClass: 'STANDARD_IA', gib: 650 }],
    transitionClass: 'STANDARD_IA',
    objectsOnce: 60_000,
    objectsPerMonth: 500,
    retrievedGibPerMonth: 7,
    earlyDeletedGibPerMonth: 3,
    earlyDeletedMonthsCharged: 0.5,
    monitoredObjects: 0,
  };
  const before = bucket('a', {
    utilization: utilization({
      objectAges: [
        ages(0, 400, { retrievedGibPerMonth: 40 }),
        ages(30, 600, {
          objectCount: 100,
          smallObjectCount: 20,
          smallObjectGib: 60,
          retrievedGibPerMonth: 10,
        }),
      ],
    }),
  });
  const after = applyEffect(before, effect, PERIOD);

  test('moves storage, at least what is billed of it', () => {
    expect((after.resource as BucketResource).storage).toEqual([
      { storageClass: 'STANDARD', gibMonths: 400 },
      { storageClass: 'STANDARD_IA', gibMonths: 650 },
    ]);
  });

  test('adds every fee that comes with it, and the first transition once', () => {
    expect(after.resource).toMatchObject({
      retrievals: [{ storageClass: 'STANDARD_IA', gibPerMonth: 7 }],
      transitions: [{ storageClass: 'STANDARD_IA', objectsPerMonth: 500 }],
      earlyDeletions: [{ storageClass: 'STANDARD_IA', gibPerMonth: 3, monthsCharged: 0.5 }],
    });
    expect(after.oneOff).toEqual([
      {
        service: 's3',
        item: 'STANDARD_IA',
        component: 'lifecycle_transition',
        region: 'us-east-1',
        quantity: 60,
      },
    ]);
  });

  test('leaves nothing in the old class that a second rule could move again, but the small objects', () => {
    expect(after.resource?.utilization?.objectAges).toEqual([
      before.utilization?.objectAges[0],
      {
        fromDays: 30,
        storageGib: 60,
        objectCount: 20,
        smallObjectCount: 20,
        smallObjectGib: 60,
        retrievedGibPerMonth: 1,
      },
    ]);
  });

  test('never takes more out of a class than it holds', () => {
    const { resource } = applyEffect(before, { ...effect, gib: 5000 }, PERIOD);
    expect((resource as BucketResource).storage[0]).toEqual({ storageClass: 'STANDARD', gibMonths: 0 });
  });
});

test('an effect is never applied to a resource that it does not name', () => {
  expect(() => applyEffect(instance('b'), { kind: 'terminate', resourceId: 'a' }, PERIOD)).toThrow(BugError);
});

test('a period that starts within an hour is a bug, not half a schedule', () => {
  const period = { startMs: START_MS + 1, endMs: PERIOD.endMs };
  expect(() =>
    applyEffect(instance('a'), { kind: 'schedule', resourceId: 'a', schedule: OFFICE }, period),
  ).toThrow(BugError);
});
