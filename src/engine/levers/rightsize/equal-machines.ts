/**
 * Groups of equal machines that share a load: which stay when fewer are needed. Those that go are switched off and stay in
 * the estate, so that the group is known to be smaller the next time it is looked at.
 */

import type { ScheduleEffect } from '../../effect.ts';
import type { Estate, InstanceResource, Resource } from '../../estate/estate.ts';
import type { LeverContext } from '../../lever.ts';
import { booleanParam, numberParam } from '../../lever-params.ts';
import type { RiskChange } from '../../reliability/index.ts';
import { compareText } from '../../text-order.ts';

/** Hours of a machine below this share of the busiest machine's: it comes and goes with the load (assumption). */
const STEADY_SHARE = 0.9;

/** What both levers on groups ask for. */
export const GROUP_PARAMS = {
  targetPercent: numberParam({
    label: 'Peak use of the machines that stay',
    unit: '%',
    description:
      'Assumption between the 40 % and 80 % of Azure Advisor; never more than the workload says it bears.',
    default: 60,
    min: 20,
    max: 90,
    step: 5,
  }),
  surviveZoneLoss: booleanParam({
    label: 'Carry the loss of a zone',
    unit: '',
    description: 'The machines of the other zones carry the peak alone: a third more in three zones.',
    default: true,
  }),
  machinesMin: numberParam({
    label: 'Machines at least',
    unit: '',
    description: 'Assumption: a second machine serves while the first is replaced.',
    default: 2,
    min: 1,
    max: 100,
    step: 1,
  }),
};

/** Machines of one size that serve one purpose. */
export type Group = {
  readonly name: string;
  readonly instanceType: string;
  readonly region: string;
  /** In the order in which they stay: one of each zone, then the second of each zone, ... */
  readonly members: readonly InstanceResource[];
  readonly zones: number;
};

/** How many machines of a group are enough, and why. */
export type GroupPlan = {
  /** Machines that stay; null when the group is left as it is. */
  readonly kept: number | null;
  readonly reason: string;
};

/** Value of the first tag whose key, letters and digits only, ends with one of these. */
export function tagEnding(tags: Resource['tags'], endings: readonly string[]): string | null {
  for (const [key, value] of Object.entries(tags)) {
    const plain = key.toLowerCase().replace(/[^a-z0-9]/g, '');
    if (value !== '' && endings.some(ending => plain.endsWith(ending))) return value;
  }
  return null;
}

const totalHours = ({ compute }: InstanceResource) =>
  compute.reduce((sum, { hours }) => hours.reduce((all, units) => all + units, sum), 0);

/** Whether a machine runs at all in this estate. */
export function isRunning(machine: InstanceResource): boolean {
  return totalHours(machine) > 0;
}

/** One of each zone, then the second of each zone: so zones stay even, whatever is taken off the end. */
function acrossZones(members: readonly InstanceResource[]): InstanceResource[] {
  const sorted = [...members].sort((a, b) => compareText(a.id, b.id));
  const zones = Map.groupBy(sorted, ({ availabilityZone }) => availabilityZone ?? '');
  return [...zones]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, inZone], place) => inZone.map((machine, rank) => ({ machine, rank, place })))
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ machine }) => machine);
}

/** Why the machines of a group are not equal, or not always there; null when they are. */
export function groupProblem(members: readonly InstanceResource[]): string | null {
  const types = new Set(
    members.flatMap(({ compute }) =>
      compute.map(({ instanceType, operatingSystem, tenancy, purchase }) =>
        [instanceType, operatingSystem, tenancy, purchase].join('|'),
      ),
    ),
  );
  if (types.size !== 1 || members.some(({ compute }) => compute.length !== 1))
    return 'its machines are not equal: several types or purchases';
  if (members.some(({ compute }) => compute[0]?.purchase === 'spot')) return 'runs on spot';
  const hours = members.map(totalHours);
  const most = hours.reduce((a, b) => Math.max(a, b), 0);
  return hours.some(each => each > 0 && each < STEADY_SHARE * most)
    ? 'its machines come and go: metrics of single machines do not tell how many the peak needs'
    : null;
}

/** Machines of a workload by group. @param nameOf name of the group that a machine belongs to; null for none */
function groupsOf(
  { resources }: Estate,
  workload: string,
  nameOf: (machine: InstanceResource) => string | null,
): Group[] {
  const byKey = new Map<string, { readonly name: string; readonly members: InstanceResource[] }>();
  for (const resource of resources) {
    if (resource.kind !== 'instance' || resource.workload !== workload) continue;
    const name = nameOf(resource);
    if (name === null) continue;
    const key = [resource.account, resource.region, name].join('\u0000');
    const found = byKey.get(key);
    if (found) found.members.push(resource);
    else byKey.set(key, { name, members: [resource] });
  }
  return [...byKey.values()].map(({ name, members }) => ({
    name,
    instanceType: members[0]?.compute[0]?.instanceType ?? '',
    region: members[0]?.region ?? '',
    members: acrossZones(members),
    zones: new Set(members.map(({ availabilityZone }) => availabilityZone)).size,
  }));
}

/** What a lever has worked out for a group, looked up by machine. */
export type PlanOfMachine = {
  readonly group: Group;
  readonly plan: GroupPlan;
  /** Place among those that stay, from 0. */
  readonly rank: number;
};

/**
 * Plans the groups of a workload once, however many machines are asked about. The memory is keyed by the context, which
 * stands for one estate and its prices, and by the parameters, neither of which is ever changed.
 */
export function groupPlanner<Params extends object>(
  nameOf: (machine: InstanceResource) => string | null,
  planOf: (group: Group, params: Params, context: LeverContext) => GroupPlan,
): (machine: InstanceResource, params: Params, context: LeverContext) => PlanOfMachine | null {
  type Plans = ReadonlyMap<string, PlanOfMachine>;
  const known = new WeakMap<LeverContext, WeakMap<Params, Map<string, Plans>>>();
  const planAll = (workload: string, params: Params, context: LeverContext): Plans =>
    new Map(
      groupsOf(context.estate, workload, nameOf).flatMap(group => {
        const plan = planOf(group, params, context);
        return group.members.map(({ id }, rank) => [id, { group, plan, rank }] as const);
      }),
    );
  return ({ id, workload }, params, context) => {
    const ofContext = known.get(context) ?? new WeakMap<Params, Map<string, Plans>>();
    known.set(context, ofContext);
    const ofWorkload = ofContext.get(params) ?? new Map<string, Plans>();
    ofContext.set(params, ofWorkload);
    const plans = ofWorkload.get(workload) ?? planAll(workload, params, context);
    ofWorkload.set(workload, plans);
    return plans.get(id) ?? null;
  };
}

/** Machines that stay when `needed` carry the peak: more where a zone may be lost, and never fewer than asked for. */
export function machinesToKeep(
  needed: number,
  zones: number,
  params: { readonly surviveZoneLoss: boolean; readonly machinesMin: number },
): number {
  const spare = params.surviveZoneLoss && zones > 1 ? zones / (zones - 1) : 1;
  // The tiny allowance keeps 3 x 1.5 / 1.5 from becoming 4.
  return Math.max(params.machinesMin, zones, Math.ceil(needed * spare - 1e-9));
}

/** Never on: the machine is no longer started. */
export function switchOff(resourceId: string): ScheduleEffect {
  return {
    kind: 'schedule',
    resourceId,
    schedule: { startHour: 0, endHour: 24, days: [], utcOffsetHours: 0 },
  };
}

/** One machine fewer for the same load; a rolling change of the group. */
export function switchOffRisks(resourceId: string, kept: number, all: number): readonly RiskChange[] {
  const reason = `${kept} of ${all} machines carry the load`;
  return [
    { kind: 'capacity', resourceId, ratio: 0, reason },
    { kind: 'change-event', multiplier: 1, reason: `${reason}: a rolling change` },
  ];
}
