/** What a lever may ask: what an effect alone would save at on-demand prices, and how large a plan should be. */

import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/engine/effect.ts';
import type { Estate } from '../../../src/engine/estate/estate.ts';
import { leverContext } from '../../../src/engine/simulate/lever-context.ts';
import { UNKNOWN_REGION } from '../../helpers/test-book.ts';
import {
  bucket,
  database,
  estateOf,
  flat,
  HOURS,
  instance,
  other,
  ratesOf,
  reservedInstance,
  savingsPlan,
  usage,
  volume,
} from '../estates.ts';

const contextOf = (estate: Estate) => leverContext(estate, ratesOf(estate));

const OFFICE = { startHour: 8, endHour: 20, days: [0, 1, 2, 3, 4], utcOffsetHours: 0 };

describe('the saving of an effect', () => {
  const estate = estateOf(
    [
      instance('i'),
      instance('spot', [usage({ purchase: 'spot', spotPerHour: 0.03 })]),
      instance('rhel', { operatingSystem: 'rhel' }),
      volume('v'),
      volume('far', { region: UNKNOWN_REGION }),
      database('d'),
      other('o', '5'),
    ],
    { commitments: [savingsPlan('sp', 1)] },
  );
  const { saving } = contextOf(estate);

  test.each<readonly [string, Effect, number]>([
    ['terminating', { kind: 'terminate', resourceId: 'i' }, 0.1 * HOURS],
    ['terminating spot', { kind: 'terminate', resourceId: 'spot' }, 0.03 * HOURS],
    ['a schedule', { kind: 'schedule', resourceId: 'i', schedule: OFFICE }, 0.1 * 108],
    [
      'a size that is dearer',
      { kind: 'resize', resourceId: 'i', toInstanceType: 'm5.xlarge', vcpuRatio: 2, memoryRatio: 2 },
      -0.1 * HOURS,
    ],
    [
      'another volume type',
      { kind: 'reprovision', resourceId: 'v', volumeType: 'gp3', iops: 3000, throughputMibps: 125 },
      10,
    ],
    ['dropping a standby', { kind: 'retopologize', resourceId: 'd', multiAz: false }, 0.2 * HOURS + 10],
  ])('%s is priced on demand, whatever is committed', (_name, effect, expected) => {
    expect(saving(effect)).toBeCloseTo(expected, 9);
  });

  test.each<readonly [string, Effect]>([
    ['a commitment, which changes no resource', { kind: 'commit', commitments: [savingsPlan('x', 1)] }],
    ['a resource that is not there', { kind: 'terminate', resourceId: 'nobody' }],
    ['an instance without a price', { kind: 'terminate', resourceId: 'rhel' }],
    [
      'a size without a price',
      { kind: 'resize', resourceId: 'i', toInstanceType: 'x9.large', vcpuRatio: 1, memoryRatio: 1 },
    ],
    ['a volume in an unknown Region', { kind: 'terminate', resourceId: 'far' }],
    ['a resource of no kind that has a price', { kind: 'terminate', resourceId: 'o' }],
  ])('is unknown for %s', (_name, effect) => {
    expect(saving(effect)).toBeNull();
  });
});

test('taking storage out of one bucket makes every GiB of its Region dearer, and none elsewhere', () => {
  const storage = (gibMonths: number) => ({ storage: [{ storageClass: 'STANDARD', gibMonths }] });
  const { saving } = contextOf(
    estateOf([
      bucket('a', storage(60_000)),
      bucket('b', storage(40_000)),
      bucket('c', { ...storage(60_000), region: 'eu-west-1' }),
    ]),
  );
  // 100,000 GiB cost 51,200 x .023 + 48,800 x .022; the last 40,000 of them are the cheap ones.
  expect(saving({ kind: 'terminate', resourceId: 'b' })).toBeCloseTo(40_000 * 0.022, 6);
  expect(saving({ kind: 'terminate', resourceId: 'c' })).toBeCloseTo(51_200 * 0.023 + 8800 * 0.022, 6);
});

describe('the optimal commitment', () => {
  const terms = { termYears: 1, payment: 'no-upfront' } as const;

  test.each([
    ['is the flat usage at plan rates', estateOf([instance('a', { hours: flat(10) })]), 0.7],
    [
      'leaves out what reservations cover',
      estateOf([instance('a', { hours: flat(10) })], { commitments: [reservedInstance('ri', { count: 4 })] }),
      0.42,
    ],
    [
      'leaves out what plans cover',
      estateOf([instance('a', { hours: flat(10) })], { commitments: [savingsPlan('sp', 0.5)] }),
      0.2,
    ],
    ['leaves out spot', estateOf([instance('a', [usage({ purchase: 'spot', spotPerHour: 0.03 })])]), 0],
    ['is nothing for nothing', estateOf([]), 0],
  ])('%s', (_name, estate, expected) => {
    expect(contextOf(estate).sizePurchase(savingsPlan('new', 0, terms))?.amount ?? 0).toBeCloseTo(
      expected,
      9,
    );
  });

  test('has the rates of its terms, in whatever order they are asked for', () => {
    const { sizePurchase } = contextOf(estateOf([instance('a')]));
    const ask = (termYears: 1 | 3) => sizePurchase(savingsPlan('new', 0, { termYears }))?.amount;
    expect([ask(3), ask(1), ask(3)]).toEqual([0.055, 0.07, 0.055]);
  });
});

test('a resource of a workload that nobody declared has no objective and no environment', () => {
  const estate = estateOf([instance('a', {}, { workload: 'ghost' })]);
  const [ghost] = estate.resources;
  expect(ghost && contextOf(estate).workload(ghost)).toMatchObject({
    name: 'unallocated',
    environment: 'other',
    slo: null,
  });
});
