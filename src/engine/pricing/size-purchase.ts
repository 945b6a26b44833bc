/** Sizes any commitment on what an estate still pays on demand: the rules say what it would cover, the sizing how much pays. */

import { assertNever } from '../assert.ts';
import type { Commitment } from '../commitments/commitment.ts';
import type { DrawStep, ShareStep } from '../commitments/draw.ts';
import { createDemandStack } from '../commitments/sizing/demand-stack.ts';
import { createLevelCurve, type LevelCurve } from '../commitments/sizing/level.ts';
import { COMMITMENT_STEP_PER_HOUR, optimalLevel, roundDownToStep } from '../commitments/sizing/optimum.ts';
import { optimalUnits } from '../commitments/sizing/units.ts';
import type { RateCard } from '../rate-card.ts';
import { type AllocationTerms, orderFor } from './allocate-demand.ts';
import type { UsageDemand } from './usage-demand.ts';

/** Usage that nothing covers yet. */
export type UncoveredUsage = {
  readonly demand: UsageDemand;
  /** Units in each hour, by index of the pool. */
  readonly uncovered: readonly Float64Array[];
};

/** A commitment of the best size. */
export type SizedPurchase = {
  /** Its amount is the optimum: dollars an hour, or a whole number of units. 0 when nothing pays. */
  readonly commitment: Commitment;
  readonly amount: number;
  /** Cost, coverage and savings of every other size over the period; level = amortised USD an hour. */
  readonly curve: LevelCurve;
  /** Level of the optimum on the curve. */
  readonly level: number;
};

/** The same commitment in another size: dollars an hour for plans, pieces or units for everything else. */
export function withAmount(commitment: Commitment, amount: number): Commitment {
  switch (commitment.kind) {
    case 'savings-plan':
    case 'azure-savings-plan':
    case 'flexible-commitment':
      return { ...commitment, commitmentPerHour: amount };
    case 'reserved-instance':
    case 'reserved-node':
      return { ...commitment, count: amount };
    case 'resource-commitment':
      return { ...commitment, amount };
    case 'azure-reservation':
      return { ...commitment, quantity: amount };
    case 'hybrid-benefit':
      return { ...commitment, cores: amount };
    case 'pre-purchase':
      return { ...commitment, units: amount };
    default:
      return assertNever(commitment);
  }
}

function targetsOf(step: DrawStep | ShareStep) {
  return step.kind === 'draw' ? [step] : step.targets;
}

/**
 * The size of a commitment that costs least over the period.
 * @param template its terms; its own amount does not matter
 * @returns null when it would cover nothing that is uncovered
 */
export function sizePurchase(
  template: Commitment,
  usage: UncoveredUsage,
  rates: RateCard,
  terms: AllocationTerms,
): SizedPurchase | null {
  const { demand, uncovered } = usage;
  const { hours } = terms;
  const one = { ...withAmount(template, 1), startMs: null, endMs: null };
  const order = orderFor(demand, [one], rates, terms);
  const [benefit] = order.benefits;
  if (!benefit || benefit.costPerUnit <= 0 || benefit.capacity <= 0) return null;
  const rows = order.steps.flatMap(targetsOf).map(({ usage: index, unitsPerQuantity }) => ({
    id: demand.pools[index]?.id ?? '',
    onDemandRate: demand.pools[index]?.onDemandRate ?? 0,
    planRate: unitsPerQuantity * benefit.costPerUnit,
    unitsPerQuantity,
    quantities: uncovered[index] ?? new Float64Array(hours),
  }));
  if (!rows.some(({ quantities }) => quantities.some(quantity => quantity > 0))) return null;
  const perAmount = benefit.capacity * benefit.costPerUnit;
  const isSpend =
    template.kind === 'savings-plan' ||
    template.kind === 'azure-savings-plan' ||
    template.kind === 'flexible-commitment';
  if (isSpend) {
    const curve = createLevelCurve(createDemandStack(hours, rows));
    const amount = roundDownToStep(optimalLevel(curve) / perAmount, COMMITMENT_STEP_PER_HOUR);
    return { commitment: withAmount(template, amount), amount, curve, level: amount * perAmount };
  }
  const { costPerUnit, capacity: unitsPerPurchase } = benefit;
  const { purchases, curve } = optimalUnits({ hours, rows, costPerUnit, unitsPerPurchase });
  const amount = purchases ?? 0;
  return { commitment: withAmount(template, amount), amount, curve, level: amount * perAmount };
}
