/** Failure classes and an objective in, bad minutes, error budget and the chance of a breach out. */

import type { Slo } from '../estate/workload.ts';
import type { Availability } from './availability.ts';
import { badMinutesVariance, breachProbability, expectedBadMinutes } from './compound-poisson.ts';
import type { Provenance, ReliabilityConstants } from './constants.ts';
import { RELIABILITY_CONSTANTS, weakestProvenance } from './constants.ts';
import type { FailureClass, FailureKind } from './failure-class.ts';
import { assertFailureClass, MINUTES_PER_DAY } from './failure-class.ts';
import { failureClasses, oneOffClasses, overloadShare } from './failure-classes.ts';
import { quarterBreachProbability } from './quarter.ts';
import type { RiskChange } from './risk.ts';
import { errorBudgetMinutes, windowMinutes } from './slo.ts';

/** Bad minutes of one class, or of several of one name. */
type ClassShare = {
  readonly name: string;
  readonly kind: FailureKind;
  readonly expectedBadMinutes: number;
};

/** Share of the expected bad minutes by the weakest number they rest on; all 0 when there are none. */
type EvidenceShares = Readonly<Record<Provenance, number>>;

/** Reliability of one workload in one window. */
export type Evaluation = {
  readonly workload: string;
  readonly windowDays: number;
  /** Minutes of full outage with the same effect on users. */
  readonly expectedBadMinutes: number;
  /** Standard deviation of the bad minutes of a window. */
  readonly sdBadMinutes: number;
  /** Expected share of good minutes, 0..1. */
  readonly availability: number;
  /** Null without an objective. */
  readonly budgetMinutes: number | null;
  /** Expected bad minutes over the budget; null without a budget. */
  readonly budgetConsumed: number | null;
  /** P(bad minutes > budget), 0..1; null without an objective. */
  readonly breachProbability: number | null;
  /** P(at least one window of a quarter is missed), 0..1; null without an objective. */
  readonly quarterBreachProbability: number | null;
  /** USD; null when no cost per minute was declared. */
  readonly expectedCost: number | null;
  /** Largest first. */
  readonly byClass: readonly ClassShare[];
  /** Name of the class with most bad minutes; null when there are none. */
  readonly topDriver: string | null;
  readonly evidence: EvidenceShares;
};

/** What an evaluation adds to the availability. */
type EvaluationOptions = {
  /** Changes made in this window: their one-off events are added to it. */
  readonly oneOff?: readonly RiskChange[];
  readonly constants?: ReliabilityConstants;
};

/** Failure classes evaluated on their own: what a class list on file is evaluated with. */
type ClassListQuestion = {
  readonly workload: string;
  readonly slo: Slo | null;
  readonly costPerBadMinute: number | null;
  readonly classes: readonly FailureClass[];
  /** Share of requests that fail all the time, 0..1. */
  readonly overloadShare?: number;
  readonly constants?: ReliabilityConstants;
};

/** Minutes of the window that a workload is judged by. */
function windowOf({ slo }: Pick<Availability, 'slo'>, constants: ReliabilityConstants): number {
  return slo ? windowMinutes(slo) : constants.windowDays.value * MINUTES_PER_DAY;
}

/** Expected bad minutes of a window by the standing failure classes: a sum, without the distribution that P(breach) needs. */
export function expectedMinutes(
  availability: Availability,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): number {
  const minutes = windowOf(availability, constants);
  const classes = failureClasses(availability, constants);
  return expectedBadMinutes(classes, minutes) + overloadShare(availability) * minutes;
}

/** One window of a workload: its standing failure classes, and what happens once in it. */
export function evaluateReliability(availability: Availability, options: EvaluationOptions = {}): Evaluation {
  const { oneOff = [], constants = RELIABILITY_CONSTANTS } = options;
  const { workload, slo, costPerBadMinute } = availability;
  const minutes = windowOf(availability, constants);
  const classes = [
    ...failureClasses(availability, constants),
    ...oneOffClasses(availability, oneOff, minutes, constants),
  ];
  return evaluateClasses({
    workload,
    slo,
    costPerBadMinute,
    classes,
    overloadShare: overloadShare(availability),
    constants,
  });
}

/** Bad minutes, budget and breach of a list of failure classes. @throws BugError when a rate, impact or duration is impossible */
export function evaluateClasses(question: ClassListQuestion): Evaluation {
  for (const item of question.classes) assertFailureClass(item);
  const { workload, slo, costPerBadMinute, classes, constants = RELIABILITY_CONSTANTS } = question;
  const windowDays = slo?.windowDays ?? constants.windowDays.value;
  const minutes = windowDays * MINUTES_PER_DAY;
  const burnMinutes = (question.overloadShare ?? 0) * minutes;
  const expected = expectedBadMinutes(classes, minutes) + burnMinutes;
  const budget = slo ? errorBudgetMinutes(slo) : null;
  const byClass = shares(classes, minutes, burnMinutes);
  const breach =
    budget === null
      ? null
      : breachProbability({ classes, windowMinutes: minutes, budgetMinutes: budget, burnMinutes });
  return {
    workload,
    windowDays,
    expectedBadMinutes: expected,
    sdBadMinutes: Math.sqrt(badMinutesVariance(classes, minutes)),
    availability: Math.max(0, 1 - expected / minutes),
    budgetMinutes: budget,
    budgetConsumed: budget ? expected / budget : null,
    breachProbability: breach,
    quarterBreachProbability: breach === null ? null : quarterBreachProbability(breach, minutes),
    expectedCost: costPerBadMinute === null ? null : expected * costPerBadMinute,
    byClass,
    topDriver: byClass[0]?.name ?? null,
    evidence: evidenceOf(classes, minutes, burnMinutes, constants),
  };
}

function shares(
  classes: readonly FailureClass[],
  minutes: number,
  burnMinutes: number,
): readonly ClassShare[] {
  const byName = new Map<string, ClassShare>();
  if (burnMinutes > 0)
    byName.set('overload', { name: 'overload', kind: 'overload', expectedBadMinutes: burnMinutes });
  for (const item of classes) {
    const bad = expectedBadMinutes([item], minutes) + (byName.get(item.name)?.expectedBadMinutes ?? 0);
    if (bad > 0) byName.set(item.name, { name: item.name, kind: item.kind, expectedBadMinutes: bad });
  }
  return [...byName.values()].sort(
    (a, b) => b.expectedBadMinutes - a.expectedBadMinutes || (a.name < b.name ? -1 : 1),
  );
}

function evidenceOf(
  classes: readonly FailureClass[],
  minutes: number,
  burnMinutes: number,
  constants: ReliabilityConstants,
): EvidenceShares {
  const totals = { published: 0, dataset: 0, default: 0 };
  totals[weakestProvenance(constants, ['loadProfile'])] += burnMinutes;
  for (const item of classes) totals[item.provenance] += expectedBadMinutes([item], minutes);
  const sum = totals.published + totals.dataset + totals.default;
  if (sum === 0) return totals;
  return { published: totals.published / sum, dataset: totals.dataset / sum, default: totals.default / sum };
}
