/** Stress cases of a plan as data. */

import { type Plan, type StressMonth, type StressOutcome, toLedger, toText } from '../engine/index.ts';
import type { PlanStressReport } from './contract.ts';

function monthReport(month: StressMonth): PlanStressReport['cases'][number]['target'] {
  return {
    ...month,
    forecastCost: toText(month.forecastCost),
    runRateCost: toText(month.runRateCost),
    unusedCommitmentCost: toText(toLedger(month.unusedCommitmentCost)),
  };
}

/** A plan as it is and under stress cases. */
export function stressReport(
  plan: Plan,
  outcomes: readonly StressOutcome[],
  { currency, horizonMonths }: { readonly currency: string; readonly horizonMonths: number },
): PlanStressReport {
  return {
    schema: 'trimtab/plan-stress/1',
    plan: plan.title,
    scenario: plan.scenario,
    currency,
    horizonMonths,
    byMonth: plan.target.byMonth,
    cases: outcomes.map(({ stress, target, end, zoneOutage, ...rest }) => ({
      id: stress?.id ?? null,
      title: stress?.title ?? 'As planned',
      detail: stress?.detail ?? null,
      target: monthReport(target),
      end: monthReport(end),
      ...rest,
      zoneOutage: zoneOutage.map(each => ({ ...each })),
    })),
  };
}
