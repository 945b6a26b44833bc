/** Move an instance to the smallest size of its family that still fits what it was seen to need. */

import { familyOf } from '../../commitments/aws/normalization.ts';
import type { InstanceResource, Utilization } from '../../estate/estate.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import { booleanParam, numberParam } from '../../lever-params.ts';
import type { InstanceType } from '../../price-book.ts';
import { burstBaseline } from '../../pricing/burstable.ts';
import { poolOf } from '../../rate-card.ts';
import { ACCEPT_LOCAL_DISKS, hasLocalDisks, LOCAL_DISKS_SOURCE } from '../local-disks.ts';
import { REALIZATION } from '../realization.ts';
import { ALREADY, traceOf, wasChangedBy } from '../storage-network/aws-meters.ts';
import { ASSUMED_MEMORY_PERCENT, mostOf, percentText, withHeadroom } from './observed-need.ts';
import {
  BURSTABLE_SOURCE,
  burstRisk,
  cheapest,
  type SurplusCredits,
  surplusCredits,
} from './surplus-credits.ts';

const COMPUTE_OPTIMIZER =
  'https://docs.aws.amazon.com/compute-optimizer/latest/APIReference/API_CustomizableMetricParameters.html';

type Needs = {
  readonly vcpus: number;
  readonly memoryGib: number;
  readonly networkMbps: number | null;
  readonly averageVcpus: number | null;
};

/** What the instance needs, headroom included; null when nothing was seen that could tell. */
function needsOf(
  current: InstanceType,
  utilization: Utilization,
  params: { cpuHeadroomPercent: number; memoryHeadroomPercent: number; assumedMemoryPercent: number },
): Needs | null {
  const cpu = utilization.cpu.p99 ?? utilization.cpu.max;
  if (cpu === null) return null;
  const memory = mostOf(utilization.memory) ?? params.assumedMemoryPercent / 100;
  const memoryShare = Math.min(1, withHeadroom(memory, params.memoryHeadroomPercent));
  return {
    vcpus: cpu * current.vcpus * (1 + params.cpuHeadroomPercent / 100),
    memoryGib: current.memoryGib * memoryShare,
    networkMbps: utilization.networkMbps.p99 ?? utilization.networkMbps.max,
    averageVcpus: utilization.cpu.p50 === null ? null : utilization.cpu.p50 * current.vcpus,
  };
}

function fits(candidate: InstanceType, needs: Needs): boolean {
  if (candidate.vcpus < needs.vcpus || candidate.memoryGib < needs.memoryGib) return false;
  if (
    needs.networkMbps !== null &&
    candidate.networkGbps !== null &&
    candidate.networkGbps * 1000 < needs.networkMbps
  ) {
    return false;
  }
  const baseline = burstBaseline(candidate.name);
  return (
    baseline === null || (needs.averageVcpus !== null && needs.averageVcpus <= baseline * candidate.vcpus)
  );
}

/** The one on-demand type that the instance ran; null when it changed type or runs on spot. */
function soleType(instance: InstanceResource, { rates }: LeverContext): InstanceType | null {
  const [usage, ...others] = instance.compute;
  if (!usage || others.length > 0 || usage.purchase !== 'on-demand') return null;
  return rates.book.instanceType(usage.instanceType, instance.region ?? '');
}

type ResizeTarget = { readonly to: InstanceType; readonly credits: SurplusCredits; readonly hours: number };

/** The size to move to, with the credits that it buys; a reason where there is none. */
function targetOf(
  { compute }: InstanceResource,
  current: InstanceType,
  { cpu }: Utilization,
  needs: Needs,
  { rates }: LeverContext,
): ResizeTarget | string {
  const [usage] = compute;
  const sizes = rates.book
    .instanceFamily(familyOf(current.name), current.region)
    .filter(candidate => candidate.vcpus <= current.vcpus && fits(candidate, needs));
  const [smallest] = sizes;
  if (!usage || !smallest || smallest.name === current.name)
    return `${current.name} is the smallest size that fits`;
  const rateOf = ({ name, region }: InstanceType) =>
    rates.onDemandPerHour(poolOf(region, { ...usage, instanceType: name }));
  if (rateOf(smallest) === null) return `no price for ${smallest.name} in ${current.region}`;
  const creditsOf = (size: InstanceType) => surplusCredits(cpu, current, size, usage.operatingSystem, rates);
  // Of burstable sizes the smallest may be the dearest: what it lacks it buys by the vCPU-hour.
  const to = cheapest(sizes, size => {
    const [rate, { perHour }] = [rateOf(size), creditsOf(size)];
    return rate === null || perHour === null ? null : rate + perHour;
  });
  if (to && to.name !== current.name) {
    const hours = usage.hours.reduce((total, units) => total + units, 0);
    return { to, credits: creditsOf(to), hours };
  }
  return creditsOf(smallest).perHour === null
    ? `no price of the surplus credits that ${smallest.name} would need in ${current.region}`
    : `with the surplus credits that smaller sizes need ${current.name} costs least`;
}

const ID = 'rightsize-compute';

export const rightsizeCompute = defineLever({
  meta: {
    id: ID,
    title: 'Rightsize compute',
    summary:
      'Move an instance to the smallest size of its family that fits its CPU and memory with headroom.',
    capability: 'usage-optimization',
    stage: 'rightsize',
    effortDays: { low: 1, mode: 2, high: 5 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '20-40 % of compute is widely quoted',
      source: 'https://www.ankushpanday.com/blog/finops/aws-finops-in-practice.html',
    },
    planning: {
      text: 'no official typical percentage was found: plan with the sizes below',
      source: COMPUTE_OPTIMIZER,
    },
    realization: REALIZATION,
    sources: [
      COMPUTE_OPTIMIZER,
      'https://learn.microsoft.com/azure/advisor/advisor-cost-recommendations',
      BURSTABLE_SOURCE,
      LOCAL_DISKS_SOURCE,
    ],
    excludes: ['terminate-idle-compute', 'rightsize-auto-scaling-group', 'kubernetes-bin-packing'],
  },
  target: 'instance',
  params: {
    cpuHeadroomPercent: numberParam({
      label: 'CPU headroom above p99',
      unit: '%',
      description: 'Compute Optimizer adds 20 % to the 99.5th percentile by default; p99 is used here.',
      default: 20,
      min: 0,
      max: 200,
      step: 5,
    }),
    memoryHeadroomPercent: numberParam({
      label: 'Memory headroom above the maximum',
      unit: '%',
      description: 'Compute Optimizer adds 20 % by default.',
      default: 20,
      min: 0,
      max: 200,
      step: 5,
    }),
    observedDaysMin: numberParam({
      label: 'Observed at least',
      unit: 'days',
      description: 'Compute Optimizer looks back 14 days by default.',
      default: 14,
      min: 1,
      max: 365,
      step: 1,
    }),
    acceptLocalDisks: ACCEPT_LOCAL_DISKS,
    assumedMemoryPercent: ASSUMED_MEMORY_PERCENT,
    acceptUnobservedMemory: booleanParam({
      label: 'Accept unobserved memory',
      unit: '',
      description:
        'Without memory metrics the memory of the new size is a guess: evidence is assumed, the range widens, and a person has to agree.',
      default: false,
    }),
  },
  eligible: (instance, params, context) => {
    const current = soleType(instance, context);
    if (!current) return no('spot, several types in the period, or a type that the price book does not know');
    if (wasChangedBy(instance, ID)) return ALREADY;
    const { utilization } = instance;
    if (!utilization || (utilization.observedDays ?? 0) < params.observedDaysMin)
      return no('not observed long enough');
    const memory = mostOf(utilization.memory);
    const isMemoryObserved = memory !== null;
    if (!isMemoryObserved && !params.acceptUnobservedMemory) return no('memory unobserved');
    const needs = needsOf(current, utilization, params);
    if (!needs) return no('CPU not observed: import metrics');
    const target = targetOf(instance, current, utilization, needs, context);
    if (typeof target === 'string') return no(target);
    const { to, credits, hours } = target;
    if (hasLocalDisks(current) && !params.acceptLocalDisks)
      return no(`${current.name} has local disks: a resize empties them, and ${to.name} has fewer`);
    const share = (value: number | null) => (value === null ? 'unknown' : percentText(value));
    const seen = isMemoryObserved
      ? `memory max ${share(utilization.memory.max)}`
      : `memory unobserved, taken to be ${params.assumedMemoryPercent} % used`;
    const bought = credits.vcpus > 0 ? `; surplus credits of ${credits.vcpus.toFixed(2)} vCPUs at most` : '';
    return yes(
      `${current.name} -> ${to.name}: CPU p99 ${share(utilization.cpu.p99)}, ${seen}${bought}`,
      isMemoryObserved ? 'measured' : 'assumed',
      {
        to: to.name,
        vcpuRatio: to.vcpus / current.vcpus,
        memoryRatio: to.memoryGib / current.memoryGib,
        losesDisks: hasLocalDisks(current),
        // A guess at the memory of one size must not be taken again on the next, nor credits be bought twice.
        added: isMemoryObserved && credits.vcpus === 0 ? [] : [...credits.units(hours), traceOf(ID)],
      },
    );
  },
  effect: ({ id }, { to, vcpuRatio, memoryRatio, added }) => ({
    kind: 'resize',
    resourceId: id,
    toInstanceType: to,
    vcpuRatio,
    memoryRatio,
    ...(added.length === 0 ? {} : { added }),
  }),
  risk: ({ id }, { vcpuRatio, memoryRatio, to, losesDisks }) => [
    {
      kind: 'capacity',
      resourceId: id,
      ratio: vcpuRatio,
      memoryRatio,
      reason: `${to} has ${Math.round(vcpuRatio * 100)} % of the vCPUs`,
    },
    ...burstRisk(id, to),
    losesDisks
      ? {
          kind: 'change-event',
          multiplier: 2,
          reason: 'a new size needs a restart; local disks are empty afterwards',
        }
      : { kind: 'change-event', multiplier: 1.5, reason: 'a new size needs a restart' },
  ],
});
