/** A smaller node of the same family behind a search domain, and the reasons to keep it. */

import { expect, test } from 'vitest';
import type { Utilization } from '../../../../src/engine/estate/estate.ts';
import { metered, type NodeShape, nodeShape } from '../../../helpers/metered-usage.ts';
import { ask, estateOf, flat, utilization } from '../../estates.ts';

const LEVER = 'rightsize-search';
const SEARCH = { service: 'opensearch', nodeClass: 'r5.xlarge.search', engine: null } as const;

function answer(metrics: Utilization | null, shape: Partial<NodeShape> = {}) {
  const use = { shape: nodeShape({ ...SEARCH, ...shape }), hours: flat(3) };
  return ask(LEVER, estateOf([metered('s', [use], { utilization: metrics })]), 's');
}
const seen = (cpu: number, memory: number) =>
  utilization({ cpu: { p50: cpu, p99: cpu }, memory: { max: memory } });

test('a calm domain keeps its three nodes, each half as large', () => {
  expect(answer(seen(0.3, 0.3))).toMatchObject({
    effect: { to: { nodeClass: 'r5.large.search' }, quantityRatio: 1, capacityRatio: 0.5 },
    risks: [
      { kind: 'machines', resourceId: 's' },
      { kind: 'change-event', multiplier: 1.5 },
    ],
  });
});

test.each<readonly [string, ReturnType<typeof answer>, string]>([
  ['without metrics', answer(null), 'not observed long enough'],
  ['when memory is needed', answer(seen(0.1, 0.6)), 'r5.xlarge.search is the smallest node that fits'],
  [
    'for a cache',
    answer(seen(0.1, 0.1), { service: 'elasticache', nodeClass: 'cache.r5.xlarge' }),
    'runs no opensearch nodes',
  ],
  [
    'for a class that is named otherwise',
    answer(seen(0.1, 0.1), { nodeClass: 'ultrawarm1.medium' }),
    'size of ultrawarm1.medium unknown',
  ],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});
