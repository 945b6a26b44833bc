/** Draws runs of a plan. Any part of the runs can be drawn anywhere: the numbers are the same. */

import { BLOCK_RUNS, drawInputs, type Inputs } from './draw-inputs.ts';
import { createEvaluator, type DrawnMonths } from './evaluate-draw.ts';
import type { BreachTable, Surrogate } from './surrogate.ts';

/** Runs `from` to `to` (exclusive), as plain data. */
export type DrawnBlock = {
  readonly from: number;
  readonly to: number;
  /** Month by month, the runs of a month side by side: place month x (to - from) + run - from. */
  readonly runRate: Float64Array;
  readonly cash: Float64Array;
  /** Saving in the target month on its clock. */
  readonly saved: Float64Array;
  /** 1 where the amount is reached. */
  readonly isMet: Uint8Array;
  readonly isOverCapacity: Uint8Array;
  readonly effortDays: Float64Array;
  /** By workload with an objective: P(breach), 1 where its guardrails hold, 1 where all of its risky moves are there. */
  readonly breach: readonly {
    readonly probability: Float64Array;
    readonly holds: Uint8Array;
    readonly isWhole: Uint8Array;
  }[];
};

/** Which of a workload's risky moves are in effect in a draw; one that was rolled back is made again. */
function presentMoves({ moves }: BreachTable, { isThere }: DrawnMonths): number {
  let set = 0;
  moves.forEach((move, bit) => {
    if (isThere[move] === 1) set |= 1 << bit;
  });
  return set;
}

function emptyBlock({ months, breach }: Surrogate, from: number, to: number): DrawnBlock {
  const runs = to - from;
  return {
    from,
    to,
    runRate: new Float64Array(months.length * runs),
    cash: new Float64Array(months.length * runs),
    saved: new Float64Array(runs),
    isMet: new Uint8Array(runs),
    isOverCapacity: new Uint8Array(runs),
    effortDays: new Float64Array(runs),
    breach: breach.map(() => ({
      probability: new Float64Array(runs),
      holds: new Uint8Array(runs),
      isWhole: new Uint8Array(runs),
    })),
  };
}

/** Draws the runs `from` to `to` (exclusive). The same seed gives the same runs, however they are split. */
export function drawBlock(surrogate: Surrogate, seed: number | string, from: number, to: number): DrawnBlock {
  const { evaluate } = createEvaluator(surrogate);
  const { target, months } = surrogate;
  const block = emptyBlock(surrogate, from, to);
  const runs = to - from;
  let inputs: Inputs | null = null;
  for (let run = from; run < to; run++) {
    const at = run % BLOCK_RUNS;
    if (inputs === null || at === 0) inputs = drawInputs(surrogate, seed, Math.floor(run / BLOCK_RUNS));
    const drawn = evaluate(inputs, at, 0, months.length);
    const place = run - from;
    for (let month = 0; month < months.length; month++) {
      block.runRate[month * runs + place] = drawn.runRate[month] ?? 0;
      block.cash[month * runs + place] = drawn.cash[month] ?? 0;
    }
    const reached = drawn[target.clock][target.at] ?? 0;
    block.saved[place] = drawn.baselineCost - reached;
    block.isMet[place] = reached <= drawn.allowedCost ? 1 : 0;
    block.isOverCapacity[place] = drawn.isOverCapacity ? 1 : 0;
    block.effortDays[place] = drawn.effortDays;
    surrogate.breach.forEach((table, workload) => {
      const set = presentMoves(table, drawn);
      const into = block.breach[workload];
      if (into === undefined) return;
      into.probability[place] = table.breach[set] ?? 0;
      into.holds[place] = table.holds[set] ?? 0;
      into.isWhole[place] = set === table.breach.length - 1 ? 1 : 0;
    });
  }
  return block;
}
