/** The range of a saving from a run alone: the first answer, before exact runs refine it. */

import type { Workload } from '../estate/workload.ts';
import type { Run } from '../simulate/run.ts';
import { drawBlock } from './draw-block.ts';
import { CHANCE_NOTE } from './quantities.ts';
import { type Chance, quantile } from './summarise.ts';
import { surrogateOfRun } from './surrogate-of-run.ts';

/** Range of the saving in the target month, in the run's currency. */
export type Uncertainty = {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** Share of the draws in which the saving reaches the target, 0..1. */
  readonly probabilityOfTarget: number;
  readonly runs: number;
  /** What the range rests on. */
  readonly assumption: string;
};

/** How a range is drawn. @param workloads for their change failure rates; left out: assumed ones */
export type RangeOptions = {
  readonly seed: number | string;
  readonly runs: number;
  readonly workloads?: readonly Workload[];
};

/** Draws the range of a run's saving. Interactions are those of the planned values. */
export function uncertaintyOf(run: Run, { seed, runs, workloads = [] }: RangeOptions): Uncertainty {
  const surrogate = surrogateOfRun(run, { workloads, effortDays: new Map() });
  const { saved, isMet } = drawBlock(surrogate, seed, 0, runs);
  const sorted = saved.sort();
  return {
    p10: quantile(sorted, 0.1),
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    probabilityOfTarget: runs === 0 ? 0 : isMet.reduce((count, each) => count + each, 0) / runs,
    runs,
    assumption: CHANCE_NOTE,
  };
}

/** The same range out of a full answer. */
export function uncertaintyFrom({ saving, probabilityOfTarget, runs }: Chance): Uncertainty {
  const { p10, p50, p90 } = saving;
  return { p10, p50, p90, probabilityOfTarget, runs, assumption: CHANCE_NOTE };
}
