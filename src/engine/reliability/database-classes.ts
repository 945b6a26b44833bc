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

/** A cache that fails is cold when it is back: until it is warm, the store behind it takes what it can. */
function cacheClasses(
  caches: readonly DatabaseDeployment[],
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  const impact = constants.cacheMissImpact.value;
  const warmUp: Distribution = { kind: 'fixed', minutes: constants.cacheWarmUpMinutes.value };
  const alone = caches.filter(({ multiAz }) => !multiAz).length;
  const zoneRate = constants.zoneEventsPerZoneYear.value * constants.zoneHitProbability.value;
  const cold: readonly ConstantName[] = ['databaseFailuresPerYear', 'cacheMissImpact', 'cacheWarmUpMinutes'];
  const drafts: ClassDraft[] = [];
  if (alone > 0) {
    const rate = constants.databaseFailuresPerYear.value + constants.databaseMaintenancePerYear.value;
    drafts.push(
      { ...draft('cold cache', alone * rate, warmUp, [...cold, 'databaseMaintenancePerYear']), impact },
      {
        ...draft('cache zone event', alone * zoneRate, constants.zoneEventMinutes.value, [
          'zoneEventsPerZoneYear',
          'zoneHitProbability',
          'zoneEventMinutes',
          'cacheMissImpact',
        ]),
        impact,
      },
    );
  }
  const standby = caches.length - alone;
  if (standby > 0) {
    const failures = constants.databaseFailuresPerYear.value + zoneRate;
    const failover = constants.databaseFailoverMinutes.value;
    const names: readonly ConstantName[] = [...cold.slice(0, 2), 'databaseFailoverMinutes'];
    drafts.push({ ...draft('cache failover', standby * failures, failover, names), impact });
  }
  return drafts;
}

/** Run by the team: every failure waits for a person, patches come more often, and a standby is switched to by hand. */
function selfHostedClasses(
  databases: readonly DatabaseDeployment[],
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  const count = databases.length;
  const byHand: Distribution = { kind: 'fixed', minutes: constants.databaseManualFailoverMinutes.value };
  const patch: Distribution = { kind: 'fixed', minutes: constants.databaseMaintenanceMinutes.value };
  const zoneRate = constants.zoneEventsPerZoneYear.value * constants.zoneHitProbability.value;
  const alone = databases.filter(({ multiAz }) => !multiAz);
  const standby = count - alone.length;
  return [
    draft(
      'database repair by hand',
      count * constants.databaseFailuresPerYear.value + standby * zoneRate,
      byHand,
      ['databaseFailuresPerYear', 'databaseManualFailoverMinutes'],
    ),
    ...(alone.length > 0
      ? [
          draft('database zone event', alone.length * zoneRate, constants.zoneEventMinutes.value, [
            'zoneEventsPerZoneYear',
            'zoneHitProbability',
            'zoneEventMinutes',
          ]),
        ]
      : []),
    draft('database maintenance', count * constants.selfHostedMaintenancePerYear.value, patch, [
      'selfHostedMaintenancePerYear',
      'databaseMaintenanceMinutes',
    ]),
  ];
}

/** Failure classes of all databases and caches of a workload: it needs every one of them. */
export function databaseClasses(
  deployments: readonly DatabaseDeployment[],
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  const caches = deployments.filter(({ kind }) => kind === 'cache');
  const databases = deployments.filter(({ kind }) => kind !== 'cache');
  const selfHosted = databases.filter(database => database.selfHosted);
  const managed = databases.filter(database => !database.selfHosted);
  const standby = managed.filter(({ multiAz }) => multiAz).length;
  const alone = managed.filter(({ multiAz }) => !multiAz);
  return [
    ...(standby > 0 ? withStandby(standby, constants) : []),
    ...(alone.length > 0 ? withoutStandby(alone, constants) : []),
    ...(selfHosted.length > 0 ? selfHostedClasses(selfHosted, constants) : []),
    ...(caches.length > 0 ? cacheClasses(caches, constants) : []),
  ];
}
