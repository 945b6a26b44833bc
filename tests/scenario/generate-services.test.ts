/** Services of a company reach the bill under the names, operations, units and prices that AWS gives them. */

import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { companySchema } from '../../src/scenario/company.ts';
import { coverUsage } from '../../src/scenario/cover-usage.ts';
import { generateUsage, monthOfCompany } from '../../src/scenario/generate-usage.ts';

const book = openEmbeddedBook();
/** October has 744 hours and 31 days. */
const EMPTY = {
  schema: 'trimtab/company/1',
  name: 'Empty',
  month: '2026-10',
  region: 'us-east-1',
  zones: ['us-east-1a'],
  payer: '111122223333',
  accounts: { main: '444455556666' },
  peakHour: 12,
  observedDays: 40,
  fleets: [],
};
const at = { account: 'main', name: 'x' };
const usageOf = (more: object) => {
  const company = companySchema.parse({ ...EMPTY, ...more });
  return { company, usage: generateUsage(company, '1', book) };
};

/** A line as: service, meter, operation, units of the month, USD of the month. */
function linesOf(more: object) {
  return usageOf(more).usage.lines.map(({ service, usageType, operation, quantities, rate }) => {
    const units = quantities.reduce((sum, each) => sum + each, 0);
    return [service, usageType, operation, Number(units.toFixed(6)), Number((units * rate).toFixed(2))];
  });
}

describe('lines', () => {
  test.each<readonly [string, object, readonly (readonly unknown[])[]]>([
    [
      'a NAT gateway: 0.045 an hour and a GB',
      { natGateways: [{ ...at, gb: 1000 }] },
      [
        ['AmazonEC2', 'NatGateway-Hours', 'NatGateway', 744, 33.48],
        ['AmazonEC2', 'NatGateway-Bytes', 'NatGateway', 1000, 45],
      ],
    ],
    [
      'an idle gateway has no line of bytes',
      { natGateways: [{ ...at, gb: 0 }] },
      [['AmazonEC2', 'NatGateway-Hours', 'NatGateway', 744, 33.48]],
    ],
    [
      'a load balancer: 0.0225 an hour, 0.008 a unit',
      { loadBalancers: [{ ...at, lcuPerHour: 10 }] },
      [
        ['AWSELB', 'LoadBalancerUsage', 'LoadBalancing:Application', 744, 16.74],
        ['AWSELB', 'LCUUsage', 'LoadBalancing:Application', 7440, 59.52],
      ],
    ],
    [
      'addresses: 0.005 an hour, in use or not',
      {
        addresses: [
          { ...at, state: 'idle' },
          { ...at, state: 'in-use' },
        ],
      },
      [
        ['AmazonVPC', 'PublicIPv4:IdleAddress', 'AllocateAddressVPC', 744, 3.72],
        ['AmazonVPC', 'PublicIPv4:InUseAddress', 'AssociateAddressVPC', 744, 3.72],
      ],
    ],
    [
      'a snapshot and a volume without a machine',
      { snapshots: [{ ...at, gib: 100 }], volumes: [{ ...at, type: 'gp2', gib: 100 }] },
      [
        ['AmazonEC2', 'EBS:SnapshotUsage', 'CreateSnapshot', 100, 5],
        ['AmazonEC2', 'EBS:VolumeUsage.gp2', 'CreateVolume-Gp2', 100, 10],
      ],
    ],
    [
      'a log group that nothing writes to any more',
      { logGroups: [{ ...at, ingestedGb: 0, storedGb: 100 }] },
      [['AmazonCloudWatch', 'TimedStorage-ByteHrs', 'HourlyStorageMetering', 100, 3]],
    ],
    [
      'a table on demand: 0.125 and 0.625 a million',
      { tables: [{ ...at, mode: 'on-demand', reads: 8e6, writes: 4e6, storageGib: 100 }] },
      [
        ['AmazonDynamoDB', 'ReadRequestUnits', 'PayPerRequestThroughput', 8e6, 1],
        ['AmazonDynamoDB', 'WriteRequestUnits', 'PayPerRequestThroughput', 4e6, 2.5],
        ['AmazonDynamoDB', 'TimedStorage-ByteHrs', 'StandardStorage', 100, 25],
      ],
    ],
    [
      'a provisioned table: 0.00013 and 0.00065 an hour',
      { tables: [{ ...at, mode: 'provisioned', reads: 100, writes: 100 }] },
      [
        ['AmazonDynamoDB', 'ReadCapacityUnit-Hrs', 'CommittedThroughput', 74_400, 9.67],
        ['AmazonDynamoDB', 'WriteCapacityUnit-Hrs', 'CommittedThroughput', 74_400, 48.36],
      ],
    ],
    [
      'a task of Fargate: 0.04048 a vCPU, 0.004445 a GB',
      { tasks: [{ ...at, vcpus: 2, memoryGib: 4 }] },
      [
        ['AmazonECS', 'USE1-Fargate-vCPU-Hours:perCPU', 'FargateTask', 1488, 60.23],
        ['AmazonECS', 'USE1-Fargate-GB-Hours', 'FargateTask', 2976, 13.23],
      ],
    ],
    [
      'a cluster in extended support: 0.50 on top of 0.10',
      { kubernetesClusters: [{ ...at, support: 'extended' }] },
      [
        ['AmazonEKS', 'USE1-AmazonEKS-Hours:perCluster', 'CreateOperation', 744, 74.4],
        ['AmazonEKS', 'USE1-AmazonEKS-Hours:extendedSupport', 'ExtendedSupport', 744, 372],
      ],
    ],
    [
      'Aurora on I/O-Optimized: 0.225 a GB, no I/O, instances at 1.3 x 1.038',
      {
        auroraClusters: [
          {
            ...at,
            engine: 'aurora-postgresql',
            class: 'db.r6g.2xlarge',
            instances: 1,
            storageGib: 100,
            configuration: 'io-optimized',
            ioMillions: 50,
          },
        ],
      },
      [
        ['AmazonRDS', 'Aurora:IO-OptimizedStorageUsage', 'CreateDBCluster:0021', 100, 22.5],
        ['AmazonRDS', 'InstanceUsageIOOptimized:db.r6g.2xlarge', 'CreateDBInstance:0021', 744, 1003.95],
      ],
    ],
    [
      'SQL Server on RDS with a version past its support: 0.10 a vCPU, a standby pays too',
      {
        databases: [
          {
            ...at,
            workload: 'w',
            class: 'db.r5.2xlarge',
            engine: 'sqlserver-ee',
            multiAz: true,
            storage: { type: 'gp2', gib: 100 },
            extendedSupport: { version: 'SQLServer13', vcpus: 8 },
          },
        ],
      },
      [
        ['AmazonRDS', 'Multi-AZUsage:db.r5.2xlarge', 'CreateDBInstance:0015', 744, 7442.98],
        ['AmazonRDS', 'RDS:Multi-AZ-GP2-Storage', 'CreateDBInstance:0015', 100, 23],
        ['AmazonRDS', 'ExtendedSupport:Yr1-Yr2:SQLServer13', 'CreateDBInstance:0015', 11_904, 1190.4],
      ],
    ],
    [
      'Windows with SQL Server Enterprise: 0.046 and 0.375 a vCPU on top of 1.008',
      {
        fleets: [
          {
            ...at,
            workload: 'w',
            type: 'r5.4xlarge',
            count: 1,
            operatingSystem: 'windows-sql-enterprise',
            cpu: [1, 2, 3, 4],
          },
        ],
      },
      [['AmazonEC2', 'BoxUsage:r5.4xlarge', 'RunInstances:0102', 744, 5761.54]],
    ],
  ])('%s', (_name, more, expected) => {
    expect(linesOf(more)).toEqual(expected);
  });

  test('broken uploads: half of their parts were sent, and what they left is stored and in no list', () => {
    const bucket = {
      workload: 'w',
      account: 'main',
      name: 'b',
      gib: 1000,
      objectKib: 1024,
      smallObjectPercent: 0,
      ages: [{ fromDays: 0, percent: 100, readPercent: 0 }],
      unlistedGib: 100,
      uploads: { completedThousands: 10, brokenThousands: 2, parts: 50 },
    };
    expect(linesOf({ buckets: [bucket] })).toEqual([
      ['AmazonS3', 'TimedStorage-ByteHrs', 'StandardStorage', 1100, 25.3],
      ['AmazonS3', 'Requests-Tier1', 'InitiateMultipartUpload', 12_000, 0.06],
      ['AmazonS3', 'Requests-Tier1', 'UploadPart', 550_000, 2.75],
      ['AmazonS3', 'Requests-Tier1', 'CompleteMultipartUpload', 10_000, 0.05],
    ]);
    const [metrics] = usageOf({ buckets: [bucket] }).usage.metrics;
    expect(metrics?.utilization.objectAges).toMatchObject([{ storageGib: 1000 }]);
  });
});

describe('metrics', () => {
  test('what was observed goes with its resource, for the days that the company says; the rest is unknown', () => {
    const { usage } = usageOf({
      natGateways: [{ ...at, count: 2, gb: 0, bytesPerSecond: [0, 0, 0, 5] }],
      tables: [{ ...at, mode: 'on-demand', reads: 1, writes: 1, writesPerSecond: [1, 2, 3, 4] }],
      snapshots: [
        { ...at, gib: 1, takenOn: '2025-01-31' },
        { ...at, gib: 1 },
      ],
    });
    const known = usage.metrics.map(({ utilization }) => utilization);
    expect(known).toHaveLength(4);
    for (const { observedDays } of known) expect(observedDays).toBe(40);
    expect(known[0]?.bytesProcessed).toEqual({ p50: 0, p95: 0, p99: 0, max: 5 });
    expect(known[2]).toMatchObject({ lastAccess: '2025-01-31' });
    expect(known[3]).toMatchObject({ writeCapacityUnits: { p50: 1, p99: 3 } });
    expect(known[3]).not.toHaveProperty('readCapacityUnits');
  });
});

describe('companies that nobody has', () => {
  test.each<readonly [string, object, RegExp]>([
    ['with a million gateways', { natGateways: [{ ...at, count: 1_000_000, gb: 1 }] }, /5000/],
    [
      'with too many of a kind together',
      { addresses: [1, 2].map(() => ({ ...at, count: 4000, state: 'idle' })) },
      /more than 5000 of a kind/,
    ],
    ['with a table of nowhere', { tables: [{ ...at, mode: 'free', reads: 1, writes: 1 }] }, /on-demand/],
    ['with a day that does not exist', { snapshots: [{ ...at, gib: 1, takenOn: '2025-02-30' }] }, /takenOn/],
    ['with an endless amount', { natGateways: [{ ...at, gb: 1e308 }] }, /gb/],
  ])('%s', (_name, more, message) => {
    const parsed = companySchema.safeParse({ ...EMPTY, ...more });
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error?.issues)).toMatch(message);
  });

  test('in a Region without prices', () => {
    expect(() => usageOf({ region: 'xx-nowhere-9', natGateways: [{ ...at, gb: 1 }] })).toThrow(
      'The price book has no price for nat_gateway zonal hour in xx-nowhere-9.',
    );
  });
});

test('a Savings Plan pays for Windows machines too, and never for SQL Server, whose plan rate is unknown', () => {
  const fleet = (name: string, operatingSystem: string) => ({
    ...at,
    name,
    workload: 'w',
    type: 'm5.2xlarge',
    count: 1,
    operatingSystem,
    cpu: [1, 2, 3, 4],
  });
  const { company, usage } = usageOf({
    fleets: [fleet('win', 'windows'), fleet('sql', 'windows-sql-standard')],
    savingsPlans: [
      { id: 'p', offering: 'compute', perHour: 50, payment: 'no-upfront', termYears: 1, start: '2026-01-01' },
    ],
  });
  const { hours } = monthOfCompany(company);
  const { runs } = coverUsage(company, usage.lines, hours, book);
  const covered = runs
    .filter(({ commitment }) => commitment >= 0)
    .map(({ line }) => usage.lines[line]?.operation);
  expect(new Set(covered)).toEqual(new Set(['RunInstances:0002']));
});
