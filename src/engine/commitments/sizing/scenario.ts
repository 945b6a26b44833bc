/** A possible future of demand: a level curve, how much of its usage is left, and how likely it is. */

import type { DemandRow } from './demand-stack.ts';
import type { LevelCurve, Margin } from './level.ts';

/** Demand that may come true. */
export type DemandScenario = {
  readonly id: string;
  readonly curve: LevelCurve;
  /** All usage of the curve times this, >= 0. Scaling needs no new curve: cost of c at f times the usage = f x cost of c/f. */
  readonly usageFactor: number;
  /** Weight in a weighted optimum, >= 0; need not sum to 1. */
  readonly weight: number;
};

/** Committed and on-demand cost of a level in a scenario. */
export function scenarioCost({ curve, usageFactor }: DemandScenario, commitmentPerHour: number): number {
  if (usageFactor <= 0) return commitmentPerHour * curve.hours;
  return usageFactor * curve.costAt(commitmentPerHour / usageFactor);
}

/** The margin of a level in a scenario. */
export function scenarioMargin({ curve, usageFactor }: DemandScenario, commitmentPerHour: number): Margin {
  if (usageFactor <= 0) return { gain: 0, bendBelow: 0, bendAbove: Infinity };
  const margin = curve.marginAt(commitmentPerHour / usageFactor);
  return {
    gain: margin.gain,
    bendBelow: margin.bendBelow * usageFactor,
    bendAbove: margin.bendAbove * usageFactor,
  };
}

/** How rows change when their workloads move, for example to ARM or to another Region. */
export type DemandMove = {
  /** Rows that move. */
  readonly ids: ReadonlySet<string>;
  /** Units afterwards for one unit now. */
  readonly quantityFactor: number;
  /** New prices per unit by the row before the move; a null plan rate leaves the commitment behind (another family). */
  rates(row: DemandRow): { readonly onDemandRate: number; readonly planRate: number | null };
};

/** Rows after a move; the others stay as they are. */
export function moveDemand(rows: readonly DemandRow[], move: DemandMove): DemandRow[] {
  return rows.map(row => {
    if (!move.ids.has(row.id)) return row;
    const quantities = row.quantities.map(quantity => quantity * move.quantityFactor);
    return { ...row, ...move.rates(row), quantities };
  });
}
