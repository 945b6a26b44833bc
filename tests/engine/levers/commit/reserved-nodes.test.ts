/** Which reservations of cache, search and warehouse nodes are bought. */

import { describe, expect, test } from 'vitest';
import type { Estate } from '../../../../src/engine/estate/estate.ts';
import { metered, meteredPrices, type NodeShape, nodeShape } from '../../../helpers/metered-usage.ts';
import { NODE_DISCOUNT, NODES } from '../../../helpers/test-book.ts';
import { ask, estateOf, flat, HOURS } from '../../estates.ts';
import { bought, refusal } from './bought.ts';

const LEVER = 'reserved-nodes';

type Running = readonly [shape: NodeShape, hours: Float64Array];

function estate(uses: readonly Running[], perHour?: number): Estate {
  const priceOf = ({ service, nodeClass, engine }: NodeShape) =>
    perHour ?? NODES[`${service} ${nodeClass} ${engine ?? ''}`] ?? 0;
  const resources = uses.map(([shape, hours], index) => metered(`n-${index}`, [{ shape, hours }]));
  return estateOf(resources, {
    paidRates: meteredPrices(uses.map(([shape]) => [shape, priceOf(shape)])),
  });
}

const redis = nodeShape();
const redisXlarge = nodeShape({ nodeClass: 'cache.r5.xlarge' });
const valkey = nodeShape({ engine: 'valkey' });
const search = nodeShape({ service: 'opensearch', nodeClass: 'r5.large.search', engine: null });
const searchXlarge = { ...search, nodeClass: 'r5.xlarge.search' };
const redshift = nodeShape({ service: 'redshift', nodeClass: 'ra3.xlplus', engine: null });

const firstHalf = (quantity: number) => flat(0).fill(quantity, 0, HOURS / 2);
const secondHalf = (quantity: number) => flat(0).fill(quantity, HOURS / 2);

const counts = (of: Estate, params = {}) =>
  bought(LEVER, of, params).flatMap(each =>
    each.kind === 'reserved-node' ? [[each.nodeClass, each.engine, each.count]] : [],
  );

describe('no', () => {
  test.each([
    [
      'without nodes',
      estateOf([]),
      'no cache, search or warehouse node with a known price is left on demand',
    ],
    [
      'to DocumentDB: no source says that reservations of it are sold',
      estate([[nodeShape({ service: 'documentdb', nodeClass: 'db.r7g.large', engine: null }), flat(1)]], 0.3),
      'no cache, search or warehouse node with a known price is left on demand',
    ],
    [
      'when it runs half of the hours at 35 %',
      estate([[redis, firstHalf(1)]]),
      'what is left on demand runs too seldom for a reservation to pay: cache.r5.large redis in us-east-1',
    ],
    [
      'when the sizes alternate and the service is not flexible',
      estate([
        [search, firstHalf(2)],
        [searchXlarge, secondHalf(1)],
      ]),
      'what is left on demand runs too seldom for a reservation to pay: r5.large.search in us-east-1, r5.xlarge.search in us-east-1',
    ],
    [
      'when the bill does not say which engine it is',
      estate([[nodeShape({ engine: null }), flat(1)]], 0.2),
      'the bill does not say which engine runs on cache.r5.large in us-east-1',
    ],
    [
      'when nobody knows a price',
      estate([[redshift, flat(1)]], 1),
      'no price of a reservation (1 year, no upfront) is known for redshift ra3.xlplus in us-east-1: state assumedDiscountPercent',
    ],
  ])('%s', (_name, of, reason) => {
    expect(refusal(LEVER, of)).toBe(reason);
  });
});

describe('the purchases', () => {
  test.each<readonly [string, Estate, Record<string, number | string>, readonly unknown[]]>([
    ['are so many as run all the time', estate([[redis, flat(3)]]), {}, [['cache.r5.large', 'redis', 3]]],
    [
      'serve every size of a cache family, in pieces of the smallest',
      estate([
        [redis, firstHalf(2)],
        [redisXlarge, secondHalf(1)],
      ]),
      {},
      [['cache.r5.large', 'redis', 2]],
    ],
    [
      'of Redis serve Valkey of the family, at its lower units',
      estate([
        [redis, flat(1)],
        [valkey, flat(5)],
      ]),
      {},
      [['cache.r5.large', 'redis', 5]],
    ],
    [
      'of Valkey are bought where no Redis runs',
      estate([[valkey, flat(5)]]),
      {},
      [['cache.r5.large', 'valkey', 5]],
    ],
    [
      'are of each search node type by itself',
      estate([
        [search, flat(2)],
        [searchXlarge, flat(2)],
      ]),
      {},
      [
        ['r5.xlarge.search', null, 2],
        ['r5.large.search', null, 2],
      ],
    ],
    [
      'are also three years without upfront payment',
      estate([[redis, flat(1)]]),
      { termYears: '3' },
      [['cache.r5.large', 'redis', 1]],
    ],
    [
      'are made at an assumed discount where no price is known',
      estate([[redshift, flat(2)]], 1),
      { assumedDiscountPercent: 30 },
      [['ra3.xlplus', null, 2]],
    ],
  ])('%s', (_name, of, params, expected) => {
    expect(counts(of, params)).toEqual(expected);
  });

  test('cost the share of the on-demand price that the list says', () => {
    const [one] = bought(LEVER, estate([[redis, flat(1)]], 0.18));
    expect(one).toMatchObject({ effectivePerHour: expect.closeTo(0.18 * (1 - NODE_DISCOUNT), 9) });
  });

  test('never count the same Valkey node twice', () => {
    const of = estate([
      [redis, flat(1)],
      [valkey, flat(5)],
    ]);
    expect(bought(LEVER, of)).toHaveLength(1);
    expect(ask(LEVER, { ...of, commitments: bought(LEVER, of) }, null)).toMatchObject({ eligible: false });
  });
});
