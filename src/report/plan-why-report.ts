/** One move explained, as data. */

import {
  decimal,
  type Lever,
  type Move,
  type MoveExplanation,
  type Plan,
  sum,
  toText,
} from '../engine/index.ts';
import type { PlanWhyReport } from './contract/plan-questions.ts';
import { effectWords, riskWords } from './effect-words.ts';
import { groupReasons } from './reasons.ts';

/** Findings of a run that tell how moves meet or fail. */
const CONFLICTS = ['exclusive-moves', 'move-without-effect'];

function paramsOf(move: Move, lever: Lever): PlanWhyReport['params'] {
  return Object.entries(lever.params).map(([name, param]) => {
    const value = move.params[name] ?? param.default;
    return { name, label: param.label, value, unit: param.unit, isDefault: value === param.default };
  });
}

function resourceReport(resource: MoveExplanation['resources'][number]): PlanWhyReport['resources'][number] {
  const { finding, name, before, after, saved } = resource;
  return {
    resourceId: finding.resourceId,
    workload: finding.workload,
    name,
    before: toText(before),
    after: toText(after),
    saved: toText(saved),
    change: effectWords(finding.effect),
    why: finding.why,
    evidence: finding.evidence,
    risks: finding.risks.map(riskWords),
  };
}

/** Risks of all changed resources: those that say the same of a workload are counted. */
function risksReport({ resources }: MoveExplanation): PlanWhyReport['risks'] {
  const byWorkload = Map.groupBy(resources, ({ finding }) => finding.workload);
  return [...byWorkload].flatMap(([workload, list]) =>
    groupReasons(list.flatMap(({ finding }) => finding.risks.map(riskWords))).map(({ count, text }) => ({
      workload,
      text,
      count,
    })),
  );
}

function conflictsOf({ run, outcome }: MoveExplanation): string[] {
  const names = (message: string) => message.split(/[\s:;,]+/).map(word => word.replace(/\.$/, ''));
  return run.findings
    .filter(({ code, message }) => CONFLICTS.includes(code) && names(message).includes(outcome.moveId))
    .map(({ message }) => message);
}

function reliabilityOf({ run, outcome }: MoveExplanation): PlanWhyReport['reliability'] {
  return run.reliability.flatMap(({ workload, effects }) =>
    effects.byMove.flatMap(({ moveId, ...effect }) =>
      moveId === outcome.moveId ? [{ workload, ...effect }] : [],
    ),
  );
}

function pricesReport(prices: MoveExplanation['prices'], limit: number): PlanWhyReport['prices'] {
  return prices.slice(0, limit).map(use => ({ ...use, price: toText(decimal(use.price)) }));
}

/**
 * An explanation as data.
 * @param limit resources, other resources and prices to show, the largest first
 */
export function planWhyReport(
  plan: Plan,
  move: Move,
  lever: Lever,
  explanation: MoveExplanation,
  limit: number,
): PlanWhyReport {
  const { outcome, resources, others, prices } = explanation;
  const { meta } = lever;
  const savedBy = (list: readonly { readonly saved: MoveExplanation['savedPerMonth'] }[]) =>
    toText(sum(list.map(({ saved }) => saved)));
  return {
    schema: 'trimtab/plan-why/1',
    plan: plan.title,
    scenario: plan.scenario,
    currency: explanation.run.currency,
    move: {
      moveId: move.id,
      leverId: move.lever,
      title: meta.title,
      summary: meta.summary,
      stage: meta.stage,
      start: move.start,
      owner: move.owner,
      note: move.note,
      effectMonth: outcome.effectMonth,
      reversible: meta.reversible,
    },
    params: paramsOf(move, lever),
    index: explanation.index,
    month: explanation.month,
    savedPerMonth: toText(explanation.savedPerMonth),
    oneOffCost: toText(outcome.oneOffCost),
    effortDays: { ...outcome.effortDays },
    evidence: { ...outcome.evidence },
    resources: resources.slice(0, limit).map(resourceReport),
    notShown: { count: Math.max(0, resources.length - limit), saved: savedBy(resources.slice(limit)) },
    others: others
      .slice(0, limit)
      .map(({ resourceId, workload, saved }) => ({ resourceId, workload, saved: toText(saved) })),
    othersNotShown: { count: Math.max(0, others.length - limit), saved: savedBy(others.slice(limit)) },
    skipped: groupReasons(explanation.skipped.map(({ reason }) => reason)).map(({ count, text }) => ({
      count,
      reason: text,
    })),
    excludes: [...meta.excludes],
    conflicts: conflictsOf(explanation),
    prices: pricesReport(prices, limit),
    pricesNotShown: Math.max(0, prices.length - limit),
    reliability: reliabilityOf(explanation),
    risks: risksReport(explanation),
    sources: [...meta.sources],
    headline: { ...meta.headline },
    planning: { ...meta.planning },
    assumptions: {
      effortDaysPerWorkload: { ...meta.effortDays },
      realization: {
        measured: { ...meta.realization.measured },
        inferred: { ...meta.realization.inferred },
        assumed: { ...meta.realization.assumed },
      },
    },
  };
}
