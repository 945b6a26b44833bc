/** Every published rule that speaks about a lever, and the one that decides. */

import { assertNever } from '../assert.ts';
import type { RecoveryStrategy } from './disaster-recovery.ts';
import type { RuleResult } from './guardrail-rule.ts';
import { answered, decidingRule } from './guardrail-rule.ts';
import type { ChangeContext, FeasibilityContext, RecoveryContext, TierContext } from './operations-rules.ts';
import {
  changeRules,
  feasibilityRules,
  recoveryRules,
  recoveryStrategyRules,
  spotRules,
  unknownChange,
  zoneRules,
} from './operations-rules.ts';
import type { ResidencyContext } from './residency-rules.ts';
import { regionMoveRules } from './residency-rules.ts';
import type { RetentionContext } from './retention-rules.ts';
import { logRetentionRules, recordRetentionRules } from './retention-rules.ts';
import type { RetrievalOption } from './storage-classes.ts';
import type { StorageContext } from './storage-rules.ts';
import { copyDeletionRules, storageClassRules } from './storage-rules.ts';

/** What a lever does, as far as a rule speaks about it. */
export type GuardedLever =
  | { readonly kind: 'log-retention'; readonly days: number; readonly hotDays: number | null }
  | { readonly kind: 'record-retention'; readonly years: number }
  | { readonly kind: 'region-move'; readonly from: string; readonly to: string }
  | { readonly kind: 'storage-class'; readonly to: string; readonly retrieval: RetrievalOption }
  | { readonly kind: 'copy-deletion' }
  | { readonly kind: 'backup-interval'; readonly intervalMinutes: number; readonly lagMinutes: number }
  | { readonly kind: 'restore-time'; readonly minutes: number }
  | { readonly kind: 'recovery-strategy'; readonly to: RecoveryStrategy }
  | { readonly kind: 'spot' }
  | { readonly kind: 'zones'; readonly zones: number | null }
  /** Any change: only the rules on changes speak. */
  | { readonly kind: 'change' }
  /** A lever that no rule here knows. */
  | { readonly kind: 'unknown' };

/** Everything that may be declared about the thing a lever touches. What is left out is not known, and never a yes. */
export type GuardrailContext = RetentionContext &
  ResidencyContext &
  StorageContext &
  TierContext &
  RecoveryContext &
  ChangeContext &
  FeasibilityContext;

/** A rule for levers that no published rule speaks about. */
const UNCOVERED = {
  id: 'no-rule',
  rule: 'no published rule speaks about this lever',
  source: 'policy of the plan',
};

function rulesOf(lever: GuardedLever, context: GuardrailContext): readonly RuleResult[] {
  switch (lever.kind) {
    case 'log-retention':
      return logRetentionRules(lever, context);
    case 'record-retention':
      return recordRetentionRules(lever.years, context);
    case 'region-move':
      return regionMoveRules(lever.from, lever.to, context);
    case 'storage-class':
      return storageClassRules(lever.to, context, lever.retrieval);
    case 'copy-deletion':
      return copyDeletionRules(context);
    case 'backup-interval':
      return recoveryRules(null, lever.intervalMinutes + lever.lagMinutes, context);
    case 'restore-time':
      return recoveryRules(lever.minutes, null, context);
    case 'recovery-strategy':
      return recoveryStrategyRules(lever.to, context);
    case 'spot':
      return spotRules(context);
    case 'zones':
      return zoneRules(lever.zones, context);
    case 'change':
    case 'unknown':
      return [];
    default:
      return assertNever(lever);
  }
}

/**
 * Every rule that speaks about a lever: its own ones first, then those on any change and on the objective.
 * @param risk what kind of change it is, for example `security-fix`; null: an ordinary one
 */
export function leverGuardrails(
  lever: GuardedLever,
  context: GuardrailContext,
  risk: string | null = null,
): readonly RuleResult[] {
  const results = [...rulesOf(lever, context), ...changeRules(risk, context), ...feasibilityRules(context)];
  if (results.length > 0) return results;
  return [lever.kind === 'change' ? unknownChange() : answered(UNCOVERED, null)];
}

/** The rule that decides about a lever. */
export function leverVerdict(
  lever: GuardedLever,
  context: GuardrailContext,
  risk: string | null = null,
): RuleResult {
  return decidingRule(leverGuardrails(lever, context, risk)) ?? answered(UNCOVERED, null);
}
