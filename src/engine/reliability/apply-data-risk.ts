/** Changes of data, logs, detection and schedules, as changes of a workload's parameters. */

import { assertNever } from '../assert.ts';
import type { Availability } from './availability.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import type { DataExposure } from './data-exposure.ts';
import { VOLUME_FAILURE_RATES } from './data-loss.ts';
import type { RiskChange } from './risk.ts';

const SECONDS_PER_MINUTE = 60;

const NOTHING_KNOWN: DataExposure = {
  volumes: null,
  annualFailureRate: VOLUME_FAILURE_RATES.gp3.value,
  backupIntervalMinutes: null,
  lagMinutes: 0,
  pointInTime: false,
  synchronous: false,
  backupRetentionDays: null,
  restoreMinutes: null,
};

function withData(availability: Availability, change: Partial<DataExposure>): Availability {
  return { ...availability, data: { ...(availability.data ?? NOTHING_KNOWN), ...change } };
}

/** Volumes of several kinds fail at their average rate. */
function volumeType(
  availability: Availability,
  { volumes, annualFailureRate }: Extract<RiskChange, { readonly kind: 'volume-type' }>,
): Availability {
  const data = availability.data ?? NOTHING_KNOWN;
  const others = Math.max(0, (data.volumes ?? volumes) - volumes);
  const all = others + volumes;
  const rate =
    all > 0 ? (others * data.annualFailureRate + volumes * annualFailureRate) / all : annualFailureRate;
  return withData(availability, { volumes: all, annualFailureRate: rate });
}

function backup(
  availability: Availability,
  change: Extract<RiskChange, { readonly kind: 'backup' }>,
): Availability {
  const { intervalMinutes, retentionDays, pointInTime } = change;
  return withData(availability, {
    ...(intervalMinutes === undefined ? {} : { backupIntervalMinutes: intervalMinutes }),
    ...(retentionDays === undefined ? {} : { backupRetentionDays: retentionDays }),
    ...(pointInTime === undefined ? {} : { pointInTime }),
  });
}

/** Several cuts of logs: the shortest time counts. */
function logRetention(
  availability: Availability,
  { days, daysBefore }: Extract<RiskChange, { readonly kind: 'log-retention' }>,
): Availability {
  const known = availability.evidence;
  return {
    ...availability,
    evidence: {
      days: Math.min(days, known?.days ?? days),
      daysBefore: Math.max(daysBefore, known?.daysBefore ?? daysBefore),
    },
  };
}

/** Later by half a period of the metric on average, for each period that an alarm waits. */
function laterAlarm(change: Extract<RiskChange, { readonly kind: 'metric-interval' }>): number {
  const { seconds, secondsBefore, periods = RELIABILITY_CONSTANTS.alertPeriods.value } = change;
  return Math.max(0, (0.5 * periods * (seconds - secondsBefore)) / SECONDS_PER_MINUTE);
}

function slower(availability: Availability, minutes: number): Availability {
  return { ...availability, slowerResponseMinutes: availability.slowerResponseMinutes + minutes };
}

/** Changes that are not about machines, databases or networks; the availability as it is for events of a month and for nothing. */
export function applyDataRisk(availability: Availability, change: RiskChange): Availability {
  switch (change.kind) {
    case 'start-failure': {
      const { startsPerMonth, probability = null, minutes = null } = change;
      return { ...availability, starts: [...availability.starts, { startsPerMonth, probability, minutes }] };
    }
    case 'storage-availability': {
      const { from, to, requestShare = null } = change;
      return { ...availability, storage: [...availability.storage, { from, to, requestShare }] };
    }
    case 'volume-type':
      return volumeType(availability, change);
    case 'backup':
      return backup(availability, change);
    case 'log-retention':
      return logRetention(availability, change);
    case 'metric-interval':
      return slower(availability, laterAlarm(change));
    case 'support':
      return slower(availability, change.laterMinutes);
    case 'planned-downtime': {
      const { perMonth, minutes, impact } = change;
      return { ...availability, planned: [...availability.planned, { perMonth, minutes, impact }] };
    }
    case 'storage-class':
    case 'copy-deletion':
      // Judged by guardrails: no parameter of the model holds them.
      return availability;
    case 'change-event':
    case 'wrong-removal':
    case 'none':
      return availability;
    case 'capacity':
    case 'burstable':
    case 'machines':
    case 'zones':
    case 'zone-affinity':
    case 'spot':
    case 'scaling':
    case 'reservation-dropped':
    case 'egress':
    case 'database-deployment':
    case 'database-hosting':
    case 'database-capacity':
    case 'dependency':
    case 'recovery-strategy':
    case 'region':
      // Those of machines, databases and networks are done by then.
      return availability;
    default:
      return assertNever(change);
  }
}
