/** Groups of machines, databases, nodes, functions and tables for the levers that schedule and rightsize. */

import fc from 'fast-check';
import type { UsageShape } from '../../../src/engine/commitments/usage.ts';
import type { Percentiles, Utilization } from '../../../src/engine/estate/estate.ts';
import {
  database,
  flat,
  instance,
  officeHours,
  other,
  REGION,
  utilization,
  volume,
} from '../../engine/estates.ts';
import { metered, meterShape, nodeShape } from '../metered-usage.ts';
import type { Named } from './index.ts';

/** What bills say of a vCPU-hour and a GB-hour of Fargate, a GB-second and a million requests of Lambda. */
export const RIGHTSIZE_PRICES: readonly (readonly [UsageShape, number])[] = [
  [meterShape('AWSFargate', 'Fargate-GB-Hours'), 0.004],
  [meterShape('AWSLambda', 'Lambda-GB-Second'), 0.00002],
  [meterShape('AWSLambda', 'Lambda-GB-Second-ARM'), 0.000016],
  [meterShape('AWSLambda', 'Request'), 0.0000002],
];

const shares = (high: number) => fc.integer({ min: 1, max: high * 1000 }).map(value => value / 1000);

/** Quantiles that grow up to a peak; now and then without a p99, or not at all. */
const peaks: fc.Arbitrary<Partial<Percentiles>> = fc
  .tuple(fc.oneof({ weight: 5, arbitrary: shares(0.35) }, shares(1)), fc.integer({ min: 0, max: 9 }))
  .map(([peak, form]) => {
    if (form === 0) return {};
    if (form === 1) return { max: peak };
    return { p50: peak / 4, p95: peak / 2, p99: peak, max: Math.min(1, peak * 1.4) };
  });

const machineMetrics: fc.Arbitrary<Utilization | null> = fc.option(
  fc
    .record({
      observedDays: fc.constantFrom(30, 30, 30, 30, 3, null),
      cpu: peaks,
      memory: peaks,
      connections: fc.constantFrom(null, 50, 900),
      freeable: fc.constantFrom(null, null, 2, 12),
    })
    .map(({ connections, freeable, ...metrics }) => ({
      ...utilization(metrics),
      ...(connections === null ? {} : { connections: { p50: null, p95: null, p99: null, max: connections } }),
      freeableMemoryGibMin: freeable,
    })),
  { nil: null, freq: 12 },
);

type Place = fc.Arbitrary<{ readonly workload: string; readonly account: string }>;

const place: Place = fc.record({
  workload: fc.constantFrom('shop', 'shop', 'vault', 'staging', 'lab'),
  account: fc.constantFrom('1', '2'),
});
const nonProduction: Place = fc.record({
  workload: fc.constantFrom('staging', 'staging', 'lab', 'shop', 'unallocated'),
  account: fc.constantFrom('1', '2'),
});
const hours = fc.constantFrom(flat(1), flat(1), flat(3), officeHours(), flat(0));

/** Machines of few groups, most of them calm: only together they can be fewer. */
function groupMembers(tagsOf: (group: string) => Readonly<Record<string, string>>): fc.Arbitrary<Named> {
  return fc
    .record({
      group: fc.constantFrom(...Array<string>(12).fill('web'), 'api'),
      workload: fc.constantFrom(...Array<string>(12).fill('shop'), 'staging'),
      zone: fc.constantFrom(...Array<string>(12).fill(`${REGION}a`), `${REGION}b`),
      instanceType: fc.constantFrom(...Array<string>(40).fill('m5.xlarge'), 'x9.large'),
      hours: fc.constantFrom(...Array<Float64Array>(40).fill(flat(1)), flat(0.5)),
      cpu: fc.oneof({ weight: 20, arbitrary: shares(0.2) }, shares(1)),
      isObserved: fc.constantFrom(...Array<boolean>(40).fill(true), false),
    })
    .map(({ group, workload, zone, instanceType, hours: running, cpu, isObserved }) => id => {
      const metrics = utilization({ cpu: { p50: cpu / 2, p99: cpu, max: cpu }, memory: { max: cpu } });
      return instance(
        id,
        { instanceType, hours: running },
        {
          workload,
          account: '1',
          availabilityZone: zone,
          tags: tagsOf(group),
          utilization: isObserved ? metrics : null,
        },
      );
    });
}

const databases = (at: Place): fc.Arbitrary<Named> =>
  fc
    .record({
      instanceClass: fc.constantFrom(...Array<string>(6).fill('db.m5.xlarge'), 'db.m5.large', 'db.x9.large'),
      engine: fc.constantFrom(...Array<string>(6).fill('postgresql'), 'sqlserver-se', 'other-engine'),
      multiAz: fc.boolean(),
      isCommitted: fc.constantFrom(...Array<boolean>(7).fill(false), true),
      hours,
      at,
      metrics: machineMetrics,
    })
    .map(
      ({ at: where, metrics, ...shape }) =>
        id =>
          database(id, { ...where, ...shape, utilization: metrics }),
    );

function nodes(shapes: readonly UsageShape[], at: Place): fc.Arbitrary<Named> {
  return fc.record({ shape: fc.constantFrom(...shapes), hours, at, metrics: machineMetrics }).map(
    ({ shape, hours: running, at: where, metrics }) =>
      id =>
        metered(id, [{ shape, hours: running }], { ...where, utilization: metrics }),
  );
}

const CACHES = ['cache.r5.xlarge', 'cache.r5.xlarge', 'cache.r5.large', 'cache.x9.large'].map(nodeClass =>
  nodeShape({ nodeClass }),
);
const SEARCH = ['r5.xlarge.search', 'r5.xlarge.search', 'r5.large.search'].map(nodeClass =>
  nodeShape({ service: 'opensearch', nodeClass, engine: null }),
);
const CLUSTERS = [
  nodeShape({ service: 'redshift', nodeClass: 'ra3.xlplus', engine: null }),
  nodeShape({ service: 'documentdb', nodeClass: 'db.r7g.large', engine: null }),
  meterShape('AWSFargate', 'Fargate-vCPU-Hours:perCPU'),
  meterShape('AmazonSageMaker', 'ml.m5.large'),
];

const volumes: fc.Arbitrary<Named> = fc
  .record({
    volumeType: fc.constantFrom('gp3', 'gp3', 'io1', 'gp2', 'io2'),
    sizeGib: fc.integer({ min: 4, max: 4000 }),
    iops: fc.integer({ min: 3000, max: 16_000 }),
    throughputMibps: fc.integer({ min: 125, max: 1000 }),
    seenIops: fc.option(fc.integer({ min: 0, max: 12_000 }), { nil: null, freq: 9 }),
    seenMibps: fc.option(fc.integer({ min: 0, max: 800 }), { nil: null, freq: 9 }),
    place,
  })
  .map(({ volumeType, sizeGib, iops, throughputMibps, seenIops, seenMibps, place: at }) => id => {
    const isProvisioned = volumeType !== 'gp2';
    return volume(id, {
      ...at,
      volumeType,
      sizeGib,
      iops: isProvisioned ? iops : null,
      throughputMibps: volumeType === 'gp3' ? throughputMibps : null,
      utilization: utilization({ iops: { max: seenIops }, throughputMibps: { max: seenMibps } }),
    });
  });

const functions: fc.Arbitrary<Named> = fc
  .record({
    items: fc.constantFrom(...[['Lambda-GB-Second'], ['Lambda-GB-Second'], ['Lambda-GB-Second-ARM']], [
      'Lambda-GB-Second',
      'Lambda-GB-Second-ARM',
    ]),
    perHour: fc.integer({ min: 1, max: 100_000 }),
    durationMs: fc.constantFrom(null, 100, 2000),
    metrics: machineMetrics,
    place,
  })
  .map(({ items, perHour, durationMs, metrics, place: at }) => id => {
    const uses = [...items, 'Request'].map(item => ({
      shape: meterShape('AWSLambda', item),
      unit: 'gb-second',
      hours: flat(perHour),
    }));
    const duration = { p50: durationMs, p95: null, p99: null, max: null };
    return metered(id, uses, { ...at, utilization: metrics && { ...metrics, durationMs: duration } });
  });

const tasks: fc.Arbitrary<Named> = fc
  .record({
    vcpus: fc.constantFrom(0.25, 1, 4, 16),
    gbPerVcpu: fc.constantFrom(2, 2, 3, 8),
    metrics: machineMetrics,
    place,
  })
  .map(
    ({ vcpus, gbPerVcpu, metrics, place: at }) =>
      id =>
        metered(
          id,
          [
            {
              shape: meterShape('AWSFargate', 'Fargate-vCPU-Hours:perCPU'),
              unit: 'vcpu-hour',
              hours: flat(vcpus),
            },
            {
              shape: meterShape('AWSFargate', 'Fargate-GB-Hours'),
              unit: 'gb-hour',
              hours: flat(vcpus * gbPerVcpu),
            },
          ],
          { ...at, utilization: metrics },
        ),
  );

const tables: fc.Arbitrary<Named> = fc
  .record({
    gib: fc.integer({ min: 1, max: 5000 }),
    usageType: fc.constantFrom('TimedStorage-ByteHrs', 'EU-TimedStorage-ByteHrs', 'IA-TimedStorage-ByteHrs'),
    perGib: fc.constantFrom(0.25, 0.25, 0.05),
    place,
  })
  .map(({ gib, usageType, perGib, place: at }) => id => {
    const cost = gib * perGib;
    return other(id, String(cost), {
      ...at,
      serviceCode: 'AmazonDynamoDB',
      meters: [
        {
          serviceCode: 'AmazonDynamoDB',
          usageType,
          operation: 'StandardStorage',
          unit: 'GB-Mo',
          quantity: gib,
          cost,
        },
      ],
    });
  });

const consumed = fc
  .tuple(fc.constantFrom(0.5, 5, 50), fc.constantFrom(1, 1.5, 3, 40))
  .map(([p50, ratio]) => ({ p50, p95: p50 * ratio, p99: p50 * ratio, max: p50 * ratio }));

/** Tables in both modes, idle, steady and peaky; now and then one of which nothing was observed. */
const capacityTables: fc.Arbitrary<Named> = fc
  .record({
    isProvisioned: fc.boolean(),
    read: consumed,
    write: consumed,
    /** Capacity over the highest use, and share of the use that is billed. */
    capacity: fc.constantFrom(1, 2, 20),
    isObserved: fc.constantFrom(...Array<boolean>(7).fill(true), false),
    place,
  })
  .map(({ isProvisioned, read, write, capacity, isObserved, place: at }) => id => {
    const item = (kind: string) => (isProvisioned ? `${kind}CapacityUnit-Hrs` : `${kind}RequestUnits`);
    const units = (seen: { readonly p50: number; readonly max: number }) =>
      isProvisioned ? seen.max * capacity : seen.p50 * 3600;
    const uses = [
      {
        shape: meterShape('AmazonDynamoDB', item('Read')),
        unit: 'request-unit',
        hours: flat(units(read)),
      },
      {
        shape: meterShape('AmazonDynamoDB', item('Write')),
        unit: 'request-unit',
        hours: flat(units(write)),
      },
    ];
    const seen = { ...utilization({}), readCapacityUnits: read, writeCapacityUnits: write };
    return metered(id, uses, { ...at, utilization: isObserved ? seen : null });
  });

/** By lever id. */
export const RIGHTSIZE_SAMPLES: Readonly<Record<string, fc.Arbitrary<Named>>> = {
  'schedule-databases': databases(nonProduction),
  'schedule-clusters': nodes([...CLUSTERS, ...CLUSTERS, ...CACHES], nonProduction),
  'rightsize-auto-scaling-group': groupMembers(group => ({ 'aws:autoscaling:groupName': group })),
  'kubernetes-bin-packing': groupMembers(group => ({ 'aws:eks:cluster-name': group })),
  'rightsize-database': databases(place),
  'rightsize-cache': nodes(CACHES, place),
  'rightsize-search': nodes(SEARCH, place),
  'ebs-provisioned-performance': volumes,
  'lambda-memory': functions,
  'fargate-task-size': tasks,
  'dynamodb-table-class': tables,
  'dynamodb-capacity-mode': capacityTables,
};
