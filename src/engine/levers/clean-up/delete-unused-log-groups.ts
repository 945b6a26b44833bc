/** Delete log groups that nothing is written to any more, or export them to cheap storage first. */

import type { MeterUse, OtherResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { choiceParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { metersNamed, quantityOf, remove, scaleMeters } from './aws-meters.ts';
import { lookForUse, ONE_CALL, removalRisks, SURVEYED_WASTE, unusedDaysParam } from './unused.ts';

const RETENTION =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html';
const INACTIVE = 'https://hub.pointfive.co/inefficiencies/inactive-cloudwatch-log-group';
/** Longest retention that CloudWatch Logs can be set to, days; groups that never expire keep at least as much. */
const NEVER_EXPIRES_DAYS = 3653;
/** Objects that an export writes by GiB: an assumption (range 1 to 100), their requests cost next to nothing. */
const OBJECTS_PER_GIB = 10;

const isLogs = ({ serviceCode }: MeterUse) => serviceCode === 'AmazonCloudWatch';

function exported(resource: OtherResource, meters: readonly MeterUse[]) {
  const region = resource.region ?? '';
  const gib = quantityOf(meters);
  const unit = { service: 's3', item: 'GLACIER_IR', region };
  return scaleMeters(resource, meters, 0, {
    added: [{ ...unit, component: 'storage', quantity: gib }],
    // Priced like its PUT requests.
    once: [{ ...unit, component: 'lifecycle_transition', quantity: (gib * OBJECTS_PER_GIB) / 1000 }],
  });
}

export const deleteUnusedLogGroups = defineLever({
  meta: {
    id: 'delete-unused-log-groups',
    title: 'Delete unused log groups',
    summary:
      'Delete log groups that are stored and no longer written to, after an export where they must be kept.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: '100 % of the storage of an inactive log group', source: INACTIVE },
    planning: SURVEYED_WASTE,
    realization: REALIZATION,
    sources: [RETENTION, INACTIVE],
    excludes: [],
  },
  target: 'other',
  params: {
    unusedDaysMin: unusedDaysParam(
      90,
      'Assumption. The bill alone tells of one month without a line written.',
    ),
    keep: choiceParam({
      label: 'Keep',
      unit: '',
      description:
        'An export to S3 Glacier Instant Retrieval keeps the compressed GiB; duties of retention go on.',
      default: 'export',
      choices: ['export', 'nothing'],
    }),
  },
  eligible: (resource, params, context) => {
    const stored = metersNamed(resource, /^TimedStorage-ByteHrs$/).filter(isLogs);
    if (stored.length === 0) return no('no log storage');
    const written = metersNamed(resource, /^(DataProcessing|DataProcessingIA|VendedLog|VendedLogIA)-Bytes$/);
    if (written.length > 0) return no(`${quantityOf(written).toFixed(1)} GB were written to it`);
    const use = lookForUse(resource, [], params.unusedDaysMin, context);
    if (use.kind === 'used') return no(use.reason);
    const gib = `${quantityOf(stored).toFixed(1)} GiB-months of logs`;
    const effect = params.keep === 'nothing' ? remove(resource, stored) : exported(resource, stored);
    const saved = context.saving(effect);
    if (saved === null) return no(`no price to keep them in ${resource.region ?? 'this region'}`);
    if (saved <= 0) return no(`to keep them in S3 would cost $${(-saved).toFixed(2)} more`);
    return use.kind === 'unused'
      ? yes(`${gib}, ${use.why}`, 'measured', { effect })
      : yes(`${gib}, nothing written in the bill’s period`, 'inferred', { effect });
  },
  effect: (_resource, { effect }) => effect,
  risk: (_resource, _facts, { keep, unusedDaysMin }) =>
    keep === 'nothing'
      ? [
          {
            kind: 'log-retention',
            daysBefore: Math.max(NEVER_EXPIRES_DAYS, unusedDaysMin),
            days: unusedDaysMin,
            reason: 'the group expired late or never; afterwards nothing of it is left',
          },
          ...removalRisks('an investigation may ask for lines of that time'),
        ]
      : removalRisks('the exported lines can be read, but no longer searched in CloudWatch'),
});
