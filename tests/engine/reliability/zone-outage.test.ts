/** One failure of a zone, per event: the rate of such events must not matter. */

import { describe, expect, test } from 'vitest';
import { RELIABILITY_CONSTANTS } from '../../../src/engine/reliability/constants.ts';
import { buildAvailability } from '../../../src/engine/reliability/index.ts';
import { mean } from '../../../src/engine/reliability/moments.ts';
import { minutesOfZoneOutage } from '../../../src/engine/reliability/zone-outage.ts';
import { instance, workload } from '../estates.ts';

const machines = (count: number) => Array.from({ length: count }, (_, index) => instance(`i-${index}`));
const twoVcpus = { capacityOf: () => 2 };
const minutes = (count: number, zones: number) =>
  minutesOfZoneOutage(
    buildAvailability(workload('shop', 'production', { zones }), machines(count), twoVcpus),
  );

describe('expected bad minutes of one event', () => {
  test('a single machine is hit with the published chance, for the length of the event', () => {
    const { zoneHitProbability, zoneEventMinutes } = RELIABILITY_CONSTANTS;
    expect(minutes(1, 1)).toBeCloseTo(zoneHitProbability.value * mean(zoneEventMinutes.value), 9);
  });

  test('more zones mean fewer minutes, and never a negative number', () => {
    const byZones = [1, 2, 3].map(zones => minutes(12, zones));
    expect(byZones).toEqual([...byZones].sort((a, b) => b - a));
    expect(byZones.at(-1)).toBeGreaterThanOrEqual(0);
  });
});
