/** Reads and writes plan files. */

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stringify } from 'yaml';
import type { Finding, FindingSource, Plan } from '../engine/index.ts';
import { planFileOf, planFileSchema, planOf } from '../engine/plan-file.ts';
import { type ParsedYaml, readYamlFile } from '../input/yaml-file.ts';
import { valueOrThrow } from '../scenario/pack.ts';

/** A plan read from a file, with everything that is wrong in it. `plan` is null when it cannot be used. */
export type PlanRead = {
  readonly plan: Plan | null;
  readonly findings: readonly Finding[];
  /** Where something stands in the file, for problems that are found later. */
  readonly locate: ParsedYaml<unknown>['locate'];
};

/** A place as a finding names it. */
export function sourceAt(file: string, position: ReturnType<PlanRead['locate']>): FindingSource {
  return {
    file,
    row: position?.line ?? null,
    column: position === null ? null : `${position.line}:${position.column}`,
  };
}

/** Reads a plan. Problems carry the line and column of the file. */
export function readPlan(path: string): PlanRead {
  const read = readYamlFile(path, planFileSchema);
  if (read.value === null) return { plan: null, findings: read.findings, locate: read.locate };
  const { plan, problems } = planOf(read.value);
  const findings = problems.map(
    ({ path: at, message, hint }): Finding => ({
      code: 'bad-plan',
      severity: 'error',
      message,
      hint,
      source: sourceAt(path, read.locate(at)),
    }),
  );
  return {
    plan: findings.length === 0 ? plan : null,
    findings: [...read.findings, ...findings],
    locate: read.locate,
  };
}

/** Reads a plan that must be usable. @throws UserError (data) naming every problem */
export function readPlanOrThrow(path: string): Plan {
  const { plan, findings } = readPlan(path);
  return valueOrThrow({ value: plan, findings }, 'The plan');
}

/** A plan as YAML text. */
export function planText(plan: Plan): string {
  return stringify(planFileOf(plan), { lineWidth: 100 });
}

/** Writes a plan: the file is complete or not there at all. */
export function writePlan(path: string, plan: Plan): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, planText(plan));
  renameSync(draft, path);
}
