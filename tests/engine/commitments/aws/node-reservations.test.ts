/** Reserved nodes: units, engines, deployments, services with and without size flexibility. */

import { describe, expect, test } from 'vitest';
import { engineOf, nodeUnits } from '../../../../src/engine/commitments/aws/node-units.ts';
import type { ReservedNode } from '../../../../src/engine/commitments/commitment.ts';
import { nodePool, reservedNode, run, stepNames } from './orders.ts';

type Usage = NonNullable<Parameters<typeof nodePool>[2]>;

function coveredBy(
  [reservedClass, reservation]: readonly [string, Partial<ReservedNode>],
  [usedClass, usage]: readonly [string, Usage],
) {
  const { uncovered } = run({
    pools: [nodePool('n', usedClass, { quantity: 4, ...usage })],
    commitments: [reservedNode('r', reservedClass, reservation)],
  });
  return 4 - uncovered.n!;
}

describe('RDS', () => {
  test.each(['mysql', 'MariaDB', 'postgres', 'PostgreSQL'])('%s is size-flexible', engine => {
    expect(coveredBy(['db.r5.xlarge', { engine }], ['db.r5.large', { engine }])).toBe(2);
  });

  test.each<[string, ReservedNode['licence'], number]>([
    ['oracle-ee', 'byol', 2],
    ['oracle-se2', 'included', 0],
    ['oracle-se2', null, 0],
    ['sqlserver-se', 'included', 0],
    ['sqlserver-web', 'byol', 0],
    ['db2-se', 'byol', 0],
  ])('%s with licence %s covers %i of two halves', (engine, licence, covered) => {
    expect(coveredBy(['db.r5.xlarge', { engine, licence }], ['db.r5.large', { engine, licence }])).toBe(
      covered,
    );
  });

  test.each<[string, readonly [string, Partial<ReservedNode>], readonly [string, Usage], number]>([
    [
      'the exact class without flexibility',
      ['db.r5.large', { engine: 'sqlserver-se' }],
      ['db.r5.large', { engine: 'sqlserver-se' }],
      1,
    ],
    [
      'not another deployment without flexibility',
      ['db.r5.large', { engine: 'sqlserver-se' }],
      ['db.r5.large', { engine: 'sqlserver-se', deployment: 'multi-az' }],
      0,
    ],
    [
      'not own licence for a licence included',
      ['db.r5.large', { engine: 'oracle-ee', licence: 'byol' }],
      ['db.r5.large', { engine: 'oracle-ee', licence: 'included' }],
      0,
    ],
    [
      'open source engines have no licence to compare',
      ['db.r5.large', { licence: null }],
      ['db.r5.large', { licence: 'included' }],
      1,
    ],
    ['half of a Multi-AZ instance', ['db.r5.large', {}], ['db.r5.large', { deployment: 'multi-az' }], 0.5],
    [
      'a third of a Multi-AZ cluster',
      ['db.r5.large', {}],
      ['db.r5.large', { deployment: 'multi-az-cluster' }],
      1 / 3,
    ],
    [
      'two instances by one Multi-AZ reservation',
      ['db.r5.large', { deployment: 'multi-az' }],
      ['db.r5.large', {}],
      2,
    ],
    ['not another engine', ['db.r5.large', { engine: 'mysql' }], ['db.r5.large', { engine: 'mariadb' }], 0],
    ['not another class type', ['db.r5.large', {}], ['db.r6g.large', {}], 0],
    ['not another Region', ['db.r5.large', { region: 'eu-west-1' }], ['db.r5.large', {}], 0],
    ['not another service', ['db.r5.large', { service: 'aurora' }], ['db.r5.large', {}], 0],
    [
      'a class without units by its exact name',
      ['db.r5.2xlarge.tpc2.mem4x', { engine: 'oracle-ee', licence: 'byol' }],
      ['db.r5.2xlarge.tpc2.mem4x', { engine: 'oracle-ee', licence: 'byol' }],
      1,
    ],
  ])('%s', (_name, reservation, usage, covered) => {
    expect(coveredBy(reservation, usage)).toBeCloseTo(covered, 12);
  });
});

describe('other services', () => {
  const on = (service: ReservedNode['service'], engine: string | null = null) => ({ service, engine });
  test.each<[string, readonly [string, Partial<ReservedNode>], readonly [string, Usage], number]>([
    ['Aurora', ['db.r6g.xlarge', on('aurora', 'aurora-mysql')], ['db.r6g.large', on('aurora', 'mysql')], 2],
    [
      'Aurora I/O-Optimized',
      ['db.r6g.large', { ...on('aurora', 'mysql'), count: 13 }],
      ['db.r6g.large', { ...on('aurora', 'mysql'), isIoOptimized: true, quantity: 4 }],
      4,
    ],
    [
      'Aurora I/O-Optimized in part',
      ['db.r6g.large', on('aurora', 'mysql')],
      ['db.r6g.large', { ...on('aurora', 'mysql'), isIoOptimized: true }],
      1 / 1.3,
    ],
    [
      'ElastiCache Redis OSS on Redis OSS',
      ['cache.r7g.xlarge', on('elasticache', 'redis')],
      ['cache.r7g.large', on('elasticache', 'Redis OSS')],
      2,
    ],
    [
      'ElastiCache Redis OSS on Valkey',
      ['cache.r7g.xlarge', on('elasticache', 'redis')],
      ['cache.r7g.large', on('elasticache', 'valkey')],
      2.5,
    ],
    [
      'ElastiCache Valkey on Valkey',
      ['cache.r7g.xlarge', on('elasticache', 'valkey')],
      ['cache.r7g.large', on('elasticache', 'valkey')],
      2,
    ],
    [
      'ElastiCache Valkey on Redis OSS',
      ['cache.r7g.xlarge', on('elasticache', 'valkey')],
      ['cache.r7g.large', on('elasticache', 'redis')],
      0,
    ],
    [
      'ElastiCache Memcached on Valkey',
      ['cache.r7g.xlarge', on('elasticache', 'memcached')],
      ['cache.r7g.large', on('elasticache', 'valkey')],
      0,
    ],
    [
      'MemoryDB Redis OSS on Valkey',
      ['db.r7g.xlarge', on('memorydb', 'redis')],
      ['db.r7g.large', on('memorydb', 'valkey')],
      8 / 2.8,
    ],
    ['Redshift exact', ['ra3.4xlarge', on('redshift')], ['ra3.4xlarge', on('redshift')], 1],
    ['Redshift other size', ['ra3.4xlarge', on('redshift')], ['ra3.xlplus', on('redshift')], 0],
    [
      'OpenSearch exact, older name',
      ['r5.large.search', on('opensearch')],
      ['r5.large.elasticsearch', on('opensearch')],
      1,
    ],
    [
      'OpenSearch other size',
      ['r5.xlarge.search', on('opensearch')],
      ['r5.large.search', on('opensearch')],
      0,
    ],
    ['DocumentDB exact', ['db.r6g.large', on('documentdb')], ['db.r6g.large', on('documentdb')], 1],
    ['DocumentDB other size', ['db.r6g.xlarge', on('documentdb')], ['db.r6g.large', on('documentdb')], 0],
    ['Neptune other size', ['db.r6g.xlarge', on('neptune')], ['db.r6g.large', on('neptune')], 0],
  ])('%s', (_name, reservation, usage, covered) => {
    expect(coveredBy(reservation, usage)).toBeCloseTo(covered, 12);
  });

  test('Redshift reservations are pooled over clusters and accounts', () => {
    const node = (id: string, account: string, quantity: number) =>
      nodePool(id, 'ds2.xlarge', { service: 'redshift', engine: null, account, quantity });
    const { used } = run({
      pools: [node('one', 'A', 6), node('two', 'B', 10)],
      commitments: [reservedNode('r', 'ds2.xlarge', { service: 'redshift', engine: null, count: 16 })],
    });
    expect(used.r).toBe(16);
  });
});

test('the owner first, the smallest units first, Valkey reservations before Redis OSS', () => {
  const cache = (id: string, nodeClass: string, engine: string, account = 'A') =>
    nodePool(id, nodeClass, { service: 'elasticache', engine, account });
  expect(
    stepNames({
      pools: [
        cache('redis', 'cache.r7g.large', 'redis'),
        cache('valkey', 'cache.r7g.large', 'valkey'),
        cache('b', 'cache.r7g.medium', 'valkey', 'B'),
      ],
      commitments: [
        reservedNode('a-redis', 'cache.r7g.xlarge', { service: 'elasticache', engine: 'redis' }),
        reservedNode('b-valkey', 'cache.r7g.xlarge', { service: 'elasticache', engine: 'valkey' }),
      ],
    }),
  ).toEqual(['b-valkey -> valkey', 'a-redis -> valkey', 'a-redis -> redis', 'b-valkey -> b', 'a-redis -> b']);
});

test.each([
  ['micro', 0.5, 1, 1.5],
  ['large', 4, 8, 12],
  ['24xlarge', 192, 384, 576],
])('db %s is %f units alone, %f in Multi-AZ, %f in a Multi-AZ cluster', (size, ...units) => {
  const deployments = ['single-az', 'multi-az', 'multi-az-cluster'] as const;
  const spec = {
    service: 'rds',
    nodeClass: `db.m5.${size}`,
    engine: 'mysql',
    licence: null,
    region: 'x',
  } as const;
  expect(deployments.map(deployment => nodeUnits({ ...spec, deployment }))).toEqual(units);
});

test.each([
  ['aurora', 'Aurora PostgreSQL', 'postgresql'],
  ['aurora', 'aurora', 'mysql'],
  ['rds', 'postgres', 'postgresql'],
  ['elasticache', 'Redis OSS', 'redis'],
  ['redshift', null, null],
] as const)('the engine of %s %s is %s', (service, engine, name) => {
  expect(engineOf({ service, engine })).toBe(name);
});
