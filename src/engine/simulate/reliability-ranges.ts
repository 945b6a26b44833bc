/** How sure the reliability of a plan's workloads is: ranges over what the constants of the model may really be. */

import { drawConstants } from '../reliability/constant-draws.ts';
import { applyRisk } from '../reliability/index.ts';
import { type UncertainValue, uncertaintyOfChange } from '../reliability/parameter-uncertainty.ts';
import { risksUnderConstants } from '../reliability/workload-outcome.ts';
import type { State } from './play-moves.ts';
import type { ReliabilityModel } from './reliability-of-run.ts';
import { lastingOf } from './risks-of-step.ts';

/** Ranges of one workload with an objective, before the plan and after all of its moves. */
export type ReliabilityRange = {
  readonly workload: string;
  readonly expectedBadMinutes: { readonly before: UncertainValue; readonly after: UncertainValue };
  readonly breachProbability: { readonly before: UncertainValue; readonly after: UncertainValue };
};

/** Sets of constants that are drawn: quantiles to a point or two, in a few tens of milliseconds a workload. */
const DRAWS = 60;

const MINUTES_PER_DAY = 1440;

/**
 * Ranges of every workload that has an objective and resources, one after the other, so that a screen can stop between two. The
 * same seed gives the same ranges.
 * @param state the estate with all moves
 */
export function* reliabilityRanges(
  state: State,
  model: ReliabilityModel,
  seed: number | string,
): Generator<ReliabilityRange> {
  const draws = drawConstants({ seed, draws: DRAWS });
  const used = new Set(state.estate.resources.map(({ workload }) => workload));
  for (const workload of state.estate.workloads) {
    if (workload.slo === null || !used.has(workload.name)) continue;
    const windowMinutes = workload.slo.windowDays * MINUTES_PER_DAY;
    const lasting = state.steps.flatMap(step => lastingOf(step, workload.name));
    const before = model.availability(workload);
    const after = lasting.length === 0 ? before : applyRisk(before, lasting);
    const ranges = uncertaintyOfChange(
      risksUnderConstants(before, windowMinutes),
      risksUnderConstants(after, windowMinutes),
      {
        seed,
        workload: workload.name,
        windowMinutes,
        budgetMinutes: (1 - workload.slo.objective) * windowMinutes,
        draws,
        // Counting windows would widen the range of a rare breach by its own noise.
        runsPerDraw: 0,
      },
    );
    const [was, is] = [ranges.before.breachProbability, ranges.after.breachProbability];
    if (was === null || is === null) continue;
    yield {
      workload: workload.name,
      expectedBadMinutes: {
        before: ranges.before.expectedBadMinutes,
        after: ranges.after.expectedBadMinutes,
      },
      breachProbability: { before: was, after: is },
    };
  }
}
