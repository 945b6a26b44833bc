/** Which nodes of a cache may go, and which stay. */

import { describe, expect, test } from 'vitest';
import type { ResourceBase } from '../../../../src/engine/estate/estate.ts';
import { createSimulator } from '../../../../src/engine/simulate/simulate.ts';
import { metered, type NodeShape, nodeShape } from '../../../helpers/metered-usage.ts';
import { testBook, UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, estateOf, flat, move, other, plan, utilization } from '../../estates.ts';

const LEVER = 'cache-single-az';
const ARN = 'arn:aws:elasticache:us-east-1:111122223333:cluster:';

function node(id: string, shape: Partial<NodeShape> = {}, more: Partial<ResourceBase> = {}, count = 1) {
  return metered(`${ARN}${id}`, [{ shape: nodeShape(shape), hours: flat(count) }], {
    workload: 'staging',
    ...more,
  });
}

/** What it says about the second node of a group whose first is there. */
function answer(
  shape: Partial<NodeShape> = {},
  more: Partial<ResourceBase> = {},
  params: Record<string, number | boolean> = {},
  count = 1,
) {
  const estate = estateOf([node('sessions-001'), node('sessions-002', shape, more, count)]);
  return ask(LEVER, estate, `${ARN}sessions-002`, params);
}

describe('no', () => {
  test.each<readonly [string, Partial<NodeShape>, Partial<ResourceBase>, string]>([
    ['in production', {}, { workload: 'shop' }, 'production keeps its replicas'],
    [
      'for Memcached, which has no replicas',
      { engine: 'memcached', nodeClass: 'cache.m5.large' },
      {},
      'Redis and Valkey have replicas; the bill names another engine, or none',
    ],
    [
      'where the name tells nothing',
      {},
      { name: 'sessions' },
      'not named like a member of a replication group',
    ],
    ['in a Region without prices', { region: UNKNOWN_REGION }, {}, 'no price for the node'],
    [
      'for a replica that serves reads',
      {},
      { utilization: utilization({ cpu: { p95: 0.55 } }) },
      'serves reads: 55 % of its CPU (p95)',
    ],
  ])('%s', (_name, shape, more, reason) => {
    expect(answer(shape, more)).toEqual({ eligible: false, reason });
  });

  test('for several nodes in one charge: they may be shards', () => {
    expect(answer({}, {}, {}, 2)).toMatchObject({
      reason: 'several nodes in one charge: replicas cannot be told from shards',
    });
  });

  test('for the first node of a shard, whatever its number', () => {
    const estate = estateOf([node('sessions-002'), node('sessions-003')]);

    expect(ask(LEVER, estate, `${ARN}sessions-002`)).toMatchObject({
      reason: 'the node of its shard that stays',
    });
    expect(ask(LEVER, estate, `${ARN}sessions-003`)).toMatchObject({ evidence: 'inferred' });
  });

  test('for what is no cache', () => {
    const estate = estateOf([other('x-002', '5', { workload: 'staging' })]);

    expect(ask(LEVER, estate, 'x-002')).toMatchObject({ reason: 'no cache node' });
  });
});

describe('yes', () => {
  test('outside production, to replicas of every shard', () => {
    const ids = ['sessions-0001-001', 'sessions-0001-002', 'sessions-0002-001', 'sessions-0002-002'];
    const estate = estateOf(ids.map(id => node(id)));
    const goes = ids.filter(id => 'effect' in ask(LEVER, estate, `${ARN}${id}`));

    expect(goes).toEqual(['sessions-0001-002', 'sessions-0002-002']);
  });

  test('in production when asked to', () => {
    expect(answer({}, { workload: 'shop' }, { allowProduction: true })).toMatchObject({
      why: 'production: replica 2 of a shard, by its name',
    });
  });

  test('terminates the node and loses its standby', () => {
    const found = answer();

    expect(found).toMatchObject({
      effect: { kind: 'terminate', resourceId: `${ARN}sessions-002` },
      risks: [
        { kind: 'database-deployment', multiAz: false },
        { kind: 'change-event', multiplier: 1.5 },
      ],
    });
  });

  test('saves the nodes that go: two of three for a week, 2 x 168 h x $0.20', () => {
    const estate = estateOf(['s-001', 's-002', 's-003'].map(id => node(id)));
    const run = createSimulator(estate, testBook()).run(plan([move(LEVER)]), { horizonMonths: 3 });

    expect(run.moves[0]?.savedPerMonth.toNumber()).toBeCloseTo(67.2, 6);
  });
});
