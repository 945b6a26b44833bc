/** Lets the commitments of an estate pay for what it runs, by the providers' rules, and says what an hour of each usage costs. */

import type { Period } from '../calendar.ts';
import type { CommitmentRates } from '../commitments/application.ts';
import type { Commitment } from '../commitments/commitment.ts';
import { sustainedUseMultipliers } from '../commitments/gcp/index.ts';
import { capacityInPeriod, createKernel, type KernelResult } from '../commitments/kernel.ts';
import { applicationOrder } from '../commitments/order.ts';
import type { CommitmentRules } from '../commitments/settings.ts';
import type { UsageShape } from '../commitments/usage.ts';
import type { RateCard } from '../rate-card.ts';
import { compareText } from '../text-order.ts';
import { rememberedAllocation, rememberedUnitCosts } from './pricing-memory.ts';
import type { UsageDemand } from './usage-demand.ts';

/** What one commitment did over the period, USD. */
export type CommitmentUse = {
  readonly id: string;
  readonly committedCost: number;
  readonly usedCost: number;
  readonly unusedCost: number;
  /** On-demand price of the usage it covered. */
  readonly coveredOnDemandCost: number;
};

/** Result of a period. */
export type Allocation = {
  /** USD of usage that nothing covered. */
  readonly onDemandCost: number;
  /** On-demand price of compute, and of other usage where some commitment is of its kind (ODE). */
  readonly onDemandEquivalent: number;
  /** Part of onDemandCost that belongs to the same usage. */
  readonly eligibleOnDemandCost: number;
  /** Sorted by id. */
  readonly uses: readonly CommitmentUse[];
  /** Effective USD per unit in each hour by index of the pool, covered and uncovered averaged. */
  readonly unitCosts: readonly Float64Array[];
  /** Units in each hour that nothing covered, by index of the pool. */
  readonly uncovered: readonly Float64Array[];
};

/** The hours that are allocated, and how. */
export type AllocationTerms = {
  readonly period: Period;
  readonly hours: number;
  readonly rules: CommitmentRules;
};

/** Rates of commitments as the rules ask for them. */
export function commitmentRates(rates: RateCard, rules: CommitmentRules): CommitmentRates {
  return {
    spendRate: (commitment, pool) => rates.spendRate(commitment, pool.shape),
    azureSizeRatio: size => rules.azureSizeRatios.get(size.toLowerCase()) ?? null,
  };
}

/** Compiles the rules of these commitments for this usage. */
export function orderFor(
  demand: UsageDemand,
  commitments: readonly Commitment[],
  rates: RateCard,
  terms: AllocationTerms,
) {
  const { period, hours, rules } = terms;
  return applicationOrder({
    period,
    hours,
    pools: demand.pools,
    commitments,
    settings: rules.settings,
    rates: commitmentRates(rates, rules),
    freeTier: [],
  });
}

type Order = ReturnType<typeof orderFor>;

/** Share of a price that sustained use leaves, by index of the pool; null where no pool earns any. */
function sustainedUse(
  demand: UsageDemand,
  uncovered: readonly Float64Array[],
  { period, hours, rules: { settings } }: AllocationTerms,
) {
  if (!demand.pools.some(({ shape }) => shape.kind === 'gcp-resource')) return null;
  return sustainedUseMultipliers({ pools: demand.pools, uncovered, settings, period, hours });
}

function usesOf(order: Order, demand: UsageDemand, result: KernelResult, hours: number): CommitmentUse[] {
  const covered = order.benefits.map(() => 0);
  for (const { benefit, pool, quantity } of result.covers) {
    const rate = demand.pools[pool]?.onDemandRate ?? 0;
    covered[benefit] = (covered[benefit] ?? 0) + quantity * rate;
  }
  const uses = order.benefits.map((benefit, index): CommitmentUse => {
    const committedCost = capacityInPeriod(benefit, hours) * benefit.costPerUnit;
    const usedCost = (result.usedUnits[index] ?? 0) * benefit.costPerUnit;
    const coveredOnDemandCost = covered[index] ?? 0;
    return {
      id: benefit.id,
      committedCost,
      usedCost,
      unusedCost: committedCost - usedCost,
      coveredOnDemandCost,
    };
  });
  return uses.sort((a, b) => compareText(a.id, b.id));
}

/** Kinds of usage whose commitments are decided together: compute, or one service. */
export function commitmentClass(shape: UsageShape): string {
  switch (shape.kind) {
    case 'aws-instance':
    case 'azure-vm':
    case 'gcp-resource':
      return 'compute';
    case 'aws-metered':
      return shape.service === 'AWSFargate' || shape.service === 'AWSLambda' ? 'compute' : shape.service;
    case 'aws-node':
      return shape.service;
    case 'gcp-metered':
    case 'azure-metered':
      return shape.product;
    default:
      return shape.kind;
  }
}

/** Compute always counts for coverage; other usage only where some commitment is of its kind. */
function countedClasses(order: Order, demand: UsageDemand): ReadonlySet<string> {
  const counted = new Set(['compute']);
  for (const step of order.steps) {
    for (const { usage } of step.kind === 'draw' ? [step] : step.targets) {
      const shape = demand.pools[usage]?.shape;
      if (shape) counted.add(commitmentClass(shape));
    }
  }
  return counted;
}

/** Applies commitments to usage, hour by hour. */
export function allocateDemand(
  demand: UsageDemand,
  commitments: readonly Commitment[],
  rates: RateCard,
  terms: AllocationTerms,
): Allocation {
  return rememberedAllocation(rates, demand, commitments, terms, () =>
    allocate(demand, commitments, rates, terms),
  );
}

function allocate(
  demand: UsageDemand,
  commitments: readonly Commitment[],
  rates: RateCard,
  terms: AllocationTerms,
): Allocation {
  const { hours } = terms;
  const order = orderFor(demand, commitments, rates, terms);
  const kernel = createKernel({
    order,
    pools: demand.pools,
    hours,
    keepUncovered: true,
    keepUnitCosts: true,
  });
  const result = kernel.run();
  const { uncoveredPerHour, coveredCostPerHour } = result;
  const shares = sustainedUse(demand, uncoveredPerHour, terms);
  const isCounted = countedClasses(order, demand);
  let onDemandCost = 0;
  let onDemandEquivalent = 0;
  let eligibleOnDemandCost = 0;
  const unitCosts = demand.pools.map((pool, index) => {
    const { quantities, onDemandRate, shape } = pool;
    const price = onDemandRate * (shares?.[index] ?? 1);
    const uncovered = uncoveredPerHour[index];
    const covered = coveredCostPerHour[index];
    const costs = new Float64Array(hours);
    let running = 0;
    let openCost = 0;
    for (let hour = 0; hour < hours; hour++) {
      const quantity = quantities[hour] ?? 0;
      const open = (uncovered?.[hour] ?? 0) * price;
      openCost += open;
      running += quantity;
      costs[hour] = quantity > 0 ? (open + (covered?.[hour] ?? 0)) / quantity : price;
    }
    onDemandCost += openCost;
    if (isCounted.has(commitmentClass(shape))) {
      onDemandEquivalent += running * onDemandRate;
      eligibleOnDemandCost += openCost;
    }
    return rememberedUnitCosts(rates, pool, costs);
  });
  const uses = usesOf(order, demand, result, hours);
  return {
    onDemandCost,
    onDemandEquivalent,
    eligibleOnDemandCost,
    uses,
    unitCosts,
    uncovered: uncoveredPerHour,
  };
}
