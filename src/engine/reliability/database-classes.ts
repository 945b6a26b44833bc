/** How relational databases fail, with a standby in another zone and without one. */

import type { DatabaseDeployment } from './availability.ts';
import type { ConstantName, ReliabilityConstants } from './constants.ts';
import type { Distribution } from './distribution.ts';
import type { ClassDraft } from './failure-class.ts';

function draft(
  name: string,
  ratePerYear: number,
  duration: Distribution,
  constants: readonly ConstantName[],
): ClassDraft {
  return { name, kind: 'database', ratePerYear, impact: 1, duration, constants };
}

/** With a standby every failure, zone event and patch is a failover, of which a few need a person. */
function withStandby(count: number, constants: ReliabilityConstants): readonly ClassDraft[] {
  const hits = constants.zoneEventsPerZoneYear.value * constants.zoneHitProbability.value;
  const failures = count * (constants.databaseFailuresPerYear.value + hits);
  const success = constants.databaseFailoverSuccess.value;
  const failover = constants.databaseFailoverMinutes.value;
  const byHand: Distribution = { kind: 'fixed', minutes: constants.databaseManualFailoverMinutes.value };
  const rates: readonly ConstantName[] = [
    'databaseFailuresPerYear',
    'zoneEventsPerZoneYear',
    'zoneHitProbability',
    'databaseFailoverSuccess',
  ];
  return [
    draft('database failover', failures * success, failover, [...rates, 'databaseFailoverMinutes']),
    draft('database failover by hand', failures * (1 - success), byHand, [
      ...rates,
      'databaseManualFailoverMinutes',
    ]),
    draft('database maintenance', count * constants.databaseMaintenancePerYear.value, failover, [
      'databaseMaintenancePerYear',
      'databaseFailoverMinutes',
    ]),
  ];
}

/** Until its zone is back, or until it is restored elsewhere when that is faster. */
function zoneOutage(restoreMinutes: number | null, constants: ReliabilityConstants): Distribution {
  const base = constants.zoneEventMinutes.value;
  return restoreMinutes === null
    ? base
    : { kind: 'staged', base, switchMinutes: restoreMinutes, before: 1, after: 0 };
}

/** Without one, a failure is a restart, a zone event lasts as long as it lasts, and a patch is downtime. */
function withoutStandby(
  databases: readonly DatabaseDeployment[],
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  const count = databases.length;
  const restart: Distribution = { kind: 'fixed', minutes: constants.databaseRestartMinutes.value };
  const patch: Distribution = { kind: 'fixed', minutes: constants.databaseMaintenanceMinutes.value };
  const zoneRate = constants.zoneEventsPerZoneYear.value * constants.zoneHitProbability.value;
  const countByRestore = new Map<number | null, number>();
  for (const { restoreMinutes } of databases)
    countByRestore.set(restoreMinutes, (countByRestore.get(restoreMinutes) ?? 0) + 1);
  return [
    draft('database restart', count * constants.databaseFailuresPerYear.value, restart, [
      'databaseFailuresPerYear',
      'databaseRestartMinutes',
    ]),
    ...[...countByRestore].map(([restoreMinutes, waiting]) =>
      draft('database zone event', waiting * zoneRate, zoneOutage(restoreMinutes, constants), [
        'zoneEventsPerZoneYear',
        'zoneHitProbability',
        'zoneEventMinutes',
      ]),
    ),
    draft('database maintenance', count * constants.databaseMaintenancePerYear.value, patch, [
      'databaseMaintenancePerYear',
      'databaseMaintenanceMinutes',
    ]),
  ];
}

/** Failure classes of all databases of a workload: it needs every one of them. */
export function databaseClasses(
  databases: readonly DatabaseDeployment[],
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  const standby = databases.filter(({ multiAz }) => multiAz).length;
  const alone = databases.filter(({ multiAz }) => !multiAz);
  return [
    ...(standby > 0 ? withStandby(standby, constants) : []),
    ...(alone.length > 0 ? withoutStandby(alone, constants) : []),
  ];
}
