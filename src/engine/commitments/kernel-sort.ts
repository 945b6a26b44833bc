/**
 * Puts the hours of a remembered state in order of their load. Hours are independent, so totals do not change; but hours that
 * are alike use up the same commitments at the same step, and then most steps can be skipped for a whole block.
 */

import type { KernelProgram } from './kernel-program.ts';
import { emptyBlockSums, type KernelSource } from './kernel-source.ts';

/**
 * A state with its hours sorted by what the steps from `step` on want, for totals only: which hour is which is lost.
 * Hours stay on their side of every start and end of a benefit, so that those remain true. Null when a later step draws on
 * a benefit that is there once, which is served in order of time.
 */
export function sortedByLoad(
  program: KernelProgram,
  source: KernelSource,
  step: number,
): KernelSource | null {
  const rates = ratesFrom(program, step);
  const isTimed = program.benefits.some(
    ({ renewal }, benefit) => renewal === 'period' && (program.endStep[benefit] ?? 0) > step,
  );
  if (isTimed) return null;
  const hours = hoursByLoad(program, loadOf(source, rates, program.hours));
  const permuted = (row: Float64Array) => {
    const result = new Float64Array(row.length);
    for (let at = 0; at < result.length; at++) result[at] = row[hours[at] ?? 0] ?? 0;
    return result;
  };
  return {
    ...source,
    rows: source.rows.map((row, pool) => (rates[pool] ? permuted(row) : row)),
    left: source.left.map(row => (row ? permuted(row) : null)),
    blockSums: emptyBlockSums(program.pools, program.hours),
  };
}

/** Units of benefit that a unit of each pool takes at its first step from `step` on; 0 where it has none. */
function ratesFrom(program: KernelProgram, step: number): Float64Array {
  const rates = new Float64Array(program.pools);
  for (let slot = program.firstSlot[step] ?? 0; slot < program.slotPool.length; slot++) {
    const pool = program.slotPool[slot] ?? 0;
    if (rates[pool] === 0) rates[pool] = program.slotRate[slot] ?? 0;
  }
  return rates;
}

function loadOf(source: KernelSource, rates: Float64Array, hours: number): Float64Array {
  const load = new Float64Array(hours);
  source.rows.forEach((row, pool) => {
    const rate = rates[pool] ?? 0;
    if (rate === 0) return;
    for (let hour = 0; hour < hours; hour++) load[hour] = (load[hour] ?? 0) + (row[hour] ?? 0) * rate;
  });
  return load;
}

/** Hours in order of load, on the same side of every start and end. */
function hoursByLoad({ benefits, hours }: KernelProgram, load: Float64Array): Int32Array {
  const cuts = new Set([0, hours, ...benefits.flatMap(({ fromHour, toHour }) => [fromHour, toHour])]);
  const bounds = [...cuts].filter(cut => cut >= 0 && cut <= hours).sort((a, b) => a - b);
  const order = Int32Array.from({ length: hours }, (_, hour) => hour);
  bounds.forEach((from, index) => {
    const to = bounds[index + 1] ?? from;
    order.subarray(from, to).sort((a, b) => (load[a] ?? 0) - (load[b] ?? 0) || a - b);
  });
  return order;
}
