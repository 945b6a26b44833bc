/** Caches and search domains that nothing asks. */

import { describe, expect, test } from 'vitest';
import type { ResourceBase } from '../../../../src/engine/estate/estate.ts';
import { highest, silence } from '../../../helpers/lever-samples/clean-up.ts';
import {
  METERED_PRICES,
  metered,
  meteredPrices,
  meterShape,
  nodeShape,
} from '../../../helpers/metered-usage.ts';
import { ask, estateOf, flat, other } from '../../estates.ts';

const LEVER = 'delete-idle-cache-and-search';
const SILENT = silence({ requestsPerSecond: highest(0), connections: highest(4) });

function answer(
  more: Partial<ResourceBase> = {},
  shapes: Parameters<typeof metered>[1] = [{ shape: nodeShape(), hours: flat(2) }],
  id = 'cache',
) {
  const resource = metered(id, shapes, { utilization: SILENT, ...more });
  return ask(LEVER, estateOf([resource], { paidRates: meteredPrices(METERED_PRICES) }), id);
}

test.each<readonly [string, ReturnType<typeof ask>, string]>([
  [
    'without metrics: the bill does not tell who asks',
    answer({ utilization: null }),
    'requests, connections, last access not observed: import metrics',
  ],
  [
    'when it is asked',
    answer({ utilization: silence({ requestsPerSecond: highest(12) }) }),
    'requests up to 12',
  ],
  [
    'when more than its own monitoring connects',
    answer({ utilization: silence({ connections: highest(5) }) }),
    'connections up to 5',
  ],
  [
    'when the bill gathers many under no name',
    answer({}, undefined, '(Amazon ElastiCache · a · us-east-1)'),
    'the bill names no cluster, so nobody knows which of them is idle',
  ],
  [
    'for a warehouse',
    answer({}, [
      { shape: nodeShape({ service: 'redshift', nodeClass: 'ra3.xlplus', engine: null }), hours: flat(1) },
    ]),
    'no cache or search node',
  ],
  [
    'for other usage',
    answer({}, [{ shape: meterShape('AWSFargate', 'Fargate-vCPU-Hours:perCPU'), hours: flat(1) }]),
    'no cache or search node',
  ],
  ['when it does not run', answer({}, [{ shape: nodeShape(), hours: flat(0) }]), 'no cache or search node'],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});

test('no for what has no nodes at all', () => {
  expect(ask(LEVER, estateOf([other('x', '1', { utilization: SILENT })]), 'x')).toMatchObject({
    reason: 'no cache or search node',
  });
});

describe('yes', () => {
  test.each([nodeShape(), nodeShape({ service: 'opensearch', nodeClass: 'r5.large.search', engine: null })])(
    'for nodes of $service that nothing asked',
    shape => {
      expect(answer({}, [{ shape, hours: flat(1) }])).toMatchObject({
        evidence: 'measured',
        why: 'no requests, no connections in 60 days',
        effect: { kind: 'terminate' },
      });
    },
  );
});
