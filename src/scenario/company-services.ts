/** What a company has beside machines, databases and buckets: gateways, addresses, snapshots, logs, tables, tasks, clusters. */

import { z } from 'zod';

export const percent = z.number().min(0).max(100);
/** p50, p95, p99, max. */
export const quantiles = z.tuple([
  z.number().min(0),
  z.number().min(0),
  z.number().min(0),
  z.number().min(0),
]);
export const percentQuantiles = z.tuple([percent, percent, percent, percent]);
export const name = z.string().min(1).max(120);
export const tags = z.record(name, name).default({});
/** Amounts of a month: beyond this a bill is a mistake of typing. */
const amount = z.number().min(0).max(1e12);
const gib = z.number().min(0).max(1e9);
const count = z.number().int().min(1).max(5000).default(1);

const owned = { account: name, name, count, tags };

/** Disks that no machine has: an operation of theirs in the month would be in `iops`. */
const looseVolume = z.strictObject({
  ...owned,
  type: z.enum(['gp2', 'gp3']),
  gib: z.number().min(1).max(16_384),
  iops: quantiles.optional(),
  mibps: quantiles.optional(),
});

const natGateway = z.strictObject({
  ...owned,
  /** GB through each in a month. */
  gb: amount,
  /** Bytes a second through each. Absent: not observed. */
  bytesPerSecond: quantiles.optional(),
});

const loadBalancer = z.strictObject({
  ...owned,
  /** Capacity units of each in an hour. */
  lcuPerHour: z.number().min(0).max(100_000),
  /** Requests a second to each. Absent: not observed. */
  requestsPerSecond: quantiles.optional(),
});

/** Public IPv4 addresses: in use, or kept for nothing. */
const addresses = z.strictObject({ ...owned, state: z.enum(['in-use', 'idle']) });

const snapshots = z.strictObject({
  ...owned,
  /** Charged for each. */
  gib,
  /** Day on which they were taken. Absent: nobody has listed them. */
  takenOn: z.iso.date().optional(),
});

const logGroups = z.strictObject({
  ...owned,
  /** GB that each takes in during the month, and GB stored. */
  ingestedGb: amount,
  storedGb: amount,
  /** Day of the last line written. Absent: not observed. */
  lastWrite: z.iso.date().optional(),
});

const table = z.strictObject({
  ...owned,
  mode: z.enum(['on-demand', 'provisioned']),
  /** Request units in the month (on demand) or capacity units (provisioned), of each. */
  reads: amount,
  writes: amount,
  storageGib: gib.default(0),
  /** Units consumed a second. Absent: not observed. */
  readsPerSecond: quantiles.optional(),
  writesPerSecond: quantiles.optional(),
});

/** Tasks of Fargate that run all month. */
const task = z.strictObject({
  ...owned,
  vcpus: z.number().min(0.25).max(16),
  memoryGib: z.number().min(0.5).max(120),
  cpu: percentQuantiles.optional(),
  memory: percentQuantiles.optional(),
});

const kubernetesCluster = z.strictObject({ ...owned, support: z.enum(['standard', 'extended']) });

/** An Aurora cluster; its instances are of one class. */
const auroraCluster = z.strictObject({
  account: name,
  name,
  tags,
  engine: z.enum(['aurora-mysql', 'aurora-postgresql']),
  class: name,
  instances: z.number().int().min(1).max(16),
  storageGib: gib,
  configuration: z.enum(['standard', 'io-optimized']),
  /** What an hour costs more on I/O-Optimized, percent: published as about 30. */
  ioOptimizedSurchargePercent: percent.default(30),
  /** Millions of I/O requests in the month: billed on Standard only. */
  ioMillions: amount.default(0),
  /** I/O requests a second. Absent: not observed. */
  iops: quantiles.optional(),
});

/** Things of one kind that a company may have together: an hour of each is a line of its bill. An assumption, as for machines. */
const OF_A_KIND_MAX = 5000;

const list = <Item extends z.ZodType<{ readonly count: number }>>(item: Item) =>
  z
    .array(item)
    .max(200)
    .refine(
      all => all.reduce((sum, each) => sum + each.count, 0) <= OF_A_KIND_MAX,
      `has more than ${OF_A_KIND_MAX} of a kind`,
    )
    .default([]);

/** Lists of `company.yaml`; each may be left out. */
export const serviceLists = {
  volumes: list(looseVolume),
  natGateways: list(natGateway),
  loadBalancers: list(loadBalancer),
  addresses: list(addresses),
  snapshots: list(snapshots),
  logGroups: list(logGroups),
  tables: list(table),
  tasks: list(task),
  kubernetesClusters: list(kubernetesCluster),
  auroraClusters: z.array(auroraCluster).max(200).default([]),
};
