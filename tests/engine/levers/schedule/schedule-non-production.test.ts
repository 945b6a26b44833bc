/** What may be switched off at night: non-production that runs at night. */

import { describe, expect, test } from 'vitest';
import type { Environment } from '../../../../src/engine/estate/workload.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { ask, estateOf, flat, HOURS, instance, officeHours, usage, workload } from '../../estates.ts';

const LEVER = 'schedule-non-production';

function answer(
  hours: Float64Array,
  params: Record<string, number | string> = {},
  environment: Environment = 'staging',
) {
  const estate = estateOf([instance('a', { hours }, { workload: 'w' })], {
    workloads: [workload('w', environment)],
  });
  return ask(LEVER, estate, 'a', params);
}

describe('no', () => {
  test.each(['production', 'other'] as const)('in %s', environment => {
    expect(answer(flat(1), {}, environment)).toEqual({
      eligible: false,
      reason: `environment is ${environment}`,
    });
  });

  test('for what belongs to nobody: its environment is a guess', () => {
    const estate = estateOf([instance('a', {}, { workload: 'unallocated' })]);
    expect(ask(LEVER, estate, 'a')).toMatchObject({
      reason: 'belongs to no workload: its environment is unknown',
    });
  });

  test('for a workload that the estate does not declare', () => {
    const estate = estateOf([instance('a', {}, { workload: 'ghost' })]);
    expect(ask(LEVER, estate, 'a')).toMatchObject({ eligible: false });
  });

  test.each<readonly [string, Float64Array, string]>([
    ['when it did not run', flat(0), 'did not run'],
    ['when it runs in these hours only', officeHours(), 'already runs in these hours only'],
    ['when hardly anything runs outside', officeHours().with(0, 1), 'already runs in these hours only'],
  ])('%s', (_name, hours, reason) => {
    expect(answer(hours)).toEqual({ eligible: false, reason });
  });

  test.each([
    [20, 8],
    [12, 12],
    [23, 1],
  ])('when it would never be on: from %d to %d', (startHour, endHour) => {
    expect(answer(flat(1), { startHour, endHour })).toMatchObject({ eligible: false });
  });
});

describe('local disks', () => {
  const book = openEmbeddedBook();
  const of = (instanceType: string, params = {}) => {
    const estate = estateOf([instance('a', { instanceType }, { workload: 'staging' })], { book });
    return ask(LEVER, estate, 'a', params, book);
  };

  test.each(['i3.large', 'm5d.large', 'r3.large', 'd3.xlarge'])(
    'of %s are emptied by every stop: no',
    name => {
      expect(of(name)).toEqual({
        eligible: false,
        reason: `${name} has local disks: every stop empties them`,
      });
    },
  );

  test('may be accepted', () => {
    expect(of('i3.large', { acceptLocalDisks: true })).toMatchObject({ effect: { kind: 'schedule' } });
  });

  test.each(['m5.large', 'm6id.fake', 'm4.large', 'd9.large'])('%s: what the name says of them', name => {
    expect('reason' in of(name)).toBe(name === 'm6id.fake');
  });
});

describe('yes', () => {
  test.each(['staging', 'development', 'test'] as const)('in %s', environment => {
    expect(answer(flat(1), {}, environment)).toMatchObject({
      evidence: 'measured',
      why: `${environment}: 64 % of its hours fall outside the schedule`,
      effect: {
        kind: 'schedule',
        resourceId: 'a',
        schedule: { startHour: 8, endHour: 20, days: [0, 1, 2, 3, 4], utcOffsetHours: 0 },
      },
    });
  });

  test('counts instance-hours, not hours: three machines at night weigh three times', () => {
    const hours = Float64Array.from({ length: HOURS }, (_, hour) =>
      hour < 120 && hour % 24 >= 8 && hour % 24 < 20 ? 1 : 3,
    );
    // 324 of 384 instance-hours.
    expect(answer(hours)).toMatchObject({ why: 'staging: 84 % of its hours fall outside the schedule' });
  });

  test('every day, in local hours', () => {
    expect(
      answer(flat(1), { days: 'every-day', startHour: 6, endHour: 22, utcOffsetHours: -5 }),
    ).toMatchObject({
      why: 'staging: 33 % of its hours fall outside the schedule',
      effect: { schedule: { days: [0, 1, 2, 3, 4, 5, 6], startHour: 6, endHour: 22, utcOffsetHours: -5 } },
    });
  });

  test('on a bill without hours, as an inference', () => {
    const estate = estateOf([instance('a', {}, { workload: 'staging' })], { granularity: 'monthly' });
    expect(ask(LEVER, estate, 'a')).toMatchObject({ evidence: 'inferred' });
  });

  test('looks at spot hours too: a stopped machine pays for neither', () => {
    const spot = usage({ purchase: 'spot', spotPerHour: 0.03 });
    const estate = estateOf([instance('a', [spot], { workload: 'lab' })]);
    expect(ask(LEVER, estate, 'a')).toMatchObject({ effect: { kind: 'schedule' } });
  });

  test('says that a morning start can fail, as often as there are starts', () => {
    for (const [days, starts] of [
      ['monday-friday', (5 * 52) / 12],
      ['every-day', (7 * 52) / 12],
    ] as const) {
      const found = answer(flat(1), { days });
      if ('reason' in found) throw new Error(found.reason);
      expect(found.risks).toMatchObject([
        { kind: 'start-failure', startsPerMonth: starts },
        { kind: 'change-event', multiplier: 0.5 },
      ]);
    }
  });
});
