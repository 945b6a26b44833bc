/** Give Fargate tasks half of their vCPUs, or a quarter, when they are not used; the memory of a task stays. */

import type { MeteredUsage, OtherResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { priceIdOf } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import {
  COMPUTE_OPTIMIZER,
  CPU_HEADROOM_PERCENT,
  OBSERVED_DAYS_MIN,
  observedFor,
  peakOf,
  percentText,
  withHeadroom,
} from './observed-need.ts';

const TASK_SIZES = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html';

/** Sizes go by halves down to this (task CPU and memory). */
const LEAST_VCPUS = 0.25;
/** Most GB that a task may have per vCPU: 8 up to 2 vCPUs, 7.5 from 4 vCPUs on (task CPU and memory). */
const MOST_GB_PER_VCPU = 7.5;

function usagesOf({ metered }: OtherResource, pattern: RegExp): MeteredUsage[] {
  return metered.filter(
    ({ shape, hours }) =>
      shape.kind === 'aws-metered' &&
      shape.service === 'AWSFargate' &&
      pattern.test(shape.item) &&
      hours.some(units => units > 0),
  );
}

const total = (hours: Float64Array) => hours.reduce((sum, units) => sum + units, 0);

/** vCPUs in an hour in which something ran. */
function runningVcpus({ hours }: MeteredUsage): number {
  return total(hours) / hours.filter(units => units > 0).length;
}

/** Largest reduction by halves, as a ratio, that the use, the memory of the tasks and their smallest size allow. */
function ratioFor(neededShare: number, gbPerVcpu: number, vcpus: number): number {
  let ratio = 1;
  while (
    ratio / 2 >= neededShare &&
    gbPerVcpu / (ratio / 2) <= MOST_GB_PER_VCPU &&
    vcpus * (ratio / 2) >= LEAST_VCPUS
  )
    ratio /= 2;
  return ratio;
}

export const fargateTaskSize = defineLever({
  meta: {
    id: 'fargate-task-size',
    title: 'Fargate task size',
    summary: 'Give Fargate tasks fewer vCPUs, by halves as Fargate sells them; memory stays as it is.',
    capability: 'usage-optimization',
    stage: 'rightsize',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '50 % of the vCPU-hours for each size smaller',
      source: 'https://aws.amazon.com/fargate/pricing/',
    },
    planning: {
      text: 'no official typical percentage was found: plan with the sizes below',
      source: COMPUTE_OPTIMIZER,
    },
    realization: REALIZATION,
    sources: [
      TASK_SIZES,
      'https://docs.aws.amazon.com/compute-optimizer/latest/ug/view-ecs-recommendations.html',
    ],
    excludes: [],
  },
  target: 'other',
  params: { cpuHeadroomPercent: CPU_HEADROOM_PERCENT, observedDaysMin: OBSERVED_DAYS_MIN },
  eligible: (service, params, { saving }) => {
    const [cpu, ...others] = usagesOf(service, /vCPU-Hours/);
    if (!cpu) return no('runs no Fargate tasks');
    if (others.length > 0) return no('runs on two platforms: its metrics do not tell them apart');
    const [memory, ...more] = usagesOf(service, /GB-Hours/);
    if (!memory || more.length > 0)
      return no('memory of its tasks unknown: vCPUs and memory are sold together');
    if (cpu.shape.kind === 'aws-metered' && cpu.shape.item.includes('Windows'))
      return no('Windows tasks have sizes of their own');
    const seen = observedFor(service.utilization, params.observedDaysMin);
    const peak = seen && peakOf(seen.cpu);
    if (!seen) return no('not observed long enough');
    if (peak === null) return no('CPU not observed: import metrics');
    const gbPerVcpu = total(memory.hours) / total(cpu.hours);
    const needed = withHeadroom(peak, params.cpuHeadroomPercent);
    const ratio = ratioFor(needed, gbPerVcpu, runningVcpus(cpu));
    if (ratio === 1) return no('no smaller task size fits its use and its memory');
    const change = {
      kind: 'reshape',
      resourceId: service.id,
      fromPriceId: priceIdOf(cpu.shape),
      to: cpu.shape,
      quantityRatio: ratio,
      capacityRatio: ratio,
    } as const;
    const saved = saving(change);
    if (saved === null) return no('no known price of its vCPU-hours');
    if (saved <= 0) return no('costs nothing');
    return yes(
      `CPU p99 ${percentText(peak)}: ${percentText(ratio)} of the vCPUs, ${(gbPerVcpu / ratio).toFixed(1)} GB for each`,
      'measured',
      { change },
    );
  },
  effect: (_service, { change }) => change,
  risk: ({ id }, { change: { capacityRatio } }) => [
    {
      kind: 'machines',
      resourceId: id,
      countRatio: 1,
      capacityRatio,
      reason: `tasks have ${percentText(capacityRatio)} of the vCPUs`,
    },
    { kind: 'change-event', multiplier: 1, reason: 'a rolling deployment of new tasks' },
  ],
});
