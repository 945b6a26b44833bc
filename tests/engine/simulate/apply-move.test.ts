/** Scopes, and what one move does to an estate. */

import { describe, expect, test } from 'vitest';
import type { Lever } from '../../../src/engine/lever.ts';
import { leverById } from '../../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS, type Scope, WHOLE_ESTATE } from '../../../src/engine/plan.ts';
import type { PriceBook } from '../../../src/engine/price-book.ts';
import { applyMove, inScope } from '../../../src/engine/simulate/apply-move.ts';
import { testBook } from '../../helpers/test-book.ts';
import { ages, bucket, estateOf, instance, move, ratesOf, utilization, volume } from '../estates.ts';

const IDLE = utilization({ cpu: { p95: 0.01 }, networkMbps: { p95: 0 } });

describe('a scope', () => {
  const resource = instance(
    'i-0a1b',
    {},
    { name: 'web-1', workload: 'shop', account: '111', region: 'us-east-1' },
  );

  test.each<readonly [string, Partial<Scope>, boolean]>([
    ['of everything', {}, true],
    ['of the workload', { workloads: ['shop'] }, true],
    ['of a pattern of workloads', { workloads: ['x', 'sh*'] }, true],
    ['of another workload', { workloads: ['staging'] }, false],
    ['of the environment', { environments: ['production'] }, true],
    ['of another environment', { environments: ['staging', 'test'] }, false],
    ['of the account', { accounts: ['1*'] }, true],
    ['of another account', { accounts: ['222'] }, false],
    ['of the Region', { regions: ['us-*'] }, true],
    ['of another Region', { regions: ['eu-*'] }, false],
    ['of the id', { resources: ['i-0a1b'] }, true],
    ['of the name', { resources: ['WEB-*'] }, true],
    ['of another resource', { resources: ['i-9*'] }, false],
    ['of lists that all match', { workloads: ['shop'], regions: ['us-*'], resources: ['web-1'] }, true],
    ['of lists of which one does not', { workloads: ['shop'], regions: ['eu-*'] }, false],
    ['of nothing', { workloads: [] }, false],
  ])('%s: %s', (_name, scope, expected) => {
    expect(inScope({ ...WHOLE_ESTATE, ...scope }, resource, 'production')).toBe(expected);
  });

  test('never holds what the bill does not say', () => {
    const nameless = instance('i-1', {}, { name: null, account: null, region: null });
    expect(inScope({ ...WHOLE_ESTATE, accounts: ['*'] }, nameless, 'production')).toBe(false);
    expect(inScope({ ...WHOLE_ESTATE, regions: ['*'] }, nameless, 'production')).toBe(false);
    expect(inScope({ ...WHOLE_ESTATE, resources: ['*'] }, nameless, 'production')).toBe(true);
  });
});

describe('a move', () => {
  const estate = estateOf([
    instance('a', {}, { utilization: IDLE }),
    instance('b', {}, { utilization: IDLE, workload: 'staging' }),
    instance('c'),
    volume('v'),
  ]);
  const terminate = leverById('terminate-idle-compute') as Lever;

  test('applies where the lever says yes and keeps the reason where it says no', () => {
    const scope = { ...WHOLE_ESTATE, environments: ['production'] };
    const result = applyMove(
      estate,
      move(terminate.meta.id, { scope }),
      terminate,
      DEFAULT_GUARDRAILS,
      ratesOf(estate),
    );
    expect(result.applied.map(({ resourceId, workload }) => [resourceId, workload])).toEqual([['a', 'shop']]);
    expect(result.skipped).toEqual([
      { resourceId: 'c', workload: 'shop', reason: 'CPU not observed: import metrics' },
    ]);
    expect(result.estate.resources.map(({ id }) => id)).toEqual(['b', 'c', 'v']);
  });

  test('buys a commitment under its own id, whatever the lever calls it', () => {
    const lever = leverById('compute-savings-plan') as Lever;
    const result = applyMove(
      estate,
      move(lever.meta.id, { id: 'buy-2' }),
      lever,
      DEFAULT_GUARDRAILS,
      ratesOf(estate),
    );
    expect(result.estate.commitments.map(({ id }) => id)).toEqual(['buy-2']);
    expect(result.applied).toMatchObject([{ resourceId: 'buy-2', workload: '' }]);
    expect(result.estate.resources).toBe(estate.resources);
  });

  test('on the whole estate says under its own name why it does nothing', () => {
    const lever = leverById('compute-savings-plan') as Lever;
    const empty = estateOf([]);
    const result = applyMove(empty, move(lever.meta.id), lever, DEFAULT_GUARDRAILS, ratesOf(empty));
    expect(result.estate).toBe(empty);
    expect(result.skipped).toMatchObject([{ resourceId: '(compute-savings-plan)' }]);
  });

  test('that costs something once at a price nobody knows is refused, not free', () => {
    const lever = leverById('s3-storage-tiering') as Lever;
    const cold = estateOf([bucket('cold', { utilization: utilization({ objectAges: [ages(30, 800)] }) })]);
    const put = (book: PriceBook) =>
      applyMove(cold, move(lever.meta.id), lever, DEFAULT_GUARDRAILS, ratesOf(cold, book));
    // 80,000 objects at $.01 a thousand.
    expect(put(testBook()).oneOff).toEqual([{ resourceId: 'cold', workload: 'shop', cost: 0.8 }]);
    expect(put(testBook({ unitPrices: { 's3 STANDARD_IA lifecycle_transition': null } }))).toMatchObject({
      applied: [],
      oneOff: [],
      skipped: [
        {
          resourceId: 'cold',
          reason: 'no price for what takes its place, or for what the change costs once',
        },
      ],
      estate: { resources: [{ id: 'cold' }] },
    });
  });
});
