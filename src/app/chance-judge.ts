/** The judgement of a run with everything that it leaves to chance, for the screens. */

import { type Run, type Simulator, score } from '../engine/index.ts';
import type { ScoreReport } from '../report/contract.ts';
import { scoreReport } from '../report/run-report.ts';
import { type ChanceRunOptions, runChance } from './chance-runner.ts';

/** Judges a run. Few draws are done in this thread, which the screens do not wait for. */
export async function judgeChance(
  simulator: Simulator,
  run: Run,
  options: ChanceRunOptions & { readonly seed: string },
): Promise<ScoreReport> {
  const { seed, runs } = options;
  const chance = await runChance(simulator, run, options);
  return scoreReport(run, score(run, { seed, runs, simulator, chance }), seed);
}
