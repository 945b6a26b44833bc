/** Scenario packs: folders with a company, its workloads, a story and a target. Ours ship with the program. */

import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { z } from 'zod';
import { assumptionsOf, assumptionsSchema } from '../engine/assumptions-file.ts';
import {
  type Finding,
  type Guardrails,
  type StatedAssumptions,
  type Target,
  type Team,
  UserError,
} from '../engine/index.ts';
import { goalOf } from '../engine/plan-file.ts';
import { amountSchema, shareSchema, shortText } from '../engine/plan-values.ts';
import { readTextFile } from '../input/read-text-file.ts';
import { shippedFolder } from '../input/shipped-folder.ts';
import { readYamlFile } from '../input/yaml-file.ts';

const fileName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9/._-]{0,80}$/, 'a file of the pack, by its relative path')
  .refine(name => !name.includes('..'), 'must stay inside the pack');

const scenarioSchema = z.strictObject({
  schema: z.literal('trimtab/scenario/1'),
  title: shortText,
  summary: shortText,
  seed: shortText,
  company: fileName,
  workloads: fileName,
  /** What the company does by the month, for unit costs. */
  businessMetrics: fileName.optional(),
  story: fileName,
  target: z.strictObject({
    reduceBy: shareSchema.optional(),
    reduceTo: amountSchema.optional(),
    byMonth: z.number().int().min(1).max(36),
    basis: z.enum(['run-rate', 'cash']),
  }),
  guardrails: z.strictObject({ maxBreachProbability: shareSchema, maxBreachIncrease: shareSchema }),
  team: z.strictObject({
    engineers: z.number().int().min(1).max(10_000),
    engineerDaysPerMonth: z.number().min(0).max(100_000),
  }),
  /** What its plans are played under; see the plan file. */
  assumptions: assumptionsSchema.optional(),
  plans: z.record(z.string().regex(/^[a-z0-9-]{1,40}$/), fileName).default({}),
});

/** A scenario, read and checked. Paths are absolute. */
export type Scenario = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly seed: string;
  readonly folder: string;
  readonly companyFile: string;
  readonly workloadsFile: string;
  /** Null: the pack has none. */
  readonly businessMetricsFile: string | null;
  readonly story: string;
  readonly target: Target;
  readonly guardrails: Guardrails;
  readonly team: { readonly engineers: number; readonly engineerDaysPerMonth: number };
  /** What its plans are played under; its team unless teams are stated. */
  readonly assumptions: StatedAssumptions;
  /** Plans that ship with it, by name. */
  readonly plans: Readonly<Record<string, string>>;
};

/** Folder of the packs that ship with the program. @throws UserError (environment) */
function packsFolder(): string {
  const folder = shippedFolder('scenarios');
  if (folder !== null) return folder;
  throw new UserError({
    code: 'no-scenarios',
    message: 'The folder with the scenarios is missing from this installation.',
    hint: 'Install trimtab again.',
    exitCode: 4,
  });
}

/** Throws the errors of a YAML file as one message; warnings are dropped. @throws UserError (data) */
export function valueOrThrow<T>(
  read: { readonly value: T | null; readonly findings: readonly Finding[] },
  what: string,
): T {
  if (read.value !== null) return read.value;
  const lines = read.findings.slice(0, 10).map(({ message, source }) => {
    const at = source?.column ?? source?.row ?? null;
    return `${source?.file ?? ''}${at === null ? '' : `:${at}`} ${message}`.trim();
  });
  throw new UserError({
    code: 'bad-file',
    message: `${what} cannot be used:\n  ${lines.join('\n  ')}`,
    hint: read.findings[0]?.hint ?? 'Correct the file and try again.',
    exitCode: 3,
  });
}

/** Ids of the scenarios that ship with the program, sorted. */
export function scenarioIds(folder = packsFolder()): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && existsSync(join(folder, entry.name, 'scenario.yaml')))
    .map(entry => entry.name)
    .sort();
}

function folderOf(nameOrPath: string): string {
  const isName = !nameOrPath.includes('/') && !nameOrPath.includes(sep);
  const shipped = isName ? join(packsFolder(), nameOrPath) : nameOrPath;
  if (existsSync(join(shipped, 'scenario.yaml'))) return shipped;
  throw new UserError({
    code: 'unknown-scenario',
    message: `There is no scenario "${nameOrPath}".`,
    hint: `Shipped scenarios: ${scenarioIds().join(', ')}. A folder of your own is given by its path, for example ./my-scenario.`,
    exitCode: 2,
  });
}

/** Largest text of a pack. */
const TEXT_BYTES_MAX = 1_000_000;

/** Text of a file of a pack. @throws UserError (data) when it is missing, no text, or too large */
export function readPackText(path: string): string {
  const read = readTextFile(path, TEXT_BYTES_MAX);
  if (read.kind === 'text') return read.text;
  const { code, message, hint } = read.finding;
  throw new UserError({ code, message: `${path}: ${message}`, hint: hint ?? '', exitCode: 3 });
}

/** The team of a scenario as one pool: its days are stated as they are left for cost work. */
function wholeTeam({ engineers, engineerDaysPerMonth }: Scenario['team']): Team {
  return {
    name: 'the team',
    engineers,
    daysPerMonth: engineerDaysPerMonth / engineers,
    costShare: 1,
    toilShare: 0,
    freezeWindows: [],
    followTheSun: false,
  };
}

/** Reads a scenario by name or folder. @throws UserError */
export function loadScenario(nameOrPath: string): Scenario {
  const folder = folderOf(nameOrPath);
  const file = valueOrThrow(readYamlFile(join(folder, 'scenario.yaml'), scenarioSchema), 'The scenario');
  const { reduceBy, reduceTo, byMonth, basis } = file.target;
  const goal = goalOf(reduceBy, reduceTo);
  if (goal === null) {
    throw new UserError({
      code: 'bad-scenario',
      message: `The target of ${join(folder, 'scenario.yaml')} needs exactly one of reduceBy and reduceTo.`,
      hint: 'Write `reduceBy: 30%` or `reduceTo: 350000`.',
      exitCode: 3,
    });
  }
  return {
    id:
      folder
        .split(/[\\/]/)
        .filter(part => part !== '')
        .at(-1) ?? nameOrPath,
    title: file.title,
    summary: file.summary,
    seed: file.seed,
    folder,
    companyFile: join(folder, file.company),
    workloadsFile: join(folder, file.workloads),
    businessMetricsFile: file.businessMetrics === undefined ? null : join(folder, file.businessMetrics),
    story: readPackText(join(folder, file.story)),
    target: { goal, byMonth, basis },
    guardrails: { ...file.guardrails, protectedWorkloads: [], forbiddenLevers: [] },
    team: file.team,
    assumptions: { teams: [wholeTeam(file.team)], ...assumptionsOf(file.assumptions) },
    plans: Object.fromEntries(Object.entries(file.plans).map(([name, path]) => [name, join(folder, path)])),
  };
}
