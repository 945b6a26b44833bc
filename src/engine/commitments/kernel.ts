/**
 * Applies an order of benefits and steps to usage, hour by hour. It knows no provider: the rules are in the order.
 *
 * What it promises, whatever the order: covered and uncovered units of a pool are its usage in every hour; no benefit gives
 * more in an hour than it has; what an hour leaves of a benefit that renews is lost; coverage is fractional.
 */

import { assert } from '../assert.ts';
import type { ApplicationOrder, Benefit } from './draw.ts';
import { hoursOf } from './hours-in-force.ts';
import { runSteps } from './kernel-block.ts';
import { compileProgram, type KernelProgram } from './kernel-program.ts';
import type { KernelKeep, OnCover, StepsResult } from './kernel-run.ts';
import { sortedByLoad } from './kernel-sort.ts';
import { emptyBlockSums, type KernelSource } from './kernel-source.ts';

/** What is to be run, and what is to be written down besides totals. */
export type KernelInput = {
  readonly order: ApplicationOrder;
  /** Units in each hour, by index of the pool; never changed. */
  readonly pools: readonly { readonly quantities: Float64Array }[];
  readonly hours: number;
  /** Uncovered units of each pool by hour. */
  readonly keepUncovered?: boolean;
  /** Used units of each benefit by hour. */
  readonly keepUsed?: boolean;
  /** Amortised cost of the covered part of each pool by hour. */
  readonly keepUnitCosts?: boolean;
  /** Told of everything that is covered, in blocks of hours. Not told again of what a re-run need not repeat. */
  readonly onCover?: OnCover;
};

/** What one benefit covered of one pool in all hours. */
export type KernelCover = {
  readonly benefit: number;
  readonly pool: number;
  /** Units of benefit. */
  readonly units: number;
  /** Units of usage. */
  readonly quantity: number;
};

/** Result of all hours. Arrays of rows are empty unless they were asked for; rows may be shared with the input: read only. */
export type KernelResult = {
  /** Units used, by index of the benefit. Used up to within a billionth counts as used up. */
  readonly usedUnits: Float64Array;
  /** Units of usage that nothing covered, by index of the pool. */
  readonly uncoveredQuantity: Float64Array;
  /** What covered what, by benefit and then by pool; only what is above 0. */
  readonly covers: readonly KernelCover[];
  readonly usedPerHour: readonly Float64Array[];
  readonly uncoveredPerHour: readonly Float64Array[];
  readonly coveredCostPerHour: readonly Float64Array[];
};

/** Another capacity of one benefit of the order. */
export type CapacityChange = { readonly benefit: number; readonly capacity: number };

/** An order that is ready to run, and to run again with other capacities. */
export type Kernel = {
  /** Runs the order as it is. */
  run(): KernelResult;
  /**
   * Runs the order with some capacities changed (those of the order for all others; changes do not add up). Only the steps
   * from the first one of the changed benefits on are run: the state before it is computed by the first call and remembered.
   */
  rerun(changes: readonly CapacityChange[]): KernelResult;
};

/** Share of a capacity below which a rest is rounding. */
const USED_UP = 1e-9;

/** Units that a benefit offers over the period. */
export function capacityInPeriod(benefit: Benefit, hours: number, capacity = benefit.capacity): number {
  const hoursInForce = hoursOf(benefit, hours);
  if (benefit.renewal === 'period') return hoursInForce > 0 ? capacity : 0;
  return capacity * hoursInForce;
}

function snap(used: number, capacity: number): number {
  return Math.abs(capacity - used) <= capacity * USED_UP ? capacity : used;
}

function initialSource(input: KernelInput, program: KernelProgram): KernelSource {
  return {
    rows: input.pools.map(({ quantities }) => quantities),
    left: program.benefits.map(() => null),
    slotUnits: new Float64Array(program.slotPool.length),
    usedOnce: program.benefits.map(() => null),
    coveredCosts: input.pools.map(() => null),
    blockSums: emptyBlockSums(program.pools, program.hours),
  };
}

/** Sums of slots by (benefit, pool), in the order of benefits and then of pools. */
function coversOf(program: KernelProgram, slotUnits: Float64Array): KernelCover[] {
  const byPair = new Map<number, { benefit: number; pool: number; units: number; quantity: number }>();
  for (let step = 0; step < program.steps; step++) {
    const benefit = program.stepBenefit[step] ?? 0;
    for (let slot = program.firstSlot[step] ?? 0; slot < (program.firstSlot[step + 1] ?? 0); slot++) {
      const units = slotUnits[slot] ?? 0;
      if (units <= 0) continue;
      const pool = program.slotPool[slot] ?? 0;
      const quantity = units / (program.slotRate[slot] ?? 1);
      const key = benefit * program.pools + pool;
      const found = byPair.get(key);
      if (found) {
        found.units += units;
        found.quantity += quantity;
      } else byPair.set(key, { benefit, pool, units, quantity });
    }
  }
  return [...byPair.values()].sort((a, b) => a.benefit - b.benefit || a.pool - b.pool);
}

function usedPerHour(program: KernelProgram, capacities: Float64Array, state: StepsResult): Float64Array[] {
  return program.benefits.map(({ fromHour, toHour, renewal }, benefit) => {
    if (renewal === 'period') return state.usedOnce[benefit] ?? new Float64Array(program.hours);
    const used = new Float64Array(program.hours);
    const left = state.left[benefit];
    const capacity = capacities[benefit] ?? 0;
    if (!left) return used;
    for (let hour = fromHour; hour < Math.min(toHour, program.hours); hour++) {
      used[hour] = snap(capacity - (left[hour] ?? 0), capacity);
    }
    return used;
  });
}

function resultOf(
  input: KernelInput,
  program: KernelProgram,
  capacities: Float64Array,
  state: StepsResult,
): KernelResult {
  const covers = coversOf(program, state.slotUnits);
  const usedUnits = new Float64Array(program.benefits.length);
  for (const { benefit, units } of covers) usedUnits[benefit] = (usedUnits[benefit] ?? 0) + units;
  program.benefits.forEach((benefit, index) => {
    usedUnits[index] = snap(
      usedUnits[index] ?? 0,
      capacityInPeriod(benefit, program.hours, capacities[index] ?? 0),
    );
  });
  for (const quantity of state.uncovered)
    assert(Number.isFinite(quantity), 'every quantity is a finite number');
  return {
    usedUnits,
    uncoveredQuantity: state.uncovered,
    covers,
    usedPerHour: input.keepUsed ? usedPerHour(program, capacities, state) : [],
    uncoveredPerHour: input.keepUncovered ? state.rows : [],
    coveredCostPerHour: input.keepUnitCosts
      ? state.coveredCosts.map(row => row ?? new Float64Array(program.hours))
      : [],
  };
}

/** The step from which on a change of these benefits matters. A benefit that is there once is never cut in two. */
function firstChangedStep(program: KernelProgram, benefits: readonly number[]): number {
  let first = Math.min(
    program.steps,
    ...benefits.map(benefit => program.firstStep[benefit] ?? program.steps),
  );
  for (let moved = true; moved; ) {
    moved = false;
    program.benefits.forEach(({ renewal }, benefit) => {
      const from = program.firstStep[benefit] ?? program.steps;
      const isCut = renewal === 'period' && from < first && (program.endStep[benefit] ?? 0) > first;
      if (isCut) {
        first = from;
        moved = true;
      }
    });
  }
  return first;
}

/**
 * Prepares an order for its hours.
 * @throws BugError when the order is broken, or a pool does not have one quantity for each hour
 */
export function createKernel(input: KernelInput): Kernel {
  const { order, pools, hours } = input;
  for (const { quantities } of pools)
    assert(quantities.length === hours, 'a pool has a quantity for every hour');
  const program = compileProgram(order, pools.length, hours);
  const source = initialSource(input, program);
  const planned = Float64Array.from(order.benefits, ({ capacity }) => capacity);
  const keep: KernelKeep = {
    rows: input.keepUncovered ?? false,
    left: input.keepUsed ?? false,
    coveredCosts: input.keepUnitCosts ?? false,
    onCover: input.onCover ?? null,
  };
  let checkpoint: { readonly step: number; readonly source: KernelSource } | null = null;

  const stateBefore = (step: number): KernelSource => {
    if (checkpoint?.step === step) return checkpoint.source;
    const state = runSteps(program, source, { from: 0, to: step }, planned, {
      ...keep,
      rows: true,
      left: true,
      onCover: null,
    });
    const isTotalsOnly = !keep.rows && !keep.left && !keep.coveredCosts && !keep.onCover;
    const sorted = isTotalsOnly ? sortedByLoad(program, state, step) : null;
    checkpoint = { step, source: sorted ?? state };
    return checkpoint.source;
  };

  const runFrom = (step: number, state: KernelSource, capacities: Float64Array): KernelResult =>
    resultOf(
      input,
      program,
      capacities,
      runSteps(program, state, { from: step, to: program.steps }, capacities, keep),
    );

  return {
    run: () => runFrom(0, source, planned),
    rerun: changes => {
      const capacities = Float64Array.from(planned);
      for (const { benefit, capacity } of changes) {
        assert(benefit in capacities, 'a changed benefit is one of the order');
        assert(Number.isFinite(capacity) && capacity >= 0, 'a changed capacity is a number of 0 or more');
        capacities[benefit] = capacity;
      }
      const step = firstChangedStep(
        program,
        changes.map(({ benefit }) => benefit),
      );
      return runFrom(step, stateBefore(step), capacities);
    },
  };
}
