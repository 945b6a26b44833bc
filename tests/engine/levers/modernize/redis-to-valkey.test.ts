/** Valkey on the same nodes: a fifth of the list price. */

import { describe, expect, test } from 'vitest';
import type { OtherResource } from '../../../../src/engine/estate/estate.ts';
import type { NodeShape } from '../../../helpers/metered-usage.ts';
import { answerFor, nodes, reasonOf, savedBy, search } from './real-book.ts';

const LEVER = 'redis-to-valkey';

test.each<readonly [Partial<NodeShape>, Partial<NodeShape>, number]>([
  [{ nodeClass: 'cache.m6g.large' }, { engine: 'valkey' }, 0.149 - 0.1192],
  [{ nodeClass: 'cache.r5.large' }, { engine: 'valkey' }, 0.216 * 0.2],
  [{ nodeClass: 'cache.r6g.2xlarge' }, { engine: 'valkey' }, 0.821 - 0.6568],
])('three nodes of %o -> %o: %f USD an hour for each', (from, to, perHour) => {
  expect(answerFor(LEVER, [nodes(from)])).toMatchObject({
    evidence: 'inferred',
    effect: { kind: 'reshape', to: { ...from, ...to }, quantityRatio: 1 },
    risks: [{ kind: 'change-event', multiplier: 1.5 }],
  });
  expect(savedBy(LEVER, [nodes(from)])).toBeCloseTo(3 * perHour * 168, 6);
});

describe('no', () => {
  test.each<readonly [string, OtherResource, string]>([
    ['without cache nodes', nodes(search('r5.large.search')), 'runs no cache nodes'],
    ['for Memcached', nodes({ engine: 'memcached' }), 'runs memcached, not Redis'],
    [
      'for an engine that nobody names',
      nodes({ engine: null }),
      'runs an engine that the bill does not name, not Redis',
    ],
    ['on Valkey', nodes({ engine: 'valkey' }), 'already on Valkey'],
    ['on Valkey in part', nodes({}, { engine: 'valkey' }), 'already on Valkey'],
    [
      'without a price',
      nodes({ region: 'xx-nowhere-9' }),
      'no price of cache.r5.large or cache.r5.large (valkey) in xx-nowhere-9',
    ],
  ])('%s', (_name, resource, reason) => {
    expect(reasonOf(answerFor(LEVER, [resource]))).toBe(reason);
  });
});
