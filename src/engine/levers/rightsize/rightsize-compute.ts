/** Move an instance to the smallest size of its family that still fits what it was seen to need. */

import { familyOf } from '../../commitments/aws/normalization.ts';
import type { InstanceResource, Utilization } from '../../estate/estate.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import { booleanParam, numberParam } from '../../lever-params.ts';
import type { InstanceType } from '../../price-book.ts';
import { burstBaseline } from '../../pricing/burstable.ts';
import { poolOf } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';

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
  params: { cpuHeadroomPercent: number; memoryHeadroomPercent: number },
): Needs | null {
  const cpu = utilization.cpu.p99 ?? utilization.cpu.max;
  if (cpu === null) return null;
  const memory = utilization.memory.max ?? utilization.memory.p99;
  const memoryShare = memory === null ? 1 : Math.min(1, memory * (1 + params.memoryHeadroomPercent / 100));
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

export const rightsizeCompute = defineLever({
  meta: {
    id: 'rightsize-compute',
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
    sources: [COMPUTE_OPTIMIZER, 'https://learn.microsoft.com/azure/advisor/advisor-cost-recommendations'],
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
    acceptUnobservedMemory: booleanParam({
      label: 'Accept unobserved memory',
      unit: '',
      description:
        'Without memory metrics the memory of the new size is a guess; then only sizes that keep all of it are taken.',
      default: false,
    }),
  },
  eligible: (instance, params, context) => {
    const current = soleType(instance, context);
    if (!current) return no('spot, several types in the period, or a type that the price book does not know');
    const { utilization } = instance;
    if (!utilization || (utilization.observedDays ?? 0) < params.observedDaysMin)
      return no('not observed long enough');
    const isMemoryObserved = utilization.memory.max !== null || utilization.memory.p99 !== null;
    if (!isMemoryObserved && !params.acceptUnobservedMemory) return no('memory unobserved');
    const needs = needsOf(current, utilization, params);
    if (!needs) return no('CPU not observed: import metrics');
    const to = context.rates.book
      .instanceFamily(familyOf(current.name), current.region)
      .find(candidate => candidate.vcpus <= current.vcpus && fits(candidate, needs));
    if (!to || to.name === current.name) return no(`${current.name} is the smallest size that fits`);
    const usage = instance.compute[0];
    const isPriced =
      usage &&
      context.rates.onDemandPerHour(poolOf(current.region, { ...usage, instanceType: to.name })) !== null;
    if (!isPriced) return no(`no price for ${to.name} in ${current.region}`);
    const share = (value: number | null) => (value === null ? 'unknown' : `${Math.round(value * 100)} %`);
    return yes(
      `${current.name} -> ${to.name}: CPU p99 ${share(utilization.cpu.p99)}, memory max ${share(utilization.memory.max)}`,
      isMemoryObserved ? 'measured' : 'assumed',
      { to: to.name, vcpuRatio: to.vcpus / current.vcpus, memoryRatio: to.memoryGib / current.memoryGib },
    );
  },
  effect: ({ id }, { to, vcpuRatio, memoryRatio }) => ({
    kind: 'resize',
    resourceId: id,
    toInstanceType: to,
    vcpuRatio,
    memoryRatio,
  }),
  risk: ({ id }, { vcpuRatio, to }) => [
    {
      kind: 'capacity',
      resourceId: id,
      ratio: vcpuRatio,
      reason: `${to} has ${Math.round(vcpuRatio * 100)} % of the vCPUs`,
    },
    { kind: 'change-event', multiplier: 1.5, reason: 'a new size needs a restart' },
  ],
});
