/** From drawn runs to answers: quantiles by month, probabilities, the bad end of the saving. */

import type { DrawnBlock } from './draw-block.ts';
import type { Quantity } from './quantities.ts';
import type { Surrogate, SurrogateError } from './surrogate.ts';
import { type TornadoBar, tornadoOf } from './tornado.ts';

/** Quantiles beside the planned value; amounts in the bill's currency. */
export type Spread = {
  readonly planned: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
};

/** What is uncertain about a plan, answered. */
export type Chance = {
  readonly runs: number;
  readonly byMonth: readonly {
    readonly index: number;
    readonly month: string;
    readonly runRate: Spread;
    readonly cash: Spread;
  }[];
  /** Saving in the target month, on the target's clock. */
  readonly saving: Spread;
  /** Share of the runs, 0..1, in which the target month costs no more than it may. */
  readonly probabilityOfTarget: number;
  /** Share of the runs in which work that starts by the target month is not done by its end; null without teams. */
  readonly probabilityOverCapacity: number | null;
  readonly effortDays: Omit<Spread, 'planned'>;
  /** By workload with an objective. */
  readonly breach: readonly {
    readonly workload: string;
    /** P(breach) with everything as planned, and its mean over all runs. */
    readonly planned: number;
    readonly mean: number;
    /** Mean over the runs in which all of its risky moves are there; null when there is no such run. */
    readonly meanWithMoves: number | null;
    /** Highest P(breach) that its guardrail allows. */
    readonly limit: number;
    /** Share of the runs in which the guardrails on P(breach) hold. */
    readonly probabilityHolds: number;
  }[];
  readonly tornado: readonly TornadoBar[];
  /** Mean saving of the worst 5 % and 10 % of the runs. */
  readonly cvar: { readonly worst5: number; readonly worst10: number };
  readonly surrogateError: SurrogateError | null;
  readonly quantities: readonly Quantity[];
};

/** Quantile of sorted values, by linear interpolation. */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return 0;
  const position = share * (sorted.length - 1);
  const low = Math.floor(position);
  const below = sorted[low] ?? 0;
  return below + ((sorted[Math.min(low + 1, sorted.length - 1)] ?? below) - below) * (position - low);
}

/** Mean of the lowest share of sorted values: of at least one. */
export function lowestMean(sorted: Float64Array, share: number): number {
  const count = Math.min(sorted.length, Math.max(1, Math.round(sorted.length * share)));
  let total = 0;
  for (let at = 0; at < count; at++) total += sorted[at] ?? 0;
  return count === 0 ? 0 : total / count;
}

/** One list out of parts, sorted. */
function sortedOf(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.sort();
}

const middle = (sorted: Float64Array) => ({
  p10: quantile(sorted, 0.1),
  p50: quantile(sorted, 0.5),
  p90: quantile(sorted, 0.9),
});

function shareOf(parts: readonly Uint8Array[], runs: number): number {
  let count = 0;
  for (const part of parts) for (const each of part) count += each;
  return runs === 0 ? 0 : count / runs;
}

function monthSpread(
  blocks: readonly DrawnBlock[],
  clock: 'runRate' | 'cash',
  month: number,
  planned: number,
): Spread {
  const parts = blocks.map(block => {
    const runs = block.to - block.from;
    return block[clock].subarray(month * runs, (month + 1) * runs);
  });
  return { planned, ...middle(sortedOf(parts)) };
}

function breachOf({ breach }: Surrogate, blocks: readonly DrawnBlock[], runs: number): Chance['breach'] {
  return breach.map(({ workload, breach: bySet, limit }, at) => {
    let total = 0;
    let whole = 0;
    let wholeTotal = 0;
    for (const block of blocks) {
      const drawn = block.breach[at];
      drawn?.probability.forEach((probability, run) => {
        total += probability;
        if (drawn.isWhole[run] !== 1) return;
        whole += 1;
        wholeTotal += probability;
      });
    }
    return {
      workload,
      planned: bySet.at(-1) ?? 0,
      mean: runs === 0 ? 0 : total / runs,
      meanWithMoves: whole === 0 ? null : wholeTotal / whole,
      limit,
      probabilityHolds: shareOf(
        blocks.flatMap(block => block.breach[at]?.holds ?? []),
        runs,
      ),
    };
  });
}

/** Answers from blocks of drawn runs, in any order and of any size. */
export function summarise(surrogate: Surrogate, seed: number | string, drawn: readonly DrawnBlock[]): Chance {
  const blocks = [...drawn].sort((a, b) => a.from - b.from);
  const runs = blocks.reduce((total, { from, to }) => total + to - from, 0);
  const { target, team, months } = surrogate;
  const saved = sortedOf(blocks.map(block => block.saved));
  const plannedCost = surrogate[target.clock].planned[target.at] ?? 0;
  return {
    runs,
    byMonth: months.map((month, at) => ({
      index: at + 1,
      month,
      runRate: monthSpread(blocks, 'runRate', at, surrogate.runRate.planned[at] ?? 0),
      cash: monthSpread(blocks, 'cash', at, surrogate.cash.planned[at] ?? 0),
    })),
    saving: { planned: target.baselineCost - plannedCost, ...middle(saved) },
    probabilityOfTarget: shareOf(
      blocks.map(({ isMet }) => isMet),
      runs,
    ),
    probabilityOverCapacity:
      team === null
        ? null
        : shareOf(
            blocks.map(({ isOverCapacity }) => isOverCapacity),
            runs,
          ),
    effortDays: middle(sortedOf(blocks.map(block => block.effortDays))),
    breach: breachOf(surrogate, blocks, runs),
    tornado: tornadoOf(surrogate, seed),
    cvar: { worst5: lowestMean(saved, 0.05), worst10: lowestMean(saved, 0.1) },
    surrogateError: surrogate.error,
    quantities: surrogate.quantities,
  };
}
