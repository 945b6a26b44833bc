/**
 * The inner loops of the allocation: one step over a block of consecutive hours. They write into working arrays only.
 *
 * A pool with nothing left and a benefit with nothing left are exactly 0, so that steps on them can be skipped.
 * Negative quantities (corrections) take nothing and stay as they are.
 */

/** A row of a working array: `array[offset]` is the first hour of the block. */
export type Row = { readonly array: Float64Array; readonly offset: number };

/** What a step over a block did, written here instead of allocated for each of millions of steps. */
export type StepOutcome = {
  /** Units of benefit taken in all hours. */
  units: number;
  /** Hours in which the benefit has something left afterwards. */
  liveHours: number;
};

/**
 * One pool draws on a benefit that renews each hour.
 * @param source units of usage left before the step
 * @param remaining receives the units left after it; may be the same row
 * @param left units of benefit by hour; changed
 * @param rate units of benefit that one unit of usage takes; > 0
 */
export function drawHours(
  source: Float64Array,
  sourceOffset: number,
  remaining: Float64Array,
  remainingOffset: number,
  left: Float64Array,
  leftOffset: number,
  hours: number,
  rate: number,
  outcome: StepOutcome,
): void {
  let units = 0;
  let liveHours = 0;
  for (let hour = 0; hour < hours; hour++) {
    const quantity = source[sourceOffset + hour] ?? 0;
    const available = left[leftOffset + hour] ?? 0;
    if (available > 0 && quantity > 0) {
      const wanted = quantity * rate;
      if (wanted < available) {
        units += wanted;
        left[leftOffset + hour] = available - wanted;
        remaining[remainingOffset + hour] = 0;
        liveHours++;
      } else {
        units += available;
        left[leftOffset + hour] = 0;
        remaining[remainingOffset + hour] = wanted === available ? 0 : quantity - available / rate;
      }
    } else {
      remaining[remainingOffset + hour] = quantity;
      if (available > 0) liveHours++;
    }
  }
  outcome.units = units;
  outcome.liveHours = liveHours;
}

/** As `drawHours`, and writes down the units of benefit taken in each hour. */
export function drawHoursRecorded(
  source: Row,
  remaining: Row,
  left: Row,
  hours: number,
  rate: number,
  taken: Float64Array,
  outcome: StepOutcome,
): void {
  for (let hour = 0; hour < hours; hour++) taken[hour] = left.array[left.offset + hour] ?? 0;
  drawHours(
    source.array,
    source.offset,
    remaining.array,
    remaining.offset,
    left.array,
    left.offset,
    hours,
    rate,
    outcome,
  );
  for (let hour = 0; hour < hours; hour++) {
    taken[hour] = (taken[hour] ?? 0) - (left.array[left.offset + hour] ?? 0);
  }
}

/**
 * One pool draws on a benefit that is there once for all hours, in order of time.
 * @param available units of benefit left
 * @param force first hour of the block in force, and the first no longer
 * @param taken receives the units taken in each hour
 * @returns units taken in all
 */
export function drawPeriod(
  source: Row,
  remaining: Row,
  hours: number,
  force: { readonly from: number; readonly to: number },
  rate: number,
  available: number,
  taken: Float64Array,
): number {
  let left = available;
  for (let hour = 0; hour < hours; hour++) {
    const quantity = source.array[source.offset + hour] ?? 0;
    const isDrawn = hour >= force.from && hour < force.to && left > 0 && quantity > 0;
    const wanted = isDrawn ? quantity * rate : 0;
    const units = wanted < left ? wanted : left;
    taken[hour] = isDrawn ? units : 0;
    if (isDrawn) left = wanted < left ? left - wanted : 0;
    remaining.array[remaining.offset + hour] = isDrawn ? remainder(quantity, wanted, units, rate) : quantity;
  }
  return available - left;
}

function remainder(quantity: number, wanted: number, units: number, rate: number): number {
  return wanted === units ? 0 : quantity - units / rate;
}

/**
 * Adds what one pool would take of a benefit to the sum of all that share it.
 * @param wanted receives the sum
 */
export function addWanted(source: Row, hours: number, rate: number, wanted: Float64Array): void {
  for (let hour = 0; hour < hours; hour++) {
    const quantity = source.array[source.offset + hour] ?? 0;
    if (quantity > 0) wanted[hour] = (wanted[hour] ?? 0) + quantity * rate;
  }
}

/**
 * Turns what all pools want into the part of it that a benefit which renews each hour can give.
 * @param left units of benefit by hour; changed
 * @param share what all want; receives the part that each gets, 0..1
 * @returns whether the benefit has nothing left in any hour
 */
export function shareHours(left: Row, hours: number, share: Float64Array): boolean {
  let rest = 0;
  for (let hour = 0; hour < hours; hour++) {
    const wanted = share[hour] ?? 0;
    const available = left.array[left.offset + hour] ?? 0;
    const after = wanted < available ? available - wanted : 0;
    share[hour] = wanted <= available ? 1 : available / wanted;
    left.array[left.offset + hour] = after;
    rest += after;
  }
  return rest === 0;
}

/**
 * One of several pools takes its share.
 * @param share part of what it wants that it gets in each hour, 0..1
 * @returns units of benefit taken in all hours
 */
export function drawShare(
  source: Row,
  remaining: Row,
  hours: number,
  rate: number,
  share: Float64Array,
  taken: Float64Array,
): number {
  let units = 0;
  for (let hour = 0; hour < hours; hour++) {
    const quantity = source.array[source.offset + hour] ?? 0;
    const covered = quantity > 0 ? quantity * (share[hour] ?? 0) : 0;
    taken[hour] = covered * rate;
    units += covered * rate;
    remaining.array[remaining.offset + hour] = quantity - covered;
  }
  return units;
}

/** Sum of a row. */
export function sumRow(array: Float64Array, offset: number, hours: number): number {
  let sum = 0;
  for (let hour = 0; hour < hours; hour++) sum += array[offset + hour] ?? 0;
  return sum;
}
