/** Standard-IA pays where storage costs more than requests: cheaper storage against dearer requests, both priced. */

import { describe, expect, test } from 'vitest';
import type { MeterUse } from '../../../../src/engine/estate/estate.ts';
import { leverContext } from '../../../../src/engine/simulate/lever-context.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { metered, meteredPrices, meterShape } from '../../../helpers/metered-usage.ts';
import { ask, estateOf, flat, HOURS, other, ratesOf } from '../../estates.ts';

const LEVER = 'dynamodb-table-class';
const WRITES = meterShape('AmazonDynamoDB', 'WriteRequestUnits');
const CAPACITY = meterShape('AmazonDynamoDB', 'WriteCapacityUnit-Hrs');
const PRICES = meteredPrices([
  [WRITES, 0.625e-6],
  [CAPACITY, 0.00065],
]);
// us-east-1: storage 0.25 and 0.10 a GB-month, a million writes 0.625 and 0.78.
const book = openEmbeddedBook();

const storage = (gib: number, usageType = 'TimedStorage-ByteHrs'): MeterUse => ({
  serviceCode: 'AmazonDynamoDB',
  usageType,
  operation: 'StandardStorage',
  unit: 'GB-Mo',
  quantity: gib,
  cost: gib * 0.25,
});

function tableOf(gib: number, millionWrites: number, shape = WRITES, usageType?: string) {
  const uses = [{ shape, unit: 'request-unit', hours: flat((millionWrites * 1e6) / HOURS) }];
  const table = metered('t', uses, { meters: [storage(gib, usageType)] });
  return estateOf([table], { paidRates: PRICES, book });
}
const answer = (...parts: Parameters<typeof tableOf>) => ask(LEVER, tableOf(...parts), 't', {}, book);

test('1,000 GiB save $150, 100 million writes cost $15.50 more', () => {
  const estate = tableOf(1000, 100);
  const found = ask(LEVER, estate, 't', {}, book);
  if ('reason' in found) throw new Error(found.reason);
  expect(found.effect).toMatchObject({
    kind: 'remeter',
    change: 'retier',
    meters: [{ factor: 0 }],
    once: [],
  });
  const saved = leverContext(estate, ratesOf(estate, book)).saving(found.effect);
  expect(saved).toBeCloseTo(150 - 15.5, 6);
});

test('a table without any requests needs no price of them', () => {
  expect(answer(10, 0)).toMatchObject({ evidence: 'inferred', effect: { kind: 'remeter' } });
});

describe('no', () => {
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    // $0.155 a million more against $1.50.
    ['for a busy table', answer(10, 100), 'dearer requests would cost $14.00 more than storage saves'],
    [
      'for provisioned capacity',
      answer(1000, 1, CAPACITY),
      'the price book has no price for provisioned capacity of Standard-IA',
    ],
    [
      'when it is there already',
      answer(1000, 1, WRITES, 'IA-TimedStorage-ByteHrs'),
      'holds no table storage of the Standard class',
    ],
    [
      'when it is there already, in another Region',
      answer(1000, 1, WRITES, 'USW2-IA-TimedStorage-ByteHrs'),
      'holds no table storage of the Standard class',
    ],
    [
      'for requests of another kind',
      answer(1000, 1, meterShape('AmazonDynamoDB', 'ReplicatedWriteRequestUnits')),
      'no known price of its requests in Standard-IA',
    ],
    [
      'in a Region without prices',
      ask(
        LEVER,
        estateOf([
          other('o', '250', { region: 'xx-nowhere-9', meters: [storage(1000, 'XX-TimedStorage-ByteHrs')] }),
        ]),
        'o',
        {},
        book,
      ),
      'no price of Standard-IA in xx-nowhere-9',
    ],
    [
      'for a plain charge',
      ask(LEVER, estateOf([other('o', '5')]), 'o'),
      'holds no table storage of the Standard class',
    ],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});
