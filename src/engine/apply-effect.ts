/** Applies an effect to a resource: a changed copy, or nothing left. The input is never touched. */

import { remeter, renegotiate, reshape, toSpot } from './apply-meters.ts';
import { moveRegion } from './apply-region.ts';
import { assert, assertNever } from './assert.ts';
import { HOURS_PER_WEEK, hourOfWeek, MS_PER_HOUR, type Period } from './calendar.ts';
import type {
  CommitEffect,
  Effect,
  ReprovisionEffect,
  ResizeEffect,
  RetierEffect,
  RetopologizeEffect,
  ScheduleEffect,
  WeeklySchedule,
} from './effect.ts';
import type {
  BucketResource,
  ObjectAgeGroup,
  Percentiles,
  Resource,
  UnitUsage,
  UsageProfile,
  Utilization,
} from './estate/estate.ts';

/** A resource after an effect, and what the change itself costs once. */
export type Applied = {
  /** Null when nothing is left to pay for. */
  readonly resource: Resource | null;
  readonly oneOff: readonly UnitUsage[];
};

/** Whether a schedule is on in each hour of the week, Monday 00:00 UTC first. */
export function hoursOn(schedule: WeeklySchedule): boolean[] {
  const days = new Set(schedule.days);
  return Array.from({ length: HOURS_PER_WEEK }, (_, utcHour) => {
    const local = (utcHour + schedule.utcOffsetHours + 2 * HOURS_PER_WEEK) % HOURS_PER_WEEK;
    const hour = local % 24;
    return days.has(Math.floor(local / 24)) && hour >= schedule.startHour && hour < schedule.endHour;
  });
}

function keepHours(profile: UsageProfile, on: readonly boolean[], period: Period): UsageProfile {
  const first = hourOfWeek(period.startMs);
  assert(period.startMs % MS_PER_HOUR === 0, 'an estate starts on a whole hour');
  return profile.map((units, hour) => (on[(first + hour) % HOURS_PER_WEEK] ? units : 0));
}

function scheduleResource(resource: Resource, effect: ScheduleEffect, period: Period): Resource {
  const on = hoursOn(effect.schedule);
  if (resource.kind === 'instance') {
    const compute = resource.compute.map(usage => ({ ...usage, hours: keepHours(usage.hours, on, period) }));
    return { ...resource, compute };
  }
  if (resource.kind === 'database') return { ...resource, hours: keepHours(resource.hours, on, period) };
  if (resource.kind === 'other') {
    const metered = resource.metered.map(usage => ({ ...usage, hours: keepHours(usage.hours, on, period) }));
    return { ...resource, metered };
  }
  return resource;
}

function divide(percentiles: Percentiles, ratio: number): Percentiles {
  const part = (value: number | null) => (value === null ? null : value / ratio);
  return {
    ...percentiles,
    ...(percentiles.p995 === undefined ? {} : { p995: part(percentiles.p995) }),
    p50: part(percentiles.p50),
    p95: part(percentiles.p95),
    p99: part(percentiles.p99),
    max: part(percentiles.max),
  };
}

function resizedUtilization(utilization: Utilization | null, effect: ResizeEffect): Utilization | null {
  if (!utilization) return null;
  return {
    ...utilization,
    cpu: divide(utilization.cpu, effect.vcpuRatio),
    memory: divide(utilization.memory, effect.memoryRatio),
  };
}

function resize(resource: Resource, effect: ResizeEffect): Resource {
  const utilization = resizedUtilization(resource.utilization, effect);
  if (resource.kind === 'database') {
    const engine = effect.toEngine ?? resource.engine;
    return { ...resource, instanceClass: effect.toInstanceType, engine, utilization };
  }
  if (resource.kind !== 'instance') return resource;
  return {
    ...resource,
    compute: resource.compute.map(usage => ({
      ...usage,
      instanceType: effect.toInstanceType,
      operatingSystem: effect.toOperatingSystem ?? usage.operatingSystem,
    })),
    utilization,
  };
}

function reprovision(resource: Resource, effect: ReprovisionEffect): Resource {
  if (resource.kind !== 'volume') return resource;
  const { volumeType, iops, throughputMibps } = effect;
  return { ...resource, volumeType, iops, throughputMibps };
}

/** What a rule leaves of an age group it has acted on: the small objects, and their part of what is read. */
function smallOnly(group: ObjectAgeGroup): ObjectAgeGroup {
  const storageGib = Math.min(group.storageGib, group.smallObjectGib);
  const share = group.storageGib > 0 ? storageGib / group.storageGib : 0;
  return {
    ...group,
    objectCount: Math.min(group.objectCount, group.smallObjectCount),
    storageGib,
    retrievedGibPerMonth: group.retrievedGibPerMonth * share,
  };
}

function retieredUtilization(utilization: Utilization | null, effect: RetierEffect): Utilization | null {
  if (!utilization) return null;
  const { objectAges } = utilization;
  return {
    ...utilization,
    objectAges: objectAges.map(group => (group.fromDays < effect.fromDays ? group : smallOnly(group))),
  };
}

function retier(resource: BucketResource, effect: RetierEffect): Applied {
  const amounts = new Map(resource.storage.map(({ storageClass, gibMonths }) => [storageClass, gibMonths]));
  const add = (storageClass: string, gib: number) =>
    amounts.set(storageClass, (amounts.get(storageClass) ?? 0) + gib);
  add(effect.fromClass, -Math.min(effect.gib, amounts.get(effect.fromClass) ?? 0));
  for (const { storageClass, gib } of effect.to) add(storageClass, gib);
  const storage = [...amounts].map(([storageClass, gibMonths]) => ({ storageClass, gibMonths }));
  const storageClass = effect.transitionClass;
  return {
    resource: {
      ...resource,
      storage,
      utilization: retieredUtilization(resource.utilization, effect),
      monitoredObjects: resource.monitoredObjects + effect.monitoredObjects,
      added: effect.added ? [...resource.added, ...effect.added] : resource.added,
      retrievals: [...resource.retrievals, { storageClass, gibPerMonth: effect.retrievedGibPerMonth }],
      transitions: [...resource.transitions, { storageClass, objectsPerMonth: effect.objectsPerMonth }],
      earlyDeletions: [
        ...resource.earlyDeletions,
        {
          storageClass,
          gibPerMonth: effect.earlyDeletedGibPerMonth,
          monthsCharged: effect.earlyDeletedMonthsCharged,
        },
      ],
    },
    oneOff: [
      {
        service: 's3',
        item: storageClass,
        component: 'lifecycle_transition',
        region: resource.region ?? '',
        quantity: effect.objectsOnce / 1000,
      },
    ],
  };
}

function retopologize(resource: Resource, effect: RetopologizeEffect): Resource {
  return resource.kind === 'database' ? { ...resource, multiAz: effect.multiAz } : resource;
}

/** The resource with units that a move has put in the place of others. */
function withUnits(resource: Resource, units: readonly UnitUsage[]): Resource {
  return units.length === 0 ? resource : { ...resource, added: [...resource.added, ...units] };
}

/** Applies one effect to the resource it names. A commitment changes no resource and is not accepted here. */
export function applyEffect(
  resource: Resource,
  effect: Exclude<Effect, CommitEffect>,
  period: Period,
): Applied {
  assert(resource.id === effect.resourceId, 'an effect is applied to the resource it names');
  switch (effect.kind) {
    case 'terminate':
      return { resource: null, oneOff: [] };
    case 'schedule':
      return { resource: scheduleResource(resource, effect, period), oneOff: [] };
    case 'resize':
      return { resource: withUnits(resize(resource, effect), effect.added ?? []), oneOff: [] };
    case 'reprovision':
      return { resource: reprovision(resource, effect), oneOff: [] };
    case 'retier':
      return resource.kind === 'bucket' ? retier(resource, effect) : { resource, oneOff: [] };
    case 'retopologize':
      return { resource: retopologize(resource, effect), oneOff: [] };
    case 'remeter':
      return { resource: remeter(resource, effect), oneOff: effect.once };
    case 'reshape':
      return { resource: withUnits(reshape(resource, effect), effect.added ?? []), oneOff: [] };
    case 'spot':
      return { resource: toSpot(resource, effect), oneOff: [] };
    case 'renegotiate':
      return { resource: renegotiate(resource, effect), oneOff: [] };
    case 'move-region':
      return { resource: moveRegion(resource, effect), oneOff: effect.once };
    default:
      return assertNever(effect);
  }
}
