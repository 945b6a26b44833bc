/** Another instance type of the same size under the same work: which ones there are, whether they carry it, what they cost. */

import type { ResizeEffect } from '../../effect.ts';
import type { ComputeUsage, InstanceResource } from '../../estate/estate.ts';
import { type Eligible, type Ineligible, type LeverContext, no, yes } from '../../lever.ts';
import { booleanParam, numberParam, type ParamValues } from '../../lever-params.ts';
import type { InstanceType } from '../../price-book.ts';
import { poolOf } from '../../rate-card.ts';
import type { RiskChange } from '../../reliability/index.ts';
import { ACCEPT_LOCAL_DISKS, hasLocalDisks } from '../local-disks.ts';
import { type MachineName, machineName } from './machine-names.ts';

/** What the replacement is: facts of a lever. */
export type Replacement = {
  readonly from: string;
  readonly to: string;
  /** Work of the new vCPU over that of the old one. */
  readonly speed: number;
  readonly memoryRatio: number;
  /** Disks of the host, which are empty after the change. */
  readonly losesDisks: boolean;
};

/** Parameters of a lever that replaces machines. */
export const REPLACE_PARAMS = {
  speedPercent: numberParam({
    label: 'Work of a new vCPU',
    unit: '% of the old',
    description:
      'Assumption: 100, although vendors promise more. Benchmark and enter what you find; it changes the load, not the hours.',
    default: 100,
    min: 50,
    max: 200,
    step: 5,
  }),
  includeAccelerated: booleanParam({
    label: 'Also with accelerators',
    unit: '',
    description: 'Another generation of GPU has other memory and speed: benchmark first.',
    default: false,
  }),
  acceptLocalDisks: ACCEPT_LOCAL_DISKS,
} as const;

type ReplaceParams = ParamValues<typeof REPLACE_PARAMS>;

/** Classes in which a size has had the same vCPUs and memory since this generation. */
const SAME_SIZES_SINCE: Readonly<Record<string, number>> = { c: 5, m: 5, r: 5, t: 2 };
/** Memory of a size may be given in rounded numbers: 30.5 and 32 GiB are one size. */
const MEMORY_TOLERANCE = 0.98;

/** The one on-demand usage of an instance; a reason when there are none or several. */
function soleUsage({ compute }: InstanceResource): ComputeUsage | string {
  const [usage, ...others] = compute;
  if (!usage || others.length > 0) return 'ran several types or purchase options in the period';
  return usage.purchase === 'spot' ? 'runs on spot' : usage;
}

function isWanted(current: InstanceType, to: InstanceType): boolean {
  return (
    to.vcpus === current.vcpus &&
    to.memoryGib >= current.memoryGib * MEMORY_TOLERANCE &&
    to.accelerators === current.accelerators &&
    (to.localNvmeGb ?? 0) >= (current.localNvmeGb ?? 0)
  );
}

/** Whether a type does the same work. One that only the bill knows is judged by its name, in classes whose sizes are alike. */
function doesTheSame(name: string, current: InstanceType, { rates }: LeverContext): boolean {
  const type = rates.book.instanceType(name, current.region);
  if (type) return isWanted(current, type);
  const [from, to] = [machineName(current.name), machineName(name)];
  const since = SAME_SIZES_SINCE[to?.machineClass ?? ''] ?? Number.POSITIVE_INFINITY;
  return !!from && !!to && to.extras === '' && Math.min(from.generation, to.generation) >= since;
}

/** Megabits a second that the instance was seen to move and the new type does not carry; null when it carries them. */
function networkProblem(instance: InstanceResource, to: InstanceType | null): string | null {
  const { p99 = null, max = null } = instance.utilization?.networkMbps ?? {};
  const seen = p99 ?? max;
  const gbps = to?.networkGbps ?? null;
  if (seen === null || gbps === null || gbps * 1000 >= seen) return null;
  return `${to?.name} carries ${gbps} Gbit/s, ${(seen / 1000).toFixed(2)} were seen`;
}

const percent = (ratio: number) => `${(Math.abs(ratio - 1) * 100).toFixed(1)} %`;

/** Two prices that differ by less are the same price. */
const PRICE_TOLERANCE = 0.0005;

/** `m6g.large costs 19.8 % less an hour`. */
function compare(to: string, ratio: number): string {
  if (Math.abs(ratio - 1) < PRICE_TOLERANCE) return `${to} costs the same`;
  if (ratio < 1) return `${to} costs ${percent(ratio)} less an hour`;
  return `${to} costs ${percent(ratio)} more an hour: it pays only where it needs fewer hours`;
}

/**
 * The cheapest of some types that does the same work, if it is cheaper; of equal ones the newest.
 * @param candidates names by the parts of the present one; a reason when there is nothing to look for
 */
export function replacement(
  instance: InstanceResource,
  params: ReplaceParams,
  context: LeverContext,
  candidates: (name: MachineName, usage: ComputeUsage) => readonly string[] | string,
): Eligible<Replacement> | Ineligible {
  const { rates } = context;
  const region = instance.region ?? '';
  const usage = soleUsage(instance);
  if (typeof usage === 'string') return no(usage);
  const current = rates.book.instanceType(usage.instanceType, region);
  const name = machineName(usage.instanceType);
  if (!current || !name)
    return no(`${usage.instanceType} is not in the price book of ${region || 'this region'}`);
  if (current.accelerators > 0 && !params.includeAccelerated)
    return no('has accelerators: another generation must be benchmarked first');
  const wanted = candidates(name, usage);
  if (typeof wanted === 'string') return no(wanted);
  const rateOf = (instanceType: string) => rates.onDemandPerHour(poolOf(region, { ...usage, instanceType }));
  const rate = rateOf(current.name);
  if (rate === null || rate <= 0) return no(`no price of ${current.name} for ${usage.operatingSystem}`);
  const priced = wanted
    .filter(to => doesTheSame(to, current, context))
    .flatMap(to => {
      const perHour = rateOf(to);
      return perHour === null ? [] : [{ to, perHour, type: rates.book.instanceType(to, region) }];
    });
  const best = priced.reduce<(typeof priced)[number] | null>(
    (found, each) => (found === null || each.perHour <= found.perHour ? each : found),
    null,
  );
  if (!best) return no(`no price of a ${usage.operatingSystem} type like ${current.name} in ${region}`);
  const ratio = best.perHour / rate;
  if (ratio > 1 - PRICE_TOLERANCE) return no(compare(best.to, ratio));
  // Disks that the book lists are kept by a type with as many; of the others nobody knows the size.
  if (hasLocalDisks(current) && current.localNvmeGb === null && !params.acceptLocalDisks)
    return no(`${current.name} has local disks that ${best.to} may not have`);
  const problem = networkProblem(instance, best.type);
  if (problem) return no(problem);
  const isAssumed = rates.book.instancePrice(best.to, region, usage.operatingSystem)?.kind === 'assumed';
  return yes(`${current.name} -> ${compare(best.to, ratio)}`, isAssumed ? 'assumed' : 'inferred', {
    from: current.name,
    to: best.to,
    speed: params.speedPercent / 100,
    memoryRatio: best.type ? best.type.memoryGib / current.memoryGib : 1,
    losesDisks: hasLocalDisks(current),
  });
}

/** The same number of vCPUs on the new type. */
export function replaceEffect(
  { id }: InstanceResource,
  { to, speed, memoryRatio }: Replacement,
): ResizeEffect {
  return { kind: 'resize', resourceId: id, toInstanceType: to, vcpuRatio: speed, memoryRatio };
}

/** A machine of another speed, and the change that brings it. */
export function replaceRisks(
  { id }: InstanceResource,
  { to, speed, losesDisks }: Replacement,
  change: string,
): readonly RiskChange[] {
  const capacity: RiskChange = {
    kind: 'capacity',
    resourceId: id,
    ratio: speed,
    reason: `${to} is taken to do ${Math.round(speed * 100)} % of the work of the old vCPUs`,
  };
  const event: RiskChange = {
    kind: 'change-event',
    multiplier: losesDisks ? 2 : 1.5,
    reason: losesDisks ? `${change}; local disks are empty afterwards` : change,
  };
  return speed === 1 ? [event] : [capacity, event];
}
