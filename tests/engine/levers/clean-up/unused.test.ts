/** When metrics call something unused. */

import { describe, expect, test } from 'vitest';
import type { Utilization } from '../../../../src/engine/estate/estate.ts';
import { lookForUse } from '../../../../src/engine/levers/clean-up/unused.ts';
import { leverContext } from '../../../../src/engine/simulate/lever-context.ts';
import { highest, silence } from '../../../helpers/lever-samples/clean-up.ts';
import { estateOf, other, ratesOf } from '../../estates.ts';

const LIMITS = [
  { metric: 'requestsPerSecond', max: 0 },
  { metric: 'connections', max: 4 },
] as const;

function look(utilization: Utilization | null) {
  const resource = other('r', '1', { utilization });
  const estate = estateOf([resource]);
  return lookForUse(resource, LIMITS, 14, leverContext(estate, ratesOf(estate)));
}

const UNKNOWN = 'requests, connections, last access not observed: import metrics';

// The estate ends on 2024-01-08.
test.each<readonly [string, Utilization | null, ReturnType<typeof look>]>([
  ['nothing is known without metrics', null, { kind: 'unknown', reason: UNKNOWN }],
  [
    'nothing is known with other metrics',
    silence({ iops: highest(0) }),
    { kind: 'unknown', reason: UNKNOWN },
  ],
  [
    'a date that is none tells nothing',
    silence({ lastAccess: 'soon' }),
    { kind: 'unknown', reason: UNKNOWN },
  ],
  [
    'one moment above the limit is use',
    silence({ requestsPerSecond: highest(0), connections: highest(5) }),
    { kind: 'used', reason: 'connections up to 5' },
  ],
  [
    'the limit itself is no use',
    silence({ requestsPerSecond: highest(0), connections: highest(4) }),
    { kind: 'unused', why: 'no requests, no connections in 60 days' },
  ],
  [
    'without a maximum the highest quantile counts',
    silence({ requestsPerSecond: { p50: 0, p95: 0, p99: 1, max: null } }),
    { kind: 'used', reason: 'requests up to 1' },
  ],
  [
    'a short observation is not enough',
    silence({ requestsPerSecond: highest(0), observedDays: 13 }),
    { kind: 'unknown', reason: 'observed for 13 days, 14 asked for' },
  ],
  [
    'the shortest of two observations counts',
    silence({ requestsPerSecond: highest(0), connections: { ...highest(0), observedDays: 3 } }),
    { kind: 'unknown', reason: 'observed for 3 days, 14 asked for' },
  ],
  [
    'a recent access is use, whatever the metrics say',
    silence({ requestsPerSecond: highest(0), lastAccess: '2024-01-01T00:00:00Z' }),
    { kind: 'used', reason: 'used 7 days ago' },
  ],
  [
    'an access long ago stands in for metrics',
    silence({ lastAccess: '2023-12-09T00:00:00Z' }),
    { kind: 'unused', why: 'not used for 30 days' },
  ],
  [
    'an access long ago does not outweigh use',
    silence({ requestsPerSecond: highest(2), lastAccess: '2023-12-09T00:00:00Z' }),
    { kind: 'used', reason: 'requests up to 2' },
  ],
])('%s', (_name, utilization, expected) => {
  expect(look(utilization)).toEqual(expected);
});

describe('a range of ages', () => {
  test('an access after the end of the bill is use of today', () => {
    expect(look(silence({ lastAccess: '2025-01-01T00:00:00Z' }))).toEqual({
      kind: 'used',
      reason: 'used 0 days ago',
    });
  });
});
