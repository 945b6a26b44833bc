/** Examples of guardrails: a lever and what is declared about the thing it touches, against every published rule. */

import { z } from 'zod';
import { recoveryStrategy } from '../../engine/reliability/disaster-recovery.ts';
import { decidingRule } from '../../engine/reliability/guardrail-rule.ts';
import type { GuardedLever, GuardrailContext } from '../../engine/reliability/lever-guardrails.ts';
import { leverGuardrails } from '../../engine/reliability/lever-guardrails.ts';
import type { Answer } from '../answer.ts';
import { count, probability, quantity, reliabilityAnswer } from './reliability-answer.ts';

const DAYS_PER_YEAR = 365;
const MONTHS_PER_YEAR = 12;

const text = z.string().max(1000);
const length = quantity.nullish();

const leverSchema = z.object({
  type: text,
  risk: text.nullish(),
  priority: text.nullish(),
  days: length,
  months: length,
  years: length,
  hotDays: length,
  hotMonths: length,
  from: z.union([text, quantity]).nullish(),
  to: z.union([text, quantity]).nullish(),
  zones: count.nullish(),
  retrieval: z.enum(['expedited', 'standard', 'bulk']).nullish(),
  minutes: length,
  hours: length,
  intervalMinutes: length,
  intervalHours: length,
  lagMinutes: length,
  restoreMinutes: length,
});

type LeverInputs = z.output<typeof leverSchema>;

const flag = z.boolean().nullish();

const contextSchema = z.object({
  frameworks: z.array(text).max(100).nullish(),
  logClass: text.nullish(),
  recordClass: text.nullish(),
  ownerSignOff: flag,
  personalData: flag,
  transferBasis: text.nullish(),
  transferImpactAssessment: flag,
  tia: flag,
  impactAssessment: flag,
  recreatable: flag,
  otherCopies: count.nullish(),
  rtoMinutes: length,
  rpoMinutes: length,
  replicationLagMinutes: length,
  stateful: flag,
  singleton: flag,
  replicas: count.nullish(),
  quorum: flag,
  quorumMember: flag,
  consensus: flag,
  members: count.nullish(),
  checkpointIntervalMinutes: length,
  monthlyProbability: probability.nullish(),
  errorBudgetRemainingFraction: z.number().min(-1e6).max(1).nullish(),
  freeze: flag,
  incidentsPerShift: length,
  expectedBadMinutes: length,
  budgetMinutes: length,
  pBreach: probability.nullish(),
  baselinePBreach: probability.nullish(),
  maxPBreach: probability.nullish(),
});

type ContextInputs = z.output<typeof contextSchema>;

/** The first of several spellings that says something. */
const first = <Value>(...values: readonly (Value | null | undefined)[]) =>
  values.find(value => value !== null && value !== undefined) ?? null;

function contextOf(inputs: ContextInputs): GuardrailContext {
  const { singleton, replicas, quorum, quorumMember, consensus, transferImpactAssessment } = inputs;
  return {
    ...inputs,
    replicas: replicas ?? (singleton === true ? 1 : singleton === false ? 2 : null),
    quorumMember: first(quorumMember, quorum, consensus),
    transferImpactAssessment: first(transferImpactAssessment, inputs.tia, inputs.impactAssessment),
  };
}

const scaled = (value: number | null | undefined, factor: number) =>
  value === null || value === undefined ? null : value * factor;

function needed<Value>(value: Value | null | undefined, key: string): Value {
  if (value === null || value === undefined) throw new Error(`lever.${key}: missing`);
  return value;
}

/** Twelve months are a year of 365 days, three months its quarter less a day: a month counts as 30 days, a year as 365. */
function daysOf({ days, months, years }: LeverInputs): number {
  const fromMonths = months === null || months === undefined ? null : monthsInDays(months);
  return needed(first(days, fromMonths, scaled(years, DAYS_PER_YEAR)), 'days');
}

const monthsInDays = (months: number) =>
  Math.floor(months / MONTHS_PER_YEAR) * DAYS_PER_YEAR + (months % MONTHS_PER_YEAR) * 30;

function recoveryLever({ to }: LeverInputs): GuardedLever {
  const strategy = recoveryStrategy(String(needed(to, 'to')));
  return strategy ? { kind: 'recovery-strategy', to: strategy } : { kind: 'unknown' };
}

function intervalLever(lever: LeverInputs, context: ContextInputs): GuardedLever {
  const { intervalMinutes, minutes, intervalHours, hours, lagMinutes } = lever;
  const interval = first(intervalMinutes, minutes, scaled(intervalHours, 60), scaled(hours, 60));
  return {
    kind: 'backup-interval',
    intervalMinutes: needed(interval, 'intervalMinutes'),
    lagMinutes: first(lagMinutes, context.replicationLagMinutes) ?? 0,
  };
}

/** Levers by the words in their type; the first that matches. */
const LEVERS: readonly (readonly [RegExp, (lever: LeverInputs, context: ContextInputs) => GuardedLever])[] = [
  [
    /log.*retention|retention.*log/,
    lever => ({
      kind: 'log-retention',
      days: daysOf(lever),
      hotDays: first(lever.hotDays, scaled(lever.hotMonths, 30)),
    }),
  ],
  [
    /(record|document|evidence).*retention/,
    lever => ({
      kind: 'record-retention',
      years: needed(
        first(lever.years, scaled(lever.months, 1 / MONTHS_PER_YEAR), scaled(lever.days, 1 / DAYS_PER_YEAR)),
        'years',
      ),
    }),
  ],
  [/^(snapshot|backup|replication).*(interval|frequency|schedule)/, intervalLever],
  [
    /(delete|remove|drop).*(snapshot|backup|copy|replica)|(snapshot|backup|copy).*(delet|remov)/,
    () => ({ kind: 'copy-deletion' }),
  ],
  [
    /region/,
    lever => ({
      kind: 'region-move',
      from: String(needed(lever.from, 'from')),
      to: String(needed(lever.to, 'to')),
    }),
  ],
  [
    /storage.*(class|tier|redundancy)|^(object|s3|blob).*(class|tier)|^redundancy/,
    lever => ({
      kind: 'storage-class',
      to: String(needed(lever.to, 'to')),
      retrieval: lever.retrieval ?? 'standard',
    }),
  ],
  [/^(dr|disaster|recovery).*/, recoveryLever],
  [
    /restore/,
    lever => ({
      kind: 'restore-time',
      minutes: needed(first(lever.restoreMinutes, lever.minutes), 'minutes'),
    }),
  ],
  [/spot|preemptible|interruptible/, () => ({ kind: 'spot' })],
  [
    /zone|\baz\b|quorum|members|replicas/,
    lever => ({ kind: 'zones', zones: first(lever.zones, typeof lever.to === 'number' ? lever.to : null) }),
  ],
  [/^(any-?)?change$|deploy|release/, () => ({ kind: 'change' })],
];

function leverOf(lever: LeverInputs, context: ContextInputs): GuardedLever {
  const type = lever.type.toLowerCase().replace(/_/g, '-');
  if (/purchase|pricing-model|capacity-type/.test(type) && /spot/i.test(String(lever.to ?? '')))
    return { kind: 'spot' };
  const entry = LEVERS.find(([pattern]) => pattern.test(type));
  return entry ? entry[1](lever, context) : { kind: 'unknown' };
}

const VERDICTS = new Map<boolean | null, string>([
  [true, 'allowed'],
  [false, 'not allowed'],
  [null, 'not evaluable'],
]);

/** Answers by the examples of guardrails. */
export const RELIABILITY_GUARDRAIL_ANSWERS: readonly Answer[] = [
  reliabilityAnswer('guardrail', { lever: leverSchema, context: contextSchema.default({}) }, inputs => {
    const context = contextOf(inputs.context);
    const risk = first(inputs.lever.risk, inputs.lever.priority);
    const results = leverGuardrails(leverOf(inputs.lever, inputs.context), context, risk);
    const deciding = decidingRule(results);
    const allowed = deciding?.allowed ?? null;
    return {
      allowed,
      rule: deciding?.rule ?? null,
      source: deciding?.source ?? null,
      verdict: VERDICTS.get(allowed),
      rules: results.map(({ rule, allowed: answer }) => ({ rule, allowed: answer })),
    };
  }),
];
