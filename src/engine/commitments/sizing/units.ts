/** The exact best number of units of a reservation or a resource commitment. */

import { createDemandStack, type DemandRow, type DemandStack } from './demand-stack.ts';
import { createLevelCurve, type LevelCurve } from './level.ts';
import { roundDownToStep } from './optimum.ts';

/** Usage that a commitment in units applies to. */
export type UnitRow = {
  readonly id: string;
  /** Units of commitment that one unit of usage takes: its normalisation factor, 1 for an exact type. > 0. */
  readonly unitsPerQuantity: number;
  readonly onDemandRate: number;
  /** Uncovered units of usage in each hour. */
  readonly quantities: Float64Array;
};

/** What to size. */
export type UnitsInput = {
  readonly hours: number;
  /** In the order in which the commitment takes them (size-flexible reservations: smallest first). */
  readonly rows: readonly UnitRow[];
  /** Amortised price of one unit for an hour, used or not. */
  readonly costPerUnit: number;
  /** Units of one purchase: 1, or the factor of the size that is bought; null: any fraction. */
  readonly unitsPerPurchase: number | null;
};

/** The best number, and the curve on which other numbers can be compared. */
export type UnitsOptimum = {
  readonly units: number;
  /** Whole purchases; null where fractions are allowed. */
  readonly purchases: number | null;
  /** Level of the curve = units x cost per unit. */
  readonly curve: LevelCurve;
};

/** The curve of a commitment in units: level = units x cost per unit. */
export function createUnitsCurve({
  hours,
  rows,
  costPerUnit,
}: Omit<UnitsInput, 'unitsPerPurchase'>): LevelCurve {
  const demand = rows.map(
    ({ id, unitsPerQuantity, onDemandRate, quantities }): DemandRow => ({
      id,
      onDemandRate,
      planRate: unitsPerQuantity * costPerUnit,
      quantities,
    }),
  );
  return createLevelCurve(createDemandStack(hours, demand, 'given'));
}

/** Heights at which the cost bends, sorted, and by how much its slope grows there. */
function bendsOf({ hours, gains, amounts }: DemandStack) {
  const classes = gains.length;
  const heights = new Float64Array(hours * classes);
  const changes = new Float64Array(hours * classes);
  let gainAtStart = 0;
  let count = 0;
  for (let hour = 0; hour < hours; hour++) {
    let depth = 0;
    let open = -1;
    for (let c = 0; c < classes; c++) {
      const amount = amounts[hour * classes + c] ?? 0;
      if (amount <= 0) continue;
      if (open < 0) gainAtStart += gains[c] ?? 0;
      else changes[open] = (changes[open] ?? 0) - (gains[c] ?? 0);
      depth += amount;
      heights[count] = depth;
      changes[count] = gains[c] ?? 0;
      open = count;
      count += 1;
    }
  }
  const order = new Uint32Array(count).map((_, i) => i);
  order.sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  return { heights, changes, order, gainAtStart };
}

/** Levels among which the best one is: the bends, or the whole steps next to them. */
function candidatesBetween(from: number, to: number, step: number | null): number[] {
  if (step === null) return [from];
  const first = Math.ceil((from / step) * (1 - 1e-12) - 1e-9);
  const last = Number.isFinite(to) ? Math.floor((to / step) * (1 + 1e-12) + 1e-9) : first;
  return first > last ? [] : first === last ? [first * step] : [first * step, last * step];
}

/** Walks all bends once: the cheapest level, the smallest where several cost the same. Needs no convexity. */
function cheapestLevel(stack: DemandStack, step: number | null): number {
  const { heights, changes, order, gainAtStart } = bendsOf(stack);
  // Cost relative to buying nothing, and its slope right of `from`.
  let slope = stack.hours - gainAtStart;
  let cost = 0;
  let from = 0;
  let best = { level: 0, cost: 0 };
  const noise = 1e-12 * Math.max(1, stack.hours + gainAtStart);
  for (let i = 0; i <= order.length; i++) {
    const index = order[i];
    const to = index === undefined ? Infinity : (heights[index] ?? 0);
    for (const level of candidatesBetween(from, to, step)) {
      const there = cost + slope * (level - from);
      if (there < best.cost - noise * Math.max(level, from)) best = { level, cost: there };
    }
    if (index === undefined) break;
    cost += slope * (to - from);
    slope += changes[index] ?? 0;
    from = to;
  }
  return best.level;
}

/**
 * The number of units that costs least. For whole usage of one price this is the largest k with
 * `P(units in an hour >= k) > committed rate / on-demand rate`. Rows of different value per unit are allowed in any order:
 * all heights are compared.
 */
export function optimalUnits(input: UnitsInput): UnitsOptimum {
  const { costPerUnit, unitsPerPurchase } = input;
  const curve = createUnitsCurve(input);
  if (costPerUnit <= 0) return { units: 0, purchases: unitsPerPurchase === null ? null : 0, curve };
  if (unitsPerPurchase === null) {
    return { units: cheapestLevel(curve.stack, null) / costPerUnit, purchases: null, curve };
  }
  const step = unitsPerPurchase * costPerUnit;
  const purchases = Math.round(cheapestLevel(curve.stack, step) / step);
  return { units: roundDownToStep(purchases * unitsPerPurchase, unitsPerPurchase), purchases, curve };
}
