/** Load balancers without work, by their metrics or by the bill. */

import { describe, expect, test } from 'vitest';
import type { MeterUse, Utilization } from '../../../../src/engine/estate/estate.ts';
import { highest, meter, silence } from '../../../helpers/lever-samples/clean-up.ts';
import { ask, estateOf, other } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'delete-idle-load-balancers';
const HOURS = meter('LoadBalancerUsage', 168, 0.0225);
const GROUP = '(Elastic Load Balancing · production · us-east-1)';

function balancer(meters: readonly MeterUse[], utilization: Utilization | null = null, id = 'alb') {
  return other(id, '20', { meters, utilization });
}
function answer(...args: Parameters<typeof balancer>) {
  const resource = balancer(...args);
  return ask(LEVER, estateOf([resource]), resource.id);
}

test.each<readonly [string, ReturnType<typeof ask>, string]>([
  ['for anything else', answer([meter('NatGateway-Hours', 168, 0.045)]), 'no load balancer hours'],
  [
    'when it charges capacity units',
    answer([HOURS, meter('LCUUsage', 84, 0.008)]),
    'the bill shows 0.50 capacity units an hour',
  ],
  [
    'when a classic one processes data',
    answer([HOURS, meter('DataProcessing-Bytes', 16.8, 0.008)]),
    'the bill shows 0.10 capacity units an hour',
  ],
  [
    'when it sends data out',
    answer([HOURS, meter('USE2-DataTransfer-Out-Bytes', 168, 0.09)]),
    'the bill shows 1.0 capacity units an hour',
  ],
  [
    'when requests come, although the bill shows none',
    answer([HOURS], silence({ requestsPerSecond: highest(2) })),
    'requests up to 2',
  ],
  [
    'for one of many in a charge without ids, when the others work a little',
    answer([HOURS, meter('LCUUsage', 0.001, 0.008)], null, GROUP),
    'the bill shows 0.0000060 capacity units an hour',
  ],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});

describe('yes', () => {
  test('inferred from a bill without capacity units', () => {
    expect(answer([HOURS])).toMatchObject({ evidence: 'inferred', effect: { kind: 'terminate' } });
    expect(answer([HOURS, meter('LCUUsage', 0.01, 0.008)])).toMatchObject({ evidence: 'inferred' });
  });

  test('measured at fewer than 100 requests a day', () => {
    const quiet = silence({ requestsPerSecond: highest(0.001) });
    expect(answer([HOURS], quiet)).toMatchObject({ evidence: 'measured', why: 'no requests in 60 days' });
  });

  test('saves all that it costs; of charges without ids only its hours', () => {
    expect(saved(LEVER, balancer([HOURS])).perPeriod).toBe(20);
    expect(saved(LEVER, balancer([HOURS], null, GROUP)).perPeriod).toBeCloseTo(168 * 0.0225, 9);
  });
});
