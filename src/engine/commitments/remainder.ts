/** Price of what no commitment covers: flat, by volume over the organisation, or with a sustained use discount. */

import type { ApplicationInput } from './application.ts';
import { tieredUnitCosts } from './volume-tiers.ts';

/** What the sustained use discounts of Google Cloud look at. */
export type SustainedUseQuestion = Pick<ApplicationInput, 'pools' | 'settings' | 'period' | 'hours'> & {
  readonly uncovered: readonly Float64Array[];
};

/** Share of the on-demand price that an uncovered unit costs, by index of the pool: on average, or by hour. */
export type SustainedUse = (question: SustainedUseQuestion) => readonly (number | Float64Array)[];

/** No provider gives a discount for sustained use. */
export const NO_SUSTAINED_USE: SustainedUse = ({ pools }) => pools.map(() => 1);

/** On-demand prices of one pool before a contract discount. */
export type PoolPrice = {
  /** Average price of a unit if nothing were covered (ODE), and at public list prices. */
  readonly onDemandUnitCost: number;
  readonly listUnitCost: number;
  /** Average price of an uncovered unit, without the sustained use discount. */
  readonly uncoveredUnitCost: number;
  /** Average on-demand price of a covered unit: what covering it avoids. */
  readonly coveredUnitCost: number;
  /** Share of `uncoveredUnitCost` that is charged: on average, or by hour. */
  readonly sustainedUse: number | Float64Array;
  /** What is charged for all uncovered units. */
  readonly onDemandCost: number;
};

export type RemainderInput = Pick<
  ApplicationInput,
  'pools' | 'settings' | 'period' | 'hours' | 'volumeTiers'
> & {
  /** Units of each pool over the period. */
  readonly quantities: Float64Array;
  readonly uncoveredQuantities: Float64Array;
  readonly uncoveredPerHour: readonly Float64Array[];
};

function chargedUnits(
  uncovered: Float64Array | undefined,
  share: number | Float64Array,
  total: number,
): number {
  if (typeof share === 'number') return total * share;
  return (uncovered ?? new Float64Array()).reduce((sum, units, hour) => sum + units * (share[hour] ?? 1), 0);
}

/**
 * Prices the remainder.
 *
 * In a pool with a volume price, covering a unit takes it out of the bands: what the covered units avoid is the difference
 * between the price of everything and the price of the rest. The public list price of such a pool falls with volume alike.
 */
export function priceRemainder(input: RemainderInput, sustainedUse: SustainedUse): readonly PoolPrice[] {
  const { pools, settings, period, hours, quantities, uncoveredQuantities, uncoveredPerHour } = input;
  const tiered = tieredUnitCosts(input.volumeTiers, pools, quantities, uncoveredQuantities);
  const shares = sustainedUse({ pools, settings, period, hours, uncovered: uncoveredPerHour });
  return pools.map(({ onDemandRate, listRate }, index) => {
    const uncovered = uncoveredQuantities[index] ?? 0;
    const flat = { all: onDemandRate, uncovered: onDemandRate, covered: onDemandRate };
    const costs = tiered.get(index) ?? flat;
    const share = shares[index] ?? 1;
    return {
      onDemandUnitCost: costs.all,
      listUnitCost: tiered.has(index) && onDemandRate > 0 ? (costs.all * listRate) / onDemandRate : listRate,
      uncoveredUnitCost: costs.uncovered,
      coveredUnitCost: costs.covered,
      sustainedUse: share,
      onDemandCost: chargedUnits(uncoveredPerHour[index], share, uncovered) * costs.uncovered,
    };
  });
}
