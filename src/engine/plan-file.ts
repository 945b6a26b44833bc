/** The plan file a person writes (YAML), and the plan the engine runs. */

import { z } from 'zod';
import { assumptionsFileOf, assumptionsOf, assumptionsSchema } from './assumptions-file.ts';
import { deliveryFields, deliveryFileOf, deliveryOf } from './delivery-file.ts';
import type { Lever } from './lever.ts';
import { defaultParams, type Param, paramProblem } from './lever-params.ts';
import { LEVERS, leverById } from './levers/index.ts';
import { DEFAULT_GUARDRAILS, type Move, type Plan, type Scope, type Target } from './plan.ts';
import { policyFileOf, policyOf, policySchema } from './plan-policy-file.ts';
import { amountSchema, names, shareSchema, shortText } from './plan-values.ts';
import { MAX_HORIZON_MONTHS } from './simulate/assumptions.ts';

const month = z.number().int().min(1).max(MAX_HORIZON_MONTHS);
const leverId = z.enum(LEVERS.map(({ meta }) => meta.id));

const scopeSchema = z.strictObject({
  workloads: names.optional(),
  environments: names.optional(),
  accounts: names.optional(),
  regions: names.optional(),
  resources: names.optional(),
});

const moveSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'an id is lower-case letters, digits and dashes')
    .optional(),
  lever: leverId,
  scope: scopeSchema.optional(),
  params: z.record(z.string().max(60), z.union([z.number(), z.string().max(60), z.boolean()])).optional(),
  start: month.default(1),
  ...deliveryFields,
  owner: shortText.optional(),
  note: z.string().max(2000).optional(),
});

/** Schema of `plan.yaml`, version 1. */
export const planFileSchema = z.strictObject({
  schema: z.literal('trimtab/plan/1'),
  title: shortText.default('Plan'),
  scenario: shortText.optional(),
  target: z.strictObject({
    reduceBy: shareSchema.optional(),
    reduceTo: amountSchema.optional(),
    byMonth: month,
    basis: z.enum(['run-rate', 'cash']).default('run-rate'),
    against: z.enum(['reference-month', 'forecast']).optional(),
  }),
  guardrails: z
    .strictObject({
      maxBreachProbability: shareSchema.optional(),
      maxBreachIncrease: shareSchema.optional(),
      protectedWorkloads: names.optional(),
      forbiddenLevers: z.array(leverId).optional(),
    })
    .optional(),
  assumptions: assumptionsSchema.optional(),
  policy: policySchema.optional(),
  moves: z.array(moveSchema).max(200),
});

/** A plan file after parsing. */
export type PlanFile = z.output<typeof planFileSchema>;

/** A problem at a path of the file, for example `['moves', 2, 'params', 'startHour']`. */
export type PlanProblem = {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint: string | null;
};

/** The goal that exactly one of the two states; null when both do or neither. */
export function goalOf(reduceBy: number | undefined, reduceTo: string | undefined): Target['goal'] | null {
  if (reduceBy !== undefined && reduceTo !== undefined) return null;
  if (reduceTo !== undefined) return { kind: 'reduce-to', amount: reduceTo };
  return reduceBy === undefined ? null : { kind: 'reduce-by', fraction: reduceBy };
}

function targetOf(file: PlanFile, problems: PlanProblem[]): Target {
  const { reduceBy, reduceTo, byMonth, basis, against } = file.target;
  const goal = goalOf(reduceBy, reduceTo);
  if (goal === null) {
    problems.push({
      path: ['target'],
      message: 'the target needs exactly one of reduceBy and reduceTo',
      hint: 'Write `reduceBy: 30%` or `reduceTo: 350000`.',
    });
  }
  return {
    goal: goal ?? { kind: 'reduce-by', fraction: 0 },
    byMonth,
    basis,
    ...(against === undefined ? {} : { against }),
  };
}

function paramHint(lever: Lever, name: string): string {
  const param: Param | undefined = Object.hasOwn(lever.params, name) ? lever.params[name] : undefined;
  return param ? param.description : `${lever.meta.id} has ${Object.keys(lever.params).join(', ')}.`;
}

function paramsOf(entry: PlanFile['moves'][number], index: number, problems: PlanProblem[]): Move['params'] {
  const lever = leverById(entry.lever);
  if (!lever) return {};
  const params = defaultParams(lever.params);
  for (const [name, value] of Object.entries(entry.params ?? {})) {
    const param = Object.hasOwn(lever.params, name) ? lever.params[name] : undefined;
    const problem = param ? paramProblem(param, value) : 'is no parameter of this lever';
    if (problem === null) params[name] = value;
    else
      problems.push({
        path: ['moves', index, 'params', name],
        message: `${name} ${problem}`,
        hint: paramHint(lever, name),
      });
  }
  return params;
}

function scopeOf(scope: PlanFile['moves'][number]['scope']): Scope {
  return {
    workloads: scope?.workloads ?? null,
    environments: scope?.environments ?? null,
    accounts: scope?.accounts ?? null,
    regions: scope?.regions ?? null,
    resources: scope?.resources ?? null,
  };
}

/** Ids of all moves: given ones as they are, missing ones after their lever, numbered where it comes twice. */
function moveIds(file: PlanFile, problems: PlanProblem[]): string[] {
  const taken = new Set(file.moves.flatMap(({ id }) => (id === undefined ? [] : [id])));
  const seen = new Set<string>();
  return file.moves.map((entry, index) => {
    if (entry.id !== undefined) {
      if (seen.has(entry.id)) {
        problems.push({
          path: ['moves', index, 'id'],
          message: `two moves have the id ${entry.id}`,
          hint: 'Give each move an id of its own.',
        });
      }
      seen.add(entry.id);
      return entry.id;
    }
    let id: string = entry.lever;
    for (let count = 2; taken.has(id); count++) id = `${entry.lever}-${count}`;
    taken.add(id);
    return id;
  });
}

function deliveryEntry({ ramp, dualRunMonths, oneOffCost, effortDays, status }: PlanFile['moves'][number]) {
  return { ramp, dualRunMonths, oneOffCost, effortDays, status };
}

/** Turns a parsed file into a plan; problems that the schema cannot see come beside it. */
export function planOf(file: PlanFile): { plan: Plan; problems: readonly PlanProblem[] } {
  const problems: PlanProblem[] = [];
  const ids = moveIds(file, problems);
  const plan: Plan = {
    title: file.title,
    scenario: file.scenario ?? null,
    target: targetOf(file, problems),
    guardrails: {
      maxBreachProbability: file.guardrails?.maxBreachProbability ?? DEFAULT_GUARDRAILS.maxBreachProbability,
      maxBreachIncrease: file.guardrails?.maxBreachIncrease ?? DEFAULT_GUARDRAILS.maxBreachIncrease,
      protectedWorkloads: file.guardrails?.protectedWorkloads ?? [],
      forbiddenLevers: file.guardrails?.forbiddenLevers ?? [],
    },
    assumptions: assumptionsOf(file.assumptions),
    policy: policyOf(file.policy),
    moves: file.moves.map((entry, index) => ({
      id: ids[index] ?? entry.lever,
      lever: entry.lever,
      scope: scopeOf(entry.scope),
      params: paramsOf(entry, index, problems),
      start: entry.start,
      owner: entry.owner ?? null,
      note: entry.note ?? null,
      ...deliveryOf(deliveryEntry(entry)),
    })),
  };
  return { plan, problems };
}

/** The file that gives this plan again: only what differs from the defaults is written. */
export function planFileOf(plan: Plan): z.input<typeof planFileSchema> {
  const { goal, byMonth, basis, against } = plan.target;
  const { maxBreachProbability, maxBreachIncrease, protectedWorkloads, forbiddenLevers } = plan.guardrails;
  return {
    schema: 'trimtab/plan/1',
    title: plan.title,
    ...(plan.scenario === null ? {} : { scenario: plan.scenario }),
    target: {
      ...(goal.kind === 'reduce-by' ? { reduceBy: goal.fraction } : { reduceTo: goal.amount }),
      byMonth,
      basis,
      ...(against === undefined ? {} : { against }),
    },
    guardrails: {
      maxBreachProbability,
      maxBreachIncrease,
      ...(protectedWorkloads.length > 0 ? { protectedWorkloads: [...protectedWorkloads] } : {}),
      ...(forbiddenLevers.length > 0 ? { forbiddenLevers: [...forbiddenLevers] } : {}),
    },
    ...assumptionsFileOf(plan.assumptions),
    ...policyFileOf(plan.policy),
    moves: plan.moves.map(move => {
      const defaults = defaultParams(leverById(move.lever)?.params ?? {});
      const params = Object.fromEntries(
        Object.entries(move.params).filter(([name, value]) => defaults[name] !== value),
      );
      const scope = Object.fromEntries(Object.entries(move.scope).filter(([, value]) => value !== null));
      return {
        id: move.id,
        lever: move.lever,
        ...(Object.keys(scope).length > 0 ? { scope } : {}),
        ...(Object.keys(params).length > 0 ? { params } : {}),
        start: move.start,
        ...deliveryFileOf(move.delivery),
        ...(move.owner === null ? {} : { owner: move.owner }),
        ...(move.note === null ? {} : { note: move.note }),
      };
    }),
  };
}
