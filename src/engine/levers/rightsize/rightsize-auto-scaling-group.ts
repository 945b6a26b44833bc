/** Keep only as many machines of a group as its peak needs. */

import type { InstanceResource } from '../../estate/estate.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import { booleanParam, type ParamValues } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import {
  GROUP_PARAMS,
  type Group,
  type GroupPlan,
  groupPlanner,
  groupProblem,
  isRunning,
  machinesToKeep,
  switchOff,
  switchOffRisks,
  tagEnding,
} from './equal-machines.ts';
import { clusterOf } from './kubernetes-nodes.ts';
import {
  ASSUMED_MEMORY_PERCENT,
  COMPUTE_OPTIMIZER,
  MEMORY_HEADROOM_PERCENT,
  mostOf,
  OBSERVED_DAYS_MIN,
  observedFor,
  peakOf,
  percentText,
  withHeadroom,
} from './observed-need.ts';

const CAPACITY_LIMITS = 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html';
/** `web-07`, `web_7`, `web.a1b2c3`: a number or an identifier after the name of the fleet. */
const MEMBER_SUFFIX = /[-_.](?:\d+|[0-9a-f]{6,17})$/;

const PARAMS = {
  ...GROUP_PARAMS,
  memoryHeadroomPercent: MEMORY_HEADROOM_PERCENT,
  acceptUnobservedMemory: booleanParam({
    label: 'Accept unobserved memory',
    unit: '',
    description:
      'Without memory metrics its part is a guess: evidence is assumed, the range widens, and a person has to agree.',
    default: false,
  }),
  assumedMemoryPercent: ASSUMED_MEMORY_PERCENT,
  observedDaysMin: OBSERVED_DAYS_MIN,
};
type Params = ParamValues<typeof PARAMS>;

const groupTag = ({ tags }: InstanceResource) => tagEnding(tags, ['autoscalinggroupname']);

/** Group by tag, else by a name that ends in a number; nodes of a cluster are packed, not counted. */
function groupOf(machine: InstanceResource): string | null {
  if (clusterOf(machine) !== null) return null;
  const tag = groupTag(machine);
  if (tag !== null) return tag;
  const name = tagEnding(machine.tags, ['name']) ?? machine.name;
  return name !== null && MEMBER_SUFFIX.test(name) ? `${name.replace(MEMBER_SUFFIX, '')}-*` : null;
}

/** Machines that the load of a group needs, at the peak of each. */
function planGroup({ members, zones }: Group, params: Params, { workload }: LeverContext): GroupPlan {
  const problem = groupProblem(members);
  if (problem !== null) return { kept: null, reason: problem };
  let load = 0;
  let memory = 0;
  for (const { utilization } of members) {
    const seen = observedFor(utilization, params.observedDaysMin);
    const cpu = seen && peakOf(seen.cpu);
    if (cpu === null) return { kept: null, reason: 'not every machine was observed long enough' };
    const used = seen && mostOf(seen.memory);
    if (used === null && !params.acceptUnobservedMemory) return { kept: null, reason: 'memory unobserved' };
    load += cpu;
    memory += withHeadroom(used ?? params.assumedMemoryPercent / 100, params.memoryHeadroomPercent);
  }
  const [first] = members;
  const bearable = first ? workload(first).maxUtilization : 1;
  const target = Math.min(params.targetPercent / 100, bearable > 0 ? bearable : 1);
  const kept = machinesToKeep(Math.max(load / target, memory), zones, params);
  const average = percentText(load / members.length);
  return kept < members.length
    ? { kept, reason: `CPU p99 ${average} on ${members.length} machines` }
    : { kept: null, reason: `${members.length} machines at CPU p99 ${average}: all are needed` };
}

const planOf = groupPlanner(groupOf, planGroup);

export const rightsizeAutoScalingGroup = defineLever({
  meta: {
    id: 'rightsize-auto-scaling-group',
    title: 'Rightsize auto-scaling groups',
    summary:
      'Keep as many machines of a group as its peak needs, a lost zone included; volumes of the others keep billing.',
    capability: 'usage-optimization',
    stage: 'rightsize',
    effortDays: { low: 0.5, mode: 2, high: 5 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '20-40 % of compute is widely quoted for rightsizing',
      source: 'https://www.ankushpanday.com/blog/finops/aws-finops-in-practice.html',
    },
    planning: {
      text: 'no official typical percentage was found: plan with the counts below',
      source: COMPUTE_OPTIMIZER,
    },
    realization: REALIZATION,
    sources: [
      CAPACITY_LIMITS,
      'https://docs.aws.amazon.com/compute-optimizer/latest/ug/view-asg-recommendations.html',
      'https://learn.microsoft.com/azure/advisor/advisor-cost-recommendations',
    ],
    // Both count on the same idle capacity.
    excludes: ['rightsize-compute', 'terminate-idle-compute', 'kubernetes-bin-packing'],
  },
  target: 'instance',
  params: PARAMS,
  eligible: (instance, params, context) => {
    const found = planOf(instance, params, context);
    if (!found) return no('in no group of machines, by tag or by name');
    const { group, plan, rank } = found;
    const { name, members } = group;
    if (plan.kept === null) return no(`${name}: ${plan.reason}`);
    if (rank < plan.kept) return no(`${name}: one of the ${plan.kept} machines that stay`);
    if (!isRunning(instance)) return no('does not run');
    if (context.saving(switchOff(instance.id)) === null) return no(`no price for ${group.instanceType}`);
    const isMemoryObserved = members.every(
      each => each.utilization && mostOf(each.utilization.memory) !== null,
    );
    const isTagged = members.every(each => groupTag(each) !== null);
    return yes(
      `${name}: ${plan.reason}, ${plan.kept} are enough`,
      isMemoryObserved ? (isTagged ? 'measured' : 'inferred') : 'assumed',
      { kept: plan.kept, all: members.length },
    );
  },
  effect: ({ id }) => switchOff(id),
  risk: ({ id }, { kept, all }) => switchOffRisks(id, kept, all),
});
