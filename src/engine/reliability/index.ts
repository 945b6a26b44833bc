/** The door of the reliability room: build the model of a workload, apply what levers say, evaluate, judge. */

export { applyRisk } from './apply-risk.ts';
export type { Availability } from './availability.ts';
export { buildAvailability } from './availability-model.ts';
export type { BlastRadius } from './blast-radius.ts';
export { isStaticallyStable, tierShape } from './capacity-shedding.ts';
export { changeGuardrails, freezeGuardrail } from './change-guardrails.ts';
export { badMinutesVariance, breachProbability, expectedBadMinutes } from './compound-poisson.ts';
export { RELIABILITY_CONSTANTS } from './constants.ts';
export type { Evaluation } from './evaluate.ts';
export { evaluateClasses, evaluateReliability, expectedMinutes } from './evaluate.ts';
export type { FailureClass } from './failure-class.ts';
export { expectedEvents } from './failure-class.ts';
export { failureClasses, oneOffClasses } from './failure-classes.ts';
export type { GuardrailResult, StorageFacts } from './guardrails.ts';
export {
  DEFAULT_RELIABILITY_POLICY,
  databaseRecovery,
  protectedWorkload,
  sloFeasibility,
  storageClassGuardrails,
} from './guardrails.ts';
export type { MoveEffect, MoveEffects } from './move-effects.ts';
export { moveEffectsOf } from './move-effects.ts';
export type { ChangeWindow, PlanPolicy, PolicyResult, ScheduledChange } from './plan-policy.ts';
export { DEFAULT_PLAN_POLICY, policyResults } from './plan-policy.ts';
export type { RiskChange } from './risk.ts';
export { errorBudgetMinutes } from './slo.ts';
export type { OutcomePair, WorkloadOutcome } from './workload-outcome.ts';
export { outcomesOf } from './workload-outcome.ts';
