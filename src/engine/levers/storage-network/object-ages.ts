/** What a lifecycle rule finds in a bucket: how much is cold, and what crosses the rule's age every month. */

import type { ObjectAgeGroup } from '../../estate/estate.ts';

const DAYS_PER_MONTH = 365 / 12;
/** Intelligent-Tiering moves an object to its archive-instant tier after 90 days without access. */
const ARCHIVE_INSTANT_DAYS = 90;

/** Objects that a rule would move: old and large enough. */
export type Cold = {
  readonly gib: number;
  readonly objects: number;
  readonly retrievedGib: number;
  readonly archivableGib: number;
};

/** Objects of at least 128 KiB that are at least this old. */
export function coldOf(groups: readonly ObjectAgeGroup[], afterDays: number): Cold {
  let gib = 0;
  let objects = 0;
  let retrievedGib = 0;
  let archivableGib = 0;
  for (const group of groups) {
    if (group.fromDays < afterDays) continue;
    const large = Math.max(0, group.storageGib - group.smallObjectGib);
    gib += large;
    objects += Math.max(0, group.objectCount - group.smallObjectCount);
    // What is read comes out of large objects in proportion to their size.
    const share = group.storageGib > 0 ? large / group.storageGib : 0;
    const read = group.retrievedGibPerMonth * share;
    retrievedGib += read;
    if (group.fromDays >= ARCHIVE_INSTANT_DAYS) archivableGib += Math.max(0, large - read);
  }
  return { gib, objects, retrievedGib, archivableGib };
}

/** Age groups with the days they span; the oldest has no end. */
function withEnds(groups: readonly ObjectAgeGroup[]): (ObjectAgeGroup & { readonly toDays: number })[] {
  const sorted = [...groups].sort((a, b) => a.fromDays - b.fromDays);
  return sorted.map((group, index) => ({
    ...group,
    toDays: sorted[index + 1]?.fromDays ?? Number.POSITIVE_INFINITY,
  }));
}

/**
 * What crosses the rule's age every month, and what of it is deleted within the class's minimum duration, read off the
 * age groups as a survival curve: a steady inflow is assumed.
 */
export function flowOf(groups: readonly ObjectAgeGroup[], afterDays: number, minimum: number) {
  const bounded = withEnds(groups).filter(
    group => Number.isFinite(group.toDays) && group.toDays > group.fromDays,
  );
  const density = (day: number) => {
    const group = bounded.find(({ fromDays, toDays }) => fromDays <= day && day < toDays);
    if (!group) return null;
    const days = group.toDays - group.fromDays;
    return {
      gib: Math.max(0, group.storageGib - group.smallObjectGib) / days,
      objects: Math.max(0, group.objectCount - group.smallObjectCount) / days,
    };
  };
  const crossing = density(Math.max(0, afterDays - 1)) ?? { gib: 0, objects: 0 };
  const surviving = minimum > 0 ? density(afterDays + minimum) : null;
  return {
    objectsPerMonth: crossing.objects * DAYS_PER_MONTH,
    earlyDeletedGibPerMonth: surviving ? Math.max(0, crossing.gib - surviving.gib) * DAYS_PER_MONTH : 0,
  };
}
