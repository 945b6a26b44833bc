/**
 * A stand-in for the simulator that costs next to nothing a draw: plain data, made from a few exact runs, which can be posted
 * to a worker.
 *
 * Cost of a month = cost as planned
 *   + what growth and spot prices change (a quadratic through exact runs at the low, the planned and the high value)
 *   + scale x ( sum of gain_i x missing_i + sum of pair_ij x missing_i x missing_j ).
 *
 * `missing_i` is the part of move i that is not there although the plan has it (0 as planned, 1 left out). `gain_i` is what the
 * month costs more when the move alone is left out, `pair_ij` what leaving both out costs beyond that: a purchase that covers
 * what a cancelled rightsizing left takes part of the loss back. `scale` is the plan's whole saving under the drawn growth
 * and prices, over that of the planned ones. Both orders are exact where they were measured; what lies beyond is the error that
 * `check-surrogate.ts` measures.
 */

import type { Estimate } from '../lever.ts';
import type { WorkItem } from '../team/schedule-work.ts';
import type { Quantity } from './quantities.ts';

/** One of the two clocks: effective run-rate, or what is invoiced. Place 0 of every list is the first month of the run. */
export type Clock = {
  /** As planned, exact; on the clock of cash with everything that comes once. */
  readonly planned: Float64Array;
  /** Without the plan, exact. */
  readonly forecast: Float64Array;
  /** By move. */
  readonly gains: readonly Float64Array[];
  readonly pairs: readonly { readonly a: number; readonly b: number; readonly cost: Float64Array }[];
  /** By driver: change of the month with and without the plan. */
  readonly drivers: readonly { readonly planned: Quadratic; readonly forecast: Quadratic }[];
};

/** By month: slope x t + curve x t^2, t the drawn value less the planned one; 0 as planned, exactly. */
export type Quadratic = { readonly slope: Float64Array; readonly curve: Float64Array };

/** A workload whose part of a move may have to be rolled back. */
export type FailingPart = {
  readonly workload: string;
  /** Share of the move's saving that is missing until it is made again, 0..1. */
  readonly share: number;
  readonly probability: Estimate;
  /** Times the probability, for changes that are riskier than a deployment; 1 at most in all. */
  readonly multiplier: number;
};

/** What is uncertain about a move, and what is needed to play it late. */
export type UncertainMove = {
  readonly id: string;
  /** Adoption rates that still lie ahead: places in `rates`. */
  readonly ratesAhead: readonly number[];
  readonly slipMonths: Estimate;
  readonly shareRealised: Estimate;
  /** Engineer-days for one workload; `planned` is what the run counts with. */
  readonly effortDays: Estimate & { readonly planned: number };
  /** Workloads that the effort is spent on; 1 where the plan states the effort. */
  readonly touched: number;
  readonly failing: readonly FailingPart[];
  readonly effectMonth: number | null;
  readonly doneMonth: number | null;
  /** Share in effect by month since the effect, place 0 the first; 1 from then on. */
  readonly ramp: Float64Array;
  /** What comes once on the clock of cash: amounts by month since the effect, the first of them at `onceFrom`. */
  readonly once: Float64Array;
  readonly onceFrom: number;
  /** Part of `once` that is due only when the move stays: fees of a purchase. */
  readonly fees: Float64Array;
};

/** The work and the people, for scheduling it anew. */
export type SurrogateTeam = {
  /** One item for each move, in the order in which they are served. */
  readonly items: readonly (Pick<WorkItem, 'id' | 'start' | 'pool'> & { readonly move: number })[];
  /** Days by pool and month. */
  readonly days: readonly Float64Array[];
};

/** The target, with what it is measured against. */
export type SurrogateTarget = {
  /** Place of its month in the lists. */
  readonly at: number;
  readonly clock: 'runRate' | 'cash';
  readonly against: 'reference-month' | 'forecast';
  readonly baselineCost: number;
  readonly allowedCost: number;
  /** What of a change of the baseline is allowed: 1 - fraction; 0 for a target in money. */
  readonly allowedShare: number;
};

/** P(breach) of a workload for every set of its risky moves. */
export type BreachTable = {
  readonly workload: string;
  /** Moves whose presence decides; bit i of a set is the i-th of them. Others with a risk are taken to be there. */
  readonly moves: readonly number[];
  /** By set: in the worst window of the plan. */
  readonly breach: Float64Array;
  /** By set: 1 where the guardrails on P(breach) hold. */
  readonly holds: Uint8Array;
  readonly limit: number;
};

/** Growth of a rule, or spot prices. */
export type UncertainDriver = {
  readonly kind: 'growth' | 'spot-price';
  readonly name: string;
  readonly estimate: Estimate;
};

/** How far the surrogate is from exact runs of drawn cases, in the bill's currency a month. */
export type SurrogateError = {
  readonly cases: number;
  readonly mean: number;
  readonly max: number;
};

/** Everything that draws need. */
export type Surrogate = {
  readonly months: readonly string[];
  readonly currency: string;
  readonly moves: readonly UncertainMove[];
  /** Adoption rates into each stage but the first. */
  readonly rates: readonly Estimate[];
  readonly drivers: readonly UncertainDriver[];
  readonly runRate: Clock;
  readonly cash: Clock;
  /** Null: nothing is said about teams. */
  readonly team: SurrogateTeam | null;
  readonly target: SurrogateTarget;
  readonly breach: readonly BreachTable[];
  readonly quantities: readonly Quantity[];
  /** Null: made from one run alone and never compared with others. */
  readonly error: SurrogateError | null;
};
