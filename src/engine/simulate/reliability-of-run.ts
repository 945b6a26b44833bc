/** What a run does to every workload's objective: parameters changed by all moves, then the model evaluated once. */

import type { InstanceResource } from '../estate/estate.ts';
import type { Workload } from '../estate/workload.ts';
import type { Plan } from '../plan.ts';
import {
  type Availability,
  applyRisk,
  buildAvailability,
  databaseRecovery,
  type Evaluation,
  evaluateReliability,
  type GuardrailResult,
  type RiskChange,
  sloFeasibility,
} from '../reliability/index.ts';
import type { Baseline } from './model-cost.ts';
import type { State, Step } from './play-moves.ts';
import type { RunMonth, WorkloadReliability } from './run.ts';

/** How bad a one-off statement is, to keep the worst of a rollout. */
function severity(risk: RiskChange): number {
  if (risk.kind === 'change-event') return risk.multiplier;
  return risk.kind === 'wrong-removal' ? risk.probability * risk.restoreMinutes : 0;
}

/**
 * Risk statements of a step about one workload. A rollout is one change and one decision, however many machines it
 * touches: of its change events and wrong removals the worst one counts.
 */
export function risksOf(step: Step, workload: string): RiskChange[] {
  const all = step.result.applied
    .filter(applied => applied.workload === workload)
    .flatMap(({ risks }) => risks);
  const worstOf = (kind: RiskChange['kind']) =>
    all
      .filter(risk => risk.kind === kind)
      .sort((a, b) => severity(b) - severity(a))
      .slice(0, 1);
  const lasting = all.filter(
    ({ kind }) => kind !== 'change-event' && kind !== 'wrong-removal' && kind !== 'none',
  );
  return [...lasting, ...worstOf('wrong-removal'), ...worstOf('change-event')];
}

/** vCPUs of an instance by the price book; null when it does not know the type. */
export function vcpusOf(baseline: Baseline): (instance: InstanceResource) => number | null {
  return instance => {
    const type = instance.compute[0]?.instanceType;
    return type === undefined
      ? null
      : (baseline.rates.book.instanceType(type, instance.region ?? '')?.vcpus ?? null);
  };
}

/** Availability of every workload, evaluated before and after changes. */
export type ReliabilityModel = {
  /** As the bill has it. */
  availability(workload: Workload): Availability;
  /** After changes that last, with the events of one window. */
  evaluate(workload: Workload, lasting: readonly RiskChange[], oneOff: readonly RiskChange[]): Evaluation;
};

/** Evaluations remembered at most. */
const REMEMBERED_EVALUATIONS = 5000;

/** Creates a model that remembers what it evaluated. */
export function createReliabilityModel(baseline: Baseline): ReliabilityModel {
  const capacityOf = vcpusOf(baseline);
  const availabilities = new Map<string, Availability>();
  const evaluations = new Map<string, Evaluation>();
  const availability = (workload: Workload) => {
    let known = availabilities.get(workload.name);
    if (!known) {
      known = buildAvailability(workload, baseline.estate.resources, { capacityOf });
      availabilities.set(workload.name, known);
    }
    return known;
  };
  return {
    availability,
    evaluate(workload, lasting, oneOff) {
      const key = JSON.stringify([workload.name, lasting, oneOff]);
      let known = evaluations.get(key);
      if (!known) {
        known = evaluateReliability(applyRisk(availability(workload), lasting), { oneOff });
        if (evaluations.size >= REMEMBERED_EVALUATIONS) evaluations.clear();
        evaluations.set(key, known);
      }
      return known;
    },
  };
}

type Input = {
  readonly baseline: Baseline;
  readonly plan: Plan;
  readonly states: readonly State[];
  readonly months: readonly RunMonth[];
};

function worstWindow(
  workload: Workload,
  { states, months }: Input,
  model: ReliabilityModel,
  steady: Evaluation,
): Evaluation & { readonly month: string } {
  let worst = { ...steady, month: months.at(-1)?.month ?? '' };
  states.forEach((state, index) => {
    const before = new Set(states[index - 1]?.steps.map(({ move }) => move.id) ?? []);
    const lasting = state.steps.flatMap(step => risksOf(step, workload.name));
    const events = state.steps
      .filter(({ move }) => !before.has(move.id))
      .flatMap(step => risksOf(step, workload.name));
    if (events.length === 0) return;
    const window = model.evaluate(workload, lasting, events);
    const isWorse =
      (window.breachProbability ?? 0) > (worst.breachProbability ?? 0) ||
      (window.breachProbability === worst.breachProbability &&
        window.expectedBadMinutes > worst.expectedBadMinutes);
    if (isWorse) worst = { ...window, month: months[index]?.month ?? '' };
  });
  return worst;
}

function guardrailsOf(
  workload: Workload,
  plan: Plan,
  availability: { readonly before: Availability; readonly after: Availability },
  evaluations: { readonly before: Evaluation; readonly worst: Evaluation },
): GuardrailResult[] {
  return [
    ...sloFeasibility(evaluations.before, evaluations.worst, plan.guardrails),
    ...databaseRecovery(workload, availability.before, availability.after),
  ];
}

/** Reliability of every workload that has resources: before, after all moves, and in its worst window. */
export function reliabilityOfRun(input: Input, model: ReliabilityModel): WorkloadReliability[] {
  const { baseline, plan, states } = input;
  const steps = states.at(-1)?.steps ?? [];
  const used = new Set(baseline.estate.resources.map(({ workload }) => workload));
  return baseline.estate.workloads.flatMap(workload => {
    if (!used.has(workload.name)) return [];
    const lasting = steps.flatMap(step => risksOf(step, workload.name));
    const before = model.evaluate(workload, [], []);
    const after = model.evaluate(workload, lasting, []);
    const worst = worstWindow(workload, input, model, after);
    const beforeAvailability = model.availability(workload);
    return [
      {
        workload: workload.name,
        slo: workload.slo,
        before,
        after,
        worst,
        moveIds: steps.filter(step => risksOf(step, workload.name).length > 0).map(({ move }) => move.id),
        guardrails: guardrailsOf(
          workload,
          plan,
          { before: beforeAvailability, after: applyRisk(beforeAvailability, lasting) },
          { before, worst },
        ),
      },
    ];
  });
}
