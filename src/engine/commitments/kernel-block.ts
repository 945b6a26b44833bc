/** Runs a range of steps over all hours, block by block: hours are independent, so a block is run to its end at once. */

import {
  addWanted,
  drawHours,
  drawHoursRecorded,
  drawPeriod,
  drawShare,
  type Row,
  shareHours,
  sumRow,
} from './kernel-draw.ts';
import type { KernelProgram } from './kernel-program.ts';
import { type KernelKeep, type KernelRun, openRun, record, type StepsResult } from './kernel-run.ts';
import { BLOCK_HOURS, emptyBlockSums, type KernelSource, sourceSum } from './kernel-source.ts';

export type { OnCover } from './kernel-run.ts';

/**
 * Runs the steps `from` up to `to`.
 * @param capacities units of each benefit, in place of those of the program
 */
export function runSteps(
  program: KernelProgram,
  source: KernelSource,
  range: { readonly from: number; readonly to: number },
  capacities: Float64Array,
  keep: KernelKeep,
): StepsResult {
  const run = openRun(program, source, range, capacities, keep);
  for (let start = 0; start < program.hours; start += BLOCK_HOURS) {
    runBlock(run, start, Math.min(BLOCK_HOURS, program.hours - start));
  }
  return {
    rows: run.keptRows,
    left: run.keptLeft,
    slotUnits: run.slotUnits,
    usedOnce: run.keptOnce,
    coveredCosts: run.keptCosts,
    blockSums: emptyBlockSums(program.pools, program.hours),
    uncovered: run.uncovered,
  };
}

/**
 * Within a block a step serves all its hours before the next step serves any. For a benefit that is there once and may
 * be used up in the block that would serve a late hour before an early one: such a block is halved, down to single hours.
 */
function runBlock(run: KernelRun, start: number, hours: number): void {
  if (hours > 1 && mayRunDry(run, start, hours)) {
    const half = hours >> 1;
    runBlock(run, start, half);
    runBlock(run, start + half, hours - half);
    return;
  }
  const live = openBlock(run, start, hours);
  if (live > 0) applySteps(run, start, hours, live);
  closeBlock(run, start, hours);
}

function mayRunDry({ program, source, once, timedSlots }: KernelRun, start: number, hours: number): boolean {
  return timedSlots.some(({ benefit, slots }) => {
    const available = once[benefit] ?? 0;
    if (available <= 0) return false;
    let wanted = 0;
    for (const slot of slots) {
      wanted += sourceSum(source, program.slotPool[slot] ?? 0, start, hours) * (program.slotRate[slot] ?? 0);
    }
    // Sums of another order of addition: the last bits may differ.
    return !(wanted < available * (1 - 1e-9));
  });
}

/** Whether a benefit may have steps in the range of the run. */
function hasSteps({ program, from, to }: KernelRun, benefit: number): boolean {
  return (program.firstStep[benefit] ?? 0) < to && (program.endStep[benefit] ?? 0) > from;
}

/** Fills the rows of the benefits. @returns how many have something left in the block */
function openBlock(run: KernelRun, start: number, hours: number): number {
  const { program, isDry, left, source } = run;
  run.isTouched.fill(0);
  run.isCovered.fill(0);
  let live = 0;
  program.benefits.forEach(({ fromHour, toHour }, benefit) => {
    const from = Math.min(hours, Math.max(0, fromHour - start));
    const to = Math.min(hours, Math.max(0, toHour - start));
    const offset = benefit * BLOCK_HOURS;
    const isOnce = run.isOnce[benefit] === 1;
    const capacity = (isOnce ? run.once[benefit] : run.capacities[benefit]) ?? 0;
    left.fill(0, offset, offset + hours);
    const before = source.left[benefit];
    if (before) for (let hour = 0; hour < hours; hour++) left[offset + hour] = before[start + hour] ?? 0;
    else if (to > from) left.fill(capacity, offset + from, offset + to);
    isDry[benefit] = hasSteps(run, benefit) && to > from && capacity > 0 ? 0 : 1;
    if (isDry[benefit] === 0) live++;
  });
  return live;
}

function applySteps(run: KernelRun, start: number, hours: number, liveBenefits: number): void {
  const { program, isDry, isCovered } = run;
  const { stepBenefit, firstSlot, slotPool } = program;
  let live = liveBenefits;
  for (let step = run.from; step < run.to && live > 0; step++) {
    const benefit = stepBenefit[step] ?? 0;
    if (isDry[benefit] === 1) continue;
    const slot = firstSlot[step] ?? 0;
    const slots = (firstSlot[step + 1] ?? 0) - slot;
    if (slots === 1) {
      if (isCovered[slotPool[slot] ?? 0] === 1) continue;
      draw(run, benefit, slot, start, hours);
    } else {
      shareOut(run, benefit, slot, slots, start, hours);
    }
    if (isDry[benefit] === 1) live--;
  }
}

/** Where the units left of a pool are: in the source until a step has written them. */
function rowOf({ isTouched, remaining, source }: KernelRun, pool: number, start: number): Row {
  return isTouched[pool] === 1
    ? { array: remaining, offset: pool * BLOCK_HOURS }
    : { array: source.rows[pool] ?? remaining, offset: start };
}

function draw(run: KernelRun, benefit: number, slot: number, start: number, hours: number): void {
  const { program, remaining, left, outcome } = run;
  const pool = program.slotPool[slot] ?? 0;
  const rate = program.slotRate[slot] ?? 0;
  const row = rowOf(run, pool, start);
  const offset = pool * BLOCK_HOURS;
  if (run.isOnce[benefit] === 1) {
    drawOnce(run, benefit, slot, row, start, hours);
    return;
  }
  const leftOffset = benefit * BLOCK_HOURS;
  if (run.isRecorded) {
    const target = { array: remaining, offset };
    drawHoursRecorded(row, target, { array: left, offset: leftOffset }, hours, rate, run.taken, outcome);
    record(run, benefit, slot, start, hours);
  } else {
    drawHours(row.array, row.offset, remaining, offset, left, leftOffset, hours, rate, outcome);
  }
  run.isTouched[pool] = 1;
  run.slotUnits[slot] = (run.slotUnits[slot] ?? 0) + outcome.units;
  // Where the benefit is not exhausted in any hour, every hour of the pool is covered.
  if (outcome.liveHours === hours) run.isCovered[pool] = 1;
  if (outcome.liveHours === 0) run.isDry[benefit] = 1;
}

function drawOnce(
  run: KernelRun,
  benefit: number,
  slot: number,
  row: Row,
  start: number,
  hours: number,
): void {
  const { program, once } = run;
  const pool = program.slotPool[slot] ?? 0;
  const { fromHour = 0, toHour = 0 } = program.benefits[benefit] ?? {};
  const target = { array: run.remaining, offset: pool * BLOCK_HOURS };
  const force = { from: fromHour - start, to: toHour - start };
  const available = once[benefit] ?? 0;
  const units = drawPeriod(row, target, hours, force, program.slotRate[slot] ?? 0, available, run.taken);
  run.isTouched[pool] = 1;
  run.slotUnits[slot] = (run.slotUnits[slot] ?? 0) + units;
  once[benefit] = available - units;
  if (once[benefit] <= 0) run.isDry[benefit] = 1;
  record(run, benefit, slot, start, hours);
}

/** All pools of a share step get the same part of what they want, in each hour. */
function shareOut(
  run: KernelRun,
  benefit: number,
  first: number,
  slots: number,
  start: number,
  hours: number,
): void {
  const { program, left, share, taken } = run;
  const isOnce = run.isOnce[benefit] === 1;
  share.fill(0, 0, hours);
  for (let slot = first; slot < first + slots; slot++) {
    addWanted(rowOf(run, program.slotPool[slot] ?? 0, start), hours, program.slotRate[slot] ?? 0, share);
  }
  const offered = { array: left, offset: benefit * BLOCK_HOURS };
  const isUsedUp = isOnce ? shareOnce(run, benefit, offered, hours) : shareHours(offered, hours, share);
  for (let slot = first; slot < first + slots; slot++) {
    const pool = program.slotPool[slot] ?? 0;
    const target = { array: run.remaining, offset: pool * BLOCK_HOURS };
    const rate = program.slotRate[slot] ?? 0;
    const units = drawShare(rowOf(run, pool, start), target, hours, rate, share, taken);
    run.isTouched[pool] = 1;
    run.slotUnits[slot] = (run.slotUnits[slot] ?? 0) + units;
    record(run, benefit, slot, start, hours);
  }
  if (isUsedUp) run.isDry[benefit] = 1;
}

/** A benefit that is there once: in a block of several hours there is enough for all of them. @returns whether it is used up */
function shareOnce(run: KernelRun, benefit: number, offered: Row, hours: number): boolean {
  let rest = run.once[benefit] ?? 0;
  for (let hour = 0; hour < hours; hour++) {
    const available = (offered.array[offered.offset + hour] ?? 0) > 0 ? rest : 0;
    const wanted = run.share[hour] ?? 0;
    run.share[hour] = wanted <= available ? 1 : available / wanted;
    rest = wanted < available ? rest - wanted : rest - available;
  }
  run.once[benefit] = rest;
  return rest <= 0;
}

function closeBlock(run: KernelRun, start: number, hours: number): void {
  const { program, source, remaining, uncovered, keep } = run;
  for (let pool = 0; pool < program.pools; pool++) {
    const offset = pool * BLOCK_HOURS;
    if (run.isTouched[pool] === 0) {
      uncovered[pool] = (uncovered[pool] ?? 0) + sourceSum(source, pool, start, hours);
      continue;
    }
    uncovered[pool] = (uncovered[pool] ?? 0) + sumRow(remaining, offset, hours);
    if (!keep.rows) continue;
    if (run.keptRows[pool] === source.rows[pool])
      run.keptRows[pool] = source.rows[pool]?.slice() ?? remaining;
    run.keptRows[pool]?.set(remaining.subarray(offset, offset + hours), start);
  }
  if (!keep.left) return;
  program.benefits.forEach((_benefit, benefit) => {
    if (run.isOnce[benefit] === 1 || !hasSteps(run, benefit)) return;
    const offset = benefit * BLOCK_HOURS;
    if (run.keptLeft[benefit] === source.left[benefit])
      run.keptLeft[benefit] = new Float64Array(program.hours);
    run.keptLeft[benefit]?.set(run.left.subarray(offset, offset + hours), start);
  });
}
