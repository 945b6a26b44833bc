/** Idle public addresses, as the bill meters them. */

import { describe, expect, test } from 'vitest';
import type { MeterUse } from '../../../../src/engine/estate/estate.ts';
import { meter } from '../../../helpers/lever-samples/clean-up.ts';
import { ask, estateOf, other } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'release-unused-addresses';
const GROUP = '(Amazon Virtual Private Cloud · production · us-east-1)';

const charged = (meters: readonly MeterUse[], id = 'eip', cost = '1.68') => other(id, cost, { meters });
const answer = (resource: ReturnType<typeof charged>) => ask(LEVER, estateOf([resource]), resource.id);

const IDLE = meter('PublicIPv4:IdleAddress', 168, 0.005);
const inUse = (hours: number) => meter('PublicIPv4:InUseAddress', hours, 0.005);

test.each<readonly [string, ReturnType<typeof ask>, string]>([
  ['for an address in use', answer(charged([inUse(168)])), 'no address is metered as idle'],
  [
    'for the address of a machine that is stopped at night',
    answer(charged([meter('PublicIPv4:IdleAddress', 84, 0.005), inUse(84)])),
    'in use for 50 % of its hours',
  ],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});

describe('yes', () => {
  test.each(['PublicIPv4:IdleAddress', 'USE2-PublicIPv4:IdleAddress', 'ElasticIP:IdleAddress'])(
    'for an address that the bill meters as %s, inferred',
    usageType => {
      expect(answer(charged([meter(usageType, 168, 0.005)]))).toMatchObject({
        evidence: 'inferred',
        why: '168 idle hours, about 1 address',
        effect: { kind: 'terminate' },
      });
    },
  );

  test('of charges without an id only the idle hours go: those in use are other addresses', () => {
    // 3 idle addresses and 2 in use for 168 hours at .005; 5 USD of something else.
    const group = charged([meter('PublicIPv4:IdleAddress', 504, 0.005), inUse(336)], GROUP, '9.2');
    expect(answer(group)).toMatchObject({ why: '504 idle hours, about 3 addresses' });
    expect(saved(LEVER, group)).toMatchObject({ left: 1 });
    expect(saved(LEVER, group).perPeriod).toBeCloseTo(2.52, 9);
  });

  test('of its own charges everything goes', () => {
    expect(saved(LEVER, charged([IDLE]))).toMatchObject({ perPeriod: 1.68, left: 0 });
  });
});
