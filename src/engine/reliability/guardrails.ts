/** Rules on reliability that no saving buys off, with the reason and where the rule comes from. */

import { matchesPattern } from '../estate/match-workload.ts';
import type { Workload } from '../estate/workload.ts';
import type { StorageClass } from '../pricing/object-storage.ts';
import type { Availability } from './availability.ts';
import type { ReliabilityConstants } from './constants.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import type { Evaluation } from './evaluate.ts';
import { quantile } from './quantiles.ts';

/** The answer of one rule. */
export type GuardrailResult = {
  /** kebab-case, stable. */
  readonly rule: string;
  /** Null: not evaluable, because something needed for the rule was not declared. It is never a yes. */
  readonly allowed: boolean | null;
  /** One sentence with the numbers. */
  readonly message: string;
  /** Where the rule comes from: an address, or whose policy it is. */
  readonly source: string;
};

/** How much risk a plan may add. */
type ReliabilityPolicy = {
  /** Largest accepted P(breach) of a window, 0..1, unless the baseline is already above it. */
  readonly maxBreachProbability: number;
  /** Largest accepted rise of P(breach), 0..1. */
  readonly maxBreachIncrease: number;
};

/** Assumed policy: 5 % a window, and two points above the baseline. */
export const DEFAULT_RELIABILITY_POLICY: ReliabilityPolicy = {
  maxBreachProbability: RELIABILITY_CONSTANTS.maxBreachProbability.value,
  maxBreachIncrease: RELIABILITY_CONSTANTS.maxBreachIncrease.value,
};

const PLAN_POLICY = 'policy of the plan';
const RECOVERY_SOURCE = 'recovery objectives declared for the workload';
const STORAGE_SOURCE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const minutes = (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} min`;
/** Two evaluations of the same model may differ in the last digits. */
const EPSILON = 1e-9;

/** Can the objective still be kept? Nothing that the baseline already fails is held against the plan unless it gets worse. */
export function sloFeasibility(
  before: Evaluation,
  after: Evaluation,
  policy: ReliabilityPolicy = DEFAULT_RELIABILITY_POLICY,
): readonly GuardrailResult[] {
  const { budgetMinutes, breachProbability, expectedBadMinutes } = after;
  if (budgetMinutes === null || breachProbability === null) {
    const message = `${after.workload} declares no objective: ${minutes(expectedBadMinutes)} a window, judged by nobody`;
    return [{ rule: 'slo-feasibility', allowed: null, message, source: PLAN_POLICY }];
  }
  const baseline = before.breachProbability ?? 0;
  const limit = Math.max(policy.maxBreachProbability, baseline);
  const isWorse = expectedBadMinutes > before.expectedBadMinutes * (1 + EPSILON);
  return [
    {
      rule: 'slo-expected-bad-minutes',
      allowed: expectedBadMinutes <= budgetMinutes || !isWorse,
      message: `${minutes(expectedBadMinutes)} expected of a budget of ${minutes(budgetMinutes)}, ${minutes(before.expectedBadMinutes)} before`,
      source: PLAN_POLICY,
    },
    {
      rule: 'slo-breach-probability',
      allowed: breachProbability <= limit + EPSILON,
      message: `P(breach) ${percent(breachProbability)}, at most ${percent(limit)}`,
      source: PLAN_POLICY,
    },
    {
      rule: 'slo-breach-increase',
      allowed: breachProbability - baseline <= policy.maxBreachIncrease + EPSILON,
      message: `P(breach) from ${percent(baseline)} to ${percent(breachProbability)}, at most ${percent(policy.maxBreachIncrease)} more`,
      source: PLAN_POLICY,
    },
  ];
}

function objective(rule: string, needed: number, declared: number | null, what: string): GuardrailResult {
  if (declared === null)
    return {
      rule,
      allowed: null,
      message: `${what} ${minutes(needed)}; no objective is declared`,
      source: RECOVERY_SOURCE,
    };
  return {
    rule,
    allowed: needed <= declared,
    message: `${what} ${minutes(needed)}, at most ${minutes(declared)}`,
    source: RECOVERY_SOURCE,
  };
}

/**
 * RTO and RPO of databases that lost their standby: nine in ten zone events end within the time asked for, or a restore is
 * faster; data of the last minutes is lost with a restore to a point in time. Empty when no database lost its standby.
 */
export function databaseRecovery(
  objectives: Pick<Workload, 'rtoMinutes' | 'rpoMinutes'>,
  before: Availability,
  after: Availability,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): readonly GuardrailResult[] {
  const hadStandby = new Set(
    before.databases.filter(({ multiAz }) => multiAz).map(({ resourceId }) => resourceId),
  );
  const lost = after.databases.filter(({ resourceId, multiAz }) => !multiAz && hadStandby.has(resourceId));
  if (lost.length === 0) return [];
  const zoneMinutes = quantile(constants.zoneEventMinutes.value, 0.9);
  const recovery = Math.max(
    ...lost.map(({ restoreMinutes }) => Math.min(zoneMinutes, restoreMinutes ?? Infinity)),
  );
  const loss = constants.pointInTimeRecoveryMinutes.value;
  return [
    objective(
      'recovery-time-objective',
      recovery,
      objectives.rtoMinutes,
      'a zone outage stops a database without a standby for',
    ),
    objective('recovery-point-objective', loss, objectives.rpoMinutes, 'a restore loses'),
  ];
}

/** What is known of the data that a lever wants to move. */
export type StorageFacts = {
  readonly rtoMinutes: number | null;
  /** Can be produced again from something else; null: not known. */
  readonly recreatable: boolean | null;
  /** Copies elsewhere; null: not known. */
  readonly otherCopies: number | null;
};

function restoreMinutes(storageClass: StorageClass, constants: ReliabilityConstants): number {
  if (storageClass === 'DEEP_ARCHIVE') return constants.deepArchiveRestoreMinutes.value;
  if (storageClass === 'GLACIER_FLEXIBLE') return constants.glacierFlexibleRestoreMinutes.value;
  return 0;
}

/** Restore time of archive classes, and One Zone as the only copy. Empty for classes that are read at once in several zones. */
export function storageClassGuardrails(
  storageClass: StorageClass,
  facts: StorageFacts,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): readonly GuardrailResult[] {
  const results: GuardrailResult[] = [];
  const restore = restoreMinutes(storageClass, constants);
  if (restore > 0) {
    results.push({
      ...objective('storage-restore-time', restore, facts.rtoMinutes, `${storageClass} is read back after`),
      source: STORAGE_SOURCE,
    });
  }
  if (storageClass === 'ONEZONE_IA') {
    const { recreatable, otherCopies } = facts;
    const isKnown = recreatable !== null && otherCopies !== null;
    const isSafe = recreatable === true || (otherCopies ?? 0) > 0;
    const state = isSafe
      ? 'the data exists elsewhere'
      : isKnown
        ? 'this is the only copy'
        : 'other copies are not declared';
    const message = `One Zone storage is lost with its zone: ${state}`;
    results.push({
      rule: 'sole-copy',
      allowed: isSafe ? true : isKnown ? false : null,
      message,
      source: STORAGE_SOURCE,
    });
  }
  return results;
}

/**
 * A workload that the plan declares untouchable.
 * @param patterns workload names; `*` matches any run of characters
 */
export function protectedWorkload(workload: string, patterns: readonly string[]): GuardrailResult {
  const pattern = patterns.find(candidate => matchesPattern(candidate, workload));
  const message =
    pattern === undefined ? `${workload} may be changed` : `${workload} is protected by "${pattern}"`;
  return { rule: 'protected-workload', allowed: pattern === undefined, message, source: PLAN_POLICY };
}
