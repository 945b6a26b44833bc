/** Steady-state availability of parts put together, and what is left of a tier when some of its machines are gone. */

import { assert } from '../assert.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';
import { logGamma } from './special-functions.ts';

/** a = MTBF / (MTBF + MTTR), both in one unit. */
export function availabilityFromMtbfMttr(mtbf: number, mttr: number): number {
  return mtbf / (mtbf + mttr);
}

/** u / (1 + u) with u = failures x repair time: the share of time in which one machine is down. */
export function unavailabilityOf(failuresPerMinute: number, repairMinutes: number): number {
  const load = failuresPerMinute * repairMinutes;
  return load / (1 + load);
}

/** Availability of hard dependencies one after the other. */
export function serial(availabilities: readonly number[]): number {
  return availabilities.reduce((product, availability) => product * availability, 1);
}

/** Availability of independent replacements for each other. */
export function parallel(availabilities: readonly number[]): number {
  return 1 - availabilities.reduce((product, availability) => product * (1 - availability), 1);
}

/** P(exactly `down` of n independent machines are down). */
export function downProbability(n: number, down: number, unavailability: number): number {
  if (unavailability <= 0) return down === 0 ? 1 : 0;
  if (unavailability >= 1) return down === n ? 1 : 0;
  const choose = logGamma(n + 1) - logGamma(down + 1) - logGamma(n - down + 1);
  return Math.exp(choose + down * Math.log(unavailability) + (n - down) * Math.log1p(-unavailability));
}

/** Availability of n machines of which k must be up; k <= n. */
export function kOfN(n: number, k: number, availability: number): number {
  let total = 0;
  for (let down = 0; down <= n - k; down++) total += downProbability(n, down, 1 - availability);
  return total;
}

/**
 * How often a tier of n machines drops below the k it needs, a year, and for how long: k C(n, k) a^k (1 - a)^(n - k) times the
 * failures of one machine, which is the rate of going from k to k - 1 machines.
 */
export function outagesOfKOfN(
  n: number,
  k: number,
  availability: number,
  failuresPerYear: number,
): { readonly perYear: number; readonly meanMinutes: number } {
  assert(k >= 1 && k <= n && failuresPerYear >= 0, 'k of n machines are needed');
  const perYear = k * downProbability(n, n - k, 1 - availability) * failuresPerYear;
  const down = belowK(n, k, availability);
  return { perYear, meanMinutes: perYear > 0 ? (down * MINUTES_PER_YEAR) / perYear : 0 };
}

/** P(fewer than k of n machines are up): the small side of `kOfN`, without its loss of digits. */
function belowK(n: number, k: number, availability: number): number {
  let total = 0;
  for (let down = n - k + 1; down <= n; down++) total += downProbability(n, down, 1 - availability);
  return total;
}

/** AWS's approximation with s spares: 1 - C(n, s + 1) (1 - a)^(s + 1). */
export function sparesApproximation(n: number, spares: number, availability: number): number {
  let choose = 1;
  for (let i = 0; i <= spares; i++) choose *= (n - i) / (i + 1);
  return 1 - choose * (1 - availability) ** (spares + 1);
}

/** Unavailability of a pair when the share `beta` of failures hits both at once: ((1 - beta) u)^2 + beta u. */
export function duplexUnavailability(unavailability: number, beta: number): number {
  return ((1 - beta) * unavailability) ** 2 + beta * unavailability;
}

/** Capacity over need with which a tier carries its load when `lost` of `zones` are gone. */
export function staticStabilityFactor(zones: number, lost = 1): number {
  assert(zones > lost, 'static stability needs a zone that is left');
  return zones / (zones - lost);
}

/** Machines for a request rate at a target utilisation; with zones, enough whole machines in each to lose `survive` of them. */
export function machinesFor(load: {
  readonly requestsPerSecond: number;
  readonly requestsPerSecondPerMachine: number;
  readonly targetUtilization: number;
  readonly zones?: number;
  readonly survive?: number;
}): number {
  const { zones = 1, survive = 0 } = load;
  assert(zones > survive, 'a zone must be left');
  const exact = load.requestsPerSecond / (load.requestsPerSecondPerMachine * load.targetUtilization);
  // 0.55 x 1000 is 550.0000000000001: what rounding adds needs no machine of its own.
  const needed = Math.ceil(exact * (1 - 1e-12));
  return zones * Math.ceil(needed / (zones - survive));
}

/**
 * Share of requests that fail with `up` machines when `needed` would serve all: 1 - up / needed, never below 0.
 * @param collapseAt a tier that does not shed load serves nothing below this share of what it needs; null: it sheds
 */
export function shedFraction(up: number, needed: number, collapseAt: number | null = null): number {
  if (up >= needed) return 0;
  if (collapseAt !== null && up / needed < collapseAt) return 1;
  return 1 - up / needed;
}

/** Expected share of failing requests of n machines of which k (any number) are needed, each up with the same availability. */
export function expectedShedFraction(n: number, k: number, availability: number): number {
  let total = 0;
  for (let down = 0; down <= n; down++)
    total += downProbability(n, down, 1 - availability) * shedFraction(n - down, k);
  return total;
}
