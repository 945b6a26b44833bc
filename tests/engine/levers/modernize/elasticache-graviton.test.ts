/** Caches on Graviton: list prices by hand, 5 % of a node and no more. */

import { describe, expect, test } from 'vitest';
import type { OtherResource } from '../../../../src/engine/estate/estate.ts';
import type { NodeShape } from '../../../helpers/metered-usage.ts';
import { answerFor, nodes, reasonOf, savedBy, search } from './real-book.ts';

const LEVER = 'elasticache-graviton';

test.each<readonly [Partial<NodeShape>, Partial<NodeShape>, number]>([
  [{ nodeClass: 'cache.m5.large' }, { nodeClass: 'cache.m6g.large' }, 0.156 - 0.149],
  [{ nodeClass: 'cache.r5.large' }, { nodeClass: 'cache.r6g.large' }, 0.216 - 0.206],
  [{ nodeClass: 'cache.t3.small' }, { nodeClass: 'cache.t4g.small' }, 0.034 - 0.032],
  [{ nodeClass: 'cache.r5.large', engine: 'valkey' }, { nodeClass: 'cache.r6g.large' }, 0.1728 - 0.1648],
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
    [
      'on Graviton, although a newer and dearer one exists',
      nodes({ nodeClass: 'cache.r6g.large' }),
      'already on Graviton',
    ],
    [
      'for a class of another kind',
      nodes({ nodeClass: 'cache.serverless' }),
      'cache.serverless is no class that has a successor',
    ],
    [
      'without a price',
      nodes({ nodeClass: 'cache.r5.12xlarge', region: 'xx-nowhere-9' }),
      'no price of a Graviton node like cache.r5.12xlarge in xx-nowhere-9',
    ],
  ])('%s', (_name, resource, reason) => {
    expect(reasonOf(answerFor(LEVER, [resource]))).toBe(reason);
  });
});
