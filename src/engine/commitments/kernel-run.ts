/** One run of a range of steps: its working arrays, and what it writes down. */

import type { StepOutcome } from './kernel-draw.ts';
import { type KernelProgram, slotsOfBenefit } from './kernel-program.ts';
import { BLOCK_HOURS, type KernelSource } from './kernel-source.ts';

/** Told of the hours of a step that cover something, in blocks. */
export type OnCover = (cover: {
  readonly benefit: number;
  readonly pool: number;
  /** First hour of the block. */
  readonly startHour: number;
  readonly hours: number;
  /** Units of benefit taken in each hour of the block; only good during the call. */
  readonly units: Float64Array;
  readonly unitsPerQuantity: number;
}) => void;

/** What a run writes down besides totals. */
export type KernelKeep = {
  /** Units left of each pool by hour. */
  readonly rows: boolean;
  /** Units left of each benefit by hour. */
  readonly left: boolean;
  /** Amortised cost of what is covered, by pool and hour. */
  readonly coveredCosts: boolean;
  readonly onCover: OnCover | null;
};

/** State after the steps, and what is left of each pool in all. */
export type StepsResult = KernelSource & { readonly uncovered: Float64Array };

/** Working arrays of one run. Rows of `remaining` and `left` have the length of a block. */
export type KernelRun = {
  readonly program: KernelProgram;
  readonly source: KernelSource;
  readonly keep: KernelKeep;
  readonly from: number;
  readonly to: number;
  readonly capacities: Float64Array;
  readonly isOnce: Uint8Array;
  readonly isRecorded: boolean;
  /** Slots of each benefit with `renewal: 'period'` that has several: they have to be served in order of time. */
  readonly timedSlots: readonly { readonly benefit: number; readonly slots: readonly number[] }[];
  readonly remaining: Float64Array;
  readonly left: Float64Array;
  /** By pool: whether `remaining` holds the block, or the source still does. */
  readonly isTouched: Uint8Array;
  readonly isCovered: Uint8Array;
  readonly isDry: Uint8Array;
  /** Units left of benefits that are there once. */
  readonly once: Float64Array;
  readonly taken: Float64Array;
  readonly share: Float64Array;
  readonly outcome: StepOutcome;
  readonly slotUnits: Float64Array;
  readonly uncovered: Float64Array;
  readonly keptRows: Float64Array[];
  readonly keptLeft: (Float64Array | null)[];
  readonly keptOnce: (Float64Array | null)[];
  readonly keptCosts: (Float64Array | null)[];
};

/** Fresh working arrays. */
export function openRun(
  program: KernelProgram,
  source: KernelSource,
  range: { readonly from: number; readonly to: number },
  capacities: Float64Array,
  keep: KernelKeep,
): KernelRun {
  const { benefits, pools } = program;
  const timedSlots = benefits.flatMap(({ renewal }, benefit) => {
    const slots = renewal === 'period' ? slotsOfBenefit(program, benefit, range.from, range.to) : [];
    return slots.length > 1 ? [{ benefit, slots }] : [];
  });
  return {
    program,
    source,
    keep,
    ...range,
    capacities,
    isOnce: Uint8Array.from(benefits, ({ renewal }) => (renewal === 'period' ? 1 : 0)),
    isRecorded: keep.coveredCosts || keep.onCover !== null,
    timedSlots,
    remaining: new Float64Array(pools * BLOCK_HOURS),
    left: new Float64Array(benefits.length * BLOCK_HOURS),
    isTouched: new Uint8Array(pools),
    isCovered: new Uint8Array(pools),
    isDry: new Uint8Array(benefits.length),
    once: Float64Array.from(capacities),
    taken: new Float64Array(BLOCK_HOURS),
    share: new Float64Array(BLOCK_HOURS),
    outcome: { units: 0, liveHours: 0 },
    slotUnits: Float64Array.from(source.slotUnits),
    uncovered: new Float64Array(pools),
    keptRows: [...source.rows],
    keptLeft: [...source.left],
    keptOnce: source.usedOnce.map(row => row?.slice() ?? null),
    keptCosts: source.coveredCosts.map(row => row?.slice() ?? null),
  };
}

/** Writes down what a step took in each hour, as far as somebody asked. */
export function record(run: KernelRun, benefit: number, slot: number, start: number, hours: number): void {
  const { program, keep, taken } = run;
  const pool = program.slotPool[slot] ?? 0;
  if (keep.left && run.isOnce[benefit] === 1) {
    run.keptOnce[benefit] ??= new Float64Array(program.hours);
    addTo(run.keptOnce[benefit], start, taken, hours, 1);
  }
  if (keep.coveredCosts) {
    run.keptCosts[pool] ??= new Float64Array(program.hours);
    addTo(run.keptCosts[pool], start, taken, hours, program.benefits[benefit]?.costPerUnit ?? 0);
  }
  keep.onCover?.({
    benefit,
    pool,
    startHour: start,
    hours,
    units: taken,
    unitsPerQuantity: program.slotRate[slot] ?? 0,
  });
}

function addTo(row: Float64Array, start: number, values: Float64Array, hours: number, factor: number): void {
  for (let hour = 0; hour < hours; hour++) {
    row[start + hour] = (row[start + hour] ?? 0) + (values[hour] ?? 0) * factor;
  }
}
