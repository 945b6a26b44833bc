/** The door of the reliability room: build the model of a workload, apply what levers say, evaluate, judge. */

export type { Availability } from './availability.ts';
export { buildAvailability } from './availability-model.ts';
export { badMinutesVariance, breachProbability, expectedBadMinutes } from './compound-poisson.ts';
export { isStaticallyStable, tierShape } from './compute-classes.ts';
export { RELIABILITY_CONSTANTS } from './constants.ts';
export type { Evaluation } from './evaluate.ts';
export { evaluateClasses, evaluateReliability } from './evaluate.ts';
export type { FailureClass } from './failure-class.ts';
export { failureClasses } from './failure-classes.ts';
export type { GuardrailResult, StorageFacts } from './guardrails.ts';
export {
  DEFAULT_RELIABILITY_POLICY,
  databaseRecovery,
  protectedWorkload,
  sloFeasibility,
  storageClassGuardrails,
} from './guardrails.ts';
export type { RiskChange } from './risk.ts';
export { applyRisk } from './risk.ts';
export { errorBudgetMinutes } from './slo.ts';
