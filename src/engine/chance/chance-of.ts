/** What a plan leaves to chance, worked out in one go: prepare, draw, summarise. */

import type { Run } from '../simulate/run.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { drawBlock } from './draw-block.ts';
import { type PreparationBudget, prepareChance } from './prepare-chance.ts';
import { type Chance, summarise } from './summarise.ts';

/** How it is drawn. */
export type ChanceOptions = {
  readonly seed: number | string;
  readonly runs: number;
  readonly budget?: PreparationBudget;
};

/** Answers for a run. @param simulator the one that played it */
export function chanceOf(simulator: Simulator, run: Run, { seed, runs, budget }: ChanceOptions): Chance {
  const preparing = prepareChance(simulator, run, seed, budget);
  let step = preparing.next();
  while (!step.done) step = preparing.next();
  return summarise(step.value, seed, [drawBlock(step.value, seed, 0, runs)]);
}
