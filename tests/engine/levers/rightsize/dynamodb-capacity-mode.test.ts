/** A table pays for what it is asked or for what it could be asked: 1,040 of 3,600 requests an hour are the break-even. */

import { describe, expect, test } from 'vitest';
import type { MeterUse, Percentiles } from '../../../../src/engine/estate/estate.ts';
import { leverContext } from '../../../../src/engine/simulate/lever-context.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { metered, meterShape } from '../../../helpers/metered-usage.ts';
import { ask, estateOf, flat, HOURS, other, ratesOf, utilization } from '../../estates.ts';

const LEVER = 'dynamodb-capacity-mode';
// us-east-1: 0.00065 an hour of a write unit, 0.625 a million writes; 0.00013 and 0.125 for reads.
const book = openEmbeddedBook();
const same = (value: number): Percentiles => ({ p50: value, p95: value, p99: value, max: value });

type Table = {
  readonly item: string;
  /** Units of each hour. */
  readonly units: number;
  /** Consumed a second; null: not observed. */
  readonly seen: Percentiles | null;
  readonly meters?: readonly MeterUse[];
  readonly days?: number;
};

/** One kind of meter, written to only. */
function tableOf({ item, units, seen, meters = [], days = 30 }: Table) {
  const uses = [{ shape: meterShape('AmazonDynamoDB', item), unit: 'unit', hours: flat(units) }];
  const metrics =
    seen === null
      ? null
      : { ...utilization({ observedDays: days }), readCapacityUnits: seen, writeCapacityUnits: seen };
  return metered('t', uses, { meters, utilization: metrics });
}

function answer(table: Table, params: Parameters<typeof ask>[3] = {}) {
  return ask(LEVER, estateOf([tableOf(table)], { book }), 't', params, book);
}

function savedBy(table: Table, params: Parameters<typeof ask>[3] = {}): number {
  const estate = estateOf([tableOf(table)], { book });
  const found = ask(LEVER, estate, 't', params, book);
  if ('reason' in found) throw new Error(found.reason);
  return leverContext(estate, ratesOf(estate, book)).saving(found.effect) ?? Number.NaN;
}

const CAPACITY = 'WriteCapacityUnit-Hrs';
const WRITES = 'WriteRequestUnits';

describe('to on demand', () => {
  test('1,000 write units of which 20 are used: $109.20 of capacity against $7.56 of writes', () => {
    const idle = { item: CAPACITY, units: 1000, seen: same(20) };
    expect(savedBy(idle)).toBeCloseTo(1000 * HOURS * 0.00065 - 20 * 3600 * HOURS * 0.625e-6, 6);
    expect(answer(idle)).toMatchObject({
      evidence: 'measured',
      effect: { kind: 'reshape', to: { item: WRITES }, capacityRatio: 1 },
    });
  });

  test('counts the largest mean that the quantiles allow: half at the median, 45 % at p95, 4 % at p99, the rest at the maximum', () => {
    const seen = { p50: 10, p95: 20, p99: 50, max: 100 };
    const mean = 0.5 * 10 + 0.45 * 20 + 0.04 * 50 + 0.01 * 100;
    expect(savedBy({ item: CAPACITY, units: 1000, seen })).toBeCloseTo(
      1000 * HOURS * 0.00065 - mean * 3600 * HOURS * 0.625e-6,
      6,
    );
  });

  test('reads and writes are switched together', () => {
    const uses = ['ReadCapacityUnit-Hrs', CAPACITY].map(item => ({
      shape: meterShape('AmazonDynamoDB', item),
      unit: 'unit',
      hours: flat(500),
    }));
    const metrics = { ...utilization({}), readCapacityUnits: same(1), writeCapacityUnits: same(2) };
    const estate = estateOf([metered('t', uses, { utilization: metrics })], { book });
    expect(ask(LEVER, estate, 't', {}, book)).toMatchObject({
      why: 'on-demand: at most 1.0 reads and 2.0 writes a second on average',
      effect: { to: { item: 'ReadRequestUnits' }, also: [{ to: { item: WRITES } }] },
    });
  });
});

describe('to provisioned', () => {
  test('a steady 700 writes a second: 1,000 units at 70 % cost less than 424 million writes', () => {
    const steady = { item: WRITES, units: 700 * 3600, seen: same(700) };
    expect(savedBy(steady)).toBeCloseTo(700 * 3600 * HOURS * 0.625e-6 - 1000 * HOURS * 0.00065, 6);
    expect(savedBy(steady, { targetPercent: 35 })).toBeCloseTo(
      700 * 3600 * HOURS * 0.625e-6 - 2000 * HOURS * 0.00065,
      6,
    );
    expect(answer(steady)).toMatchObject({ risks: [{ kind: 'change-event', multiplier: 1.5 }] });
  });
});

describe('no', () => {
  const storage = (usageType: string): MeterUse => ({
    serviceCode: 'AmazonDynamoDB',
    usageType,
    operation: null,
    unit: 'GB-Mo',
    quantity: 10,
    cost: 1,
  });
  const idle = { item: CAPACITY, units: 1000, seen: same(20) };
  const steady = { item: WRITES, units: 700 * 3600, seen: same(700) };
  test.each<readonly [string, ReturnType<typeof ask>, string | RegExp]>([
    ['without metrics', answer({ ...idle, seen: null }), /not observed long enough/],
    ['on three days of metrics', answer({ ...idle, days: 3 }), /not observed long enough/],
    [
      'without a maximum',
      answer({ ...idle, seen: { p50: 1, p95: 2, p99: 3, max: null } }),
      'its consumed write capacity was not observed',
    ],
    // 290 x 3,600 writes an hour cost 0.6525, 1,000 units 0.65.
    [
      'when requests would be dearer',
      answer({ ...idle, seen: same(290) }),
      'on-demand would cost $0.42 more',
    ],
    ['in the mode asked for already', answer(idle, { to: 'provisioned' }), 'is provisioned already'],
    ['in the other mode asked for already', answer(steady, { to: 'on-demand' }), 'is on-demand already'],
    // 5 units at least: 0.00325 an hour; 3,600 writes cost 0.00225.
    [
      'for a table that the least capacity costs more',
      answer({ item: WRITES, units: 3600, seen: same(1) }),
      'provisioned would cost $0.17 more',
    ],
    [
      'for peaks that auto scaling would miss',
      answer({ ...steady, seen: { p50: 100, p95: 700, p99: 900, max: 4000 }, units: 100 * 3600 }),
      'its write peaks are more than 4 times its median: capacity would come too late',
    ],
    [
      'when the bill counts more than was seen',
      answer({ ...steady, seen: same(400) }),
      'its bill counts more write units than its metrics allow: are those of its indexes missing?',
    ],
    [
      'in Standard-IA',
      answer({ ...idle, meters: [storage('USE2-IA-TimedStorage-ByteHrs')] }),
      'the price book has no price for provisioned capacity of Standard-IA',
    ],
    [
      'for replicated writes',
      answer({ ...idle, item: 'ReplicatedWriteCapacityUnit-Hrs' }),
      'is no table of DynamoDB with requests or capacity',
    ],
    [
      'for a plain charge',
      ask(LEVER, estateOf([other('t', '5')], { book }), 't', {}, book),
      'is no table of DynamoDB with requests or capacity',
    ],
  ])('%s', (_name, found, reason) => {
    expect(found).toMatchObject({
      eligible: false,
      reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
    });
  });

  test('for a table billed in both modes', () => {
    const uses = [CAPACITY, WRITES].map(item => ({
      shape: meterShape('AmazonDynamoDB', item),
      unit: 'unit',
      hours: flat(5),
    }));
    const estate = estateOf([metered('t', uses)], { book });
    expect(ask(LEVER, estate, 't', {}, book)).toEqual({
      eligible: false,
      reason: 'was billed in both modes in the period',
    });
  });
});
