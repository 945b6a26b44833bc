/**
 * One period of commitments, applied hour by hour by the provider's own rules.
 *
 * Order in each hour (AWS, "Understanding how Savings Plans apply to your usage"): reservations, then EC2 Instance
 * Savings Plans, then Compute Savings Plans, then on-demand. Inside a plan type the usage with the highest savings
 * percentage goes first, on a tie the one with the lower plan rate. What an hour leaves unused is lost. Coverage is
 * fractional: half of an instance-hour may be covered. Benefits are shared over all accounts of the bill.
 */

import { assert } from '../assert.ts';
import { compareText } from '../text-order.ts';

/** Usage of one price: everything that costs the same on demand and under each plan. */
export type EligibleUsage = {
  readonly id: string;
  /** USD per unit, what an uncovered unit costs. */
  readonly onDemandRate: number;
  /** Units in each hour. */
  readonly quantities: Float64Array;
};

/** Reservations of one size-flexible family (or one exact type): a pool of units each hour. */
export type ReservationPool = {
  readonly id: string;
  /** Units available in each hour. */
  readonly unitsPerHour: number;
  /** Amortised price of one unit for an hour. */
  readonly costPerUnit: number;
  /** Usage it applies to, in order, with the units that one of its hours takes. */
  readonly targets: readonly { readonly usage: number; readonly unitsPerQuantity: number }[];
};

/** A plan that commits to spend. */
export type SpendPlan = {
  readonly id: string;
  readonly offering: 'ec2-instance' | 'compute';
  /** USD an hour at plan rates. */
  readonly commitmentPerHour: number;
  /** Plan rate by index of the usage; null where the plan does not apply. */
  readonly rates: readonly (number | null)[];
};

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
  /** On-demand price of all eligible usage (ODE). */
  readonly onDemandEquivalent: number;
  readonly uses: readonly CommitmentUse[];
  /** Effective USD per unit in each hour by index of the usage, covered and uncovered averaged. */
  readonly unitCosts: readonly Float64Array[];
  /** Units in each hour that nothing covered, by index of the usage; empty unless asked for. */
  readonly uncovered: readonly Float64Array[];
};

/** Savings percentages are compared after rounding: documented ties (.03/.04 and .003/.004) differ in binary. */
const TIE_DIGITS = 1e9;

type Step = { plan: number; usage: number; rate: number };

/** All (plan, usage) pairs of one offering, best discount first. */
function stepsOf(
  offering: SpendPlan['offering'],
  plans: readonly SpendPlan[],
  usage: readonly EligibleUsage[],
): Step[] {
  const steps: (Step & { saving: number })[] = [];
  plans.forEach((plan, p) => {
    if (plan.offering !== offering) return;
    plan.rates.forEach((rate, u) => {
      const onDemand = usage[u]?.onDemandRate ?? 0;
      if (rate === null || rate <= 0 || onDemand <= 0 || rate > onDemand * (1 + 1 / TIE_DIGITS)) return;
      steps.push({ plan: p, usage: u, rate, saving: Math.round((1 - rate / onDemand) * TIE_DIGITS) });
    });
  });
  return steps.sort(
    (a, b) =>
      b.saving - a.saving ||
      a.rate - b.rate ||
      compareText(usage[a.usage]?.id ?? '', usage[b.usage]?.id ?? '') ||
      compareText(plans[a.plan]?.id ?? '', plans[b.plan]?.id ?? ''),
  );
}

/** Working arrays of one call: hot loops write here, never into the input. */
type Scratch = {
  readonly remaining: Float64Array;
  readonly covered: Float64Array;
  readonly left: Float64Array;
  readonly reservationUsed: Float64Array;
  readonly reservationValue: Float64Array;
  readonly planUsed: Float64Array;
  readonly planValue: Float64Array;
};

/** Told of every part of an hour that a commitment covers. `quantity` is in units of the usage. */
export type OnCover = (cover: {
  readonly commitmentId: string;
  readonly usage: number;
  readonly hour: number;
  readonly quantity: number;
  /** Amortised price of the covered quantity. */
  readonly cost: number;
}) => void;

function applyReservations(
  pools: readonly ReservationPool[],
  usage: readonly EligibleUsage[],
  s: Scratch,
  onCover: (id: string, usage: number, quantity: number, cost: number) => void,
): void {
  pools.forEach((pool, r) => {
    let units = pool.unitsPerHour;
    for (const target of pool.targets) {
      if (units <= 0) break;
      const remaining = s.remaining[target.usage] ?? 0;
      const quantity = Math.min(remaining, units / target.unitsPerQuantity);
      if (quantity <= 0) continue;
      const taken = quantity * target.unitsPerQuantity;
      units -= taken;
      s.remaining[target.usage] = remaining - quantity;
      s.covered[target.usage] = (s.covered[target.usage] ?? 0) + taken * pool.costPerUnit;
      s.reservationUsed[r] = (s.reservationUsed[r] ?? 0) + taken * pool.costPerUnit;
      s.reservationValue[r] =
        (s.reservationValue[r] ?? 0) + quantity * (usage[target.usage]?.onDemandRate ?? 0);
      onCover(pool.id, target.usage, quantity, taken * pool.costPerUnit);
    }
  });
}

function applyPlans(
  steps: readonly Step[],
  plans: readonly SpendPlan[],
  usage: readonly EligibleUsage[],
  s: Scratch,
  onCover: (id: string, usage: number, quantity: number, cost: number) => void,
): void {
  for (const step of steps) {
    const left = s.left[step.plan] ?? 0;
    if (left <= 0) continue;
    const remaining = s.remaining[step.usage] ?? 0;
    if (remaining <= 0) continue;
    const wanted = remaining * step.rate;
    const spent = wanted <= left ? wanted : left;
    const quantity = wanted <= left ? remaining : left / step.rate;
    s.left[step.plan] = left - spent;
    s.remaining[step.usage] = remaining - quantity;
    s.covered[step.usage] = (s.covered[step.usage] ?? 0) + spent;
    s.planUsed[step.plan] = (s.planUsed[step.plan] ?? 0) + spent;
    s.planValue[step.plan] =
      (s.planValue[step.plan] ?? 0) + quantity * (usage[step.usage]?.onDemandRate ?? 0);
    onCover(plans[step.plan]?.id ?? '', step.usage, quantity, spent);
  }
}

/** Share of a commitment below which a difference is rounding. */
const USED_UP = 1e-9;

function usesOf(
  reservations: readonly ReservationPool[],
  plans: readonly SpendPlan[],
  hours: number,
  s: Scratch,
): CommitmentUse[] {
  const use = (
    id: string,
    committedCost: number,
    added: number,
    coveredOnDemandCost: number,
  ): CommitmentUse => {
    // Adding up hundreds of hours leaves a rest of some 1e-12: a plan that is used up is used up.
    const isUsedUp = Math.abs(committedCost - added) <= committedCost * USED_UP;
    const usedCost = isUsedUp ? committedCost : added;
    return { id, committedCost, usedCost, unusedCost: committedCost - usedCost, coveredOnDemandCost };
  };
  return [
    ...reservations.map((pool, r) =>
      use(
        pool.id,
        pool.unitsPerHour * pool.costPerUnit * hours,
        s.reservationUsed[r] ?? 0,
        s.reservationValue[r] ?? 0,
      ),
    ),
    ...plans.map((plan, p) =>
      use(plan.id, plan.commitmentPerHour * hours, s.planUsed[p] ?? 0, s.planValue[p] ?? 0),
    ),
  ];
}

/** What is to be allocated. */
export type AllocationInput = {
  /** Length of every quantity array. */
  readonly hours: number;
  /** Asks for the uncovered units by the hour. */
  readonly keepUncovered?: boolean;
  readonly onCover?: OnCover;
  readonly usage: readonly EligibleUsage[];
  readonly reservations: readonly ReservationPool[];
  readonly plans: readonly SpendPlan[];
};

const IGNORE = () => {};

/** Applies reservations and plans to usage, hour by hour. */
export function allocate(input: AllocationInput): Allocation {
  const { hours, usage, reservations, plans, onCover } = input;
  const steps = [...stepsOf('ec2-instance', plans, usage), ...stepsOf('compute', plans, usage)];
  const scratch: Scratch = {
    remaining: new Float64Array(usage.length),
    covered: new Float64Array(usage.length),
    left: new Float64Array(plans.length),
    reservationUsed: new Float64Array(reservations.length),
    reservationValue: new Float64Array(reservations.length),
    planUsed: new Float64Array(plans.length),
    planValue: new Float64Array(plans.length),
  };
  const unitCosts = usage.map(() => new Float64Array(hours));
  const uncoveredUnits = input.keepUncovered ? usage.map(() => new Float64Array(hours)) : [];
  let onDemandCost = 0;
  let onDemandEquivalent = 0;
  for (let hour = 0; hour < hours; hour++) {
    usage.forEach((row, u) => {
      scratch.remaining[u] = row.quantities[hour] ?? 0;
      scratch.covered[u] = 0;
    });
    plans.forEach((plan, p) => {
      scratch.left[p] = plan.commitmentPerHour;
    });
    const told = onCover
      ? (commitmentId: string, u: number, quantity: number, cost: number) =>
          onCover({ commitmentId, usage: u, hour, quantity, cost })
      : IGNORE;
    applyReservations(reservations, usage, scratch, told);
    applyPlans(steps, plans, usage, scratch, told);
    usage.forEach((row, u) => {
      const quantity = row.quantities[hour] ?? 0;
      const left = scratch.remaining[u] ?? 0;
      const uncovered = left * row.onDemandRate;
      const units = uncoveredUnits[u];
      if (units) units[hour] = left;
      onDemandCost += uncovered;
      onDemandEquivalent += quantity * row.onDemandRate;
      const costs = unitCosts[u];
      assert(costs, 'every usage has its unit costs');
      costs[hour] = quantity > 0 ? (uncovered + (scratch.covered[u] ?? 0)) / quantity : row.onDemandRate;
    });
  }
  return {
    onDemandCost,
    onDemandEquivalent,
    uses: usesOf(reservations, plans, hours, scratch),
    unitCosts,
    uncovered: uncoveredUnits,
  };
}
