/** What is worked out about a plan beside its judgement: who saved what, what its order costs, what is left under stress. */

import { attributionOf } from '../engine/attribution/attribution-of.ts';
import { orderCost } from '../engine/attribution/order-cost.ts';
import { type Plan, type Simulator, stressPlan } from '../engine/index.ts';
import { attributionReport } from '../report/attribution-report.ts';
import type { PlanAttributeReport, PlanStressReport } from '../report/contract.ts';
import { stressReport } from '../report/stress-report.ts';

/** The outlook of a plan. */
export type Outlook = {
  /** Null for a plan without moves. */
  readonly attribution: PlanAttributeReport | null;
  readonly stress: PlanStressReport;
};

/** Worked out step by step, so that a screen can show progress and stop. */
export type OutlookSearch = {
  readonly total: number;
  next(): { readonly done: number } | null;
  found(): Outlook;
};

/** Sets of moves that sampling looks up, and orders that are played: what a screen waits a few seconds for. */
const SETS = 150;
const ORDERS = 30;

/**
 * Starts working out the outlook of a plan.
 * @param options `seed` of drawn orders
 */
export function outlookOf(
  simulator: Simulator,
  plan: Plan,
  {
    horizonMonths,
    seed,
    currency,
  }: { readonly horizonMonths: number; readonly seed: string; readonly currency: string },
): OutlookSearch {
  const stress = stressPlan(simulator, plan, horizonMonths);
  const isEmpty = plan.moves.length === 0;
  const attribution = isEmpty
    ? null
    : attributionOf(simulator, plan, { seed, budget: SETS, withoutSampledPairs: true });
  const order = isEmpty ? null : orderCost(simulator, plan, { horizonMonths, budget: ORDERS });
  const parts = [stress, ...(attribution ? [attribution] : []), ...(order ? [order] : [])];
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  let before = 0;
  let at = 0;
  return {
    total,
    next: () => {
      for (let part = parts[at]; part; part = parts[at]) {
        const step = part.next();
        if (step) return { done: before + step.done };
        before += part.total;
        at++;
      }
      return null;
    },
    found: () => ({
      attribution: attribution && order ? attributionReport(plan, attribution.found(), order.found()) : null,
      stress: stressReport(plan, stress.found(), { currency, horizonMonths }),
    }),
  };
}
