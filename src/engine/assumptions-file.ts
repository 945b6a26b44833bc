/** The assumptions of a plan or a scenario as its file has them. */

import { z } from 'zod';
import type { AdoptionRates } from './forecast/adoption.ts';
import type { GrowthRule } from './forecast/growth-rate.ts';
import type { Inject } from './forecast/inject.ts';
import type { PriceChange } from './forecast/price-change.ts';
import {
  amountSchema,
  changeSchema,
  monthRefSchema,
  monthText,
  names,
  shareSchema,
  shortText,
} from './plan-values.ts';
import { MAX_HORIZON_MONTHS, type StatedAssumptions } from './simulate/assumptions.ts';
import { ASSUMED_COST_SHARE, ASSUMED_DAYS_PER_MONTH, ASSUMED_TOIL_SHARE, type Team } from './team/team.ts';

const EVERYTHING = ['*'];
const all = names.default(EVERYTHING);

/** Most of anything that a file may list. */
const LIST_MAX = 200;

const growthSchema = z
  .strictObject({
    workloads: all,
    annual: changeSchema,
    low: changeSchema.optional(),
    high: changeSchema.optional(),
    seasonality: z.array(z.number().positive().max(1000)).length(12).optional(),
    elasticity: shareSchema.default(1),
    storageAnnual: changeSchema.optional(),
  })
  .refine(({ low, high }) => (low === undefined) === (high === undefined), 'low and high are given together')
  .refine(
    ({ low, annual, high }) => low === undefined || high === undefined || (low <= annual && annual <= high),
    'annual lies between low and high',
  );

const priceChangeSchema = z.strictObject({
  from: monthRefSchema,
  services: all,
  regions: names.optional(),
  purchase: z.enum(['any', 'spot']).default('any'),
  change: changeSchema,
});

const event = { from: monthRefSchema, title: shortText.optional() };

const injectSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...event,
    kind: z.literal('traffic'),
    change: changeSchema,
    months: z.number().int().min(1).max(MAX_HORIZON_MONTHS).optional(),
    workloads: all,
  }),
  z.strictObject({ ...event, kind: z.literal('capacity'), change: changeSchema, teams: all }),
  z.strictObject({ ...event, kind: z.literal('target'), reduceBy: shareSchema }),
  z.strictObject({ ...event, kind: z.literal('refusal'), workloads: all, levers: all }),
  z.strictObject({ ...event, kind: z.literal('zone-outage') }),
]);

const teamSchema = z.strictObject({
  name: shortText,
  engineers: z.number().min(0).max(100_000),
  daysPerMonth: z.number().min(0).max(31).default(ASSUMED_DAYS_PER_MONTH),
  costShare: shareSchema.default(ASSUMED_COST_SHARE),
  toilShare: shareSchema.default(ASSUMED_TOIL_SHARE),
  freezeWindows: z
    .array(
      z
        .strictObject({ from: monthText, to: monthText })
        .refine(({ from, to }) => from <= to, 'a freeze ends after it begins'),
    )
    .max(100)
    .default([]),
  followTheSun: z.boolean().default(false),
});

const rateSchema = z
  .strictObject({ low: shareSchema, mode: shareSchema, high: shareSchema })
  .refine(({ low, mode, high }) => low <= mode && mode <= high, 'mode lies between low and high');

/** Schema of `assumptions:`. What is left out is as the scenario or the defaults have it. */
export const assumptionsSchema = z.strictObject({
  existingCommitments: z.enum(['expire', 'renew']).optional(),
  plannedCommitments: z.enum(['expire', 'renew']).optional(),
  growth: z.array(growthSchema).max(LIST_MAX).optional(),
  priceChanges: z.array(priceChangeSchema).max(LIST_MAX).optional(),
  injects: z.array(injectSchema).max(LIST_MAX).optional(),
  teams: z.array(teamSchema).max(LIST_MAX).optional(),
  discountRate: shareSchema.optional(),
  costPerEngineerDay: amountSchema.optional(),
  adoption: z
    .strictObject({ approved: rateSchema, implemented: rateSchema, verified: rateSchema })
    .optional(),
});

type AssumptionsFile = z.output<typeof assumptionsSchema>;

function growthOf({
  workloads,
  annual,
  low,
  high,
  seasonality,
  elasticity,
  storageAnnual,
}: z.output<typeof growthSchema>): GrowthRule {
  return {
    workloads,
    annualRate: annual,
    annualRange: low === undefined || high === undefined ? null : { low, high },
    seasonality: seasonality ?? null,
    elasticity,
    storageAnnualRate: storageAnnual ?? null,
  };
}

function injectOf({ title, ...inject }: z.output<typeof injectSchema>): Inject {
  const named = { title: title ?? null };
  return inject.kind === 'traffic'
    ? { ...inject, ...named, months: inject.months ?? null }
    : { ...inject, ...named };
}

function priceChangeOf({ regions, ...change }: z.output<typeof priceChangeSchema>): PriceChange {
  return { ...change, regions: regions ?? null };
}

/** What a file states; nothing where it says nothing. */
export function assumptionsOf(file: AssumptionsFile | undefined): StatedAssumptions {
  const {
    growth,
    priceChanges,
    injects,
    teams,
    existingCommitments,
    plannedCommitments,
    discountRate,
    costPerEngineerDay,
    adoption,
  } = file ?? {};
  return {
    ...(existingCommitments === undefined ? {} : { existingCommitments }),
    ...(plannedCommitments === undefined ? {} : { plannedCommitments }),
    ...(growth === undefined ? {} : { growth: growth.map(growthOf) }),
    ...(priceChanges === undefined ? {} : { priceChanges: priceChanges.map(priceChangeOf) }),
    ...(injects === undefined ? {} : { injects: injects.map(injectOf) }),
    ...(teams === undefined ? {} : { teams }),
    ...(discountRate === undefined ? {} : { discountRate }),
    ...(costPerEngineerDay === undefined ? {} : { costPerEngineerDay }),
    ...(adoption === undefined ? {} : { adoption }),
  };
}

type Input = z.input<typeof assumptionsSchema>;
type InputList<Key extends keyof Input> = NonNullable<Input[Key]>;

function growthFile(rule: GrowthRule): InputList<'growth'>[number] {
  return {
    workloads: [...rule.workloads],
    annual: rule.annualRate,
    ...(rule.annualRange === null ? {} : rule.annualRange),
    ...(rule.seasonality === null ? {} : { seasonality: [...rule.seasonality] }),
    ...(rule.elasticity === 1 ? {} : { elasticity: rule.elasticity }),
    ...(rule.storageAnnualRate === null ? {} : { storageAnnual: rule.storageAnnualRate }),
  };
}

function injectFile(inject: Inject): InputList<'injects'>[number] {
  const { from } = inject;
  const titled = inject.title === null ? {} : { title: inject.title };
  switch (inject.kind) {
    case 'traffic': {
      const { kind, change, months, workloads } = inject;
      return {
        kind,
        from,
        change,
        ...(months === null ? {} : { months }),
        workloads: [...workloads],
        ...titled,
      };
    }
    case 'capacity':
      return { kind: inject.kind, from, change: inject.change, teams: [...inject.teams], ...titled };
    case 'target':
      return { kind: inject.kind, from, reduceBy: inject.reduceBy, ...titled };
    case 'refusal':
      return {
        kind: inject.kind,
        from,
        workloads: [...inject.workloads],
        levers: [...inject.levers],
        ...titled,
      };
    case 'zone-outage':
      return { kind: inject.kind, from, ...titled };
  }
}

function teamFile({ freezeWindows, followTheSun, ...team }: Team): InputList<'teams'>[number] {
  return {
    ...team,
    ...(freezeWindows.length === 0 ? {} : { freezeWindows: freezeWindows.map(window => ({ ...window })) }),
    ...(followTheSun ? { followTheSun } : {}),
  };
}

function adoptionFile({ approved, implemented, verified }: AdoptionRates): NonNullable<Input['adoption']> {
  return { approved: { ...approved }, implemented: { ...implemented }, verified: { ...verified } };
}

/** What is stated, as a file has it; nothing where nothing is stated. */
export function assumptionsFileOf(stated: StatedAssumptions): { readonly assumptions?: Input } {
  const { growth, priceChanges, injects, teams, adoption, costPerEngineerDay, ...plain } = stated;
  const file: Input = {
    ...plain,
    ...(costPerEngineerDay ? { costPerEngineerDay } : {}),
    ...(growth === undefined ? {} : { growth: growth.map(growthFile) }),
    ...(priceChanges === undefined
      ? {}
      : {
          priceChanges: priceChanges.map(({ services, regions, ...change }) => ({
            ...change,
            services: [...services],
            ...(regions === null ? {} : { regions: [...regions] }),
          })),
        }),
    ...(injects === undefined ? {} : { injects: injects.map(injectFile) }),
    ...(teams === undefined ? {} : { teams: teams.map(teamFile) }),
    ...(adoption === undefined ? {} : { adoption: adoptionFile(adoption) }),
  };
  return Object.keys(file).length === 0 ? {} : { assumptions: file };
}
