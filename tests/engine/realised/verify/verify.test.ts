/** One verifier for each kind of effect: done, partly, not done, cannot tell. */

import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../../src/engine/estate/estate.ts';
import type { ChargeSum } from '../../../../src/engine/growth/charge-sum.ts';
import { priceIdOf } from '../../../../src/engine/rate-card.ts';
import type { ResourceEffect } from '../../../../src/engine/realised/verify/sight.ts';
import { keepsWork, mayBeReplaced, verify } from '../../../../src/engine/realised/verify/verify.ts';
import { testBook } from '../../../helpers/test-book.ts';
import { bucket, database, estateOf, flat, HOURS, instance, other, usage, volume } from '../../estates.ts';

/** Charges of one meter in a month. */
function charge(usageType: string, quantity: number, cost: number, month: string): ChargeSum {
  return {
    month,
    provider: 'AWS',
    billingAccountId: null,
    resourceId: 'r',
    resourceName: null,
    serviceName: 'Amazon CloudWatch',
    serviceCode: 'AmazonCloudWatch',
    regionId: 'us-east-1',
    subAccountId: null,
    subAccountName: null,
    chargeCategory: 'Usage',
    chargeClass: null,
    pricingCategory: 'Standard',
    commitmentDiscountId: null,
    commitmentDiscountStatus: null,
    skuId: null,
    usageType,
    operation: null,
    unit: 'GB',
    quantity: String(quantity),
    effectiveCost: String(cost),
    rows: 1,
  };
}

type Sides = {
  readonly plannedFrom?: Resource;
  readonly granularity?: 'hourly' | 'daily';
  readonly charges?: readonly [readonly ChargeSum[], readonly ChargeSum[]];
};

function look(effect: ResourceEffect, before: Resource, after: Resource, sides: Sides = {}) {
  const [beforeCharges, afterCharges] = sides.charges ?? [[], []];
  const granularity = sides.granularity ?? 'hourly';
  const { outcome, share } = verify({
    effect,
    before,
    plannedFrom: sides.plannedFrom ?? before,
    after,
    beforeCharges,
    afterCharges,
    from: estateOf([before], { granularity }),
    to: estateOf([after], { granularity }),
    book: testBook(),
  });
  return [outcome, Math.round(share * 100) / 100];
}

const id = { resourceId: 'r' };
const runs = (instanceType: string, more = {}) => instance('r', { instanceType, ...more });

describe('terminate', () => {
  const effect = { kind: 'terminate', ...id } as const;
  const until = (hours: number) => flat(1).map((units, hour) => (hour < hours ? units : 0));

  test('a machine that ran to the end is there, however few its hours', () => {
    const lastDayOnly = flat(1).map((units, hour) => (hour < HOURS - 24 ? 0 : units));

    expect(look(effect, runs('m5.large'), runs('m5.large'))).toEqual(['not-done', 0]);
    expect(look(effect, runs('m5.large'), runs('m5.large', { hours: lastDayOnly }))).toEqual(['not-done', 0]);
  });

  test('one that stopped on the way was removed for the rest', () => {
    expect(look(effect, runs('m5.large'), runs('m5.large', { hours: until(HOURS / 2) }))).toEqual([
      'partly',
      0.5,
    ]);
  });

  test('a volume that is charged for a part of the month', () => {
    expect(look(effect, volume('r'), volume('r', { monthShare: 0.25 }))).toEqual(['partly', 0.75]);
  });

  test('what has neither hours nor storage is still charged', () => {
    expect(look(effect, other('r', '10'), other('r', '5'))).toEqual(['not-done', 0]);
  });
});

describe('schedule', () => {
  const schedule = { startHour: 8, endHour: 18, days: [0, 1, 2, 3, 4], utcOffsetHours: 0 };
  const effect = { kind: 'schedule', ...id, schedule } as const;
  const daily = { granularity: 'daily' } as const;

  test('hours outside of it, where the bills tell hours', () => {
    const fewer = flat(1).map((_, hour) => (hour % 24 >= 8 && hour % 24 < 18 ? 1 : 0));

    expect(look(effect, runs('m5.large'), runs('m5.large'))).toEqual(['not-done', 0]);
    // Weekends still run: 20 of the 118 hours outside of it.
    expect(look(effect, runs('m5.large'), runs('m5.large', { hours: fewer }))).toEqual(['partly', 0.83]);
  });

  test('all hours, where they do not', () => {
    const week = (share: number) => runs('m5.large', { hours: flat(share) });

    expect(look(effect, runs('m5.large'), week(50 / 168), daily)).toEqual(['done', 1]);
    expect(look(effect, runs('m5.large'), week(109 / 168), daily)).toEqual(['partly', 0.5]);
    expect(look(effect, runs('m5.large'), week(0.95), daily)).toEqual(['not-done', 0]);
  });

  test('a bucket has no hours', () => {
    expect(look(effect, bucket('r'), bucket('r'))).toEqual(['cannot-tell', 0]);
  });
});

describe('resize', () => {
  const to = (toInstanceType: string, more = {}) =>
    ({ kind: 'resize', ...id, toInstanceType, vcpuRatio: 0.5, memoryRatio: 0.5, ...more }) as const;
  const half = [usage({ hours: flat(0.5) }), usage({ instanceType: 'm5.xlarge', hours: flat(0.5) })];

  test.each([
    ['the planned type', 'm5.large', ['done', 1]],
    ['the old type', 'm5.xlarge', ['not-done', 0]],
    ['a larger type', 'm5.2xlarge', ['not-done', 0]],
    ['a type that the book does not know', 'zz9.large', ['cannot-tell', 0]],
  ])('on %s', (_what, type, expected) => {
    expect(look(to('m5.large'), runs('m5.xlarge'), runs(type))).toEqual(expected);
  });

  test('for half of the hours', () => {
    expect(look(to('m5.large'), runs('m5.xlarge'), instance('r', half))).toEqual(['partly', 0.5]);
  });

  test('another family at the same size is its family, whatever became of the size', () => {
    const family = to('m6g.xlarge');

    expect(look(family, runs('m5.xlarge'), runs('m6g.2xlarge'))).toEqual(['done', 1]);
    expect(look(family, runs('m5.xlarge'), runs('m5.large'))).toEqual(['not-done', 0]);
  });

  test('a family after a size: the plan comes from the size', () => {
    const sides = { plannedFrom: runs('m5.large') };

    expect(look(to('m6g.large'), runs('m5.xlarge'), runs('m6g.xlarge'), sides)).toEqual(['done', 1]);
    expect(look(to('m6g.large'), runs('m5.xlarge'), runs('m5.large'), sides)).toEqual(['not-done', 0]);
  });

  test('with another system or engine', () => {
    const linux = to('m5.large', { toOperatingSystem: 'linux' });
    const windows = (system: 'linux' | 'windows') => runs('m5.large', { operatingSystem: system });

    expect(look(linux, windows('windows'), windows('linux'))).toEqual(['done', 1]);
    expect(look(linux, windows('windows'), windows('windows'))).toEqual(['not-done', 0]);
    const engine = to('db.m5.large', { toEngine: 'postgresql' });
    expect(look(engine, database('r', { engine: 'oracle-ee' }), database('r'))).toEqual(['done', 1]);
  });

  test('of something without machine hours', () => {
    expect(look(to('m5.large'), runs('m5.xlarge'), runs('m5.large', { hours: flat(0) }))).toEqual([
      'cannot-tell',
      0,
    ]);
  });
});

describe('other machines', () => {
  test('spot: how many of the planned hours are spot', () => {
    const effect = { kind: 'spot', ...id, share: 0.8, perHour: { 'm5.large': 0.04 } } as const;
    const split = (share: number) =>
      instance('r', [
        usage({ hours: flat(1 - share) }),
        usage({ hours: flat(share), purchase: 'spot', spotPerHour: 0.04 }),
      ]);

    expect(look(effect, runs('m5.large'), split(0.8))).toEqual(['done', 1]);
    expect(look(effect, runs('m5.large'), split(0.4))).toEqual(['partly', 0.5]);
    expect(look(effect, runs('m5.large'), runs('m5.large'))).toEqual(['not-done', 0]);
  });

  test('a standby, a Region', () => {
    const single = { kind: 'retopologize', ...id, multiAz: false } as const;
    const away = { kind: 'move-region', ...id, toRegion: 'eu-west-1', meters: [], once: [] } as const;

    expect(look(single, database('r'), database('r', { multiAz: false }))).toEqual(['done', 1]);
    expect(look(single, database('r'), database('r'))).toEqual(['not-done', 0]);
    expect(look(away, volume('r'), volume('r', { region: 'eu-west-1' }))).toEqual(['done', 1]);
    expect(look(away, volume('r'), volume('r'))).toEqual(['not-done', 0]);
  });
});

describe('storage', () => {
  test('another volume type', () => {
    const effect = {
      kind: 'reprovision',
      ...id,
      volumeType: 'gp3',
      iops: 3000,
      throughputMibps: 125,
    } as const;
    const gp3 = volume('r', { volumeType: 'gp3', iops: 6000, throughputMibps: 250 });

    expect(look(effect, volume('r'), gp3)).toEqual(['done', 1]);
    expect(look(effect, volume('r'), volume('r'))).toEqual(['not-done', 0]);
  });

  test('less performance on the same type', () => {
    const effect = {
      kind: 'reprovision',
      ...id,
      volumeType: 'gp3',
      iops: 4000,
      throughputMibps: 125,
    } as const;
    const gp3 = (iops: number) => volume('r', { volumeType: 'gp3', iops, throughputMibps: 125 });

    expect(look(effect, gp3(8000), gp3(4000))).toEqual(['done', 1]);
    expect(look(effect, gp3(8000), gp3(6000))).toEqual(['partly', 0.5]);
    expect(look(effect, gp3(8000), gp3(8000))).toEqual(['not-done', 0]);
    expect(look(effect, gp3(4000), gp3(4000))).toEqual(['cannot-tell', 0]);
  });

  test('classes as shares of the bucket: growth is no move', () => {
    const effect: ResourceEffect = {
      kind: 'retier',
      ...id,
      fromClass: 'STANDARD',
      fromDays: 30,
      gib: 800,
      to: [{ storageClass: 'STANDARD_IA', gib: 800 }],
      transitionClass: 'STANDARD_IA',
      objectsOnce: 0,
      objectsPerMonth: 0,
      retrievedGibPerMonth: 0,
      earlyDeletedGibPerMonth: 0,
      earlyDeletedMonthsCharged: 0,
      monitoredObjects: 0,
    };
    const held = (standard: number, cold: number) =>
      bucket('r', {
        storage: [
          { storageClass: 'STANDARD', gibMonths: standard },
          { storageClass: 'STANDARD_IA', gibMonths: cold },
        ],
      });

    expect(look(effect, bucket('r'), held(400, 1600))).toEqual(['done', 1]);
    expect(look(effect, bucket('r'), held(1200, 800))).toEqual(['partly', 0.5]);
    expect(look(effect, bucket('r'), held(3000, 0))).toEqual(['not-done', 0]);
  });
});

describe('meters', () => {
  const meter = (quantity: number) => ({
    serviceCode: 'AmazonCloudWatch',
    usageType: 'DataProcessing-Bytes',
    operation: null,
    unit: 'GB',
    quantity,
    cost: quantity * 0.5,
  });
  const logs = (quantity: number) => other('r', String(quantity * 0.5), { meters: [meter(quantity)] });
  const charges = (then: number, now: number, price = 0.5) =>
    [
      [charge('DataProcessing-Bytes', then, then * 0.5, '2026-01')],
      [charge('DataProcessing-Bytes', now, now * price, '2026-02')],
    ] as const;

  test.each([
    [40, ['done', 1]],
    [70, ['partly', 0.5]],
    // Traffic moves by itself: a sixth less is no move.
    [90, ['not-done', 0]],
    [150, ['not-done', 0]],
  ])('100 GB that should become 40 are %d', (now, expected) => {
    const effect: ResourceEffect = {
      kind: 'remeter',
      ...id,
      change: 'retain',
      meters: [{ usageType: 'DataProcessing-Bytes', operation: null, factor: 0.4 }],
      added: [],
      once: [],
    };

    expect(look(effect, logs(100), logs(now), { charges: charges(100, now) })).toEqual(expected);
  });

  test('a contract shows in unit prices, whatever the quantities do', () => {
    const effect = { kind: 'renegotiate', ...id, factor: 0.9 } as const;
    const at = (price: number) => look(effect, logs(100), logs(300), { charges: charges(100, 300, price) });

    expect(at(0.45)).toEqual(['done', 1]);
    expect(at(0.475)).toEqual(['partly', 0.5]);
    expect(at(0.5)).toEqual(['not-done', 0]);
    expect(look(effect, logs(100), logs(100))).toEqual(['cannot-tell', 0]);
  });

  test('another machine behind metered usage, or fewer of the same', () => {
    const node = (nodeClass: string) =>
      ({
        kind: 'aws-node',
        service: 'elasticache',
        nodeClass,
        engine: 'redis',
        deployment: 'single-az',
        licence: null,
        isIoOptimized: false,
        region: 'us-east-1',
      }) as const;
    const cache = (nodeClass: string, nodes: number) =>
      other('r', '10', { metered: [{ shape: node(nodeClass), unit: 'Hrs', hours: flat(nodes) }] });
    const fromPriceId = priceIdOf(node('cache.r5.large'));
    const reshape = (toClass: string, quantityRatio: number): ResourceEffect => ({
      kind: 'reshape',
      ...id,
      fromPriceId,
      to: node(toClass),
      quantityRatio,
      capacityRatio: 1,
    });

    expect(
      look(reshape('cache.r6g.large', 1), cache('cache.r5.large', 2), cache('cache.r6g.large', 2)),
    ).toEqual(['done', 1]);
    expect(
      look(reshape('cache.r6g.large', 1), cache('cache.r5.large', 2), cache('cache.r5.large', 2)),
    ).toEqual(['not-done', 0]);
    expect(
      look(reshape('cache.r5.large', 0.5), cache('cache.r5.large', 4), cache('cache.r5.large', 3)),
    ).toEqual(['partly', 0.5]);
  });
});

test('only what is rolled out anew may have another id, and a schedule keeps no hours', () => {
  expect(mayBeReplaced({ kind: 'terminate', ...id })).toBe(false);
  expect(mayBeReplaced({ kind: 'spot', ...id, share: 1, perHour: {} })).toBe(true);
  expect(keepsWork({ kind: 'terminate', ...id })).toBe(false);
  expect(keepsWork({ kind: 'retopologize', ...id, multiAz: true })).toBe(true);
});
