/** Schema of `workloads.yaml`: every key that is known, its unit and its limits. Defaults are filled in by `workloadsOf`. */

import { z } from 'zod';
import { amountSchema, shareSchema, shortText } from '../plan-values.ts';
import { UNALLOCATED } from './estate.ts';
import { PRESET_NAMES, WORKLOAD_DEFAULTS } from './workload-presets.ts';

const MINUTES_MAX = 5_256_000;
const DAYS_MAX = 36_600;
const COUNT_MAX = 1_000_000;

const pattern = z.string().min(1).max(500);
const minutes = z.number().min(0).max(MINUTES_MAX);
const days = z.number().int().min(0).max(DAYS_MAX);
const count = z.number().int().min(0).max(COUNT_MAX);
const perSecond = z.number().min(0).max(1e9);
const zones = z.number().int().min(1).max(10);
const variation = z.number().min(0).max(1000);
/** The weights of a load profile add up to 1; people round them. */
const WEIGHT_SLACK = 1e-3;

/** Notes a default in the JSON Schema; it is filled in later, where presets are known. */
function withDefault<Schema extends z.ZodType>(schema: Schema, value: unknown): z.ZodOptional<Schema> {
  return schema.optional().meta({ default: value });
}

const matchSchema = z
  .strictObject({
    tags: z.record(z.string().min(1).max(200), pattern).optional(),
    account: pattern.optional(),
    service: pattern.optional(),
    region: pattern.optional(),
    resourceId: pattern.optional(),
  })
  .refine(
    rule => Object.keys(rule).length > 0,
    'a rule needs at least one of tags, account, service, region, resourceId',
  );

const dependencySchema = z
  .strictObject({
    id: shortText,
    availability: shareSchema.optional(),
    sla: shareSchema.optional(),
    hard: withDefault(z.boolean(), WORKLOAD_DEFAULTS.hard),
    degradeFraction: withDefault(shareSchema, WORKLOAD_DEFAULTS.degradeFraction),
  })
  .refine(
    ({ availability, sla }) => availability !== undefined || sla !== undefined,
    'a dependency needs an availability, or an sla',
  );

const operationsSchema = z
  .strictObject({
    deploysPerMonth: withDefault(z.number().min(0).max(100_000), WORKLOAD_DEFAULTS.deploysPerMonth),
    changeFailureRate: withDefault(shareSchema, WORKLOAD_DEFAULTS.changeFailureRate),
    doraBand: z.enum(['elite', 'high', 'medium', 'low']).optional(),
    autoHeal: withDefault(z.boolean(), WORKLOAD_DEFAULTS.autoHeal),
    mttdMinutes: minutes.optional(),
    playbook: z.boolean().optional(),
    engineers: z.number().min(0).max(100_000).optional(),
    toilShare: shareSchema.optional(),
    incidentsPerShift: z.number().min(0).max(1000).optional(),
  })
  .refine(
    ({ changeFailureRate, doraBand }) => changeFailureRate === undefined || doraBand === undefined,
    'give changeFailureRate or doraBand, not both',
  );

const spotSchema = z.strictObject({
  share: shareSchema,
  pools: z.number().int().min(1).max(1000).default(1),
  band: z.enum(['lt5', '5to10', '10to15', '15to20', 'gt20']).optional(),
});

const tierSchema = z
  .strictObject({
    name: shortText.optional(),
    kind: z.enum(['compute', 'database', 'cache', 'object-storage', 'load-balancer', 'nat', 'queue']),
    count: count.min(1).optional(),
    needed: count.min(1).optional(),
    zones: zones.optional(),
    requestsPerSecond: perSecond.optional(),
    maxUtilization: shareSchema.optional(),
    spot: spotSchema.optional(),
    failover: z.enum(['none', 'manual', 'auto']).optional(),
    failoverMinutes: minutes.optional(),
    autoHeal: z.boolean().optional(),
    stateful: z.boolean().optional(),
    multiAz: z.boolean().optional(),
    quorumMember: z.boolean().optional(),
    checkpointIntervalMinutes: minutes.optional(),
  })
  .refine(tier => (tier.needed ?? 0) <= (tier.count ?? Infinity), 'needed is at most count')
  .refine(tier => (tier.zones ?? 0) <= (tier.count ?? Infinity), 'a tier has no more zones than instances');

const tiersSchema = z
  .array(tierSchema)
  .max(50)
  .refine(
    tiers => new Set(tiers.map(({ name, kind }) => name ?? kind)).size === tiers.length,
    'two tiers have one name: give each its own `name`',
  );

const trafficSchema = z.strictObject({
  loadProfile: z
    .array(z.strictObject({ weight: shareSchema, requestsPerSecond: perSecond }))
    .min(1)
    .max(200)
    .refine(
      points => Math.abs(points.reduce((sum, { weight }) => sum + weight, 0) - 1) <= WEIGHT_SLACK,
      'the weights of a load profile add up to 1',
    )
    .optional(),
  serviceTimeMs: z.number().gt(0).max(1e9).optional(),
  ca2: variation.default(1),
  cs2: variation.default(1),
  latencySloMs: z.number().gt(0).max(1e9).optional(),
  latencyTarget: shareSchema.optional(),
});

const dataSchema = z
  .strictObject({
    backupIntervalMinutes: minutes.optional(),
    replicationLagMinutes: minutes.optional(),
    pitr: z.boolean().optional(),
    volumes: count.optional(),
    annualFailureRate: shareSchema.optional(),
    restoreMinutes: minutes.optional(),
    logRetentionDays: days.optional(),
    hotLogDays: days.optional(),
    logClass: shortText.optional(),
    recreatable: z.boolean().optional(),
    otherCopies: count.optional(),
  })
  .refine(
    ({ hotLogDays, logRetentionDays }) => (hotLogDays ?? 0) <= (logRetentionDays ?? Infinity),
    'hotLogDays is at most logRetentionDays',
  );

const policySchema = z.strictObject({
  frameworks: z.array(shortText).max(50).optional(),
  personalData: z.boolean().optional(),
  transferBasis: shortText.optional(),
  transferImpactAssessment: z.boolean().optional(),
  ownerSignOff: z.boolean().optional(),
  maxBreachProbability: shareSchema.optional(),
  freeze: z.boolean().optional(),
  rtoMinutes: minutes.optional(),
  rpoMinutes: minutes.optional(),
});

const workloadSchema = z
  .strictObject({
    name: shortText.refine(
      name => name !== UNALLOCATED,
      `${UNALLOCATED} is the name of everything that no rule matches`,
    ),
    preset: z.enum(PRESET_NAMES).optional(),
    owner: shortText.optional(),
    environment: withDefault(
      z.enum(['production', 'staging', 'development', 'test', 'other']),
      WORKLOAD_DEFAULTS.environment,
    ),
    criticality: shortText.optional(),
    slo: z
      .strictObject({
        objective: shareSchema,
        windowDays: z.number().int().min(1).max(366).default(WORKLOAD_DEFAULTS.windowDays),
      })
      .optional(),
    zones: zones.optional(),
    maxUtilization: withDefault(shareSchema, WORKLOAD_DEFAULTS.maxUtilization),
    tiers: tiersSchema.optional(),
    dependencies: z.array(dependencySchema).max(100).default([]),
    operations: operationsSchema.optional(),
    traffic: trafficSchema.optional(),
    data: dataSchema.optional(),
    policy: policySchema.optional(),
    costPerBadMinute: amountSchema.optional(),
    rtoMinutes: minutes.optional(),
    rpoMinutes: minutes.optional(),
    incidentServices: z.array(pattern).max(200).optional(),
    match: z.array(matchSchema).min(1).max(200),
  })
  .refine(
    ({ rtoMinutes, policy }) => rtoMinutes === undefined || policy?.rtoMinutes === undefined,
    'rtoMinutes is given twice: in the workload and in its policy',
  )
  .refine(
    ({ rpoMinutes, policy }) => rpoMinutes === undefined || policy?.rpoMinutes === undefined,
    'rpoMinutes is given twice: in the workload and in its policy',
  );

/** Schema of `workloads.yaml`, version 1. */
export const workloadsFileSchema = z.strictObject({
  schema: z.literal('trimtab/workloads/1'),
  workloads: z.array(workloadSchema).max(2000),
});

/** A workloads file after parsing. */
export type WorkloadsFile = z.output<typeof workloadsFileSchema>;

/** One workload of the file. */
export type WorkloadEntry = WorkloadsFile['workloads'][number];
