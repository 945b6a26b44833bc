/** Published rules on what a plan does to one workload: from statements about risk to the rules that speak about them. */

import { assertNever } from '../assert.ts';
import type { Workload } from '../estate/workload.ts';
import type { Availability } from './availability.ts';
import { declaredTier } from './declared-topology.ts';
import type { RuleResult } from './guardrail-rule.ts';
import { decidingRule } from './guardrail-rule.ts';
import type { GuardrailResult } from './guardrails.ts';
import type { GuardedLever, GuardrailContext } from './lever-guardrails.ts';
import { leverGuardrails } from './lever-guardrails.ts';
import type { RiskChange } from './risk.ts';

/** What a rule may know about a workload; nothing that was not declared. */
export function guardrailContextOf(workload: Workload, availability: Availability): GuardrailContext {
  const { data, policy, rtoMinutes, rpoMinutes } = workload;
  const tiers = workload.tiers ?? [];
  const tier = declaredTier(workload, 'compute');
  const member = tiers.find(({ quorumMember }) => quorumMember === true) ?? tier;
  const machines = availability.compute?.machines.filter(({ capacity }) => capacity > 0) ?? [];
  const count = machines.reduce((sum, machine) => sum + machine.count, 0);
  return {
    frameworks: policy?.frameworks ?? null,
    logClass: data?.logClass ?? null,
    ownerSignOff: policy?.ownerSignOff ?? null,
    personalData: policy?.personalData ?? null,
    transferBasis: policy?.transferBasis ?? null,
    transferImpactAssessment: policy?.transferImpactAssessment ?? null,
    recreatable: data?.recreatable ?? null,
    otherCopies: data?.otherCopies ?? null,
    rtoMinutes,
    rpoMinutes,
    stateful: tier?.stateful ?? null,
    replicas: count > 0 ? Math.round(count) : null,
    quorumMember: member?.quorumMember ?? null,
    members: member?.quorumMember === true ? member.count : null,
    checkpointIntervalMinutes: tier?.checkpointIntervalMinutes ?? null,
    monthlyProbability: availability.compute?.spot?.monthlyProbability ?? null,
  };
}

/** The lever that the rules know a statement as; null for statements that no rule speaks about. */
function guardedLever(change: RiskChange, after: Availability): GuardedLever | null {
  switch (change.kind) {
    case 'log-retention':
      return { kind: 'log-retention', days: change.days, hotDays: change.hotDays ?? null };
    case 'region':
      return { kind: 'region-move', from: change.from, to: change.to };
    case 'storage-class':
      return { kind: 'storage-class', to: change.to, retrieval: change.retrieval };
    case 'copy-deletion':
      return { kind: 'copy-deletion' };
    case 'backup':
      return change.intervalMinutes === undefined
        ? null
        : {
            kind: 'backup-interval',
            intervalMinutes: change.intervalMinutes,
            lagMinutes: after.data?.lagMinutes ?? 0,
          };
    case 'recovery-strategy':
      return change.to === null ? null : { kind: 'recovery-strategy', to: change.to };
    case 'spot':
      return change.share > 0 ? { kind: 'spot' } : null;
    case 'zones':
      return { kind: 'zones', zones: change.zones };
    case 'capacity':
    case 'burstable':
    case 'machines':
    case 'zone-affinity':
    case 'scaling':
    case 'reservation-dropped':
    case 'egress':
    case 'database-deployment':
    case 'database-hosting':
    case 'database-capacity':
    case 'dependency':
    case 'volume-type':
    case 'metric-interval':
    case 'support':
    case 'planned-downtime':
    case 'storage-availability':
    case 'start-failure':
    case 'wrong-removal':
    case 'change-event':
    case 'none':
      return null;
    default:
      return assertNever(change);
  }
}

/** A quorum rule on zones only means tiers that vote: where nothing says that one does, it is not asked. */
function isAbout(lever: GuardedLever, context: GuardrailContext): boolean {
  return lever.kind !== 'zones' || context.quorumMember === true;
}

function asGuardrail({ id, allowed, rule, source }: RuleResult): GuardrailResult {
  return { rule: id, allowed, message: rule, source };
}

/** Where memory was never measured, nobody can say that less of it is enough. */
function memoryRule({ memoryUnobserved }: Availability): readonly GuardrailResult[] {
  const [first] = memoryUnobserved;
  if (first === undefined) return [];
  const count = memoryUnobserved.length;
  const which = count === 1 ? first : `${first} and ${count - 1} more`;
  return [
    {
      rule: 'memory-unobserved',
      allowed: null,
      message: `${which} would get less memory, and no metric shows how much is used: a person has to agree`,
      source: 'policy of the plan',
    },
  ];
}

/**
 * Rules on the changes that all moves of a plan make to a workload. Of several answers of one rule the one that decides is kept.
 * Rules on the objective itself are those of `sloFeasibility`.
 */
export function changeGuardrails(
  workload: Workload,
  after: Availability,
  changes: readonly RiskChange[],
): readonly GuardrailResult[] {
  const context = guardrailContextOf(workload, after);
  const byRule = new Map<string, RuleResult[]>();
  for (const change of changes) {
    const lever = guardedLever(change, after);
    if (lever === null || !isAbout(lever, context)) continue;
    for (const result of leverGuardrails(lever, context)) {
      byRule.set(result.id, [...(byRule.get(result.id) ?? []), result]);
    }
  }
  const decided = [...byRule.values()].flatMap(results => decidingRule(results) ?? []);
  return [...decided.map(asGuardrail), ...memoryRule(after)];
}

/** A freeze that a workload declares stands against every change of a month but urgent ones; empty without a freeze. */
export function freezeGuardrail(
  workload: Workload,
  changes: readonly RiskChange[],
  isUrgent: boolean,
): readonly GuardrailResult[] {
  const freeze = workload.policy?.freeze ?? null;
  if (freeze !== true || !changes.some(({ kind }) => kind === 'change-event')) return [];
  return leverGuardrails({ kind: 'change' }, { freeze }, isUrgent ? 'P0' : null).map(asGuardrail);
}
