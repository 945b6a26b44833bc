/** What each pool of usage cost: on-demand charges, and the amortised cost of what covered it. */

import type { ApplicationInput, PoolOutcome } from './application.ts';
import { type ContractTerms, netCost } from './contract-discount.ts';
import type { ApplicationOrder, Instrument } from './draw.ts';
import type { KernelResult } from './kernel.ts';
import type { PoolPrice } from './remainder.ts';

/** An order that has been run, with everything that prices it. */
export type AppliedOrder = {
  readonly input: ApplicationInput;
  readonly order: ApplicationOrder;
  readonly result: KernelResult;
  /** Units of each pool over the period. */
  readonly quantities: Float64Array;
  readonly prices: readonly PoolPrice[];
  readonly terms: ContractTerms;
};

/** A cover with its money, after the contract discount. */
export type PricedCover = {
  readonly benefit: number;
  readonly pool: number;
  readonly units: number;
  readonly quantity: number;
  /** Amortised, before and after the contract discount. */
  readonly grossCost: number;
  readonly netCost: number;
  /** What the covered units would have cost on demand, after the contract discount. */
  readonly onDemandCost: number;
  readonly listCost: number;
};

/** The free tier is no commitment: what it covers counts neither as covered nor as eligible. */
export function isCommitment(instrument: Instrument): boolean {
  return instrument !== 'free-tier';
}

/** Prices of everything that is covered. */
export function pricedCovers(applied: AppliedOrder): readonly PricedCover[] {
  const { order, result, prices, terms } = applied;
  return result.covers.map(({ benefit, pool, units, quantity }) => {
    const price = prices[pool];
    const listCost = quantity * (price?.listUnitCost ?? 0);
    const fraction = terms.ofPool[pool] ?? 0;
    const grossCost = units * (order.benefits[benefit]?.costPerUnit ?? 0);
    return {
      benefit,
      pool,
      units,
      quantity,
      grossCost,
      netCost: netCost(terms.order, grossCost, listCost, fraction),
      onDemandCost: netCost(terms.order, quantity * (price?.coveredUnitCost ?? 0), listCost, fraction),
      listCost,
    };
  });
}

/** Pools that a commitment of the order may cover. */
export function eligiblePools({ benefits, steps }: ApplicationOrder): ReadonlySet<number> {
  const eligible = new Set<number>();
  for (const step of steps) {
    const benefit = benefits[step.benefit];
    if (!benefit || !isCommitment(benefit.instrument)) continue;
    if (step.kind === 'draw') eligible.add(step.usage);
    else for (const { usage } of step.targets) eligible.add(usage);
  }
  return eligible;
}

function coveredBy(covers: readonly PricedCover[], order: ApplicationOrder): PoolOutcome['coveredBy'] {
  const byCommitment = new Map<string, { quantity: number; units: number; effectiveCost: number }>();
  for (const { benefit, quantity, units, netCost: effectiveCost } of covers) {
    const id = order.benefits[benefit]?.id ?? '';
    const sum = byCommitment.get(id) ?? { quantity: 0, units: 0, effectiveCost: 0 };
    sum.quantity += quantity;
    sum.units += units;
    sum.effectiveCost += effectiveCost;
    byCommitment.set(id, sum);
  }
  return [...byCommitment].map(([commitmentId, sum]) => ({ commitmentId, ...sum }));
}

/** Outcome of every pool, in the order of the input. */
export function poolOutcomes(applied: AppliedOrder, covers: readonly PricedCover[]): readonly PoolOutcome[] {
  const { input, order, result, quantities, prices, terms } = applied;
  const eligible = eligiblePools(order);
  const coversOf = Map.groupBy(covers, ({ pool }) => pool);
  return input.pools.map(({ id, workload }, pool) => {
    const quantity = quantities[pool] ?? 0;
    const uncoveredQuantity = result.uncoveredQuantity[pool] ?? 0;
    const price = prices[pool];
    const listUnitCost = price?.listUnitCost ?? 0;
    const fraction = terms.ofPool[pool] ?? 0;
    const net = (cost: number, units: number) => netCost(terms.order, cost, units * listUnitCost, fraction);
    const onDemandCost = net(price?.onDemandCost ?? 0, uncoveredQuantity);
    const parts = coveredBy(coversOf.get(pool) ?? [], order);
    return {
      id,
      workload,
      quantity,
      coveredQuantity: parts.reduce((sum, part) => sum + part.quantity, 0),
      uncoveredQuantity,
      listCost: quantity * listUnitCost,
      onDemandEquivalentCost: net(quantity * (price?.onDemandUnitCost ?? 0), quantity),
      onDemandCost,
      effectiveCost: parts.reduce((sum, { effectiveCost }) => sum + effectiveCost, onDemandCost),
      isEligible: eligible.has(pool),
      uncoveredPerHour: result.uncoveredPerHour[pool] ?? new Float64Array(input.hours),
      coveredBy: parts,
    };
  });
}
