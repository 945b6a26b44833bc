/** What levers on architecture and contracts look for: replicas, zones, standbys, other Regions, tables, support, sellers. */

import fc from 'fast-check';
import type { UsageShape } from '../../../src/engine/commitments/usage.ts';
import type { ResourceBase } from '../../../src/engine/estate/estate.ts';
import { database, flat, instance, other, utilization, volume } from '../../engine/estates.ts';
import { billed, meter } from '../billed-meters.ts';
import { type MeterShape, metered, nodeShape } from '../metered-usage.ts';
import { UNKNOWN_REGION } from '../test-book.ts';
import type { Named } from './index.ts';

/** A Region that the book does not know and whose prices only the bill tells: dearer than the others. */
const DEAR_REGION = 'eu-central-1';

const DEAR_INSTANCE: UsageShape = {
  kind: 'aws-instance',
  instanceType: 'm5.large',
  region: DEAR_REGION,
  availabilityZone: null,
  operatingSystem: 'linux',
  tenancy: 'shared',
  isEmptySlot: false,
};
const DEAR_CACHE = nodeShape({ region: DEAR_REGION });
const READS: MeterShape = {
  kind: 'aws-metered',
  service: 'AmazonDynamoDB',
  region: 'us-east-1',
  item: 'ReadRequestUnits',
};
const READS_ELSEWHERE: MeterShape = { ...READS, region: UNKNOWN_REGION };

/** What bills say of these prices; the cheap Regions of the book take 0.1 and 0.2. */
export const ARCHITECTURE_SHAPE_PRICES: readonly (readonly [UsageShape, number])[] = [
  [DEAR_INSTANCE, 0.13],
  [DEAR_CACHE, 0.26],
  [READS, 0.000000125],
  [READS_ELSEWHERE, 0.000000125],
];

const place = fc.record({
  workload: fc.constantFrom('shop', 'vault', 'staging', 'staging', 'lab', 'lab'),
  account: fc.constantFrom('1', '2'),
});

/** Few places: the nodes of a cluster and the zones of a workload must come together. */
const clusterPlace = fc.record({
  workload: fc.constantFrom('staging', 'staging', 'staging', 'staging', 'shop'),
  account: fc.constant('1'),
});

const busy = fc.constantFrom(null, 0.1, 0.1, 0.7);
const cacheNodes: fc.Arbitrary<Named> = fc
  .record({
    at: clusterPlace,
    number: fc.constantFrom('001', '002', '003'),
    engine: fc.constantFrom('redis', 'redis', 'redis', 'valkey', null),
    count: fc.constantFrom(1, 1, 1, 1, 2),
    cpu: busy,
  })
  .map(
    ({ at, number, engine, count, cpu }) =>
      id =>
        metered(id, [{ shape: nodeShape({ engine }), hours: flat(count) }], {
          ...at,
          name: `sessions-${number}`,
          utilization: cpu === null ? null : utilization({ cpu: { p95: cpu } }),
        }),
  );

const zoned: fc.Arbitrary<Named> = fc
  .record({
    at: clusterPlace,
    availabilityZone: fc.constantFrom('us-east-1a', 'us-east-1b', 'us-east-1c'),
    gb: fc.constantFrom(0, 10, 4000),
    count: fc.constantFrom(1, 3, 6),
  })
  .map(
    ({ at, availabilityZone, gb, count }) =>
      id =>
        billed(
          id,
          [
            meter('DataTransfer-Regional-Bytes', gb, 0.01),
            meter('NatGateway-Hours', 168 * count, 0.045),
            meter('VpcEndpoint-Hours', 168 * count, 0.01),
          ],
          { ...at, availabilityZone },
        ),
  );

const tags = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { dr: 'warm-standby' },
  { dr: 'active-active' },
  { 'dr-role': 'standby' },
  { 'Disaster-Recovery': 'pilot light' },
  { dr: 'of course' },
);
const standbys: fc.Arbitrary<Named> = fc
  .record({ at: place, tags, kind: fc.constantFrom('instance', 'instance', 'volume', 'database', 'other') })
  .map(({ at, kind, ...rest }): Named => {
    const more: Partial<ResourceBase> = { ...at, ...rest };
    return id => {
      switch (kind) {
        case 'volume':
          return volume(id, more);
        case 'database':
          return database(id, more);
        case 'other':
          return other(id, '12', more);
        default:
          return instance(id, {}, more);
      }
    };
  });

const abroad: fc.Arbitrary<Named> = fc
  .record({
    at: place,
    region: fc.constantFrom(DEAR_REGION, DEAR_REGION, 'us-east-1', 'eu-west-1'),
    cache: fc.boolean(),
    gb: fc.constantFrom(0, 0, 10, 100),
  })
  .map(
    ({ at, region, cache, gb }): Named =>
      id => {
        const meters = gb > 0 ? [meter('DataTransfer-Regional-Bytes', gb, 0.01)] : [];
        const more = { ...at, region, meters };
        return cache
          ? metered(id, [{ shape: nodeShape({ region }), hours: flat(1) }], more)
          : instance(id, {}, more);
      },
  );

const tables: fc.Arbitrary<Named> = fc
  .record({
    at: place,
    shape: fc.constantFrom(READS, READS, READS, READS_ELSEWHERE),
    reads: fc.constantFrom(1000, 10_000_000, 80_000_000),
  })
  .map(
    ({ at, shape, reads }) =>
      id =>
        metered(id, [{ shape, hours: flat(reads), unit: 'request-unit' }], { ...at, region: shape.region }),
  );

const PLANS = [
  ['AWSSupportEnterprise', 'AWS Support (Enterprise)'],
  ['AWSSupportBusiness', 'AWS Support (Business)'],
  ['AWSEnterpriseOnRamp', 'AWS Enterprise On-Ramp'],
] as const;
const support: fc.Arbitrary<Named> = fc
  .record({ at: place, plan: fc.constantFrom(...PLANS), fee: fc.constantFrom(100, 6000, 20_000, 60_000) })
  .map(
    ({ at, plan: [serviceCode, serviceName], fee }) =>
      id =>
        billed(id, [meter('Dollar', 1, fee, { serviceCode })], {
          ...at,
          region: null,
          serviceCode,
          serviceName,
        }),
  );

const sellers: fc.Arbitrary<Named> = fc.record({ at: place, fee: fc.constantFrom(0, 10, 11_500) }).map(
  ({ at, fee }) =>
    id =>
      billed(id, [meter('MP:contract-Units', 1, fee)], {
        ...at,
        region: null,
        serviceCode: '8vl1fhxyqgl2c5x1p7vdlb6dx',
        serviceName: 'Watchtower Pro',
      }),
);

export const ARCHITECTURE_SAMPLES: Readonly<Record<string, fc.Arbitrary<Named>>> = {
  'cache-single-az': cacheNodes,
  'zones-three-to-two': zoned,
  'disaster-recovery-posture': standbys,
  'region-move': abroad,
  'read-cache': tables,
  'support-plan': support,
  'marketplace-renegotiation': sellers,
};
