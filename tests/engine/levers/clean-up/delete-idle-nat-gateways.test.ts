/** NAT gateways without bytes, by their metrics or by the bill. */

import { describe, expect, test } from 'vitest';
import type { Utilization } from '../../../../src/engine/estate/estate.ts';
import { highest, meter, silence } from '../../../helpers/lever-samples/clean-up.ts';
import { ask, estateOf, other } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'delete-idle-nat-gateways';
const GROUP = '(Amazon Elastic Compute Cloud · production · us-east-1)';

/** A week: 168 hours at .045 = 7.56. */
function gateway(gb: number, utilization: Utilization | null = null, id = 'nat') {
  const meters = [meter('EU-NatGateway-Hours', 168, 0.045), meter('EU-NatGateway-Bytes', gb, 0.045)];
  return other(id, (7.56 + gb * 0.045).toFixed(6), { meters, utilization });
}
function answer(...args: Parameters<typeof gateway>) {
  const resource = gateway(...args);
  return ask(LEVER, estateOf([resource]), resource.id);
}

test.each<readonly [string, ReturnType<typeof ask>, string]>([
  // 168 GB in a week are 730 a month.
  ['when it processes data', answer(168), 'processes 730 GB a month'],
  ['when it may be one of many', answer(0.1, null, GROUP), 'processes 0.4 GB a month'],
  // 1 GB a month is 408 bytes a second.
  [
    'when a burst of bytes was measured',
    answer(0, silence({ bytesProcessed: highest(5000) })),
    'processed bytes up to 5,000',
  ],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});

test('no for what has no gateway hours', () => {
  expect(ask(LEVER, estateOf([other('x', '1')]), 'x')).toEqual({
    eligible: false,
    reason: 'no NAT gateway hours',
  });
});

describe('yes', () => {
  test('inferred from hours without bytes', () => {
    expect(answer(0)).toMatchObject({ evidence: 'inferred', why: '168 hours, 0.0 GB a month in the bill' });
  });

  test('measured where the metric was silent for 32 days, inferred where it was seen for less', () => {
    const silent = silence({ bytesProcessed: highest(0) });
    expect(answer(0, silent)).toMatchObject({ evidence: 'measured' });
    expect(answer(0, { ...silent, observedDays: 31 })).toMatchObject({ evidence: 'inferred' });
  });

  test('saves its hours and its bytes', () => {
    expect(saved(LEVER, gateway(0.1)).perPeriod).toBeCloseTo(7.5645, 9);
    expect(saved(LEVER, gateway(0, null, GROUP))).toMatchObject({ perPeriod: 7.56, left: 1 });
  });
});
