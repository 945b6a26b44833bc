/** What drives the spread of the saving: each quantity drawn alone, everything else as planned. */

import { BLOCK_RUNS, drawInputs, type Inputs, type MoveInputs, plannedInputs } from './draw-inputs.ts';
import { createEvaluator, type Evaluator } from './evaluate-draw.ts';
import type { QuantityKind } from './quantities.ts';
import type { Surrogate } from './surrogate.ts';

/** A bar of the tornado: the saving of the target month, the bill's currency a month. */
export type TornadoBar = {
  readonly kind: QuantityKind;
  /** Move or growth rule. */
  readonly name: string;
  /** Mean of the worst tenth of its draws, and of the best: what a coin does shows too, where a quantile would be certain. */
  readonly low: number;
  readonly high: number;
  /** Of the variances of all bars, 0..1. */
  readonly shareOfVariance: number;
};

/** Share of the draws that an end of a bar is the mean of. */
const TAIL = 0.1;

/** A quantity drawn alone. */
type Variant = { readonly kind: QuantityKind; readonly name: string; readonly inputs: Inputs };

const MOVE_QUANTITIES: readonly (readonly [QuantityKind, readonly (keyof MoveInputs)[]])[] = [
  ['adoption', ['built', 'kept']],
  ['delay', ['slip']],
  ['share-realised', ['shareRealised']],
  ['effort', ['effort']],
  ['failure', ['failed']],
];

function variantsOf(surrogate: Surrogate, seed: number | string): Variant[] {
  const drawn = drawInputs(surrogate, seed, 0);
  const planned = plannedInputs(surrogate);
  const ofMoves = surrogate.moves.flatMap(({ id }, at) =>
    MOVE_QUANTITIES.map(([kind, fields]): Variant => {
      const change = Object.fromEntries(fields.map(field => [field, drawn.moves[at]?.[field]]));
      const moves = planned.moves.map((move, each) => (each === at ? { ...move, ...change } : move));
      return { kind, name: id, inputs: { ...planned, moves } };
    }),
  );
  const ofDrivers = surrogate.drivers.map(({ name, kind }, at): Variant => {
    const drivers = planned.drivers.map((values, each) =>
      each === at ? (drawn.drivers[at] ?? values) : values,
    );
    return { kind, name, inputs: { ...planned, drivers } };
  });
  return [...ofMoves, ...ofDrivers];
}

function savingsOf({ evaluate }: Evaluator, { target }: Surrogate, inputs: Inputs): Float64Array {
  const savings = new Float64Array(BLOCK_RUNS);
  for (let draw = 0; draw < BLOCK_RUNS; draw++) {
    const drawn = evaluate(inputs, draw, target.at, target.at + 1);
    savings[draw] = drawn.baselineCost - (drawn[target.clock][target.at] ?? 0);
  }
  return savings.sort();
}

function mean(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return values.length === 0 ? 0 : total / values.length;
}

function variance(values: Float64Array): number {
  const middle = mean(values);
  let total = 0;
  for (const value of values) total += (value - middle) ** 2;
  return values.length === 0 ? 0 : total / values.length;
}

/** Bars of every quantity that moves the saving, the widest first. Interactions of two quantities are in no bar. */
export function tornadoOf(surrogate: Surrogate, seed: number | string): TornadoBar[] {
  const evaluator = createEvaluator(surrogate);
  const tail = Math.max(1, Math.round(BLOCK_RUNS * TAIL));
  const bars = variantsOf(surrogate, seed).map(({ kind, name, inputs }) => {
    const savings = savingsOf(evaluator, surrogate, inputs);
    return {
      kind,
      name,
      low: mean(savings.subarray(0, tail)),
      high: mean(savings.subarray(savings.length - tail)),
      variance: savings[0] === savings[savings.length - 1] ? 0 : variance(savings),
    };
  });
  const total = bars.reduce((sum, bar) => sum + bar.variance, 0);
  return bars
    .filter(bar => bar.variance > 0)
    .sort((a, b) => b.variance - a.variance)
    .map(({ variance: own, ...bar }) => ({ ...bar, shareOfVariance: own / total }));
}
