/**
 * What incidents say about the defaults. The rate is gamma-Poisson, the length log-normal with a normal-inverse-gamma prior:
 * both are conjugate, so that the defaults act like incidents that were seen before the history begins.
 */

import { assert } from '../assert.ts';
import type { Workload } from '../estate/workload.ts';
import type {
  CalibratedDuration,
  CalibratedIncidents,
  CalibratedRate,
} from '../estate/workload-calibration.ts';
import type { ReliabilityConstants } from './constants.ts';
import { assumed, RELIABILITY_CONSTANTS } from './constants.ts';
import type { Lognormal } from './distribution.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';
import { mean } from './moments.ts';
import { gammaQuantile, studentQuantile } from './posterior-quantiles.ts';

/** Weight of the default rate. */
export const PRIOR_RATE_INCIDENTS = assumed(
  1,
  0.25,
  8,
  'incidents',
  'The default rate counts as one incident of your own: workloads differ by more than a factor of two. 8 would be the width of half to three times.',
);

/** Weight of the default length. */
export const PRIOR_DURATION_INCIDENTS = assumed(
  5,
  1,
  20,
  'incidents',
  'The default length counts as five resolved incidents of your own.',
);

/** Shortest incident that is told from none. */
export const SHORTEST_INCIDENT_MINUTES = assumed(
  1,
  1 / 60,
  5,
  'minutes',
  'What resolves itself within a minute counts as a minute: the logarithm of a second would outweigh everything.',
);

/** Longest length and widest spread that are computed with, as in the distributions. */
const MINUTES_MAX = 1e9;
const SIGMA_MAX = 8;
/** A workload that nothing ever happens to cannot be learned about. */
const RATE_MIN = 0.01;

/** What is believed before the first incident is seen. */
export type CalibrationPrior = {
  readonly ratePerYear: number;
  readonly duration: Lognormal;
};

/** The history of one workload. */
export type ObservedIncidents = {
  readonly incidents: number;
  /** Time that the history covers, 0 or more. */
  readonly years: number;
  /** Lengths of the incidents that are resolved, minutes. */
  readonly minutes: readonly number[];
};

/** One source of incidents. */
type PriorPart = { readonly ratePerYear: number; readonly duration: Lognormal };

/** One log-normal with the mean and the spread of the logarithms of several. */
function pooled(parts: readonly PriorPart[]): Lognormal {
  const total = parts.reduce((sum, { ratePerYear }) => sum + ratePerYear, 0);
  const average = (of: (duration: Lognormal) => number) =>
    parts.reduce((sum, part) => sum + (part.ratePerYear / total) * of(part.duration), 0);
  const mu = average(duration => duration.mu);
  const variance = average(({ mu: own, sigma }) => sigma * sigma + (own - mu) ** 2);
  return { kind: 'lognormal', mu, sigma: Math.sqrt(variance) };
}

/**
 * The default model of a workload before its bill is looked at: changes that reach users, zone events, and what its
 * dependencies lose. Machines and databases are left out: their failures are short, and seldom become an incident.
 */
export function calibrationPrior(
  workload: Pick<Workload, 'operations' | 'dependencies' | 'zones'>,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): CalibrationPrior {
  const { deploysPerMonth, changeFailureRate } = workload.operations;
  const bands = constants.changeRecoveryBands.value;
  const band =
    bands.find(({ changeFailureRateMax }) => changeFailureRate <= changeFailureRateMax) ?? bands.at(-1);
  const provider = constants.providerIncidentMinutes.value;
  const lost = workload.dependencies
    .filter(({ hard }) => hard)
    .reduce((sum, { availability }) => sum + (1 - availability), 0);
  const parts: readonly PriorPart[] = [
    {
      ratePerYear: deploysPerMonth * 12 * changeFailureRate * constants.userImpactingShare.value,
      duration: {
        kind: 'lognormal',
        mu: Math.log(band?.medianMinutes ?? 60),
        sigma: constants.changeRecoverySigma.value,
      },
    },
    {
      ratePerYear: Math.max(RATE_MIN, constants.zoneEventsPerZoneYear.value * (workload.zones ?? 1)),
      duration: constants.zoneEventMinutes.value,
    },
    { ratePerYear: (lost * MINUTES_PER_YEAR) / mean(provider), duration: provider },
  ];
  const ratePerYear = parts.reduce((sum, part) => sum + part.ratePerYear, 0);
  return { ratePerYear, duration: pooled(parts) };
}

function gammaEstimate(shape: number, rate: number) {
  return {
    mean: shape / rate,
    p10: gammaQuantile(0.1, shape, rate),
    p90: gammaQuantile(0.9, shape, rate),
  };
}

/** Gamma(a, a / default) before, Gamma(a + n, a / default + years) after: the mean lies between the default and n / years. */
function calibrateRate(prior: number, { incidents, years }: ObservedIncidents): CalibratedRate {
  const shape = PRIOR_RATE_INCIDENTS.value;
  const exposure = shape / prior;
  return {
    prior: gammaEstimate(shape, exposure),
    observed: years > 0 ? incidents / years : null,
    posterior: gammaEstimate(shape + incidents, exposure + years),
  };
}

function bounded(mu: number, variance: number): Lognormal {
  return { kind: 'lognormal', mu, sigma: Math.min(SIGMA_MAX, Math.sqrt(variance)) };
}

/**
 * The default counts as k incidents around its own median with its own spread. After n more the logarithms have the mean of all
 * of them, and the variance of all of them pooled, the distance between default and observation included.
 */
function calibrateDuration(prior: Lognormal, minutes: readonly number[]): CalibratedDuration {
  const weight = PRIOR_DURATION_INCIDENTS.value;
  const shortest = SHORTEST_INCIDENT_MINUTES.value;
  const logs = minutes.map(value => Math.log(Math.min(MINUTES_MAX, Math.max(shortest, value))));
  const n = logs.length;
  const center = n === 0 ? prior.mu : logs.reduce((sum, log) => sum + log, 0) / n;
  const squares = logs.reduce((sum, log) => sum + (log - center) ** 2, 0);
  const total = weight + n;
  const mu = (weight * prior.mu + n * center) / total;
  const distance = ((weight * n) / total) * (center - prior.mu) ** 2;
  const variance = (weight * prior.sigma ** 2 + squares + distance) / total;
  // Inverse gamma with alpha = total / 2 + 1 has this variance as its mean; the median then is Student's t around mu.
  const degrees = total + 2;
  const spread = Math.sqrt((variance * total) / (degrees * total)) * studentQuantile(0.9, degrees);
  return {
    prior,
    observed: n < 2 ? null : bounded(center, squares / (n - 1)),
    posterior: bounded(mu, variance),
    posteriorMedian: { mean: Math.exp(mu), p10: Math.exp(mu - spread), p90: Math.exp(mu + spread) },
  };
}

/**
 * Default, observation, and both together.
 * @throws BugError when the history has more lengths than incidents, or negative numbers
 */
export function calibrate(prior: CalibrationPrior, observed: ObservedIncidents): CalibratedIncidents {
  const { incidents, years, minutes } = observed;
  assert(prior.ratePerYear > 0, 'a default rate is positive');
  assert(incidents >= minutes.length && years >= 0, 'every length is of an incident');
  return {
    incidents,
    resolved: minutes.length,
    observedYears: years,
    ratePerYear: calibrateRate(prior.ratePerYear, observed),
    duration: calibrateDuration(prior.duration, minutes),
  };
}
