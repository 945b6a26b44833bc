/** Whose usage a benefit reaches, and in which turn. */

import { describe, expect, test } from 'vitest';
import { rankBySaving, sharingTurnOf } from '../../../../src/engine/commitments/aws/sharing.ts';
import type { SharingPreferences } from '../../../../src/engine/commitments/settings.ts';
import { instancePool, plan, reserved, run, stepNames } from './orders.ts';

const groups = [['A', 'B'], ['C']];
type Turns = readonly (number | null)[];

describe('turns of the accounts A (owner), B (same group), C (another group), D (no group)', () => {
  test.each<[SharingPreferences['mode'], string[], Turns]>([
    ['organization', [], [0, 2, 2, 2]],
    ['prioritized-group', [], [0, 1, 2, 2]],
    ['restricted-group', [], [0, 1, null, null]],
    ['off', [], [0, null, null, null]],
    ['organization', ['B'], [0, null, 2, 2]],
    ['organization', ['A'], [0, null, null, null]],
    ['prioritized-group', ['B', 'D'], [0, null, 2, null]],
  ])('%s without %j', (mode, notSharing, turns) => {
    const turnOf = sharingTurnOf('A', { mode, groups, notSharing });
    expect(['A', 'B', 'C', 'D'].map(turnOf)).toEqual(turns);
  });

  test.each<[SharingPreferences['mode'], Turns]>([
    ['organization', [2, 2]],
    ['prioritized-group', [2, 2]],
    ['restricted-group', [0, null]],
    ['off', [0, null]],
  ])('%s of an unknown owner: usage of an unknown account, and of A', (mode, turns) => {
    expect(['', 'A'].map(sharingTurnOf(null, { mode, groups, notSharing: [] }))).toEqual(turns);
  });
});

test('accounts are ranked by their whole saving, equal ones by id', () => {
  const ranks = rankBySaving([
    { account: 'C', saving: 2 },
    { account: 'B', saving: 1 },
    { account: 'A', saving: 2 },
    { account: 'B', saving: 2 },
  ]);
  expect([...ranks.keys()]).toEqual(['B', 'A', 'C']);
});

describe('leftovers', () => {
  const pools = [
    instancePool('b-small', 'm5.large', { account: 'B', rate: 1 }),
    instancePool('c-small', 'm5.large', { account: 'C', rate: 1 }),
    instancePool('c-big', 'm5.xlarge', { account: 'C', rate: 2 }),
  ];
  const commitments = [reserved('r', 'm5.large', { effectivePerHour: 0.1 })];

  test.each([
    ['pooled', ['r -> b-small', 'r -> c-small', 'r -> c-big']],
    ['largest-saving-account', ['r -> c-small', 'r -> c-big', 'r -> b-small']],
  ] as const)('of reservations: %s', (leftoverOrder, steps) => {
    expect(stepNames({ pools, commitments, settings: { leftoverOrder } })).toEqual(steps);
  });

  test.each([
    ['pooled', ['p -> b-small', 'p -> c-small', 'p -> c-big']],
    ['largest-saving-account', ['p -> c-small', 'p -> c-big', 'p -> b-small']],
  ] as const)('of plans: %s', (leftoverOrder, steps) => {
    const rates = { p: { 'b-small': 0.5, 'c-small': 0.6, 'c-big': 1.3 } };
    expect(stepNames({ pools, commitments: [plan('p', 1)], rates, settings: { leftoverOrder } })).toEqual(
      steps,
    );
  });
});

test('an account that does not share keeps its own benefit and gets no other', () => {
  const { covered } = run({
    pools: [
      instancePool('a', 'm5.large', { quantity: 2 }),
      instancePool('b', 'm5.large', { account: 'B', quantity: 2 }),
    ],
    commitments: [
      reserved('ra', 'm5.large', { count: 3 }),
      reserved('rb', 'm5.large', { count: 3, ownerAccount: 'B' }),
      plan('p', 100, { ownerAccount: 'B' }),
    ],
    settings: { sharing: { mode: 'organization', groups: [], notSharing: ['B'] } },
  });
  expect(covered).toEqual({ a: { ra: 2 }, b: { rb: 2 } });
});
