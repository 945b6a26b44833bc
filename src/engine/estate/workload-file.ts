/** The workloads file a person writes (YAML): who owns what, and what it has to withstand. */

import { z } from 'zod';
import { amountSchema, shareSchema, shortText } from '../plan-file.ts';
import { UNALLOCATED } from './estate.ts';
import type { Workload } from './workload.ts';

const pattern = z.string().min(1).max(500);

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

const dependencySchema = z.strictObject({
  id: shortText,
  availability: shareSchema,
  hard: z.boolean().default(true),
  degradeFraction: shareSchema.default(0.2),
});

const workloadSchema = z.strictObject({
  name: shortText.refine(
    name => name !== UNALLOCATED,
    `${UNALLOCATED} is the name of everything that no rule matches`,
  ),
  owner: shortText.optional(),
  environment: z.enum(['production', 'staging', 'development', 'test', 'other']).default('production'),
  criticality: shortText.optional(),
  slo: z
    .strictObject({ objective: shareSchema, windowDays: z.number().int().min(1).max(366).default(30) })
    .optional(),
  zones: z.number().int().min(1).max(10).optional(),
  maxUtilization: shareSchema.default(0.8),
  dependencies: z.array(dependencySchema).max(100).default([]),
  operations: z
    .strictObject({
      deploysPerMonth: z.number().min(0).max(100_000).default(8),
      changeFailureRate: shareSchema.default(0.1),
      autoHeal: z.boolean().default(true),
    })
    .default({ deploysPerMonth: 8, changeFailureRate: 0.1, autoHeal: true }),
  costPerBadMinute: amountSchema.optional(),
  rtoMinutes: z.number().min(0).max(5_256_000).optional(),
  rpoMinutes: z.number().min(0).max(5_256_000).optional(),
  match: z.array(matchSchema).min(1).max(200),
});

/** Schema of `workloads.yaml`, version 1. */
export const workloadsFileSchema = z.strictObject({
  schema: z.literal('trimtab/workloads/1'),
  workloads: z.array(workloadSchema).max(2000),
});

/** A workloads file after parsing. */
export type WorkloadsFile = z.output<typeof workloadsFileSchema>;

/** A match rule without undefined members. */
function ruleOf(rule: WorkloadsFile['workloads'][number]['match'][number]): Workload['match'][number] {
  const { tags, account, service, region, resourceId } = rule;
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(account === undefined ? {} : { account }),
    ...(service === undefined ? {} : { service }),
    ...(region === undefined ? {} : { region }),
    ...(resourceId === undefined ? {} : { resourceId }),
  };
}

/** Workloads of a parsed file, in its order: the first that matches a resource wins. */
export function workloadsOf(file: WorkloadsFile): Workload[] {
  return file.workloads.map(entry => ({
    name: entry.name,
    owner: entry.owner ?? null,
    environment: entry.environment,
    criticality: entry.criticality ?? null,
    slo: entry.slo ?? null,
    zones: entry.zones ?? null,
    maxUtilization: entry.maxUtilization,
    dependencies: entry.dependencies,
    operations: entry.operations,
    costPerBadMinute: entry.costPerBadMinute === undefined ? null : Number(entry.costPerBadMinute),
    rtoMinutes: entry.rtoMinutes ?? null,
    rpoMinutes: entry.rpoMinutes ?? null,
    match: entry.match.map(ruleOf),
  }));
}
