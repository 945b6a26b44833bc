/** Everything that is reported about a workload's reliability, before and after a plan, beside its error budget. */

import type { Workload } from '../estate/workload.ts';
import type { Availability } from './availability.ts';
import type { BlastRadius } from './blast-radius.ts';
import { dependentsOf, reachByClass } from './blast-radius.ts';
import { tierShape } from './capacity-shedding.ts';
import { expectedBadMinutes } from './compound-poisson.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import type { DataLoss } from './data-exposure.ts';
import { dataLossOf } from './data-exposure.ts';
import type { EvidenceShare } from './evidence-share.ts';
import { evidenceOfChange } from './evidence-share.ts';
import type { FailureClass } from './failure-class.ts';
import { MINUTES_PER_DAY } from './failure-class.ts';
import { failureClasses, overloadShare } from './failure-classes.ts';
import type { Latency } from './latency-burn.ts';
import { latencyOf } from './latency-burn.ts';
import type { PairSample, WindowSample } from './monte-carlo.ts';
import { simulatePair, simulateWindows } from './monte-carlo.ts';
import type { OnCallLoad } from './on-call-load.ts';
import { onCallLoadOf } from './on-call-load.ts';
import type { RisksUnder } from './parameter-uncertainty.ts';
import type { Recovery } from './recovery-times.ts';
import { recoveryOf } from './recovery-times.ts';

/** Quantiles of what a window brings. */
export type Spread = {
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
};

/** Bad minutes of a window; the mean alone hides that most windows have none and some have many. */
export type BadMinutes = Spread & {
  readonly p99: number;
  /** Mean of the worst 5 % of the windows. */
  readonly cvar95: number;
};

/** Money at risk in a window, USD. */
export type RevenueAtRisk = { readonly mean: number; readonly p90: number; readonly cvar95: number };

/** A workload in one state of the plan. */
export type WorkloadOutcome = {
  readonly badMinutes: BadMinutes;
  readonly recovery: Recovery;
  /** Null when nothing about its data is declared. */
  readonly dataLoss: DataLoss | null;
  readonly onCall: OnCallLoad;
  readonly blastRadius: BlastRadius;
  /** Null without a latency objective, a request rate and a service time. */
  readonly latency: Latency | null;
  /** Null when no cost per minute is declared. */
  readonly revenueAtRisk: RevenueAtRisk | null;
};

/** Before and after, under the same luck. */
export type OutcomePair = {
  readonly before: WorkloadOutcome;
  readonly after: WorkloadOutcome;
  /** Of the bad minutes, window by window with the same luck. */
  readonly delta: Spread;
  /** What the change of the expected bad minutes rests on; null when nothing changes. */
  readonly evidence: EvidenceShare | null;
};

/** Windows simulated for the quantiles of a run: an error of about a point in their probability. */
export const OUTCOME_WINDOWS = 2000;
/** Quantiles of a run do not depend on a seed of the user: the same plan gives the same run. */
const OUTCOME_SEED = 'reliability of a run';

/** Risks of a window of a workload under any set of constants: what ranges and evidence are worked out from. */
export function risksUnderConstants(availability: Availability, windowMinutes: number): RisksUnder {
  return constants => ({
    classes: failureClasses(availability, constants),
    burnMinutes: overloadShare(availability) * windowMinutes,
  });
}

/** What the two states are worked out from. */
export type OutcomeQuestion = {
  readonly workload: Workload;
  /** All of the estate: who leans on whom. */
  readonly workloads: readonly Workload[];
  readonly before: Availability;
  readonly after: Availability;
};

/** One state: its standing classes, and what is lost all the time. */
type Side = {
  readonly availability: Availability;
  readonly classes: readonly FailureClass[];
  readonly burnMinutes: number;
  /** Exact; quantiles are simulated. */
  readonly mean: number;
};

function sideOf(availability: Availability, windowMinutes: number): Side {
  const classes = failureClasses(availability);
  const burnMinutes = overloadShare(availability) * windowMinutes;
  return {
    availability,
    classes,
    burnMinutes,
    mean: expectedBadMinutes(classes, windowMinutes) + burnMinutes,
  };
}

/** Both sides window by window; one is enough where the plan changes nothing. */
function simulate(
  { name }: Workload,
  windowMinutes: number,
  before: Side,
  after: Side,
): Pick<PairSample, 'before' | 'after' | 'delta'> {
  const options = {
    seed: OUTCOME_SEED,
    workload: name,
    windowMinutes,
    // P(breach) is computed exactly elsewhere.
    budgetMinutes: null,
    runs: OUTCOME_WINDOWS,
  };
  if (before !== after) return simulatePair(before, after, options);
  const sample = simulateWindows(before, options);
  const none = { mean: 0, standardError: 0, p10: 0, p50: 0, p90: 0, breachProbability: null };
  return { before: sample, after: sample, delta: none };
}

function outcomeOf(
  { workload, workloads }: OutcomeQuestion,
  { availability, classes, mean }: Side,
  { p10, p50, p90, p99, cvar95 }: WindowSample,
  incidentsBefore: number | null,
): WorkloadOutcome {
  const byClass = reachByClass(classes, availability);
  const cost = workload.costPerBadMinute;
  return {
    badMinutes: { mean, p10, p50, p90, p99, cvar95 },
    recovery: recoveryOf(classes, availability),
    dataLoss: dataLossOf(availability.data),
    onCall: onCallLoadOf(classes, workload.operations, incidentsBefore),
    blastRadius: {
      byClass,
      widest: byClass[0]?.impact ?? 0,
      dependents: dependentsOf(workload.name, workloads),
    },
    latency: latencyOf(availability.latency, availability.compute && tierShape(availability.compute)),
    revenueAtRisk: cost === null ? null : { mean: cost * mean, p90: cost * p90, cvar95: cost * cvar95 },
  };
}

/** A change of less than half a second a window is none: nobody asks what it rests on. */
const NO_CHANGE = 0.01;

function evidenceOf(
  { before, after }: OutcomeQuestion,
  change: number,
  windowMinutes: number,
): EvidenceShare | null {
  if (Math.abs(change) < NO_CHANGE) return null;
  return evidenceOfChange(
    risksUnderConstants(before, windowMinutes),
    risksUnderConstants(after, windowMinutes),
    windowMinutes,
  );
}

/** Outcome of a workload before and after, and the difference that the same windows show. */
export function outcomesOf(question: OutcomeQuestion): OutcomePair {
  const { workload } = question;
  const days = workload.slo?.windowDays ?? RELIABILITY_CONSTANTS.windowDays.value;
  const windowMinutes = days * MINUTES_PER_DAY;
  const then = sideOf(question.before, windowMinutes);
  const now = question.after === question.before ? then : sideOf(question.after, windowMinutes);
  const sample = simulate(workload, windowMinutes, then, now);
  const before = outcomeOf(question, then, sample.before, null);
  const after = outcomeOf(question, now, sample.after, before.onCall.incidentsPerYear);
  const { p10, p50, p90 } = sample.delta;
  const delta = { mean: now.mean - then.mean, p10, p50, p90 };
  return { before, after, delta, evidence: evidenceOf(question, delta.mean, windowMinutes) };
}
