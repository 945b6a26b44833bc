/** Steady-state availability of parts put together, and what is left of a tier when some of its machines are gone. */

import { assert } from '../assert.ts';
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
  const needed = Math.ceil(
    load.requestsPerSecond / (load.requestsPerSecondPerMachine * load.targetUtilization),
  );
  assert(zones > survive, 'a zone must be left');
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
