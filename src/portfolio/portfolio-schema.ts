/** The portfolio file a person writes (YAML): what was bought, and how open questions of the rules are decided. */

import { z } from 'zod';
import { DEFAULT_COMMITMENT_SETTINGS } from '../engine/commitments/settings.ts';
import { shareSchema, shortText } from '../engine/plan-values.ts';

const id = z.string().min(1).max(500);
const money = z.number().min(0).max(1e9);
const amount = z.number().gt(0).max(1e9);
const region = z.string().min(1).max(60);

const DATE = /^\d{4}-\d{2}-\d{2}(?:[Tt]\d{2}:\d{2}(?::\d{2})?(?:[Zz]|[+-]\d{2}:\d{2}))?$/;
const date = z
  .string('write a date as 2026-07-01 or a time as 2026-07-01T00:00:00Z')
  .regex(DATE, 'write a date as 2026-07-01 or a time as 2026-07-01T00:00:00Z')
  .refine(text => {
    const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
    return Number.isFinite(day) && new Date(day).toISOString().startsWith(text.slice(0, 10));
  }, 'the calendar has no such day')
  .transform(text => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text.toUpperCase()))
  .refine(Number.isFinite, 'is not a time');

const term = z.enum(['1y', '3y']).transform((text): 1 | 3 => (text === '1y' ? 1 : 3));

/** Keys of every commitment. */
const base = {
  id,
  account: id.optional(),
  term: term.optional(),
  payment: z.enum(['no-upfront', 'partial-upfront', 'all-upfront']).optional(),
  start: date.optional(),
  end: date.optional(),
};

/** Prices of one reservation; the book's where none is given. */
const prices = {
  effectivePerHour: money.optional(),
  upfront: money.optional(),
  hourly: money.optional(),
};

const count = z.number().gt(0).max(1e7).default(1);
const operatingSystem = z.enum(['linux', 'windows', 'rhel', 'suse', 'other']).default('linux');
const scope = z
  .union([
    z.literal('shared'),
    z.strictObject({
      level: z.enum(['resource-group', 'subscription', 'management-group']),
      id,
    }),
  ])
  .default('shared');
const licence = z.enum([
  'windows-server',
  'sql-server-standard',
  'sql-server-enterprise',
  'sql-server-web',
  'rhel',
  'suse',
]);

const commitmentSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('savings-plan'),
    ...base,
    offering: z.enum(['compute', 'ec2-instance', 'database', 'sagemaker']),
    family: z.string().min(1).max(30).optional(),
    region: region.optional(),
    commitment: money,
    assumedDiscount: shareSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('reserved-instance'),
    ...base,
    class: z.enum(['standard', 'convertible']).default('standard'),
    type: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'write an instance type as m5.large'),
    region,
    scope: z.enum(['regional', 'zonal']).optional(),
    zone: region.optional(),
    os: operatingSystem,
    tenancy: z.enum(['shared', 'dedicated', 'host']).default('shared'),
    count,
    ...prices,
  }),
  z.strictObject({
    kind: z.literal('reserved-node'),
    ...base,
    service: z.enum([
      'rds',
      'aurora',
      'elasticache',
      'memorydb',
      'redshift',
      'opensearch',
      'documentdb',
      'neptune',
    ]),
    type: z.string().min(1).max(60),
    engine: z.string().min(1).max(60).optional(),
    deployment: z.enum(['single-az', 'multi-az', 'multi-az-cluster']).default('single-az'),
    licence: z.enum(['included', 'byol']).optional(),
    region,
    count,
    ...prices,
  }),
  z.strictObject({
    kind: z.literal('resource-commitment'),
    ...base,
    series: z.string().min(1).max(30),
    region,
    resource: z.enum(['vcpu', 'memory-gib', 'gpu', 'local-ssd-gib']),
    amount,
    feePerUnitHour: money,
    shared: z.boolean().default(true),
  }),
  z.strictObject({
    kind: z.literal('flexible-commitment'),
    ...base,
    model: z.enum(['legacy', 'consumption']).default('consumption'),
    product: shortText.default('compute'),
    region: region.optional(),
    commitment: money,
    discount: shareSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('azure-reservation'),
    ...base,
    product: shortText.default('virtual-machine'),
    type: shortText,
    region: region.optional(),
    scope,
    flexibility: z.enum(['group', 'size']).default('group'),
    count,
    ...prices,
  }),
  z.strictObject({
    kind: z.literal('azure-savings-plan'),
    ...base,
    scope,
    commitment: money,
    assumedDiscount: shareSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('pre-purchase'),
    ...base,
    product: shortText,
    scope,
    units: money,
    costPerUnit: money,
  }),
  z.strictObject({ kind: z.literal('hybrid-benefit'), ...base, licence, scope, cores: money }),
]);

const accounts = z.array(id).max(10_000);
const sharingSchema = z.strictObject({
  mode: z.enum(['organization', 'prioritized-group', 'restricted-group', 'off']).default('organization'),
  groups: z.array(accounts).max(1_000).default([]),
  notSharing: accounts.default([]),
});

const defaults = DEFAULT_COMMITMENT_SETTINGS;
const settingsSchema = z.strictObject({
  savingsPlanOrder: z.enum(['best-saving', 'earliest-start']).default(defaults.savingsPlanOrder),
  leftoverOrder: z.enum(['pooled', 'largest-saving-account']).default(defaults.leftoverOrder),
  zeroDiscountUsage: z.enum(['takes-commitment', 'stays-on-demand']).default(defaults.zeroDiscountUsage),
  reservationClassOrder: z.enum(['standard-first', 'by-id']).default(defaults.reservationClassOrder),
  regionalReservationOrder: z.enum(['smallest-first', 'by-id']).default(defaults.regionalReservationOrder),
  freeTier: z.enum(['after-reservations', 'after-savings-plans']).default(defaults.freeTier),
  databaseOrder: z.enum(['reservation-first', 'savings-plan-first']).default(defaults.databaseOrder),
  azureHourMatching: z.enum(['hourly-netting', 'simultaneous']).default(defaults.azureHourMatching),
  azurePlanPrice: z.enum(['lower-of-plan-and-negotiated', 'plan']).default(defaults.azurePlanPrice),
  gcpCommitmentOrder: z.enum(['resource-first', 'flexible-first']).default(defaults.gcpCommitmentOrder),
  gcpFlexibleOrder: z.enum(['highest-discount-first', 'proportional']).default(defaults.gcpFlexibleOrder),
  gcpSustainedUsePool: z.enum(['project-region', 'zone-machine-type']).default(defaults.gcpSustainedUsePool),
  gcpMonthHours: z.enum(['actual', 'calculator']).default(defaults.gcpMonthHours),
  contractDiscountOrder: z.enum(['sequential', 'bundled']).default(defaults.contractDiscountOrder),
});

const pools = z.array(id).min(1).max(10_000);
const tier = z.strictObject({ upTo: amount.nullable(), pricePerUnit: money });
const contractDiscount = z.strictObject({ id, pools: pools.optional(), discount: shareSchema });

/** Schema of a portfolio file, version 1. */
export const portfolioFileSchema = z.strictObject({
  schema: z.literal('trimtab/commitments/1'),
  commitments: z.array(commitmentSchema).max(5_000).default([]),
  /** When commitments of a bill end, by id, where the bill does not say. */
  ends: z.record(id, date).default({}),
  settings: settingsSchema.prefault({}),
  sharing: sharingSchema.prefault({}),
  /** A share off everything, or one entry for each agreement. */
  contractDiscount: z.union([shareSchema, z.array(contractDiscount).max(100)]).optional(),
  freeTier: z
    .array(z.strictObject({ id, pools, quantity: amount }))
    .max(1_000)
    .default([]),
  volumeTiers: z
    .array(z.strictObject({ id, pools, tiers: z.array(tier).min(1).max(50) }))
    .max(1_000)
    .default([]),
  /** Size-flexibility ratio by group and size, as Azure publishes it. */
  azureSizeRatios: z.record(id, z.record(id, amount)).default({}),
  /** Rates of commitments to spend that neither the usage file nor the book has. */
  rates: z
    .array(z.strictObject({ commitment: id, pool: id, rate: amount }))
    .max(50_000)
    .default([]),
});

/** A portfolio file after parsing. */
export type PortfolioFile = z.output<typeof portfolioFileSchema>;
export type CommitmentEntry = PortfolioFile['commitments'][number];
