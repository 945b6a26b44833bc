/** Set Kubernetes requests to what pods use, so that fewer nodes hold them; nothing is saved until a node goes. */

import type { InstanceResource } from '../../estate/estate.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import { numberParam, type ParamValues } from '../../lever-params.ts';
import type { InstanceType } from '../../price-book.ts';
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
} from './equal-machines.ts';
import { allocatable, clusterOf, nodesFor, type Room } from './kubernetes-nodes.ts';
import {
  CPU_HEADROOM_PERCENT,
  MEMORY_HEADROOM_PERCENT,
  mostOf,
  OBSERVED_DAYS_MIN,
  observedFor,
  peakOf,
  withHeadroom,
} from './observed-need.ts';

const RESERVATIONS = 'https://github.com/awslabs/amazon-eks-ami (bootstrap script)';
const AUTOPILOT = 'https://research.google/pubs/autopilot-workload-autoscaling-at-google-scale/';

const { surviveZoneLoss, machinesMin } = GROUP_PARAMS;
const PARAMS = {
  surviveZoneLoss,
  machinesMin,
  cpuHeadroomPercent: CPU_HEADROOM_PERCENT,
  memoryHeadroomPercent: MEMORY_HEADROOM_PERCENT,
  podsPerNode: numberParam({
    label: 'Pods on a node now',
    unit: 'pods',
    description:
      'Assumption: what a node uses is taken to be so many equal pods; larger ones pack worse (1 to 30).',
    default: 8,
    min: 1,
    max: 110,
    step: 1,
  }),
  maxPods: numberParam({
    label: 'Pods that a node may run',
    unit: 'pods',
    description:
      '58 is the limit of an xlarge or 2xlarge of most families on EKS; Kubernetes keeps 11 MiB for each.',
    default: 58,
    min: 4,
    max: 737,
    step: 1,
  }),
  observedDaysMin: OBSERVED_DAYS_MIN,
};
type Params = ParamValues<typeof PARAMS>;

/** Nodes of one size in one cluster; other sizes are packed by themselves. */
function nodeGroupOf(node: InstanceResource): string | null {
  const cluster = clusterOf(node);
  return cluster === null ? null : `${cluster} ${node.compute[0]?.instanceType ?? ''}`;
}

/** Requests of equal pods that use as much as the node was seen to use; null when it was not seen long enough. */
function podsOf({ utilization }: InstanceResource, size: InstanceType, params: Params): Room[] | null {
  const seen = observedFor(utilization, params.observedDaysMin);
  const cpu = seen && peakOf(seen.cpu);
  const memory = seen && mostOf(seen.memory);
  if (cpu === null || memory === null) return null;
  const pod = {
    cores: withHeadroom(cpu * size.vcpus, params.cpuHeadroomPercent) / params.podsPerNode,
    gib: withHeadroom(memory * size.memoryGib, params.memoryHeadroomPercent) / params.podsPerNode,
  };
  return Array.from({ length: params.podsPerNode }, () => pod);
}

function planGroup(group: Group, params: Params, { rates }: LeverContext): GroupPlan {
  const { members, zones } = group;
  const problem = groupProblem(members);
  if (problem !== null) return { kept: null, reason: problem };
  const size = rates.book.instanceType(group.instanceType, group.region);
  if (!size) return { kept: null, reason: `size of ${group.instanceType} unknown` };
  const pods: Room[] = [];
  for (const node of members) {
    const ofNode = podsOf(node, size, params);
    if (!ofNode) return { kept: null, reason: 'CPU and memory of every node must be observed long enough' };
    pods.push(...ofNode);
  }
  const packed = nodesFor(pods, allocatable(size, params.maxPods), params.maxPods);
  if (packed === null)
    return { kept: null, reason: 'its pods are larger than what Kubernetes leaves of a node' };
  const kept = machinesToKeep(packed, zones, params);
  return kept < members.length
    ? { kept, reason: `what ${members.length} nodes use fits on ${packed}` }
    : { kept: null, reason: `no node goes: ${members.length} nodes hold no more than they must` };
}

const planOf = groupPlanner(nodeGroupOf, planGroup);

export const kubernetesBinPacking = defineLever({
  meta: {
    id: 'kubernetes-bin-packing',
    title: 'Kubernetes requests and nodes',
    summary:
      'Set requests to what pods use and pack them on fewer nodes; smaller requests alone save nothing.',
    capability: 'usage-optimization',
    stage: 'rightsize',
    effortDays: { low: 3, mode: 8, high: 20 },
    leadTimeMonths: 1,
    reversible: true,
    headline: {
      text: '46 % of what people ask for is unused, 23 % of what automatic sizing asks for (Google, 2020)',
      source: AUTOPILOT,
    },
    planning: { text: 'nothing until a node goes: plan with the nodes below', source: RESERVATIONS },
    realization: REALIZATION,
    sources: [
      RESERVATIONS,
      'https://github.com/opencost/opencost/blob/develop/spec/opencost-specv01.md',
      'https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html',
    ],
    // All count on the same idle capacity.
    excludes: ['rightsize-compute', 'rightsize-auto-scaling-group', 'terminate-idle-compute'],
  },
  target: 'instance',
  params: PARAMS,
  eligible: (node, params, context) => {
    const found = planOf(node, params, context);
    if (!found) return no('no tag says that it is a node of a cluster');
    const { group, plan, rank } = found;
    if (plan.kept === null) return no(`${group.name}: ${plan.reason}`);
    if (rank < plan.kept) return no(`${group.name}: one of the ${plan.kept} nodes that stay`);
    if (!isRunning(node)) return no('does not run');
    if (context.saving(switchOff(node.id)) === null) return no(`no price for ${group.instanceType}`);
    // How large its pods are is not in the metrics of a node.
    return yes(`${group.name}: ${plan.reason}, ${plan.kept} stay`, 'inferred', {
      kept: plan.kept,
      all: group.members.length,
    });
  },
  effect: ({ id }) => switchOff(id),
  risk: ({ id }, { kept, all }) => switchOffRisks(id, kept, all),
});
