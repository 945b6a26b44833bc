/** A cache before a table: every read asks it, every miss fills it, and its GB are kept all month. */

import { describe, expect, test } from 'vitest';
import { metered, meteredPrices, meterShape } from '../../../helpers/metered-usage.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, estateOf, flat, HOURS, workload } from '../../estates.ts';

const LEVER = 'read-cache';
const READS = meterShape('AmazonDynamoDB', 'ReadRequestUnits');
const PAID = meteredPrices([[READS, 0.000000125]]);

/** A table with this many read units an hour. */
function table(perHour: number, item = 'ReadRequestUnits', region = 'us-east-1') {
  const shape = { ...meterShape('AmazonDynamoDB', item), region };
  return metered('table/positions', [{ shape, hours: flat(perHour), unit: 'request-unit' }], { region });
}

function answer(resource = table(10_000_000), params: Record<string, number | boolean> = {}) {
  return ask(LEVER, estateOf([resource], { paidRates: PAID }), resource.id, params);
}

describe('no', () => {
  test.each([
    ['for writes', table(10_000_000, 'WriteRequestUnits'), 'no reads by the request in the bill'],
    ['for provisioned reads', table(100, 'ReadCapacityUnit-Hrs'), 'no reads by the request in the bill'],
    ['for few reads', table(1000), 'the cache costs more than the reads that it answers'],
    [
      'where the book has no cache by the request',
      table(10_000_000, 'ReadRequestUnits', UNKNOWN_REGION),
      `no price of a cache by the request in ${UNKNOWN_REGION}`,
    ],
  ])('%s', (_name, resource, reason) => {
    expect(answer(resource)).toEqual({ eligible: false, reason });
  });

  test('for a cache that never hits', () => {
    expect(answer(table(10_000_000), { hitPercent: 0 })).toMatchObject({
      reason: expect.stringContaining('more'),
    });
  });
});

describe('yes', () => {
  test('reads go by the hit ratio, and the cache is paid by the KiB and by the GB-hour', () => {
    const found = answer(table(10_000_000), { hitPercent: 80, readsPerUnit: 2, itemKib: 3, cacheGb: 4 });

    // 10 M units x 168 h x 2 reads x (1 + 20 % fills) x 3 KiB = 12,096 M units of processing.
    expect(found).toMatchObject({
      why: '1680.0 million read units, 80 % from a cache of 4 GB',
      evidence: 'assumed',
      effect: {
        kind: 'reshape',
        quantityRatio: expect.closeTo(0.2, 12),
        added: [
          { component: 'ecpu', quantity: expect.closeTo(12_096, 6) },
          { component: 'storage', quantity: 4 * HOURS },
          { service: 'move', item: LEVER, quantity: 0 },
        ],
      },
    });
  });

  test('the table becomes a soft dependency, under the name that was declared for it', () => {
    const dependency = { id: 'positions', availability: 0.999, hard: true, degradeFraction: 1 };
    const estate = estateOf([table(10_000_000)], {
      paidRates: PAID,
      workloads: [workload('shop', 'production', { dependencies: [dependency] })],
    });

    expect(ask(LEVER, estate, 'table/positions')).toMatchObject({
      risks: [
        { kind: 'dependency', id: 'positions', hard: false, degradeFraction: expect.closeTo(0.3, 12) },
        { kind: 'change-event', multiplier: 1 },
      ],
    });
  });

  test('measured when somebody says so', () => {
    expect(answer(table(10_000_000), { measured: true })).toMatchObject({ evidence: 'measured' });
  });
});
