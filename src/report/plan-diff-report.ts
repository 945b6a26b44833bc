/** Two plans compared, as data. */

import {
  type ChangeEffect,
  type ComparedPlan,
  leverById,
  type Plan,
  type PlanComparison,
  toText,
} from '../engine/index.ts';
import type { PlanDiffReport } from './contract/plan-questions.ts';

function sideReport(plan: Plan, { run: _run, score, money }: ComparedPlan): PlanDiffReport['a'] {
  return {
    title: plan.title,
    targetMonth: plan.target.byMonth,
    runRateCost: toText(money.runRateCost),
    savedPerMonth: toText(score.savedPerMonth),
    cumulativeCash: toText(money.cumulativeCash),
    cumulativeEffectiveCost: toText(money.cumulativeEffectiveCost),
    oneOffCost: toText(money.oneOffCost),
    effortDays: score.effortDays.mean,
    targetMet: score.targetMet,
    probabilityOfTarget: score.uncertainty.probabilityOfTarget,
    brokenGuardrails: score.brokenGuardrails.length,
  };
}

function changeReport({ change, money }: ChangeEffect): PlanDiffReport['changes'][number] {
  const { kind, move, fields } = change;
  const title = move === null ? 'The plan itself' : (leverById(move.lever)?.meta.title ?? move.lever);
  return {
    kind,
    moveId: move?.id ?? null,
    leverId: move?.lever ?? null,
    title,
    fields: fields.map(each => ({ ...each })),
    runRateCost: toText(money.runRateCost),
    cumulativeCash: toText(money.cumulativeCash),
    cumulativeEffectiveCost: toText(money.cumulativeEffectiveCost),
  };
}

function reliabilityReport({ a, b }: PlanComparison): PlanDiffReport['reliability'] {
  return a.run.reliability.flatMap(({ workload, before, after }) => {
    const other = b.run.reliability.find(each => each.workload === workload);
    if (!other) return [];
    return [
      {
        workload,
        expectedBadMinutes: {
          today: before.expectedBadMinutes,
          a: after.expectedBadMinutes,
          b: other.after.expectedBadMinutes,
        },
        breachProbability: {
          today: before.breachProbability,
          a: after.breachProbability,
          b: other.after.breachProbability,
        },
      },
    ];
  });
}

/** A comparison as data. */
export function planDiffReport(a: Plan, b: Plan, found: PlanComparison, seed: string): PlanDiffReport {
  const { difference } = found;
  return {
    schema: 'trimtab/plan-diff/1',
    currency: found.a.run.currency,
    seed,
    horizonMonths: found.horizonMonths,
    index: found.index,
    month: found.a.run.months[found.index - 1]?.month ?? found.a.run.referenceMonth,
    a: sideReport(a, found.a),
    b: sideReport(b, found.b),
    difference: {
      runRateCost: toText(difference.runRateCost),
      cumulativeCash: toText(difference.cumulativeCash),
      cumulativeEffectiveCost: toText(difference.cumulativeEffectiveCost),
      oneOffCost: toText(difference.oneOffCost),
      effortDays: found.b.score.effortDays.mean - found.a.score.effortDays.mean,
      probabilityOfTarget:
        found.b.score.uncertainty.probabilityOfTarget - found.a.score.uncertainty.probabilityOfTarget,
    },
    changes: found.changes.map(changeReport),
    reliability: reliabilityReport(found),
  };
}
