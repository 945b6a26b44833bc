/** A smaller node of the same family behind a cache, priced by the book, and every reason to keep the node. */

import { describe, expect, test } from 'vitest';
import type { Utilization } from '../../../../src/engine/estate/estate.ts';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS } from '../../../../src/engine/plan.ts';
import { applyMove } from '../../../../src/engine/simulate/apply-move.ts';
import { costOf, createBaseline } from '../../../../src/engine/simulate/model-cost.ts';
import { metered, type NodeShape, nodeShape } from '../../../helpers/metered-usage.ts';
import { ask, estateOf, flat, move, other, ratesOf, utilization } from '../../estates.ts';

const LEVER = 'rightsize-cache';

const seen = (cpu: number | null, memory: number | null): Utilization =>
  utilization({ cpu: { p50: cpu, p99: cpu }, memory: { max: memory } });

function cacheOf(shapes: readonly Partial<NodeShape>[], metrics: Utilization | null) {
  const uses = shapes.map(shape => ({ shape: nodeShape(shape), hours: flat(2) }));
  return estateOf([metered('c', uses, { utilization: metrics })]);
}
const XLARGE = { nodeClass: 'cache.r5.xlarge' };
const answer = (metrics: Utilization | null, shapes: readonly Partial<NodeShape>[] = [XLARGE]) =>
  ask(LEVER, cacheOf(shapes, metrics), 'c');

test('a calm cache.r5.xlarge becomes a cache.r5.large, as many of them', () => {
  expect(answer(seen(0.2, 0.3))).toMatchObject({
    evidence: 'measured',
    why: 'cache.r5.xlarge -> cache.r5.large: CPU p99 20 %, memory max 30 %',
    effect: {
      kind: 'reshape',
      to: { nodeClass: 'cache.r5.large', engine: 'redis' },
      quantityRatio: 1,
      capacityRatio: 0.5,
    },
    risks: [
      { kind: 'machines', countRatio: 1, capacityRatio: 0.5 },
      { kind: 'change-event', multiplier: 1.5 },
    ],
  });
});

test('two nodes for a week save 336 h x ($0.40 - $0.20)', () => {
  const estate = cacheOf([XLARGE], seen(0.2, 0.3));
  const rates = ratesOf(estate);
  const lever = leverById(LEVER);
  if (!lever) throw new Error('no lever');
  const baseline = createBaseline(estate, rates);
  const { estate: after } = applyMove(estate, move(LEVER), lever, DEFAULT_GUARDRAILS, rates);
  expect(baseline.effective.minus(costOf(after, baseline).effective).toNumber()).toBeCloseTo(67.2, 6);
});

describe('no', () => {
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    ['without metrics', answer(null), 'not observed long enough'],
    ['without memory', answer(seen(0.1, null)), 'memory unobserved'],
    ['without CPU', answer(seen(null, 0.1)), 'CPU not observed: import metrics'],
    // 39.5 % with a quarter and the margin of smaller nodes is more than half.
    ['held up by memory', answer(seen(0.1, 0.395)), 'cache.r5.xlarge is the smallest node that fits'],
    ['held up by CPU', answer(seen(0.45, 0.1)), 'cache.r5.xlarge is the smallest node that fits'],
    [
      'at the smallest size',
      answer(seen(0.01, 0.01), [{ nodeClass: 'cache.r5.large' }]),
      'cache.r5.large is the smallest node that fits',
    ],
    [
      'of an unknown class',
      answer(seen(0.1, 0.1), [{ nodeClass: 'cache.x9.large' }]),
      'size of cache.x9.large unknown',
    ],
    [
      'of two classes',
      answer(seen(0.1, 0.1), [XLARGE, { nodeClass: 'cache.r5.large' }]),
      'several node classes: its metrics do not tell them apart',
    ],
    [
      'without a price of the smaller node',
      ask(
        LEVER,
        cacheOf([{ nodeClass: 'cache.m5.xlarge', engine: 'memcached', region: 'us-east-1' }], seen(0.1, 0.1)),
        'c',
      ),
      'no price for cache.m5.large in us-east-1',
    ],
    [
      'for search nodes',
      answer(seen(0.1, 0.1), [{ service: 'opensearch', nodeClass: 'r5.xlarge.search', engine: null }]),
      'runs no elasticache nodes',
    ],
    ['for a plain charge', ask(LEVER, estateOf([other('o', '5')]), 'o'), 'runs no elasticache nodes'],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});
