/** What clean-up levers look for: forgotten volumes, snapshots, addresses, gateways, databases, nodes, uploads, logs. */

import fc from 'fast-check';
import type {
  MeterUse,
  ObjectAgeGroup,
  Percentiles,
  Utilization,
} from '../../../src/engine/estate/estate.ts';
import {
  ages,
  bucket,
  database,
  flat,
  officeHours,
  other,
  utilization,
  volume,
} from '../../engine/estates.ts';
import { METERED_PRICES, metered } from '../metered-usage.ts';
import { UNKNOWN_REGION } from '../test-book.ts';
import type { Named } from './index.ts';

const NOTHING: Percentiles = { p50: null, p95: null, p99: null, max: null };

/** A quantity of a meter at a price. */
export function meter(
  usageType: string,
  quantity: number,
  price: number,
  more: Partial<MeterUse> = {},
): MeterUse {
  return {
    serviceCode: 'AmazonEC2',
    usageType,
    operation: null,
    unit: null,
    quantity,
    cost: quantity * price,
    ...more,
  };
}

/** Metrics of something that is asked, or not. */
export function silence(more: Partial<Utilization> = {}): Utilization {
  return { ...utilization({ observedDays: 60 }), ...more };
}

/** The largest value of a metric. */
export function highest(max: number | null): Percentiles {
  return { ...NOTHING, max };
}

const place = fc.record({
  workload: fc.constantFrom('shop', 'shop', 'vault', 'staging'),
  account: fc.constantFrom('1', '2'),
  region: fc.constantFrom('us-east-1', 'us-east-1', 'us-east-1', 'eu-west-1', UNKNOWN_REGION),
});

/** A resource of nothing but meters, and something beside them. */
function charged(meters: fc.Arbitrary<readonly MeterUse[]>, more: fc.Arbitrary<object> = fc.constant({})) {
  return fc.tuple(place, meters, more, fc.constantFrom(0, 0.5)).map(
    ([at, list, rest, beside]): Named =>
      id => {
        const cost = list.reduce<number>((total, each) => total + each.cost, Number(beside));
        return other(id, cost.toFixed(9), { ...at, meters: list, ...rest });
      },
  );
}

const gib = fc.integer({ min: 1, max: 4000 });
const hours = fc.constantFrom(168, 84, 336);
/** Now and then, the last access is long ago, recent or unknown; observed for long or not. */
const lastAccess = fc.constantFrom(
  null,
  '2021-05-01T00:00:00Z',
  '2022-12-01T00:00:00Z',
  '2024-01-05T00:00:00Z',
);
const observedDays = fc.constantFrom(60, 60, 60, 5, null);
const zeroOrMore = fc.constantFrom(0, 0, 0, null, 3);

const accessed = lastAccess.map(each => ({
  utilization: each === null ? null : silence({ lastAccess: each }),
}));
const use = fc
  .record({
    lastAccess,
    observedDays,
    iops: zeroOrMore,
    connections: zeroOrMore,
    requests: zeroOrMore,
    bytes: zeroOrMore,
  })
  .map(each =>
    silence({
      lastAccess: each.lastAccess,
      observedDays: each.observedDays,
      iops: highest(each.iops),
      connections: highest(each.connections),
      requestsPerSecond: highest(each.requests),
      bytesProcessed: highest(each.bytes === null ? null : each.bytes * 1000),
    }),
  );
const maybeUse = fc.option(use, { nil: null, freq: 3 }).map(each => ({ utilization: each }));

const snapshots = charged(
  fc
    .tuple(gib, fc.constantFrom('', 'USE2-'))
    .map(([size, prefix]) => [meter(`${prefix}EBS:SnapshotUsage`, size, 0.05)]),
  accessed,
);
const imageSnapshots = charged(
  gib.map(size => [meter('EBS:SnapshotUsage', size, 0.05)]),
  fc
    .tuple(accessed, fc.constantFrom('ami-0123456789abcdef0', 'ami-0123456789abcdef0', 'db'))
    .map(([each, name]) => ({ ...each, name })),
);
const addresses = charged(
  fc
    .tuple(hours, fc.constantFrom(0, 0, 1, 84))
    .map(([idle, inUse]) => [
      meter('PublicIPv4:IdleAddress', idle, 0.005),
      meter('PublicIPv4:InUseAddress', inUse, 0.005),
    ]),
);
const loadBalancers = charged(
  fc
    .tuple(hours, fc.constantFrom(0, 0, 0.01, 500))
    .map(([each, units]) => [
      meter('LoadBalancerUsage', each, 0.0225, { serviceCode: 'AWSELB' }),
      meter('LCUUsage', units, 0.008, { serviceCode: 'AWSELB' }),
    ]),
  maybeUse,
);
const gateways = charged(
  fc
    .tuple(hours, fc.constantFrom(0, 0, 0.1, 900))
    .map(([each, gb]) => [meter('NatGateway-Hours', each, 0.045), meter('NatGateway-Bytes', gb, 0.045)]),
  maybeUse,
);
const logGroups = charged(
  fc
    .tuple(gib, fc.constantFrom(0, 0, 12))
    .map(([stored, written]) => [
      meter('TimedStorage-ByteHrs', stored, 0.03, { serviceCode: 'AmazonCloudWatch' }),
      meter('DataProcessing-Bytes', written, 0.5, { serviceCode: 'AmazonCloudWatch' }),
    ]),
  accessed,
);
const metrics = charged(
  fc
    .tuple(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(0.3, 0.15))
    .map(([count, price]) => [
      meter('CW:MetricMonitorUsage', count, price, { serviceCode: 'AmazonCloudWatch' }),
    ]),
);

const volumes = fc.tuple(place, fc.constantFrom('gp2', 'gp3', 'io1', 'st1', 'other'), gib, maybeUse).map(
  ([at, volumeType, sizeGib, used]): Named =>
    id =>
      volume(id, { ...at, ...used, volumeType, sizeGib, iops: volumeType === 'io1' ? 800 : null }),
);
const databases = fc
  .tuple(
    place,
    fc.constantFrom('db.m5.large', 'db.unknown'),
    fc.constantFrom(flat(1), officeHours(), flat(0)),
    maybeUse,
  )
  .map(
    ([at, instanceClass, profile, used]): Named =>
      id =>
        database(id, { ...at, ...used, instanceClass, hours: profile }),
  );
const nodeShapes = METERED_PRICES.map(([shape]) => shape).filter(({ kind }) => kind === 'aws-node');
const nodes = fc
  .tuple(place, fc.constantFrom(...nodeShapes), fc.constantFrom(flat(2), flat(0)), maybeUse)
  .map(
    ([at, shape, profile, used]): Named =>
      id =>
        metered(id, [{ shape, hours: profile }], { ...at, ...used }),
  );

const listed = fc.option(
  fc
    .integer({ min: 1, max: 4000 })
    .map((size): readonly ObjectAgeGroup[] => [ages(0, size / 4), ages(90, size)]),
  { nil: [], freq: 5 },
);
const uploads = fc
  .tuple(
    fc.integer({ min: 0, max: 5000 }),
    fc.integer({ min: 0, max: 5000 }),
    fc.integer({ min: 0, max: 50 }),
  )
  .map(([begun, completed, perUpload]) =>
    ['InitiateMultipartUpload', 'CompleteMultipartUpload', 'UploadPart'].map((operation, index) =>
      meter('Requests-Tier1', [begun, completed, begun * perUpload][index] ?? 0, 0.000005, {
        serviceCode: 'AmazonS3',
        operation,
      }),
    ),
  );
const buckets = fc.tuple(place, gib, listed, uploads).map(
  ([at, standard, objectAges, meters]): Named =>
    id =>
      bucket(id, {
        ...at,
        storage: [{ storageClass: 'STANDARD', gibMonths: standard }],
        utilization: utilization({ objectAges }),
        meters,
      }),
);

/** By lever id. */
export const CLEAN_UP_SAMPLES: Readonly<Record<string, fc.Arbitrary<Named>>> = {
  'delete-idle-databases': databases,
  'delete-idle-cache-and-search': nodes,
  'delete-unattached-volumes': volumes,
  'delete-orphaned-images': imageSnapshots,
  'delete-old-snapshots': snapshots,
  'archive-old-snapshots': snapshots,
  'release-unused-addresses': addresses,
  'delete-idle-load-balancers': loadBalancers,
  'delete-idle-nat-gateways': gateways,
  'abort-incomplete-uploads': buckets,
  'expire-noncurrent-versions': buckets,
  'delete-unused-log-groups': logGroups,
  'delete-unused-metrics': metrics,
};
