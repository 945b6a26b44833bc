/**
 * CPU credits of burstable machines: what they earn, how much they keep, and when they run out
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html).
 */

import { assert } from '../assert.ts';
import { burstBaseline } from '../pricing/burstable.ts';

/** A credit is one vCPU at full speed for one minute. */
const MINUTES_PER_HOUR = 60;
/** What is earned in 24 hours is the most that is kept. */
const HOURS_KEPT = 24;

/** A machine that earns credits. */
export type BurstableMachine = {
  readonly vcpus: number;
  /** Share of each vCPU that is always available, 0..1. */
  readonly baseline: number;
};

/** vCPUs of the T sizes (EC2 user guide). */
const VCPUS: Readonly<Record<string, number>> = {
  nano: 2,
  micro: 2,
  small: 2,
  medium: 2,
  large: 2,
  xlarge: 4,
  '2xlarge': 8,
};

/** The three smallest sizes of T2 have one. */
const T2_VCPUS: Readonly<Record<string, number>> = { ...VCPUS, nano: 1, micro: 1, small: 1 };

/** The burstable machine of a name such as `t3.large` or `db.t4g.medium`; null for any other. */
export function burstableMachine(instanceType: string): BurstableMachine | null {
  const name = instanceType.toLowerCase().replace(/^(db|cache)\./, '');
  const baseline = burstBaseline(name);
  const vcpus = (name.startsWith('t2.') ? T2_VCPUS : VCPUS)[name.slice(name.indexOf('.') + 1)];
  return baseline === null || vcpus === undefined ? null : { vcpus, baseline };
}

function assertMachine({ vcpus, baseline }: BurstableMachine): void {
  assert(vcpus > 0 && Number.isFinite(vcpus), 'a machine has vCPUs');
  assert(baseline >= 0 && baseline <= 1, 'a baseline is a share of a vCPU');
}

/** Credits earned in an hour. */
export function creditsPerHour(machine: BurstableMachine): number {
  assertMachine(machine);
  return machine.vcpus * machine.baseline * MINUTES_PER_HOUR;
}

/** Most credits that a machine keeps. Launch credits of T2 come on top and are not counted. */
export function creditsKept(machine: BurstableMachine): number {
  return creditsPerHour(machine) * HOURS_KEPT;
}

/** Credits spent in an hour at a utilisation over all vCPUs, 0..1. */
export function creditsSpentPerHour({ vcpus }: BurstableMachine, utilization: number): number {
  assert(utilization >= 0 && utilization <= 1, 'a utilisation is a share of all vCPUs');
  return vcpus * utilization * MINUTES_PER_HOUR;
}

/**
 * Change of the credit balance over some hours at a steady utilisation.
 * @param startCredits balance at the start; the balance then stays within 0 and what is kept. Null: an empty account that may
 *   show what would have been overspent
 */
export function creditsAccrued(
  machine: BurstableMachine,
  utilization: number,
  hours: number,
  startCredits: number | null = null,
): number {
  assert(hours >= 0, 'a time is not negative');
  const change = (creditsPerHour(machine) - creditsSpentPerHour(machine, utilization)) * hours;
  const start = startCredits ?? 0;
  const capped = Math.min(change, Math.max(0, creditsKept(machine) - start));
  return startCredits === null ? capped : Math.max(capped, -startCredits);
}

/** Hours until the balance is spent at a steady utilisation in standard mode; Infinity at or below the baseline. */
export function hoursToExhaustion(
  machine: BurstableMachine,
  utilization: number,
  startCredits: number,
): number {
  assert(startCredits >= 0, 'a credit balance is not negative');
  const drain = creditsSpentPerHour(machine, utilization) - creditsPerHour(machine);
  // 2 x 0.3 x 60 is not exactly 36: what is lost per hour by rounding is no drain.
  return drain > 1e-9 ? startCredits / drain : Infinity;
}

/** Share of the wanted speed that is left once the credits are spent: the baseline over the utilisation, at most 1. */
export function capacityAfterExhaustion({ baseline }: BurstableMachine, utilization: number): number {
  return utilization > baseline ? baseline / utilization : 1;
}
