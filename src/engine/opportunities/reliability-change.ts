/** What one more step does to the objective of its workload, after everything that the plan does already. */

import type { Workload } from '../estate/workload.ts';
import type { Plan } from '../plan.ts';
import { applyRisk, type Evaluation, type GuardrailResult } from '../reliability/index.ts';
import type { Step } from '../simulate/play-moves.ts';
import { guardrailsOf, type ReliabilityModel, risksOf } from '../simulate/reliability-of-run.ts';
import { eventsOf, lastingOf } from '../simulate/risks-of-step.ts';
import type { Opportunity } from './opportunity.ts';

type ReliabilityChange = Pick<
  Opportunity,
  'addedBadMinutes' | 'addedBreachProbability' | 'budgetShare' | 'breaks'
>;

/** Changes below this share of a minute are rounding. */
const NO_MINUTES = 1e-9;

/** Share of a budget that minutes use up. */
function shareOf(minutes: number, budgetMinutes: number): number {
  if (budgetMinutes > 0) return minutes / budgetMinutes;
  return minutes > NO_MINUTES ? Infinity : 0;
}

/** The worse of what lasts after all steps and of the window in which the events of `asked` happen. */
function worstOf(
  workload: Workload,
  steps: readonly Step[],
  asked: readonly Step[],
  model: ReliabilityModel,
): Evaluation {
  const lasting = steps.flatMap(step => lastingOf(step, workload.name));
  const steady = model.evaluate(workload, lasting, []);
  const events = asked.flatMap(step => eventsOf(step, workload.name));
  if (events.length === 0) return steady;
  const window = model.evaluate(workload, lasting, events);
  const [was, is] = [steady.breachProbability ?? 0, window.breachProbability ?? 0];
  return is > was || (is === was && window.expectedBadMinutes > steady.expectedBadMinutes) ? window : steady;
}

/** Guardrails that all steps together break; rules on single changes are asked of `asked` alone. */
function brokenBy(
  workload: Workload,
  steps: readonly Step[],
  asked: readonly Step[],
  plan: Plan,
  model: ReliabilityModel,
): GuardrailResult[] {
  const before = model.availability(workload);
  const lasting = steps.flatMap(step => lastingOf(step, workload.name));
  const after = lasting.length === 0 ? before : applyRisk(before, lasting);
  const evaluations = {
    before: model.evaluate(workload, [], []),
    after: worstOf(workload, steps, asked, model),
  };
  const rules = { plan, policy: plan.policy };
  return guardrailsOf(workload, rules, asked, { before, after }, evaluations).filter(
    ({ allowed }) => allowed === false,
  );
}

/**
 * Looks at a step.
 * @param steps of the plan, before it
 */
export function reliabilityChange(
  workload: Workload,
  steps: readonly Step[],
  step: Step,
  plan: Plan,
  model: ReliabilityModel,
): ReliabilityChange {
  const lasting = steps.flatMap(each => risksOf(each, workload.name));
  const before = model.evaluate(workload, lasting, []);
  const after = model.evaluate(workload, [...lasting, ...risksOf(step, workload.name)], []);
  const added = after.expectedBadMinutes - before.expectedBadMinutes;
  const isJudged = after.breachProbability !== null && before.breachProbability !== null;
  // What the plan breaks already is no fault of a step that adds nothing to it.
  const known = new Set(brokenBy(workload, steps, [], plan, model).map(({ rule }) => rule));
  return {
    addedBadMinutes: added,
    addedBreachProbability: isJudged
      ? (after.breachProbability ?? 0) - (before.breachProbability ?? 0)
      : null,
    budgetShare: after.budgetMinutes === null ? null : shareOf(added, after.budgetMinutes),
    breaks: brokenBy(workload, [...steps, step], [step], plan, model).filter(
      ({ rule }) => !known.has(rule) || added > NO_MINUTES,
    ),
  };
}
