/** Where Azure benefits apply and which comes first. */

import { describe, expect, test } from 'vitest';
import { compareArrival, compareScope, isInScope } from '../../../../src/engine/commitments/azure/scopes.ts';
import type { AzureScope } from '../../../../src/engine/commitments/commitment.ts';
import { applyAzure, reservation, SHARED, vms } from './orders.ts';

const HERE = vms('here', 'Standard_DS1_v2', [1], {
  account: 'sub-1',
  resourceGroup: 'Web',
  managementGroup: 'retail',
});
const NOWHERE = vms('nowhere', 'Standard_DS1_v2', [1], { account: '' });

describe('usage lies in a scope', () => {
  test.each<[string, AzureScope, boolean, boolean]>([
    ['shared: always', SHARED, true, true],
    ['its subscription', { level: 'subscription', id: 'SUB-1' }, true, false],
    [
      'its subscription, as a resource id',
      { level: 'subscription', id: '/subscriptions/sub-1' },
      true,
      false,
    ],
    ['another subscription', { level: 'subscription', id: 'sub-2' }, false, false],
    ['its resource group', { level: 'resource-group', id: 'web' }, true, false],
    ['its resource group in its subscription', { level: 'resource-group', id: 'sub-1/web' }, true, false],
    [
      'its resource group as a resource id',
      { level: 'resource-group', id: '/subscriptions/sub-1/resourceGroups/web' },
      true,
      false,
    ],
    ['a group of that name elsewhere', { level: 'resource-group', id: 'sub-2/web' }, false, false],
    ['another resource group', { level: 'resource-group', id: 'api' }, false, false],
    ['its management group', { level: 'management-group', id: 'retail' }, true, false],
    ['another management group', { level: 'management-group', id: 'bank' }, false, false],
    ['a resource group without a name', { level: 'resource-group', id: null }, false, false],
    ['a management group without a name', { level: 'management-group', id: null }, false, false],
  ])('%s', (_what, scope, here, nowhere) => {
    expect(isInScope({ scope, ownerAccount: null }, HERE)).toBe(here);
    expect(isInScope({ scope, ownerAccount: null }, NOWHERE)).toBe(nowhere);
  });

  test('a subscription scope without a name is the subscription that bought it', () => {
    const scope = { level: 'subscription', id: null } as const;

    expect(isInScope({ scope, ownerAccount: 'sub-1' }, HERE)).toBe(true);
    expect(isInScope({ scope, ownerAccount: 'sub-2' }, HERE)).toBe(false);
    expect(isInScope({ scope, ownerAccount: null }, HERE)).toBe(false);
  });
});

describe('the order of benefits', () => {
  test('goes from the resource group over subscription and management group to shared', () => {
    const levels = ['shared', 'management-group', 'subscription', 'resource-group'] as const;
    const sorted = levels.map(level => ({ scope: { level, id: null } })).sort(compareScope);

    expect(sorted.map(({ scope }) => scope.level)).toEqual([...levels].reverse());
  });

  test('inside a scope is first come, first served: start, then id, an unknown start last', () => {
    const benefits = [
      { id: 'c', startMs: null },
      { id: 'b', startMs: 5 },
      { id: 'z', startMs: 1 },
      { id: 'a', startMs: 5 },
    ];

    expect(benefits.sort(compareArrival).map(({ id }) => id)).toEqual(['z', 'a', 'b', 'c']);
  });

  test('what a narrower scope leaves goes to the wider one', () => {
    const usage = [
      vms('a', 'Standard_DS1_v2', [6], { account: 'sub-1', resourceGroup: 'web' }),
      vms('b', 'Standard_DS1_v2', [6], { account: 'sub-1', resourceGroup: 'api' }),
      vms('c', 'Standard_DS1_v2', [6], { account: 'sub-2' }),
    ];
    const small = { sku: 'Standard_DS1_v2', quantity: 4 };
    const run = applyAzure({
      pools: usage,
      commitments: [
        reservation({ id: '1-shared', ...small, startMs: 0 }),
        reservation({ id: '2-sub', ...small, scope: { level: 'subscription', id: 'sub-1' }, startMs: 1 }),
        reservation({ id: '3-group', ...small, scope: { level: 'resource-group', id: 'web' }, startMs: 2 }),
      ],
    });

    expect(run.coveredBy('3-group', 'a')).toBe(4);
    expect([run.coveredBy('2-sub', 'a'), run.coveredBy('2-sub', 'b')]).toEqual([2, 2]);
    expect([run.coveredBy('1-shared', 'b'), run.coveredBy('1-shared', 'c')]).toEqual([4, 0]);
    expect(run.remaining).toEqual([[0], [0], [6]]);
  });
});
