/**
 * Prepare less for the loss of a Region: warm standby instead of active-active, a pilot light, or backups only.
 *
 * Warm standby runs a share of the machines of the first Region. A pilot light keeps data live and switches machines off.
 * Backups keep volumes as snapshots and databases as backups: these are counted at the price of their storage, an upper bound.
 */

import type { Effect, WeeklySchedule } from '../../effect.ts';
import type { Estate, Resource } from '../../estate/estate.ts';
import { recoveryRole, STRATEGIES } from '../../estate/recovery-tags.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { choiceParam, numberParam } from '../../lever-params.ts';
import type { RecoveryStrategy } from '../../reliability/disaster-recovery.ts';
import { REALIZATION } from '../realization.ts';
import { perEstate } from './per-estate.ts';

const FRAMEWORK =
  'https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html';
const PILLAR =
  'https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html';

/** Volume type of the price book that a snapshot is. */
const SNAPSHOT = 'snapshot_standard';
const NEVER: WeeklySchedule = { startHour: 0, endHour: 0, days: [], utcOffsetHours: 0 };

type Fleet = { readonly first: number; readonly rank: ReadonlyMap<string, number> };

/** Machines of each workload: how many in the first Region, and the place of each of the others among themselves. */
const fleets = perEstate((estate: Estate): ReadonlyMap<string, Fleet> => {
  const found = new Map<string, { first: number; rank: Map<string, number> }>();
  for (const resource of estate.resources) {
    if (resource.kind !== 'instance') continue;
    const fleet = found.get(resource.workload) ?? { first: 0, rank: new Map<string, number>() };
    if (recoveryRole(resource) === null) fleet.first++;
    else fleet.rank.set(resource.id, fleet.rank.size);
    found.set(resource.workload, fleet);
  }
  return found;
});

/** Whether a machine is more than a warm standby keeps. Nothing to compare with: it stays. */
function isSurplus(resource: Resource, estate: Estate, share: number): boolean {
  const fleet = fleets(estate).get(resource.workload);
  if (!fleet || fleet.first === 0) return false;
  return (fleet.rank.get(resource.id) ?? 0) >= Math.max(1, Math.ceil(fleet.first * share));
}

/** What backups leave of a resource; null for what stays or is data already. */
function reducedToBackup(resource: Resource): Effect | null {
  const resourceId = resource.id;
  switch (resource.kind) {
    case 'instance':
      return { kind: 'terminate', resourceId };
    case 'other':
      // Charges without a resource id are gathered: not everything in them is a standby.
      return resourceId.startsWith('(') ? null : { kind: 'terminate', resourceId };
    case 'volume':
      return resource.volumeType.startsWith('snapshot')
        ? null
        : { kind: 'reprovision', resourceId, volumeType: SNAPSHOT, iops: null, throughputMibps: null };
    case 'database':
      return resource.hours.some(hours => hours > 0)
        ? { kind: 'schedule', resourceId, schedule: NEVER }
        : null;
    default:
      return null;
  }
}

function effectOf(
  resource: Resource,
  to: RecoveryStrategy,
  estate: Estate,
  warmShare: number,
): Effect | string {
  if (to === 'backup-restore') return reducedToBackup(resource) ?? 'is data already, or not one thing';
  if (resource.kind !== 'instance') return `${to} keeps it live`;
  if (to === 'warm-standby' && !isSurplus(resource, estate, warmShare)) return 'part of the warm standby';
  return { kind: 'terminate', resourceId: resource.id };
}

export const disasterRecoveryPosture = defineLever({
  meta: {
    id: 'disaster-recovery-posture',
    title: 'Cheaper disaster recovery',
    summary: 'Keep less running in the second Region: it takes longer to come back, and loses more data.',
    capability: 'architecting',
    stage: 'architecture',
    effortDays: { low: 3, mode: 6, high: 15 },
    leadTimeMonths: 1,
    reversible: true,
    headline: { text: 'all machines of the second Region', source: FRAMEWORK },
    planning: {
      text: 'what the tags mark as standby, as far as the declared recovery objectives allow',
      source: PILLAR,
    },
    realization: REALIZATION,
    sources: [FRAMEWORK, PILLAR],
    excludes: [],
  },
  target: 'resource',
  params: {
    to: choiceParam({
      label: 'New posture',
      unit: '',
      description: 'What is prepared from then on, in the words of the Well-Architected Framework.',
      default: 'pilot-light',
      choices: ['warm-standby', 'pilot-light', 'backup-restore'],
    }),
    from: choiceParam({
      label: 'Posture of a standby',
      unit: '',
      description: 'Assumption: what a tag means that says standby and no more.',
      default: 'warm-standby',
      choices: ['active-active', 'warm-standby', 'pilot-light'],
    }),
    warmSharePercent: numberParam({
      label: 'Warm standby',
      unit: '%',
      description: 'Assumption: machines of a warm standby for each hundred in the first Region.',
      default: 25,
      min: 1,
      max: 100,
      step: 5,
    }),
  },
  eligible: (resource, { to, from, warmSharePercent }, { estate, saving }) => {
    const role = recoveryRole(resource);
    if (role === null) return no('no tag says that it is there for disaster recovery');
    const current = role === 'standby' ? from : role;
    if (STRATEGIES.indexOf(to) <= STRATEGIES.indexOf(current)) return no(`is ${current} already`);
    const effect = effectOf(resource, to, estate, warmSharePercent / 100);
    if (typeof effect === 'string') return no(effect);
    const saved = saving(effect);
    if (effect.kind !== 'terminate' && saved === null) return no('no price for what is kept of it');
    if (saved !== null && saved <= 0) return no('its backups would cost as much');
    return yes(`${current} to ${to}, by its tags`, role === 'standby' ? 'assumed' : 'inferred', { effect });
  },
  effect: (_resource, { effect }) => effect,
  risk: ({ id, kind }, _facts, { to }) => [
    { kind: 'recovery-strategy', to, reason: `${to}: takes longer to come back after the loss of a Region` },
    ...(kind === 'instance'
      ? [{ kind: 'capacity', resourceId: id, ratio: 0, reason: 'no longer runs' } as const]
      : []),
    { kind: 'change-event', multiplier: 2, reason: 'a new way to fail over, which must be rehearsed' },
  ],
});
