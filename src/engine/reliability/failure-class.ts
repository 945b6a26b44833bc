/** Failure classes: the entries of an SRE risk register, as rate x impact x duration. */

import { assert } from '../assert.ts';
import type { ConstantName, Provenance } from './constants.ts';
import type { Distribution, Pert } from './distribution.ts';
import { assertDistribution } from './distribution.ts';
import { mean, secondMoment } from './moments.ts';

/** 365 days, as in the SRE books. */
export const MINUTES_PER_YEAR = 525_600;
export const MINUTES_PER_DAY = 1440;

/** Beyond about thirty a second nothing is a failure any more; keeps sums finite. */
const RATE_PER_YEAR_MAX = 1e9;

/** What fails. */
export type FailureKind =
  | 'change'
  | 'lever-change'
  | 'wrong-removal'
  | 'start'
  | 'instance'
  | 'zone'
  | 'database'
  | 'dependency'
  | 'storage'
  | 'spot'
  | 'region'
  | 'egress'
  | 'planned'
  | 'overload';

/** Share of requests that fail during an outage, 0..1: one number, or a distribution over it. */
export type Impact = number | Pert;

/** Outages of one kind: they arrive by a Poisson process. */
export type FailureClass = {
  /** Shown to people; classes of one name are reported together. */
  readonly name: string;
  readonly kind: FailureKind;
  readonly ratePerYear: number;
  readonly impact: Impact;
  /** Including detection, as users see it. */
  readonly duration: Distribution;
  /** Constants of the model behind rate, impact and duration. */
  readonly constants: readonly ConstantName[];
  /** The weakest of them. */
  readonly provenance: Provenance;
};

/** A class before its provenance is worked out from its constants. */
export type ClassDraft = Omit<FailureClass, 'provenance'>;

/** Rate, impact and duration: what the arithmetic needs of a class. */
export type RateAndSeverity = Pick<FailureClass, 'ratePerYear' | 'impact' | 'duration'>;

/** Holds when rate, impact and duration are possible. @throws BugError */
export function assertFailureClass({ ratePerYear, impact, duration }: RateAndSeverity): void {
  assert(ratePerYear >= 0 && ratePerYear <= RATE_PER_YEAR_MAX, 'a failure rate is within [0, 1e9] a year');
  if (typeof impact === 'number') assert(impact >= 0 && impact <= 1, 'an impact is a share of requests');
  else
    assert(
      impact.low >= 0 && impact.low <= impact.mode && impact.mode <= impact.high && impact.high <= 1,
      'an impact is a share of requests',
    );
  assertDistribution(duration);
}

/** E[phi]. */
function meanImpact(impact: Impact): number {
  return typeof impact === 'number' ? impact : mean(impact);
}

/** E[phi^2]. */
function impactSecondMoment(impact: Impact): number {
  return typeof impact === 'number' ? impact * impact : secondMoment(impact);
}

/** Mean bad minutes of one outage: E[phi] E[D]. */
export function meanSeverity({ impact, duration }: RateAndSeverity): number {
  return meanImpact(impact) * mean(duration);
}

/** E[(phi D)^2], impact and duration being independent. */
export function severitySecondMoment({ impact, duration }: RateAndSeverity): number {
  return impactSecondMoment(impact) * secondMoment(duration);
}

/** Outages expected in a window. */
export function expectedEvents(ratePerYear: number, windowMinutes: number): number {
  return (ratePerYear * windowMinutes) / MINUTES_PER_YEAR;
}
