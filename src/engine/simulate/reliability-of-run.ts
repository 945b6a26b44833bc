/** What a run does to every workload's objective: parameters changed by all moves, then the model evaluated once. */

import type { InstanceResource } from '../estate/estate.ts';
import type { Workload } from '../estate/workload.ts';
import type { Plan } from '../plan.ts';
import {
  type Availability,
  applyRisk,
  buildAvailability,
  changeGuardrails,
  DEFAULT_PLAN_POLICY,
  databaseRecovery,
  type Evaluation,
  evaluateReliability,
  expectedMinutes,
  freezeGuardrail,
  type GuardrailResult,
  type MoveEffects,
  moveEffectsOf,
  type OutcomePair,
  outcomesOf,
  type PlanPolicy,
  type PolicyResult,
  policyResults,
  type RiskChange,
  sloFeasibility,
} from '../reliability/index.ts';
import { changeWindows, oneOffMinutesOf, startedIn } from './change-windows.ts';
import type { Baseline } from './model-cost.ts';
import type { State, Step } from './play-moves.ts';
import { eventsOf, lastingOf, risksOf } from './risks-of-step.ts';
import type { RunMonth, WorkloadReliability } from './run.ts';

export { risksOf } from './risks-of-step.ts';

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
  /** Expected bad minutes of a window after changes that last: what needs no distribution. */
  expected(workload: Workload, lasting: readonly RiskChange[]): number;
  /** Everything else that is reported, before and after changes that last. */
  outcomes(workload: Workload, lasting: readonly RiskChange[]): OutcomePair;
};

/** Evaluations remembered at most. */
const REMEMBERED_EVALUATIONS = 5000;

/** Creates a model that remembers what it evaluated. */
export function createReliabilityModel(baseline: Baseline): ReliabilityModel {
  const capacityOf = vcpusOf(baseline);
  const availabilities = new Map<string, Availability>();
  const evaluations = new Map<string, Evaluation>();
  const minutes = new Map<string, number>();
  const outcomes = new Map<string, OutcomePair>();
  const remember = <Value>(known: Map<string, Value>, key: string, make: () => Value): Value => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make();
    if (known.size >= REMEMBERED_EVALUATIONS) known.clear();
    known.set(key, made);
    return made;
  };
  const availability = (workload: Workload) =>
    remember(availabilities, workload.name, () =>
      buildAvailability(workload, baseline.estate.resources, {
        capacityOf,
        workloads: baseline.estate.workloads,
      }),
    );
  const keyOf = ({ name }: Workload, ...changes: readonly (readonly RiskChange[])[]) =>
    JSON.stringify([name, ...changes]);
  return {
    availability,
    expected(workload, lasting) {
      const known = evaluations.get(keyOf(workload, lasting, []))?.expectedBadMinutes;
      if (known !== undefined) return known;
      return remember(minutes, keyOf(workload, lasting), () =>
        expectedMinutes(applyRisk(availability(workload), lasting)),
      );
    },
    evaluate: (workload, lasting, oneOff) =>
      remember(evaluations, keyOf(workload, lasting, oneOff), () =>
        evaluateReliability(applyRisk(availability(workload), lasting), { oneOff }),
      ),
    outcomes: (workload, lasting) =>
      remember(outcomes, keyOf(workload, lasting), () => {
        const before = availability(workload);
        const after = lasting.length === 0 ? before : applyRisk(before, lasting);
        return outcomesOf({ workload, workloads: baseline.estate.workloads, before, after });
      }),
  };
}

/** A plan that was played. */
export type PlayedPlan = {
  readonly baseline: Baseline;
  readonly plan: Plan;
  readonly states: readonly State[];
  readonly months: readonly RunMonth[];
  /** Left out: the documented one. */
  readonly policy?: PlanPolicy;
};

/** The window of a workload with the highest P(breach), change events included; a plan whose states hold only some steps has its own. */
export function worstWindow(
  workload: Workload,
  { states, months }: Pick<PlayedPlan, 'states' | 'months'>,
  model: ReliabilityModel,
  steady: Evaluation,
): Evaluation & { readonly month: string } {
  let worst = { ...steady, month: months.at(-1)?.month ?? '' };
  states.forEach((state, index) => {
    const events = startedIn(states, index).flatMap(step => eventsOf(step, workload.name));
    if (events.length === 0) return;
    const lasting = state.steps.flatMap(step => lastingOf(step, workload.name));
    const window = model.evaluate(workload, lasting, events);
    const isWorse =
      (window.breachProbability ?? 0) > (worst.breachProbability ?? 0) ||
      (window.breachProbability === worst.breachProbability &&
        window.expectedBadMinutes > worst.expectedBadMinutes);
    if (isWorse) worst = { ...window, month: months[index]?.month ?? '' };
  });
  return worst;
}

/** A workload before and after the plan. */
type Pair<Value> = { readonly before: Value; readonly after: Value };

/** What the guardrails of a workload say of a plan whose moves are these steps. @param evaluations before, and in the worst window */
export function guardrailsOf(
  workload: Workload,
  { plan, policy = DEFAULT_PLAN_POLICY }: Pick<PlayedPlan, 'plan' | 'policy'>,
  steps: readonly Step[],
  availability: Pair<Availability>,
  evaluations: Pair<Evaluation>,
): GuardrailResult[] {
  const limit = workload.policy?.maxBreachProbability ?? null;
  const limits = limit === null ? plan.guardrails : { ...plan.guardrails, maxBreachProbability: limit };
  const risks = steps.flatMap(step => risksOf(step, workload.name));
  const held = steps
    .filter(({ move }) => !policy.urgentMoves.includes(move.id))
    .flatMap(step => risksOf(step, workload.name));
  return [
    ...sloFeasibility(evaluations.before, evaluations.after, limits),
    ...databaseRecovery(workload, availability.before, availability.after),
    ...changeGuardrails(workload, availability.after, risks),
    ...freezeGuardrail(workload, held, false),
  ];
}

/** Effects of the moves on a workload: each left out once, and each alone. */
function effectsOf(workload: Workload, steps: readonly Step[], model: ReliabilityModel): MoveEffects {
  const own = steps.filter(step => risksOf(step, workload.name).length > 0);
  const risksWith = (moveIds: readonly string[]) =>
    own.filter(({ move }) => moveIds.includes(move.id)).flatMap(step => lastingOf(step, workload.name));
  return moveEffectsOf({
    moveIds: own.map(({ move }) => move.id),
    stateWith: moveIds => model.evaluate(workload, risksWith(moveIds), []),
    minutesWith: moveIds => model.expected(workload, risksWith(moveIds)),
    oneOffMinutes: moveId => {
      const step = own.find(({ move }) => move.id === moveId);
      return step ? oneOffMinutesOf(step, workload, model) : 0;
    },
  });
}

/** The guardrails of a policy that was broken, once each. */
function brokenPolicy(results: readonly PolicyResult[]): GuardrailResult[] {
  const seen = new Set<string>();
  return results.flatMap(({ isGuardrail, rule, allowed, message, source, month }) => {
    if (!isGuardrail || allowed !== false || seen.has(rule)) return [];
    seen.add(rule);
    return [{ rule, allowed, message: `${month}: ${message}`, source }];
  });
}

function reliabilityOf(workload: Workload, input: PlayedPlan, model: ReliabilityModel): WorkloadReliability {
  const { states, policy = DEFAULT_PLAN_POLICY } = input;
  const steps = states.at(-1)?.steps ?? [];
  const lasting = steps.flatMap(step => lastingOf(step, workload.name));
  const before = model.evaluate(workload, [], []);
  const after = model.evaluate(workload, lasting, []);
  const worst = worstWindow(workload, input, model, after);
  const then = model.availability(workload);
  const now = lasting.length === 0 ? then : applyRisk(then, lasting);
  const judged = changeWindows(workload, input, model).flatMap(window => policyResults(window, policy));
  return {
    workload: workload.name,
    slo: workload.slo,
    before,
    after,
    worst,
    moveIds: steps.filter(step => risksOf(step, workload.name).length > 0).map(({ move }) => move.id),
    guardrails: [
      ...guardrailsOf(workload, input, steps, { before: then, after: now }, { before, after: worst }),
      ...brokenPolicy(judged),
    ],
    outcomes: model.outcomes(workload, lasting),
    effects: effectsOf(workload, steps, model),
    policy: judged,
  };
}

/** Reliability of every workload that has resources: before, after all moves, and in its worst window. */
export function reliabilityOfRun(input: PlayedPlan, model: ReliabilityModel): WorkloadReliability[] {
  const { estate } = input.baseline;
  const used = new Set(estate.resources.map(({ workload }) => workload));
  return estate.workloads
    .filter(({ name }) => used.has(name))
    .map(workload => reliabilityOf(workload, input, model));
}
