/** Nothing is saved until a node goes: pods as large as their use, first-fit decreasing on what Kubernetes leaves of a node. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Utilization } from '../../../../src/engine/estate/estate.ts';
import { leverById } from '../../../../src/engine/levers/index.ts';
import {
  allocatable,
  nodesFor,
  type Room,
} from '../../../../src/engine/levers/rightsize/kubernetes-nodes.ts';
import { DEFAULT_GUARDRAILS } from '../../../../src/engine/plan.ts';
import { applyMove } from '../../../../src/engine/simulate/apply-move.ts';
import { testBook } from '../../../helpers/test-book.ts';
import { ask, estateOf, instance, move, ratesOf, utilization } from '../../estates.ts';

const LEVER = 'kubernetes-bin-packing';
const seen = (cpu: number | null, memory: number | null): Utilization =>
  utilization({ cpu: { p99: cpu }, memory: { max: memory } });
const TAGS: Readonly<Record<string, string>> = { 'aws:eks:cluster-name': 'main' };

function cluster(
  count: number,
  metrics: Utilization | null = seen(0.2, 0.2),
  tags = TAGS,
  instanceType = 'm5.xlarge',
) {
  return estateOf(
    Array.from({ length: count }, (_, index) =>
      instance(`i-${index}`, { instanceType }, { tags, utilization: metrics }),
    ),
  );
}

function gone(estate: ReturnType<typeof cluster>, params: Record<string, number | boolean> = {}): number {
  const lever = leverById(LEVER);
  if (!lever) throw new Error('no lever');
  return applyMove(estate, move(LEVER, { params }), lever, DEFAULT_GUARDRAILS, ratesOf(estate)).applied
    .length;
}

test('what EKS leaves of an m5.xlarge: 80 millicores and 893 MiB less', () => {
  const size = testBook().instanceType('m5.xlarge', 'us-east-1');
  if (!size) throw new Error('no m5.xlarge');
  const room = allocatable(size, 58);
  // 6 % of the first core, 1 % of the second, 0.5 % of two more; 11 MiB x 58 + 255 MiB.
  expect(room.cores).toBeCloseTo(4 - 0.08, 9);
  expect(room.gib).toBeCloseTo(16 - 893 / 1024, 9);
});

describe('first-fit decreasing', () => {
  const node = { cores: 4, gib: 16 };
  const pod = (cores: number, gib: number): Room => ({ cores, gib });
  test.each<readonly [string, readonly Room[], number, number | null]>([
    ['nothing needs no node', [], 10, 0],
    ['by cores', [pod(3, 1), pod(3, 1), pod(1, 1), pod(1, 1)], 10, 2],
    ['by memory', [pod(0.1, 9), pod(0.1, 9), pod(0.1, 7), pod(0.1, 7)], 10, 2],
    ['by the number of pods', Array.from({ length: 9 }, () => pod(0.1, 0.1)), 4, 3],
    ['the large ones first, whatever the order', [pod(1, 1), pod(3, 1), pod(1, 1), pod(3, 1)], 10, 2],
    ['a pod larger than a node fits nowhere', [pod(5, 1)], 10, null],
    ['a pod with more memory than a node fits nowhere', [pod(1, 17)], 10, null],
  ])('%s', (_name, pods, maxPods, nodes) => {
    expect(nodesFor(pods, node, maxPods)).toBe(nodes);
  });

  test('never takes fewer nodes than the sums need, nor more than twice as many and one', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sizes, tenths => {
        const pods = tenths.map(size => pod(size / 10, 0.001));
        const cores = tenths.reduce((sum, size) => sum + size, 0) / 10;
        const nodes = nodesFor(pods, node, 1000) ?? 0;
        expect(nodes).toBeGreaterThanOrEqual(Math.ceil(cores / 4 - 1e-9));
        // No two nodes are half empty: at most twice the sum.
        expect(nodes).toBeLessThanOrEqual(Math.ceil((2 * cores) / 4) + 1);
      }),
    );
  });
});

describe('nodes that go', () => {
  // 20 % of 4 cores and of 16 GiB with a fifth more in 8 pods: 0.12 cores and 0.48 GiB each. A node has room for 31.5 of them
  // by memory (15.13 GiB) and for 32.7 by cores: 31. Ten nodes run 80 pods: 3 nodes.
  test.each<readonly [string, Parameters<typeof cluster>, Record<string, number>, number]>([
    ['all but three of ten', [10], {}, 7],
    ['none when they are full', [10, seen(0.8, 0.8)], {}, 0],
    ['fewer when pods are few a node', [10], { maxPods: 16 }, 5],
    ['none below two', [3, seen(0.01, 0.01)], { machinesMin: 3 }, 0],
    // One pod of 0.96 cores and 3.84 GiB a node: three to a node by memory.
    ['fewer when pods are large', [10], { podsPerNode: 1 }, 6],
  ])('%s', (_name, parts, params, count) => {
    expect(gone(cluster(...parts), params)).toBe(count);
  });

  test('are inferred: the metrics of a node do not tell how large its pods are', () => {
    expect(ask(LEVER, cluster(10), 'i-9')).toMatchObject({
      evidence: 'inferred',
      why: 'main m5.xlarge: what 10 nodes use fits on 3, 3 stay',
      effect: { kind: 'schedule', schedule: { days: [] } },
      risks: [
        { kind: 'capacity', ratio: 0 },
        { kind: 'change-event', multiplier: 1 },
      ],
    });
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['eks:cluster-name', { 'eks:cluster-name': 'main' }],
    ['as a bill writes it', { aws_eks_cluster_name: 'main' }],
    ['the key of the autoscaler', { 'kubernetes.io/cluster/main': 'owned' }],
  ])('are told by the tag %s', (_name, tags) => {
    expect(gone(cluster(10, seen(0.2, 0.2), tags))).toBe(7);
  });
});

describe('no', () => {
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    [
      'for a machine of no cluster',
      ask(LEVER, cluster(10, seen(0.2, 0.2), {}), 'i-9'),
      'no tag says that it is a node of a cluster',
    ],
    [
      'while no node goes',
      ask(LEVER, cluster(10, seen(0.8, 0.8)), 'i-9'),
      'main m5.xlarge: no node goes: 10 nodes hold no more than they must',
    ],
    ['for one that stays', ask(LEVER, cluster(10), 'i-0'), 'main m5.xlarge: one of the 3 nodes that stay'],
    [
      'without memory metrics',
      ask(LEVER, cluster(10, seen(0.2, null)), 'i-9'),
      'main m5.xlarge: CPU and memory of every node must be observed long enough',
    ],
    [
      'for an unknown size',
      ask(LEVER, cluster(10, seen(0.2, 0.2), TAGS, 'x9.large'), 'i-9'),
      'main x9.large: size of x9.large unknown',
    ],
    [
      'when a pod is larger than a node',
      ask(LEVER, cluster(10, seen(0.95, 0.95)), 'i-9', { podsPerNode: 1 }),
      'main m5.xlarge: its pods are larger than what Kubernetes leaves of a node',
    ],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});
