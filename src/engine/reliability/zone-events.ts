/** What the loss of a zone does to a tier, and to the way out of the network. */

import type { Availability } from './availability.ts';
import type { TierShape } from './capacity-shedding.ts';
import { shedAt, steadyShed } from './capacity-shedding.ts';
import type { ReliabilityConstants } from './constants.ts';
import type { ClassDraft } from './failure-class.ts';
import { impactPoints } from './severity.ts';
import type { WeightedSeverity } from './severity-mixture.ts';
import { asMixture } from './severity-mixture.ts';

/** A single machine is hit or not; while its zone is down nothing replaces it. */
function zoneEventOfSingleMachine(shape: TierShape, constants: ReliabilityConstants): ClassDraft | null {
  if (shape.neededAtPeak === 0) return null;
  return {
    name: 'zone event',
    kind: 'zone',
    ratePerYear: constants.zoneEventsPerZoneYear.value * constants.zoneHitProbability.value,
    impact: 1 - steadyShed(shape),
    duration: constants.zoneEventMinutes.value,
    constants: ['zoneEventsPerZoneYear', 'zoneHitProbability', 'zoneEventMinutes'],
  };
}

/** Cells of the share of machines hit: the tail up to a whole zone is what headroom must carry. */
const HIT_CELLS = 6;

/**
 * A zone event takes a share of the zone's machines: their requests fail until load balancing notices, then the rest of the
 * tier carries the load or sheds. No machine is started meanwhile: the control plane is what suffers first in such events.
 */
export function zoneEvents(shape: TierShape, constants: ReliabilityConstants): ClassDraft | null {
  const { machines, zones } = shape;
  if (machines < 2) return zoneEventOfSingleMachine(shape, constants);
  const ratePerYear = constants.zoneEventsPerZoneYear.value * zones;
  const bySeverity = new Map<string, WeightedSeverity>();
  for (const hit of impactPoints(constants.zoneHitShare.value, HIT_CELLS)) {
    for (const { weight, load } of shape.loadProfile) {
      if (shape.neededAtPeak * load === 0) continue;
      const steady = shedAt(shape, machines, load);
      const before = (hit.share / zones) * (1 - steady);
      const after = Math.max(0, shedAt(shape, machines * (1 - hit.share / zones), load) - steady);
      const key = `${before}/${after}`;
      const rate = ratePerYear * hit.weight * weight + (bySeverity.get(key)?.rate ?? 0);
      const base = constants.zoneEventMinutes.value;
      bySeverity.set(key, {
        rate,
        distribution: {
          kind: 'staged',
          base,
          switchMinutes: constants.zoneFailoverMinutes.value,
          before,
          after,
        },
      });
    }
  }
  const mixture = asMixture([...bySeverity.values()]);
  if (!mixture) return null;
  return {
    name: 'zone event',
    kind: 'zone',
    impact: 1,
    ...mixture,
    constants: ['zoneEventsPerZoneYear', 'zoneHitShare', 'zoneEventMinutes', 'zoneFailoverMinutes'],
  };
}

/**
 * A replacement that cannot be started while everybody starts machines: without reserved capacity one machine stays away
 * until a person finds it another place.
 */
export function launchFailures(
  shape: TierShape,
  unreserved: boolean,
  constants: ReliabilityConstants,
): ClassDraft | null {
  if (!unreserved || shape.neededAtPeak === 0) return null;
  return {
    name: 'launch failure',
    kind: 'zone',
    ratePerYear:
      constants.zoneEventsPerZoneYear.value * shape.zones * constants.launchFailureProbability.value,
    impact: (1 - steadyShed(shape)) / shape.machines,
    duration: { kind: 'fixed', minutes: constants.manualRecoveryMinutes.value },
    constants: ['zoneEventsPerZoneYear', 'launchFailureProbability', 'manualRecoveryMinutes'],
  };
}

/**
 * Gateways out of the network. With one in each zone its loss is a part of the zone's own event; a zone that leans on the
 * gateway of another one goes down with it, until somebody changes its routes.
 */
export function egressClasses(
  { egress }: Pick<Availability, 'egress'>,
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  if (egress === null || egress.gateways >= egress.zones || egress.gateways < 1) return [];
  const share = egress.requestShare ?? constants.egressRequestShare.value;
  const alone = 1 / egress.zones;
  const served = 1 / egress.gateways;
  return [
    {
      name: 'egress gateway',
      kind: 'egress',
      ratePerYear:
        constants.zoneEventsPerZoneYear.value * constants.zoneHitProbability.value * egress.gateways,
      impact: share * (served - alone),
      duration: {
        kind: 'staged',
        base: constants.zoneEventMinutes.value,
        switchMinutes: constants.natFailoverMinutes.value,
        before: 1,
        after: 0,
      },
      constants: [
        'zoneEventsPerZoneYear',
        'zoneHitProbability',
        'zoneEventMinutes',
        'natFailoverMinutes',
        ...(egress.requestShare === null ? (['egressRequestShare'] as const) : []),
      ],
    },
  ];
}
