/** What one failure of an availability zone costs a workload, should it happen: the zone part of its model, per event. */

import type { Availability } from './availability.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import { meanSeverity } from './failure-class.ts';
import { failureClasses } from './failure-classes.ts';

/** Zones that the parts of a workload stand in: the failing one is any of them. */
function zonesOf({ compute, databases }: Availability): number {
  const standby = databases.some(({ multiAz }) => multiAz) ? 2 : 1;
  return Math.max(1, compute?.zones ?? 1, standby);
}

/**
 * Expected bad minutes of one event in a zone that the workload uses. The rate of zone events cancels out: what is left is
 * how long and how widely users suffer, with the capacity that remains.
 */
export function minutesOfZoneOutage(availability: Availability): number {
  const perYear = failureClasses(availability)
    .filter(({ constants }) => constants.includes('zoneEventsPerZoneYear'))
    .reduce((minutes, each) => minutes + each.ratePerYear * meanSeverity(each), 0);
  return perYear / (RELIABILITY_CONSTANTS.zoneEventsPerZoneYear.value * zonesOf(availability));
}
