/** What the months of one draw cost, by the surrogate. */

import type { Inputs } from './draw-inputs.ts';
import { createDating } from './move-dates.ts';
import { ASSUMED_REDO_MONTHS } from './quantities.ts';
import type { Clock, Quadratic, Surrogate, UncertainMove } from './surrogate.ts';

/** Months of one draw; overwritten by the next. */
export type DrawnMonths = {
  readonly runRate: Float64Array;
  readonly cash: Float64Array;
  /** What the target's baseline becomes under the drawn growth and prices, and what it allows. */
  baselineCost: number;
  allowedCost: number;
  effortDays: number;
  isOverCapacity: boolean;
  /** By move: in effect within the run. */
  readonly isThere: Uint8Array;
};

/** Evaluates draws. */
export type Evaluator = {
  /** Months `from` to `to` (places, exclusive) of a draw of a block. */
  evaluate(inputs: Inputs, draw: number, from: number, to: number): DrawnMonths;
};

/** A saving smaller than this share of the cost says nothing about how savings scale. */
const SCALABLE_SHARE = 1e-6;
/** Savings scale no further than this with growth and prices. */
const MAX_SCALE = 5;

function at(quadratic: Quadratic | undefined, month: number, t: number): number {
  if (quadratic === undefined || t === 0) return 0;
  return (quadratic.slope[month] ?? 0) * t + (quadratic.curve[month] ?? 0) * t * t;
}

/** Share in effect in a month since the effect. */
function rampAt({ ramp }: UncertainMove, since: number): number {
  if (since < 0) return 0;
  return since < ramp.length ? (ramp[since] ?? 1) : 1;
}

/** Share of a move's saving that the drawn failures take, until the change is made again. */
function lostShare({ failing }: UncertainMove, failed: readonly Uint8Array[], draw: number): number {
  let lost = 0;
  for (let part = 0; part < failing.length; part++) {
    lost += (failed[part]?.[draw] ?? 0) * (failing[part]?.share ?? 0);
  }
  return Math.min(1, lost);
}

/** What one evaluator works with, draw after draw. */
type Scratch = {
  readonly surrogate: Surrogate;
  /** By move: the part that is missing in the month, whether it is kept, and the part that is rolled back at first. */
  readonly missing: Float64Array;
  readonly keeps: Float64Array;
  readonly lost: Float64Array;
  /** By driver: the drawn value less the planned one. */
  readonly t: Float64Array;
  readonly drawn: DrawnMonths;
};

/** A draw: its luck, and when each move takes effect in it. */
type Draw = { readonly inputs: Inputs; readonly at: number; readonly effect: Float64Array };

/** What growth and prices change, with the plan or without it. */
function driven({ t }: Scratch, clock: Clock, side: 'planned' | 'forecast', month: number): number {
  let change = 0;
  for (let driver = 0; driver < t.length; driver++) {
    change += at(clock.drivers[driver]?.[side], month, t[driver] ?? 0);
  }
  return change;
}

/** The whole saving under the drawn growth and prices over the planned one. */
function scaleAt(scratch: Scratch, month: number): number {
  if (scratch.t.every(value => value === 0)) return 1;
  const { runRate } = scratch.surrogate;
  const forecast = runRate.forecast[month] ?? 0;
  const saved = forecast - (runRate.planned[month] ?? 0);
  if (Math.abs(saved) <= SCALABLE_SHARE * Math.abs(forecast)) return 1;
  const change = driven(scratch, runRate, 'forecast', month) - driven(scratch, runRate, 'planned', month);
  return Math.min(MAX_SCALE, Math.max(0, 1 + change / saved));
}

/** Cost that one move adds by what is missing of it; how much that is goes into `missing`. */
function missingOf(scratch: Scratch, i: number, gains: Float64Array, draw: Draw, month: number): number {
  const move = scratch.surrogate.moves[i];
  scratch.missing[i] = 0;
  if (move === undefined || move.effectMonth === null) return 0;
  const effect = draw.effect[i] ?? 0;
  const now = rampAt(move, month + 1 - effect);
  const planned = rampAt(move, month + 1 - move.effectMonth);
  if (now === 0 && planned === 0) return 0;
  // Earlier than planned: as much as it brings at the same age where the plan has it.
  const gain = gains[planned > 0 ? month : month + move.effectMonth - effect] ?? 0;
  // A move that costs money costs all of it.
  const realised = gain > 0 ? (draw.inputs.moves[i]?.shareRealised[draw.at] ?? 1) : 1;
  const since = month + 1 - effect;
  const lost = since < ASSUMED_REDO_MONTHS ? (scratch.lost[i] ?? 0) : 0;
  const kept = (scratch.keeps[i] ?? 0) * (1 - lost) * realised;
  if (planned === 0) return -gain * kept;
  const part = 1 - (now / planned) * kept;
  scratch.missing[i] = part;
  return gain * part;
}

/** Cost that the missing parts of all moves add in a month. */
function missingCost(scratch: Scratch, clock: Clock, draw: Draw, month: number): number {
  const { missing } = scratch;
  let cost = 0;
  clock.gains.forEach((gains, i) => {
    cost += missingOf(scratch, i, gains, draw, month);
  });
  for (const { a, b, cost: both } of clock.pairs) {
    const parts = (missing[a] ?? 0) * (missing[b] ?? 0);
    if (parts !== 0) cost += (both[month] ?? 0) * parts;
  }
  return cost;
}

/** What comes once at its drawn date, less what the plan has in the month. */
function onceChange({ surrogate }: Scratch, { inputs, at: draw, effect }: Draw, month: number): number {
  let change = 0;
  surrogate.moves.forEach(({ effectMonth, once, fees, onceFrom }, i) => {
    if (effectMonth === null || once.length === 0) return;
    const planned = month + 1 - effectMonth - onceFrom;
    const now = month + 1 - (effect[i] ?? 0) - onceFrom;
    const isKept = inputs.moves[i]?.kept[draw] === 1;
    if (now === planned && isKept) return;
    change += (once[now] ?? 0) - (once[planned] ?? 0) - (isKept ? 0 : (fees[now] ?? 0));
  });
  return change;
}

/** Looks at the luck of a draw once for all of its months. */
function begin(scratch: Scratch, { inputs, at: draw, effect }: Draw): void {
  const { surrogate, t, keeps, lost, drawn } = scratch;
  for (let driver = 0; driver < t.length; driver++) t[driver] = inputs.drivers[driver]?.[draw] ?? 0;
  surrogate.moves.forEach((move, i) => {
    const luck = inputs.moves[i];
    const kept = luck?.kept[draw] ?? 0;
    keeps[i] = kept;
    lost[i] = lostShare(move, luck?.failed ?? [], draw);
    drawn.isThere[i] = kept === 1 && (effect[i] ?? 0) <= surrogate.months.length ? 1 : 0;
  });
  const { target } = surrogate;
  const isForecast = target.against === 'forecast';
  const change = isForecast ? driven(scratch, surrogate[target.clock], 'forecast', target.at) : 0;
  drawn.baselineCost = target.baselineCost + change;
  drawn.allowedCost = target.allowedCost + target.allowedShare * change;
}

/** Creates an evaluator; it may be used for any number of draws. */
export function createEvaluator(surrogate: Surrogate): Evaluator {
  const months = surrogate.months.length;
  const moves = surrogate.moves.length;
  const dating = createDating(surrogate);
  const drawn: DrawnMonths = {
    runRate: new Float64Array(months),
    cash: new Float64Array(months),
    baselineCost: 0,
    allowedCost: 0,
    effortDays: 0,
    isOverCapacity: false,
    isThere: new Uint8Array(moves),
  };
  const scratch: Scratch = {
    surrogate,
    missing: new Float64Array(moves),
    keeps: new Float64Array(moves),
    lost: new Float64Array(moves),
    t: new Float64Array(surrogate.drivers.length),
    drawn,
  };
  return {
    evaluate(inputs, at, from, to) {
      const dates = dating(inputs, at);
      drawn.effortDays = dates.effortDays;
      drawn.isOverCapacity = dates.isOverCapacity;
      const draw: Draw = { inputs, at, effect: dates.effectMonth };
      begin(scratch, draw);
      for (let month = from; month < to; month++) {
        const scale = scaleAt(scratch, month);
        for (const name of ['runRate', 'cash'] as const) {
          const clock = surrogate[name];
          const change = driven(scratch, clock, 'planned', month);
          drawn[name][month] =
            (clock.planned[month] ?? 0) + change + scale * missingCost(scratch, clock, draw, month);
        }
        drawn.cash[month] = (drawn.cash[month] ?? 0) + onceChange(scratch, draw, month);
      }
      return drawn;
    },
  };
}
