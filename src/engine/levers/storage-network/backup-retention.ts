/** Keep backups for fewer days: vault storage of AWS Backup and what RDS and Aurora charge beyond the free part. */

import type { Resource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import {
  ALREADY,
  cutMeters,
  METERS,
  measuredParam,
  metersNamed,
  savedBy,
  totalOf,
  wasChangedBy,
  whole,
} from './aws-meters.ts';

const ID = 'backup-retention';
const BACKUP = 'https://docs.aws.amazon.com/aws-backup/latest/devguide/metering-and-billing.html';
const RDS = 'https://aws.amazon.com/rds/postgresql/pricing/';

type Days = { readonly daysNow: number; readonly daysAfter: number; readonly dailyChangePercent: number };

/** New over old size of incremental backups, one a day: a first full one, and each day's changes on it. */
export function backupShareLeft({ daysNow, daysAfter, dailyChangePercent }: Days): number {
  const size = (days: number) => 1 + ((days - 1) * dailyChangePercent) / 100;
  return Math.min(1, size(daysAfter) / size(daysNow));
}

/** RDS backs up as much as is provisioned for nothing: what is charged is the top of it, and goes first. */
function databaseShareLeft(resource: Resource, charged: number, left: number): number {
  const free =
    resource.kind === 'database' ? resource.storage.reduce((sum, { gibMonths }) => sum + gibMonths, 0) : 0;
  return charged > 0 ? Math.max(0, (charged + free) * left - free) / charged : 1;
}

export const backupRetention = defineLever({
  meta: {
    id: ID,
    title: 'Backup retention',
    summary: 'Keep daily backups for fewer days; they are incremental, so the first copy stays.',
    capability: 'usage-optimization',
    stage: 'storage-network',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'every day of changes that is no longer kept', source: BACKUP },
    planning: {
      text: 'less than in proportion to the days: at 3 % of change a day, 90 to 30 days leaves 51 %, not 33 %',
      source: BACKUP,
    },
    realization: REALIZATION,
    sources: [BACKUP, RDS],
    excludes: [],
  },
  target: 'resource',
  params: {
    daysNow: numberParam({
      label: 'Kept now',
      unit: 'days',
      description: 'Assumption: the bill does not say how old backups get.',
      default: 90,
      min: 1,
      max: 3650,
      step: 1,
    }),
    daysAfter: numberParam({
      label: 'Kept then',
      unit: 'days',
      description: 'At least a week: with nothing left to build on, AWS Backup makes full copies.',
      default: 30,
      min: 7,
      max: 3650,
      step: 1,
    }),
    dailyChangePercent: numberParam({
      label: 'Change a day',
      unit: '%',
      description: 'Assumption: share of the data that a day changes, and its backup holds.',
      default: 3,
      min: 0,
      max: 100,
      step: 0.5,
    }),
    measured: measuredParam('recovery points of the backup plan'),
  },
  eligible: (resource, params, { rates }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const vault = metersNamed(resource, METERS.vaultBackups);
    const databases = metersNamed(resource, METERS.databaseBackups);
    if (vault.length + databases.length === 0) return no('no backup storage in the bill');
    if (params.daysAfter >= params.daysNow) return no(`kept for ${params.daysNow} days already`);
    const left = backupShareLeft(params);
    const charged = totalOf(databases).quantity;
    const effect = cutMeters(resource, ID, 'retain', [
      { meters: vault, left },
      { meters: databases, left: databaseShareLeft(resource, charged, left) },
    ]);
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `${whole(totalOf(vault).quantity + charged)} GB of backups, ${params.daysNow} to ${params.daysAfter} days`,
      params.measured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: (_resource, _facts, params) => [
    {
      kind: 'backup',
      retentionDays: params.daysAfter,
      reason: 'damage that is found later than that cannot be undone',
    },
    { kind: 'change-event', multiplier: 0.5, reason: 'a number in the backup plan; what it deletes is gone' },
  ],
});
