/**
 * The luck of a block of draws. Each quantity of each move, workload and rule has a stream of its own in each block: a move that
 * is added changes nobody else's luck, and whoever draws a block gets the same numbers.
 */

import type { Estimate } from '../lever.ts';
import { type Random, randomStream } from '../random.ts';
import { RATE_STAGES } from './quantities.ts';
import type { Surrogate, UncertainMove } from './surrogate.ts';

/** Draws of a block. Part of the result: another size gives other numbers. */
export const BLOCK_RUNS = 512;

/** Drawn values of one move, by draw of the block. */
export type MoveInputs = {
  /** 1 when the work is done. */
  readonly built: Uint8Array;
  /** 1 when it is done and its saving is there. */
  readonly kept: Uint8Array;
  /** Whole months. */
  readonly slip: Uint8Array;
  readonly shareRealised: Float64Array;
  /** Engineer-days for one workload. */
  readonly effort: Float64Array;
  /** By failing part: 1 when it is rolled back. */
  readonly failed: readonly Uint8Array[];
};

/** Drawn values of a block. */
export type Inputs = {
  readonly moves: readonly MoveInputs[];
  /** By driver: the drawn value less the planned one. */
  readonly drivers: readonly Float64Array[];
};

const isCertain = ({ low, high }: Estimate) => high <= low;

/** Fills with draws of a PERT; a certain quantity is its value to the last digit, and takes no luck. */
function perts({ low, mode, high }: Estimate, random: Random, planned = mode): Float64Array {
  const values = new Float64Array(BLOCK_RUNS);
  if (isCertain({ low, mode, high })) return values.fill(planned);
  for (let draw = 0; draw < BLOCK_RUNS; draw++) values[draw] = random.pert(low, mode, high);
  return values;
}

type StreamOf = (quantity: string, name: string) => Random;

/** What is neither done nor kept: each stage is a coin of the rate that all moves share in the draw. */
function adoption(
  { id, ratesAhead }: UncertainMove,
  rates: readonly Float64Array[],
  streamOf: StreamOf,
): Pick<MoveInputs, 'built' | 'kept'> {
  const random = streamOf('adoption', id);
  const built = new Uint8Array(BLOCK_RUNS).fill(1);
  const kept = new Uint8Array(BLOCK_RUNS).fill(1);
  const implemented = RATE_STAGES.indexOf('implemented');
  for (let draw = 0; draw < BLOCK_RUNS; draw++) {
    for (let stage = 0; stage < rates.length; stage++) {
      // Drawn whether it counts or not, so that a change of status leaves the other stages their luck.
      const luck = random.next();
      if (!ratesAhead.includes(stage) || luck < (rates[stage]?.[draw] ?? 1)) continue;
      kept[draw] = 0;
      if (stage <= implemented) built[draw] = 0;
    }
  }
  return { built, kept };
}

function failures(
  { id, failing }: UncertainMove,
  streamOf: StreamOf,
  rateOf: (workload: string, estimate: Estimate) => Float64Array,
): Uint8Array[] {
  return failing.map(({ workload, probability, multiplier }) => {
    const random = streamOf('failure', `${id}/${workload}`);
    const rates = rateOf(workload, probability);
    return Uint8Array.from(rates, rate => (random.next() < Math.min(1, multiplier * rate) ? 1 : 0));
  });
}

/** Draws the inputs of a block. @param block from 0 */
export function drawInputs(surrogate: Surrogate, seed: number | string, block: number): Inputs {
  const streamOf: StreamOf = (quantity, name) => randomStream(seed, `chance/${quantity}/${name}/${block}`);
  const rates = surrogate.rates.map((estimate, stage) =>
    perts(estimate, streamOf('adoption-rate', RATE_STAGES[stage] ?? '')),
  );
  const failureRates = new Map<string, Float64Array>();
  const rateOf = (workload: string, estimate: Estimate) => {
    const known = failureRates.get(workload) ?? perts(estimate, streamOf('failure-rate', workload));
    failureRates.set(workload, known);
    return known;
  };
  return {
    moves: surrogate.moves.map(move => ({
      ...adoption(move, rates, streamOf),
      slip: Uint8Array.from(perts(move.slipMonths, streamOf('delay', move.id)), Math.round),
      shareRealised: perts(move.shareRealised, streamOf('share-realised', move.id)),
      effort: perts(move.effortDays, streamOf('effort', move.id), move.effortDays.planned),
      failed: failures(move, streamOf, rateOf),
    })),
    drivers: surrogate.drivers.map(({ name, estimate }) =>
      perts(estimate, streamOf('driver', name)).map(value => value - estimate.mode),
    ),
  };
}

/** Inputs of a block in which everything goes as planned. */
export function plannedInputs(surrogate: Surrogate): Inputs {
  const whole = () => new Uint8Array(BLOCK_RUNS).fill(1);
  return {
    moves: surrogate.moves.map(({ effortDays, failing }) => ({
      built: whole(),
      kept: whole(),
      slip: new Uint8Array(BLOCK_RUNS),
      shareRealised: new Float64Array(BLOCK_RUNS).fill(1),
      effort: new Float64Array(BLOCK_RUNS).fill(effortDays.planned),
      failed: failing.map(() => new Uint8Array(BLOCK_RUNS)),
    })),
    drivers: surrogate.drivers.map(() => new Float64Array(BLOCK_RUNS)),
  };
}
