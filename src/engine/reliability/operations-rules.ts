/** Rules on what may run where and when: spot, quorum, recovery objectives, error budget policy, on-call load. */

import { assumed, RELIABILITY_CONSTANTS } from './constants.ts';
import type { RecoveryStrategy } from './disaster-recovery.ts';
import { recoveryObjectives } from './disaster-recovery.ts';
import type { RuleResult } from './guardrail-rule.ts';
import { allOf, answered, atMost } from './guardrail-rule.ts';
import { monthlyHazard } from './spot-pools.ts';

const PLAN_POLICY = 'policy of the plan';
const RECOVERY_SOURCE = 'recovery objectives declared for the workload';
const HOURS_PER_MONTH = 730;

/** Share of the expected time to an interruption that a checkpoint interval may take. */
export const CHECKPOINT_SHARE = assumed(
  0.5,
  0.1,
  1,
  'share of the time to an interruption',
  'With longer intervals a job may lose more than it does between two interruptions.',
);

/** What is known about a tier; null or left out: not declared. */
export type TierContext = {
  readonly stateful?: boolean | null | undefined;
  readonly replicas?: number | null | undefined;
  /** A member of a consensus group. */
  readonly quorumMember?: boolean | null | undefined;
  /** Members of the consensus group after the change. */
  readonly members?: number | null | undefined;
  readonly checkpointIntervalMinutes?: number | null | undefined;
  /** Chance of an interruption a month, 0..1. */
  readonly monthlyProbability?: number | null | undefined;
};

const SPOT_RULE = {
  id: 'spot-workload',
  rule: 'Spot: no stateful singletons, no quorum members, no jobs with a checkpoint interval above half the expected time to interruption',
  source: PLAN_POLICY,
};

function checkpointHolds({ checkpointIntervalMinutes, monthlyProbability }: TierContext): boolean | null {
  if (checkpointIntervalMinutes === null || checkpointIntervalMinutes === undefined) return true;
  if (monthlyProbability === null || monthlyProbability === undefined) return null;
  const hoursToInterruption = HOURS_PER_MONTH / monthlyHazard(monthlyProbability);
  return checkpointIntervalMinutes / 60 <= CHECKPOINT_SHARE.value * hoursToInterruption;
}

/**
 * A single replica is a singleton, with state or without: nothing carries the load while it is replaced. State without declared
 * replicas counts as one; no state without declared replicas as several.
 */
function isSingleton({ stateful, replicas }: TierContext): boolean | null {
  if (typeof replicas === 'number') return replicas < 2;
  return stateful ?? null;
}

/** State is copied by a group that may vote: whether the machine is a member must be declared. */
function isNoMember({ stateful, quorumMember }: TierContext): boolean | null {
  if (typeof quorumMember === 'boolean') return !quorumMember;
  return stateful === false ? true : null;
}

/** Interruptible machines: nothing that cannot lose a machine at two minutes' notice. */
export function spotRules(context: TierContext): readonly RuleResult[] {
  const singleton = isSingleton(context);
  const isReplicated = singleton === null ? null : !singleton;
  return [answered(SPOT_RULE, allOf(isReplicated, isNoMember(context), checkpointHolds(context)))];
}

const QUORUM_RULE = {
  id: 'quorum',
  rule: 'quorum: a consensus tier keeps >= 3 zones and an odd number of members',
  source: PLAN_POLICY,
};

/** Fewer zones or members of a tier: a consensus group keeps its majority when a zone is lost. */
export function zoneRules(zones: number | null, context: TierContext): readonly RuleResult[] {
  const { quorumMember, members } = context;
  if (quorumMember === false) return [answered(QUORUM_RULE, true)];
  const keepsZones = zones === null ? true : zones >= 3;
  const isOdd = members === null || members === undefined ? true : members >= 3 && members % 2 === 1;
  return [answered(QUORUM_RULE, quorumMember === true ? keepsZones && isOdd : null)];
}

/** Objectives of a workload, minutes; null or left out: not declared. */
export type RecoveryContext = {
  readonly rtoMinutes?: number | null | undefined;
  readonly rpoMinutes?: number | null | undefined;
};

const RTO_RULE = {
  id: 'recovery-time-objective',
  rule: 'RTO: time to restore must be <= declared rtoMinutes',
  source: RECOVERY_SOURCE,
};
const RPO_RULE = {
  id: 'recovery-point-objective',
  rule: 'RPO: backup interval + replication lag must be <= declared rpoMinutes',
  source: RECOVERY_SOURCE,
};

/** Recovery after a change: null for what the change leaves as it was. */
export function recoveryRules(
  restoreMinutes: number | null,
  lossMinutes: number | null,
  context: RecoveryContext,
): readonly RuleResult[] {
  const results: RuleResult[] = [];
  if (restoreMinutes !== null) results.push(answered(RTO_RULE, atMost(restoreMinutes, context.rtoMinutes)));
  if (lossMinutes !== null) results.push(answered(RPO_RULE, atMost(lossMinutes, context.rpoMinutes)));
  return results;
}

/** Another recovery strategy: what it promises at worst against the objectives. An objective that is not declared is not judged when the other is. */
export function recoveryStrategyRules(to: RecoveryStrategy, context: RecoveryContext): readonly RuleResult[] {
  const { rpoMinutes, rtoMinutes } = recoveryObjectives(to);
  const results = recoveryRules(rtoMinutes, rpoMinutes, context);
  const judged = results.filter(({ allowed }) => allowed !== null);
  return judged.length > 0 ? judged : results;
}

const BUDGET_RULE = {
  id: 'error-budget-policy',
  rule: 'budget exhausted in the preceding four weeks: only P0 or security changes',
  source: 'https://sre.google/workbook/error-budget-policy/',
};
const FREEZE_RULE = {
  id: 'change-freeze',
  rule: 'change freeze: only P0 or security changes',
  source: PLAN_POLICY,
};
const ON_CALL_RULE = {
  id: 'on-call-load',
  rule: 'on-call: at most 2 incidents per 12-hour shift',
  source: 'https://sre.google/sre-book/being-on-call/',
};
const INCIDENTS_PER_SHIFT_MAX = 2;

/** Whether a change is one that no freeze holds up. */
function isUrgent(risk: string | null): boolean {
  return risk !== null && /security|\bp0\b/i.test(risk);
}

/** What is known about the time of the change; null or left out: not declared. */
export type ChangeContext = {
  /** Share of the error budget that is left of the preceding four weeks; 0 and below: exhausted. */
  readonly errorBudgetRemainingFraction?: number | null | undefined;
  readonly freeze?: boolean | null | undefined;
  /** Expected after the change. */
  readonly incidentsPerShift?: number | null | undefined;
};

/**
 * Rules on any change. Each speaks only where its facts are declared.
 * @param risk what the change is, for example `security-fix`, `P0`, `normal`
 */
export function changeRules(risk: string | null, context: ChangeContext): readonly RuleResult[] {
  const { errorBudgetRemainingFraction: left, freeze, incidentsPerShift } = context;
  const results: RuleResult[] = [];
  if (typeof left === 'number') results.push(answered(BUDGET_RULE, left > 0 || isUrgent(risk)));
  if (typeof freeze === 'boolean') results.push(answered(FREEZE_RULE, !freeze || isUrgent(risk)));
  if (typeof incidentsPerShift === 'number')
    results.push(answered(ON_CALL_RULE, incidentsPerShift <= INCIDENTS_PER_SHIFT_MAX));
  return results;
}

/** The rule that is left unanswered when nothing is known about the time of a change. */
export function unknownChange(): RuleResult {
  return answered(BUDGET_RULE, null);
}

/** What the model says about the workload after the lever; null or left out: not computed. */
export type FeasibilityContext = {
  readonly expectedBadMinutes?: number | null | undefined;
  readonly budgetMinutes?: number | null | undefined;
  /** P(breach) of a window after and before, 0..1. */
  readonly pBreach?: number | null | undefined;
  readonly baselinePBreach?: number | null | undefined;
  readonly maxPBreach?: number | null | undefined;
};

const FEASIBILITY_RULE = {
  id: 'slo-feasibility',
  rule: 'SLO: expected bad minutes <= error budget, P(breach) <= policy maximum and at most 2 points above the baseline',
  source: PLAN_POLICY,
};

/** Can the objective still be kept? Empty when the model said nothing. */
export function feasibilityRules(context: FeasibilityContext): readonly RuleResult[] {
  const { expectedBadMinutes, budgetMinutes, pBreach, baselinePBreach, maxPBreach } = context;
  const conditions: (boolean | null)[] = [];
  if (typeof expectedBadMinutes === 'number') conditions.push(atMost(expectedBadMinutes, budgetMinutes));
  if (typeof pBreach === 'number') {
    const { maxBreachProbability, maxBreachIncrease } = RELIABILITY_CONSTANTS;
    conditions.push(pBreach <= (maxPBreach ?? maxBreachProbability.value));
    if (typeof baselinePBreach === 'number')
      conditions.push(pBreach - baselinePBreach <= maxBreachIncrease.value + 1e-12);
  }
  return conditions.length > 0 ? [answered(FEASIBILITY_RULE, allOf(...conditions))] : [];
}
