/** Asks the engine's own order which uncovered usage a commitment would meet, in which order, and at what price. */

import type { ApplicationInput } from '../engine/commitments/application.ts';
import type { Commitment } from '../engine/commitments/commitment.ts';
import { applicationOrder } from '../engine/commitments/order.ts';
import type { UnitRow } from '../engine/commitments/sizing/units.ts';

/** Usage that nothing covers yet. */
export type ResidualDemand = {
  readonly input: ApplicationInput;
  /** Uncovered units of each pool of the input, after the commitments that exist. */
  readonly uncovered: readonly Float64Array[];
};

/** What one purchase of a commitment would meet. */
export type Probe = {
  readonly rows: readonly UnitRow[];
  /** Units of benefit of the commitment, and what one costs an hour. */
  readonly capacity: number;
  readonly costPerUnit: number;
};

/** The usage that a commitment applies to by the rules of its provider; null when there is none. */
export function probe({ input, uncovered }: ResidualDemand, commitment: Commitment): Probe | null {
  const { benefits, steps } = applicationOrder({ ...input, commitments: [commitment], freeTier: [] });
  const index = benefits.findIndex(({ id }) => id === commitment.id);
  const benefit = benefits[index];
  if (benefit === undefined) return null;
  const rows = new Map<number, UnitRow>();
  for (const step of steps) {
    if (step.benefit !== index) continue;
    const targets = step.kind === 'draw' ? [step] : step.targets;
    for (const { usage, unitsPerQuantity } of targets) {
      const pool = input.pools[usage];
      const quantities = uncovered[usage];
      if (!pool || !quantities || rows.has(usage) || !(unitsPerQuantity > 0)) continue;
      const { id, onDemandRate } = pool;
      rows.set(usage, { id, onDemandRate, unitsPerQuantity, quantities });
    }
  }
  if (rows.size === 0) return null;
  return { rows: [...rows.values()], capacity: benefit.capacity, costPerUnit: benefit.costPerUnit };
}
