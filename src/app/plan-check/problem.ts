/** A problem of a plan at a place of its file. */

import type { Severity } from '../../engine/index.ts';

/** Path of a value in the plan file, for example `['moves', 2, 'scope', 'workloads', 0]`. */
export type PlanPath = readonly (string | number)[];

/** What is wrong, and where. */
export type PlacedProblem = {
  /** kebab-case, stable, for scripts. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | null;
  readonly path: PlanPath;
};
