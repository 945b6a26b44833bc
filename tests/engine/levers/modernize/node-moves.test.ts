/** Caches and search domains on Graviton, and caches on Valkey: list prices by hand. */

import { describe, expect, test } from 'vitest';
import type { OtherResource } from '../../../../src/engine/estate/estate.ts';
import { metered, type NodeShape, nodeShape } from '../../../helpers/metered-usage.ts';
import { flat } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

/** A resource of three nodes of each shape. */
const nodes = (...shapes: readonly Partial<NodeShape>[]): OtherResource =>
  metered(
    'n',
    shapes.map(shape => ({ shape: nodeShape(shape), hours: flat(3) })),
  );
const search = (nodeClass: string): Partial<NodeShape> => ({
  service: 'opensearch',
  nodeClass,
  engine: null,
});

test.each<readonly [string, Partial<NodeShape>, Partial<NodeShape>, number]>([
  ['elasticache-graviton', { nodeClass: 'cache.m5.large' }, { nodeClass: 'cache.m6g.large' }, 0.156 - 0.149],
  ['elasticache-graviton', { nodeClass: 'cache.r5.large' }, { nodeClass: 'cache.r6g.large' }, 0.216 - 0.206],
  ['elasticache-graviton', { nodeClass: 'cache.t3.small' }, { nodeClass: 'cache.t4g.small' }, 0.034 - 0.032],
  ['opensearch-graviton', search('r5.2xlarge.search'), search('r6g.2xlarge.search'), 0.743 - 0.669],
  ['opensearch-graviton', search('c5.large.search'), search('c6g.large.search'), 0.125 - 0.113],
  ['redis-to-valkey', { nodeClass: 'cache.m6g.large' }, { engine: 'valkey' }, 0.149 - 0.1192],
  ['redis-to-valkey', { nodeClass: 'cache.r5.large' }, { engine: 'valkey' }, 0.216 * 0.2],
])('%s of %o -> %o', (lever, from, to, perHour) => {
  const found = answerFor(lever, [nodes(from)]);
  expect(found).toMatchObject({
    evidence: 'inferred',
    effect: { kind: 'reshape', to: { ...from, ...to }, quantityRatio: 1 },
    risks: [{ kind: 'change-event', multiplier: 1.5 }],
  });
  expect(savedBy(lever, [nodes(from)])).toBeCloseTo(3 * perHour * 168, 6);
});

test('of several node types the dearest moves: the data nodes of a domain, not its masters', () => {
  const domain = nodes(search('c5.large.search'), search('r5.2xlarge.search'));
  expect(answerFor('opensearch-graviton', [domain])).toMatchObject({
    effect: { to: { nodeClass: 'r6g.2xlarge.search' } },
  });
});

describe('no', () => {
  test.each<readonly [string, string, OtherResource, string]>([
    ['without nodes', 'elasticache-graviton', nodes(search('r5.large.search')), 'runs no cache nodes'],
    ['without nodes', 'opensearch-graviton', nodes({}), 'runs no search nodes'],
    ['without nodes', 'redis-to-valkey', nodes(search('r5.large.search')), 'runs no cache nodes'],
    ['on Graviton', 'elasticache-graviton', nodes({ nodeClass: 'cache.r6g.large' }), 'already on Graviton'],
    [
      'on Graviton in part',
      'opensearch-graviton',
      nodes(search('r5.large.search'), search('m6g.large.search')),
      'already on Graviton',
    ],
    [
      'for data on local disks',
      'opensearch-graviton',
      nodes(search('i3.2xlarge.search')),
      'i3.2xlarge.search keeps data on local disks: another class has other disks',
    ],
    ['for Memcached', 'redis-to-valkey', nodes({ engine: 'memcached' }), 'runs memcached, not Redis'],
    [
      'for an engine that nobody names',
      'redis-to-valkey',
      nodes({ engine: null }),
      'runs an engine that the bill does not name, not Redis',
    ],
    ['on Valkey', 'redis-to-valkey', nodes({ engine: 'valkey' }), 'already on Valkey'],
    [
      'without a price',
      'redis-to-valkey',
      nodes({ region: 'xx-nowhere-9' }),
      'no price of cache.r5.large or cache.r5.large (valkey) in xx-nowhere-9',
    ],
    [
      'without a price',
      'elasticache-graviton',
      nodes({ nodeClass: 'cache.r5.12xlarge', region: 'xx-nowhere-9' }),
      'no price of a Graviton node like cache.r5.12xlarge in xx-nowhere-9',
    ],
  ])('%s: %s', (_name, lever, resource, reason) => {
    expect(reasonOf(answerFor(lever, [resource]))).toBe(reason);
  });
});
