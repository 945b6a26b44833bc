/** Everything that is wrong with a plan on a bill, each problem at its line and column of the plan's file. */

import { type Finding, type Run, type Simulator, score } from '../../engine/index.ts';
import { type PlanRead, sourceAt } from '../plan-file-io.ts';
import { nameProblems } from './names.ts';
import { playedProblems } from './played.ts';
import { reachProblems } from './reachable.ts';

/** Nothing of a check depends on the draws behind a range. */
const NO_DRAWS = { seed: 'check', runs: 1 };

/**
 * Checks a plan that was read and played.
 * @param file its name for the findings
 * @param simulator the one that played the run
 * @returns in the order of the file
 */
export function checkPlan(
  run: Run,
  simulator: Simulator,
  file: string,
  locate: PlanRead['locate'],
): readonly Finding[] {
  const judged = score(run, { ...NO_DRAWS, simulator });
  const problems = [
    ...nameProblems(run, simulator.baseline.estate),
    ...playedProblems(run, judged, simulator),
    ...reachProblems(run, judged, simulator),
  ];
  const findings = problems.map(
    ({ path, ...problem }): Finding => ({ ...problem, source: sourceAt(file, locate(path)) }),
  );
  return findings.sort((a, b) => (a.source?.row ?? 0) - (b.source?.row ?? 0));
}
