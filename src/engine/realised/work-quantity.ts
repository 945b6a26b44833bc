/** How much a resource is used, in the quantity that most changes leave alone: machine hours, stored GiB. */

import type { Estate, Resource, UsageProfile } from '../estate/estate.ts';

function total(profile: UsageProfile): number {
  let units = 0;
  for (const each of profile) units += each;
  return units;
}

/** Hour profiles of a resource; none where it is not used by the hour. */
export function profilesOf(resource: Resource): readonly UsageProfile[] {
  switch (resource.kind) {
    case 'instance':
      return resource.compute.map(({ hours }) => hours);
    case 'database':
      return [resource.hours];
    case 'other':
      return resource.metered.map(({ hours }) => hours);
    default:
      return [];
  }
}

/** Units in use on average in an hour of the period; null where it is not used by the hour. */
export function meanUnits(resource: Resource, { hours }: Estate): number | null {
  const profiles = profilesOf(resource);
  return profiles.length === 0 ? null : profiles.reduce((sum, each) => sum + total(each), 0) / hours;
}

/**
 * Machines running on average, or GiB stored: the length of the month does not change it. Null for what has neither.
 */
export function workQuantity(resource: Resource, estate: Estate): number | null {
  switch (resource.kind) {
    case 'volume':
      return resource.sizeGib * resource.monthShare;
    case 'bucket':
      return resource.storage.reduce((sum, { gibMonths }) => sum + gibMonths, 0);
    default:
      return meanUnits(resource, estate);
  }
}
