/** What one level of commitment gives, for any level, fast enough to move it by hand over a year of hours. */

import { assert } from '../../assert.ts';
import type { DemandStack } from './demand-stack.ts';

/** A commitment of one size over the hours of a stack. Money is of the whole period unless it says otherwise. */
export type LevelOutcome = {
  /** Money an hour at commitment rates. */
  readonly commitmentPerHour: number;
  /** On-demand price of everything the commitment may cover (ODE). */
  readonly onDemandEquivalentCost: number;
  readonly committedCost: number;
  readonly usedCost: number;
  readonly unusedCost: number;
  /** On-demand price of what is covered. */
  readonly coveredOnDemandCost: number;
  /** What stays on demand. */
  readonly onDemandCost: number;
  /** Committed and on-demand cost. */
  readonly effectiveCost: number;
  /** ODE - effective cost; negative when the commitment loses money. */
  readonly netSavings: number;
  /** Shares; null where the denominator is 0. */
  readonly commitmentCoverage: number | null;
  readonly commitmentUtilization: number | null;
  readonly effectiveSavingsRate: number | null;
  /** Utilisation at which it neither saves nor costs: 1 - discount of what it covers. */
  readonly breakEvenUtilization: number | null;
  /** Share of the hours in which the last committed cent is used: the utilisation of the margin, not of the whole. */
  readonly marginalUtilization: number;
};

/** What the next unit of money an hour replaces. */
export type Margin = {
  /** On-demand price replaced by the next committed unit of money, mean over the hours; above 1 it pays. */
  readonly gain: number;
  /** The largest level at or below, and the smallest above, at which the gain changes; 0 and Infinity at the ends. */
  readonly bendBelow: number;
  readonly bendAbove: number;
};

/** Cost, coverage and margin of every level over the same stack. */
export type LevelCurve = {
  readonly stack: DemandStack;
  readonly hours: number;
  /** On-demand price of everything in the stack. */
  readonly onDemandEquivalentCost: number;
  /** Height of the highest hour: a larger commitment covers nothing more. */
  readonly highestLevel: number;
  /** Everything about a level. */
  at(commitmentPerHour: number): LevelOutcome;
  /** Committed and on-demand cost of a level. */
  costAt(commitmentPerHour: number): number;
  /** On-demand price of what a level covers. */
  coveredAt(commitmentPerHour: number): number;
  marginAt(commitmentPerHour: number): Margin;
};

/** Classes between two remembered heights of an hour: a level is found by halving over those, then by walking. */
const CLASSES_PER_BLOCK = 16;

/** Share of a commitment below which a difference is rounding. */
const ROUNDING = 1e-12;

/** Heights of every hour at the start of each block of classes, and what was replaced up to there. */
type Heights = {
  readonly blocks: number;
  readonly depths: Float64Array;
  readonly values: Float64Array;
  readonly fullDepths: Float64Array;
  readonly fullValues: Float64Array;
};

function heightsOf({ hours, gains, amounts }: DemandStack): Heights {
  const classes = gains.length;
  const blocks = Math.max(1, Math.ceil(classes / CLASSES_PER_BLOCK));
  const depths = new Float64Array(hours * blocks);
  const values = new Float64Array(hours * blocks);
  const fullDepths = new Float64Array(hours);
  const fullValues = new Float64Array(hours);
  for (let hour = 0; hour < hours; hour++) {
    let depth = 0;
    let value = 0;
    for (let c = 0; c < classes; c++) {
      if (c % CLASSES_PER_BLOCK === 0) {
        depths[hour * blocks + c / CLASSES_PER_BLOCK] = depth;
        values[hour * blocks + c / CLASSES_PER_BLOCK] = value;
      }
      const amount = amounts[hour * classes + c] ?? 0;
      depth += amount;
      value += amount * (gains[c] ?? 0);
    }
    fullDepths[hour] = depth;
    fullValues[hour] = value;
  }
  return { blocks, depths, values, fullDepths, fullValues };
}

/** Sums over the hours at one level. */
type Sums = {
  used: number;
  covered: number;
  gain: number;
  reached: number;
  bendBelow: number;
  bendAbove: number;
};

/** The last block of an hour that starts at or below the level. */
function blockAt(depths: Float64Array, first: number, blocks: number, level: number): number {
  let low = 0;
  let high = blocks - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((depths[first + middle] ?? 0) <= level) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a level lies in an hour: between the two heights of a class, and what was replaced up to the lower one. */
type Place = { depth: number; end: number; value: number; gain: number };

/** Finds a level below the height of the hour; writes into `place`, since this runs once for every hour. */
function locate(stack: DemandStack, heights: Heights, hour: number, level: number, place: Place): void {
  const { gains, amounts } = stack;
  const { blocks, depths, values } = heights;
  const classes = gains.length;
  const block = blocks === 1 ? 0 : blockAt(depths, hour * blocks, blocks, level);
  let depth = depths[hour * blocks + block] ?? 0;
  let value = values[hour * blocks + block] ?? 0;
  let c = block * CLASSES_PER_BLOCK;
  let end = depth + (amounts[hour * classes + c] ?? 0);
  while (end <= level && c < classes - 1) {
    value += (end - depth) * (gains[c] ?? 0);
    depth = end;
    c += 1;
    end = depth + (amounts[hour * classes + c] ?? 0);
  }
  place.depth = depth;
  place.end = end;
  place.value = value;
  place.gain = gains[c] ?? 0;
}

function sumsAt(stack: DemandStack, heights: Heights, level: number): Sums {
  const { fullDepths, fullValues } = heights;
  const place: Place = { depth: 0, end: 0, value: 0, gain: 0 };
  const sums: Sums = { used: 0, covered: 0, gain: 0, reached: 0, bendBelow: 0, bendAbove: Infinity };
  for (let hour = 0; hour < stack.hours; hour++) {
    const full = fullDepths[hour] ?? 0;
    if (full <= level) {
      sums.used += full;
      sums.covered += fullValues[hour] ?? 0;
      if (full === level) sums.reached += 1;
      if (full > sums.bendBelow) sums.bendBelow = full;
      continue;
    }
    locate(stack, heights, hour, level, place);
    sums.used += level;
    sums.covered += place.value + (level - place.depth) * place.gain;
    sums.gain += place.gain;
    sums.reached += 1;
    if (place.depth > sums.bendBelow) sums.bendBelow = place.depth;
    if (place.end < sums.bendAbove) sums.bendAbove = place.end;
  }
  return sums;
}

function outcomeOf(level: number, hours: number, ode: number, sums: Sums): LevelOutcome {
  const committed = level * hours;
  // Adding up thousands of hours leaves a rest: what is used up is used up.
  const used = Math.abs(committed - sums.used) <= committed * ROUNDING ? committed : sums.used;
  const covered = Math.min(sums.covered, ode);
  const left = ode - covered;
  const onDemand = left <= ode * ROUNDING ? 0 : left;
  const effective = committed + onDemand;
  return {
    commitmentPerHour: level,
    onDemandEquivalentCost: ode,
    committedCost: committed,
    usedCost: used,
    unusedCost: committed - used,
    coveredOnDemandCost: covered,
    onDemandCost: onDemand,
    effectiveCost: effective,
    netSavings: ode - effective,
    commitmentCoverage: ode > 0 ? covered / ode : null,
    commitmentUtilization: committed > 0 ? used / committed : null,
    effectiveSavingsRate: ode > 0 ? 1 - effective / ode : null,
    breakEvenUtilization: covered > 0 ? used / covered : null,
    marginalUtilization: hours > 0 ? sums.reached / hours : 0,
  };
}

/**
 * Prepares a stack so that any level is evaluated in `hours x log(classes)` steps, exactly.
 * The curve keeps the stack and some twelfth of its size beside it.
 */
export function createLevelCurve(stack: DemandStack): LevelCurve {
  const heights = heightsOf(stack);
  const ode = heights.fullValues.reduce((sum, value) => sum + value, 0);
  const sums = (level: number): Sums => {
    assert(level >= 0 && Number.isFinite(level), 'a level is a finite amount of 0 or more');
    return sumsAt(stack, heights, level);
  };
  return {
    stack,
    hours: stack.hours,
    onDemandEquivalentCost: ode,
    highestLevel: heights.fullDepths.reduce((highest, depth) => Math.max(highest, depth), 0),
    at: level => outcomeOf(level, stack.hours, ode, sums(level)),
    costAt: level => level * stack.hours + ode - sums(level).covered,
    coveredAt: level => sums(level).covered,
    marginAt: level => {
      const { gain, bendBelow, bendAbove } = sums(level);
      return { gain: stack.hours > 0 ? gain / stack.hours : 0, bendBelow, bendAbove };
    },
  };
}
