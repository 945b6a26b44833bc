/** A company as data: what it runs, how hard, and what it has committed to. The generator turns it into a bill. */

import { z } from 'zod';
import { name, percent, percentQuantiles, quantiles, serviceLists, tags } from './company-services.ts';

/** When instances of a fleet run. */
const hoursSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('always') }),
  /** Follows a working day: `low` percent of the fleet always runs, the rest comes and goes with the load. */
  z.strictObject({ kind: z.literal('follow-load'), lowPercent: percent }),
  /** Runs between two UTC hours every day. */
  z.strictObject({
    kind: z.literal('nightly'),
    fromHour: z.number().int().min(0).max(23),
    hours: z.number().int().min(1).max(24),
  }),
  /** Comes and goes: runs this share of the hours, in bursts. */
  z.strictObject({ kind: z.literal('bursts'), sharePercent: percent }),
]);

const volumeSchema = z.strictObject({
  type: z.enum(['gp2', 'gp3']),
  gib: z.number().min(1).max(16_384),
  perInstance: z.number().int().min(1).max(8).default(1),
  /** Observed operations and MiB a second. Absent: not observed. */
  iops: quantiles.optional(),
  mibps: quantiles.optional(),
});

const fleetSchema = z.strictObject({
  workload: name,
  account: name,
  name,
  type: name,
  count: z.number().int().min(1).max(5000),
  /** Windows and SQL Server are billed with the machine; commitments of a company cover Linux only. */
  operatingSystem: z
    .enum(['linux', 'windows', 'windows-sql-web', 'windows-sql-standard', 'windows-sql-enterprise'])
    .default('linux'),
  hours: hoursSchema.default({ kind: 'always' }),
  purchase: z.enum(['on-demand', 'spot']).default('on-demand'),
  /** Spot price over on-demand, percent. */
  spotPercent: percent.default(42),
  cpu: percentQuantiles,
  /** Absent: no agent reports memory. */
  memory: percentQuantiles.optional(),
  networkMbps: quantiles.optional(),
  volume: volumeSchema.optional(),
  tags,
});

const databaseSchema = z.strictObject({
  workload: name,
  account: name,
  name,
  class: name,
  engine: z.enum(['postgresql', 'mysql', 'mariadb', 'sqlserver-web', 'sqlserver-se', 'sqlserver-ee']),
  count: z.number().int().min(1).max(500).default(1),
  multiAz: z.boolean(),
  storage: z.strictObject({ type: z.enum(['gp2', 'gp3']), gib: z.number().min(20).max(65_536) }),
  /** A version past its standard support, for example `PostgreSQL11`, and the vCPUs that pay for it. */
  extendedSupport: z.strictObject({ version: name, vcpus: z.number().int().min(1).max(2000) }).optional(),
  /** Absent: nobody has imported them. */
  cpu: percentQuantiles.optional(),
  memory: percentQuantiles.optional(),
  connections: quantiles.optional(),
  tags,
});

/** Storage of a bucket by the age of its objects. */
const ageSchema = z.strictObject({
  fromDays: z.number().int().min(0).max(3650),
  /** Share of the bucket's storage in this group, and share of the group that is read in a month. */
  percent,
  readPercent: z.number().min(0).max(10_000),
});

const bucketSchema = z.strictObject({
  workload: name,
  account: name,
  name,
  gib: z.number().min(1).max(1e9),
  objectKib: z.number().min(1).max(1e7),
  /** Share of the objects that are smaller than 128 KiB. */
  smallObjectPercent: percent,
  ages: z.array(ageSchema).min(1).max(20).optional(),
  /** Millions a month. */
  putMillions: z.number().min(0).default(0),
  getMillions: z.number().min(0).default(0),
  /** Uploads in parts, in a month: thousands that were completed and thousands that broke off, and parts of each. */
  uploads: z
    .strictObject({
      completedThousands: z.number().min(0).max(1e6),
      brokenThousands: z.number().min(0).max(1e6),
      parts: z.number().int().min(1).max(10_000),
    })
    .optional(),
  /** GiB charged that no listed object stands for: parts of broken uploads, old versions. */
  unlistedGib: z.number().min(0).max(1e9).default(0),
  tags,
});

/** Anything else with a meter and a price. */
const meterSchema = z.strictObject({
  workload: name.optional(),
  account: name,
  service: name,
  product: name,
  usageType: name,
  operation: z.string().max(120).default(''),
  unit: name,
  /** Full id or ARN; `{n}` counts the copies. Absent: billed without a resource. */
  resource: name.optional(),
  copies: z.number().int().min(1).max(1000).default(1),
  /** Units a month, all copies together. */
  perMonth: z.number().min(0),
  /** USD per unit. */
  price: z.number().min(0),
  every: z.enum(['hour', 'day', 'month']).default('day'),
  tags,
});

const commitmentTerms = {
  id: name,
  payment: z.enum(['no-upfront', 'partial-upfront', 'all-upfront']),
  termYears: z.union([z.literal(1), z.literal(3)]),
  start: z.iso.date(),
};

/** Things that a company may have together: an hour of each is a line of its bill. Assumption: ten times the sample. */
const MACHINES_MAX = 20_000;
const DATABASES_MAX = 2_000;
const METERED_MAX = 20_000;

/** Adds up how many there are. */
function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Schema of `company.yaml`, version 1. */
export const companySchema = z.strictObject({
  schema: z.literal('trimtab/company/1'),
  name,
  /** The month billed. */
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  region: name,
  zones: z.array(name).min(1).max(6),
  /** Account that pays, and linked accounts by the short name used below. */
  payer: z.string().regex(/^\d{12}$/),
  accounts: z.record(name, z.string().regex(/^\d{12}$/)),
  /** UTC hour in which the load is highest. */
  peakHour: z.number().int().min(0).max(23),
  /** Days that the metrics cover. */
  observedDays: z.number().int().min(1).max(365).default(30),
  fleets: z
    .array(fleetSchema)
    .max(500)
    .refine(
      all => total(all.map(({ count }) => count)) <= MACHINES_MAX,
      `has more than ${MACHINES_MAX} machines`,
    ),
  databases: z
    .array(databaseSchema)
    .max(500)
    .refine(
      all => total(all.map(({ count }) => count)) <= DATABASES_MAX,
      `has more than ${DATABASES_MAX} databases`,
    )
    .default([]),
  buckets: z.array(bucketSchema).max(500).default([]),
  meters: z
    .array(meterSchema)
    .max(1000)
    .refine(
      all => total(all.map(({ copies }) => copies)) <= METERED_MAX,
      `has more than ${METERED_MAX} metered resources`,
    )
    .default([]),
  ...serviceLists,
  savingsPlans: z
    .array(
      z.strictObject({
        ...commitmentTerms,
        offering: z.enum(['compute', 'ec2-instance']),
        perHour: z.number().min(0.001).max(5000),
        family: name.optional(),
      }),
    )
    .max(50)
    .default([]),
  reservations: z
    .array(z.strictObject({ ...commitmentTerms, type: name, count: z.number().int().min(1).max(5000) }))
    .max(100)
    .default([]),
  /** AWS Business Support: graduated percentage of everything above. */
  support: z.enum(['none', 'business']).default('none'),
});

/** A company after parsing. */
export type Company = z.output<typeof companySchema>;
export type Fleet = Company['fleets'][number];
