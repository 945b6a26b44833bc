/** Machines, databases, nodes, functions, volumes and clusters for the levers that modernise and that use spot. */

import fc from 'fast-check';
import type { UsageShape } from '../../../src/engine/commitments/usage.ts';
import type { MeterUse } from '../../../src/engine/estate/estate.ts';
import { database, flat, instance, officeHours, REGION, utilization, volume } from '../../engine/estates.ts';
import { billed, meter } from '../billed-meters.ts';
import { metered, meterShape, nodeShape } from '../metered-usage.ts';
import { UNKNOWN_REGION } from '../test-book.ts';
import type { Named } from './index.ts';

function machine(instanceType: string): UsageShape {
  return {
    kind: 'aws-instance',
    instanceType,
    region: REGION,
    availabilityZone: null,
    operatingSystem: 'linux',
    tenancy: 'shared',
    isEmptySlot: false,
  };
}

/** SQL Server on the machines of the test book: Windows or not, and 0.4 or 0.1 USD for each vCPU. */
const SQL_SYSTEMS = [
  'windows-sql-enterprise',
  'windows-sql-standard',
  'linux-sql-enterprise',
  'linux-sql-standard',
] as const;
const SQL_PRICES: readonly (readonly [UsageShape, number])[] = [
  { type: 'm5.xlarge', vcpus: 4, linux: 0.2 },
  { type: 'm5.2xlarge', vcpus: 8, linux: 0.4 },
  { type: 'r5.xlarge', vcpus: 4, linux: 0.24 },
].flatMap(({ type, vcpus, linux }) =>
  SQL_SYSTEMS.map(operatingSystem => {
    const system = operatingSystem.startsWith('windows') ? linux + 0.05 * vcpus : linux;
    const price = system + (operatingSystem.endsWith('enterprise') ? 0.4 : 0.1) * vcpus;
    return [{ ...machine(type), operatingSystem }, price] as const;
  }),
);

const optimized = (nodeClass: string) =>
  nodeShape({ service: 'aurora', nodeClass, engine: 'aurora-mysql', isIoOptimized: true });

const gravitonDatabase = (nodeClass: string, deployment: 'single-az' | 'multi-az') =>
  nodeShape({ service: 'rds', nodeClass, engine: 'postgresql', deployment });

/** What bills say of types that the test book does not list: a fifth less for Graviton, a tenth less for AMD, the newest dearer. */
export const MODERNIZE_PRICES: readonly (readonly [UsageShape, number])[] = [
  [machine('m6g.large'), 0.08],
  [machine('m7g.large'), 0.085],
  [machine('m6g.xlarge'), 0.16],
  [machine('t4g.large'), 0.064],
  [machine('m6a.large'), 0.09],
  [machine('m7a.large'), 0.12],
  [machine('c6a.xlarge'), 0.144],
  [machine('m6i.large'), 0.1],
  [machine('c6i.xlarge'), 0.15],
  [machine('r7i.xlarge'), 0.252],
  [machine('t4.large'), 0.075],
  [gravitonDatabase('db.m6g.large', 'multi-az'), 0.36],
  [gravitonDatabase('db.m6g.large', 'single-az'), 0.18],
  [gravitonDatabase('db.m6g.xlarge', 'multi-az'), 0.72],
  [
    nodeShape({
      service: 'aurora',
      nodeClass: 'db.r5.large',
      engine: 'aurora-mysql',
      deployment: 'single-az',
    }),
    0.25,
  ],
  [optimized('db.r5.large'), 0.325],
  ...SQL_PRICES,
  [nodeShape({ nodeClass: 'cache.r6g.large' }), 0.19],
  [nodeShape({ nodeClass: 'cache.m6g.large', engine: 'memcached' }), 0.16],
  [nodeShape({ service: 'opensearch', nodeClass: 'r6g.large.search', engine: null }), 0.18],
];

const place = fc.record({
  workload: fc.constantFrom('shop', 'shop', 'vault', 'staging', 'lab'),
  account: fc.constantFrom('1', '2'),
});
const placeAnywhere = fc.record({
  workload: fc.constantFrom('shop', 'shop', 'vault', 'staging'),
  account: fc.constantFrom('1', '2'),
  region: fc.constantFrom(REGION, REGION, REGION, REGION, UNKNOWN_REGION),
});
const hours = fc.constantFrom(flat(1), flat(2), flat(3), officeHours(), flat(0));

/** Instances of a few types, some on Windows, some seen to use the network, some with the tags of groups and jobs. */
function machines(types: readonly string[]): fc.Arbitrary<Named> {
  return fc
    .record({
      instanceType: fc.constantFrom(...types),
      operatingSystem: fc.constantFrom(
        'linux' as const,
        'linux' as const,
        'linux' as const,
        'windows' as const,
      ),
      hours,
      networkMbps: fc.constantFrom(null, null, 400, 9000),
      tag: fc.constantFrom(null, 'aws:autoscaling:groupName', 'user_aws_batch_compute-environment'),
      place,
    })
    .map(
      ({ networkMbps, tag, place: at, ...usage }) =>
        id =>
          instance(id, usage, {
            ...at,
            tags: tag === null ? {} : { [tag]: 'group' },
            utilization: networkMbps === null ? null : utilization({ networkMbps: { p99: networkMbps } }),
          }),
    );
}

const databases: fc.Arbitrary<Named> = fc
  .record({
    instanceClass: fc.constantFrom(
      'db.m5.large',
      'db.m5.large',
      'db.m5.xlarge',
      'db.r5.large',
      'db.r7g.large',
    ),
    multiAz: fc.boolean(),
    isCommitted: fc.constantFrom(false, false, false, true),
    hours,
    place,
  })
  .map(
    ({ place: at, ...shape }) =>
      id =>
        database(id, { ...shape, ...at }),
  );

/** Usage of one or two of some shapes. */
function users(...shapes: readonly UsageShape[]): fc.Arbitrary<Named> {
  return fc
    .record({
      uses: fc.array(fc.record({ shape: fc.constantFrom(...shapes), hours }), { minLength: 1, maxLength: 2 }),
      place,
    })
    .map(
      ({ uses: [first, second], place: at }) =>
        id =>
          metered(id, !first ? [] : !second || second.shape === first.shape ? [first] : [first, second], at),
    );
}

const caches = users(
  nodeShape(),
  nodeShape({ nodeClass: 'cache.r5.xlarge' }),
  nodeShape({ engine: 'valkey' }),
  nodeShape({ nodeClass: 'cache.r6g.large' }),
  nodeShape({ nodeClass: 'cache.m5.large', engine: 'memcached' }),
);
const domains = users(
  nodeShape({ service: 'opensearch', nodeClass: 'r5.large.search', engine: null }),
  nodeShape({ service: 'opensearch', nodeClass: 'r5.xlarge.search', engine: null }),
  nodeShape({ service: 'opensearch', nodeClass: 'r6g.large.search', engine: null }),
);
const functions = users(
  meterShape('AWSLambda', 'Lambda-GB-Second'),
  meterShape('AWSLambda', 'Lambda-GB-Second'),
  meterShape('AWSLambda', 'Lambda-GB-Second-ARM'),
  meterShape('AWSLambda', 'Request'),
);

const fastVolumes: fc.Arbitrary<Named> = fc
  .record({
    volumeType: fc.constantFrom('io1', 'io1', 'io1', 'io2', 'gp3'),
    sizeGib: fc.integer({ min: 10, max: 4000 }),
    iops: fc.integer({ min: 100, max: 30_000 }),
    seen: fc.constantFrom(null, 0.1, 0.5, 1),
    place,
  })
  .map(({ seen, iops, place: at, ...shape }) => id => {
    const metrics =
      seen === null
        ? null
        : utilization({
            iops: { max: iops * seen },
            throughputMibps: { max: Math.min(900, iops * seen * 0.02) },
          });
    return volume(id, { ...at, ...shape, iops, utilization: metrics });
  });

const units = fc.integer({ min: 1, max: 5000 });

/** Databases whose hours the book cannot price: then the bill is all that is known, and holds the surcharge. */
const oldDatabases: fc.Arbitrary<Named> = fc
  .record({ units, isOld: fc.constantFrom(true, true, false), place: placeAnywhere })
  .map(({ units: quantity, isOld, place: at }) => id => {
    const surcharge = meter('USE1-ExtendedSupport:Yr1-Yr2:PostgreSQL11', quantity, 0.1, {
      unit: 'vCPU-Hours',
    });
    const backup = meter('RDS:ChargedBackupUsage', quantity, 0.095);
    const meters = isOld ? [surcharge, backup] : [backup];
    const cost = String(meters.reduce((total, { cost: each }) => total + each, 0));
    return database(id, {
      ...at,
      instanceClass: 'db.unknown',
      storage: [],
      meters,
      billedCost: cost,
      effectiveCost: cost,
    });
  });

const clusterHours = (usageType: string, quantity: number, price: number): MeterUse =>
  meter(usageType, quantity, price, { serviceCode: 'AmazonEKS', unit: 'Hours' });

const clusters: fc.Arbitrary<Named> = fc
  .record({ units, kind: fc.constantFrom('old', 'old', 'new', 'one meter'), place: placeAnywhere })
  .map(({ units: quantity, kind, place: at }) => id => {
    const cluster = clusterHours('AmazonEKS-Hours:perCluster', quantity, 0.1);
    if (kind === 'new') return billed(id, [cluster], at);
    if (kind === 'old')
      return billed(id, [cluster, clusterHours('AmazonEKS-Hours:extendedSupport', quantity, 0.5)], at);
    return billed(id, [clusterHours('USE1-AmazonEKS-Hours:extendedSupport', quantity, 0.6)], at);
  });

const fleet = machines([
  'm5.large',
  'm5.large',
  'm5.xlarge',
  'c5.xlarge',
  'r5.xlarge',
  't3.large',
  'g5.xlarge',
]);

/** Tasks on x86 and arm64, with and without memory of their own. */
const tasks = fc
  .record({ kind: fc.constantFrom('x86', 'x86', 'x86', 'arm', 'vcpu only', 'none'), hours, place })
  .map(
    ({ kind, hours: used, place: at }): Named =>
      id => {
        const vcpu = meterShape(
          'AWSFargate',
          kind === 'arm' ? 'Fargate-ARM-vCPU-Hours:perCPU' : 'Fargate-vCPU-Hours:perCPU',
        );
        const memory = meterShape('AWSFargate', kind === 'arm' ? 'Fargate-ARM-GB-Hours' : 'Fargate-GB-Hours');
        const shapes =
          kind === 'none'
            ? [meterShape('AWSLambda', 'Request')]
            : kind === 'vcpu only'
              ? [vcpu]
              : [vcpu, memory];
        return metered(
          id,
          shapes.map(shape => ({ shape, hours: used })),
          at,
        );
      },
  );

/** Windows machines, some of them seen to be idle or busy. */
const windows: fc.Arbitrary<Named> = fc
  .record({
    instanceType: fc.constantFrom('m5.large', 'm5.xlarge', 'm5.2xlarge', 'r5.xlarge'),
    operatingSystem: fc.constantFrom('windows' as const, 'windows' as const, 'linux' as const),
    hours,
    cpu: fc.constantFrom(null, 0.05, 0.2, 0.4, 0.95),
    place,
  })
  .map(
    ({ cpu, place: at, ...usage }) =>
      id =>
        instance(id, usage, {
          ...at,
          utilization: cpu === null ? null : utilization({ cpu: { p50: cpu / 2, p99: cpu } }),
        }),
  );

/** A cluster and an instance of it, told apart by workload: each sample is one of the two. */
const aurora: fc.Arbitrary<Named> = fc
  .record({
    isCluster: fc.boolean(),
    requests: fc.constantFrom(0, 10, 1000, 100_000, 100_000, 100_000),
    gib: fc.constantFrom(10, 500),
    hours: fc.constantFrom(flat(1), flat(1), flat(0)),
    // Few places: a cluster without an instance beside it is a no.
    workload: fc.constantFrom('shop', 'shop', 'shop', 'staging'),
  })
  .map(({ isCluster, requests, gib, hours: used, workload }) => id => {
    const at = { workload, account: '1' };
    if (!isCluster)
      return database(id, {
        ...at,
        instanceClass: 'db.r5.large',
        engine: 'aurora-mysql',
        multiAz: false,
        hours: used,
        storage: [],
      });
    return billed(
      id,
      [
        meter('Aurora:StorageUsage', gib, 0.1),
        meter('Aurora:StorageIOUsage', requests * 1_000_000, 0.0000002),
      ],
      at,
    );
  });

/** Machines with SQL Server in three editions, some of them seen to be idle, and databases of RDS with it. */
const sqlServers: fc.Arbitrary<Named> = fc
  .record({
    instanceType: fc.constantFrom('m5.xlarge', 'm5.2xlarge', 'm5.2xlarge', 'r5.xlarge'),
    operatingSystem: fc.constantFrom(...SQL_SYSTEMS, 'windows' as const),
    cpu: fc.constantFrom(null, 0.05, 0.3, 0.95),
    engine: fc.constantFrom(null, null, null, 'sqlserver-ee', 'sqlserver-se'),
    hours,
    place,
  })
  .map(({ cpu, engine, place: at, ...usage }) => id => {
    if (engine !== null)
      return database(id, { ...at, engine, instanceClass: 'db.m5.xlarge', hours: usage.hours });
    const seen = cpu === null ? null : utilization({ cpu: { p50: cpu / 2, p99: cpu } });
    return instance(id, usage, { ...at, utilization: seen });
  });

/** A calm or busy cluster on I/O-Optimized, and instances of it, told apart by workload: each sample is one of the two. */
const optimizedAurora: fc.Arbitrary<Named> = fc
  .record({
    isCluster: fc.constantFrom(true, false, false),
    iops: fc.constantFrom(1, 1, 1, 1, 1, 5000, null),
    gib: fc.constantFrom(10, 500),
    // Few places: a cluster without an instance beside it is a no.
    workload: fc.constantFrom('shop', 'shop', 'shop', 'staging'),
  })
  .map(({ isCluster, iops, gib, workload }) => id => {
    const at = { workload, account: '1' };
    if (!isCluster) return metered(id, [{ shape: optimized('db.r5.large'), hours: flat(1) }], at);
    const seen = iops === null ? null : utilization({ iops: { p50: iops, max: iops } });
    return billed(id, [meter('Aurora:IO-OptimizedStorageUsage', gib, 0.225)], { ...at, utilization: seen });
  });

/** By lever id. */
export const MODERNIZE_SAMPLES: Readonly<Record<string, fc.Arbitrary<Named>>> = {
  'ec2-graviton': fleet,
  'ec2-amd': fleet,
  'ec2-newer-generation': machines(['c5.xlarge', 'c5.xlarge', 't3.large', 'm5.large', 'r5.xlarge']),
  'rds-graviton': databases,
  'elasticache-graviton': caches,
  'redis-to-valkey': caches,
  'opensearch-graviton': domains,
  'lambda-graviton': functions,
  'ebs-io-to-gp3': fastVolumes,
  'rds-extended-support': oldDatabases,
  'eks-extended-support': clusters,
  'spot-instances': machines(['m5.large', 'c5.xlarge', 'r5.xlarge']),
  'fargate-graviton': tasks,
  'fargate-spot': tasks,
  'windows-optimize-cpus': windows,
  'windows-to-linux': windows,
  'aurora-io-optimized': aurora,
  'aurora-standard-storage': optimizedAurora,
  'sql-server-licence': sqlServers,
  'spot-batch': machines(['m5.large', 'c5.xlarge', 'r5.xlarge']),
};
