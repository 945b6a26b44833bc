/** Whether more use of a resource is growth or waste, as far as its metrics tell. */

import { assert } from '../assert.ts';
import { awsMeter } from '../estate/aws-meter.ts';
import type { Utilization } from '../estate/estate.ts';
import { terminateIdleCompute } from '../levers/clean-up/terminate-idle-compute.ts';
import type { ChargeSum } from './charge-sum.ts';

/** `growth`: its metrics show use; `waste`: they show none; `unknown`: nothing is known that decides. Candidates, not verdicts. */
export const USE_CLASSES = ['growth', 'waste', 'unknown'] as const;

/** One of the classes. */
export type UseClass = (typeof USE_CLASSES)[number];

/** A class and why. */
export type UseVerdict = { readonly useClass: UseClass; readonly why: string };

/** Default of a parameter of the lever that terminates idle machines: here and there, idle means the same. */
function idleLimit(name: string): number {
  const value = terminateIdleCompute.params[name]?.default;
  assert(typeof value === 'number', `terminate-idle-compute has a number ${name}`);
  return value;
}

/** True when one of the charges is an hour of a machine that the engine knows. */
export function isMachine(charges: readonly ChargeSum[]): boolean {
  return charges.some(
    ({ serviceCode, usageType, operation }) =>
      awsMeter(serviceCode, usageType, operation).kind === 'instance-hours',
  );
}

function unknown(why: string): UseVerdict {
  return { useClass: 'unknown', why };
}

/** By CPU and network; null when there is no CPU metric. */
function byCpu(utilization: Utilization, machine: boolean): UseVerdict | null {
  const { cpu, networkMbps } = utilization;
  if (cpu.p95 === null) return null;
  const days = utilization.observedDays ?? 0;
  if (days < idleLimit('observedDaysMin')) return unknown(`observed for ${days} days only`);
  const percent = cpu.p95 * 100;
  const why = `CPU p95 is ${percent.toFixed(1)} %`;
  if (percent >= idleLimit('cpuPercentP95Below')) return { useClass: 'growth', why };
  if (networkMbps.p95 !== null && networkMbps.p95 >= idleLimit('networkMbpsP95Below'))
    return { useClass: 'growth', why: `network p95 is ${networkMbps.p95} Mbit/s` };
  // A database or a gateway may be needed with an idle CPU; only of machines the engine says that they are not.
  return machine
    ? { useClass: 'waste', why: `${why} over ${days} days` }
    : unknown(`${why}, and it is no machine`);
}

/**
 * What more use of a resource is.
 * @param machine true for a virtual machine
 * @param sinceMs start of the earlier month, epoch milliseconds: storage that nobody has touched since then is not used
 */
export function classifyUse(
  utilization: Utilization | undefined,
  machine: boolean,
  sinceMs: number,
): UseVerdict {
  if (!utilization) return unknown('no metrics');
  const cpu = byCpu(utilization, machine);
  if (cpu) return cpu;
  const accessMs = utilization.lastAccess === null ? Number.NaN : Date.parse(utilization.lastAccess);
  if (Number.isNaN(accessMs)) return unknown('no metrics that decide');
  const day = new Date(accessMs).toISOString().slice(0, 10);
  return accessMs < sinceMs
    ? { useClass: 'waste', why: `last read or written on ${day}` }
    : { useClass: 'growth', why: `read or written on ${day}` };
}
