/** Stop paying for volumes that nothing reads or writes, and keep a snapshot of them. */

import type { Effect } from '../../effect.ts';
import type { VolumeResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { choiceParam, numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import {
  COMPUTE_OPTIMIZER,
  lookForUse,
  ONE_CALL,
  removalRisks,
  SNAPSHOTS,
  SURVEYED_WASTE,
  TRUSTED_ADVISOR,
  unusedDaysParam,
} from './unused.ts';

type Keep = 'snapshot' | 'archived-snapshot' | 'nothing';

/** What a kept volume is charged as: all of its GiB, since nobody knows how many of them hold data. */
const KEPT_AS: Readonly<Record<Exclude<Keep, 'nothing'>, string>> = {
  snapshot: 'snapshot_standard',
  'archived-snapshot': 'snapshot_archive',
};

function effectOn({ id }: VolumeResource, keep: Keep): Effect {
  return keep === 'nothing'
    ? { kind: 'terminate', resourceId: id }
    : { kind: 'reprovision', resourceId: id, volumeType: KEPT_AS[keep], iops: null, throughputMibps: null };
}

export const deleteUnattachedVolumes = defineLever({
  meta: {
    id: 'delete-unattached-volumes',
    title: 'Delete unattached volumes',
    summary: 'Delete volumes that nothing reads or writes, after a snapshot that is charged in their place.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of what an unattached volume costs', source: COMPUTE_OPTIMIZER },
    planning: SURVEYED_WASTE,
    realization: REALIZATION,
    sources: [COMPUTE_OPTIMIZER, TRUSTED_ADVISOR, SNAPSHOTS],
    excludes: ['ebs-gp2-to-gp3'],
  },
  target: 'volume',
  params: {
    unusedDaysMin: unusedDaysParam(32, 'AWS Compute Optimizer looks at attachments for 32 days.'),
    iopsMax: numberParam({
      label: 'IOPS at most',
      unit: 'IOPS',
      description: 'A volume that is attached to nothing has none at all.',
      default: 0,
      min: 0,
      max: 10,
      step: 0.1,
    }),
    keep: choiceParam({
      label: 'Keep',
      unit: '',
      description:
        'A snapshot is charged for the whole size of the volume: an upper bound, only written blocks count.',
      default: 'snapshot',
      choices: ['snapshot', 'archived-snapshot', 'nothing'],
    }),
  },
  eligible: (volume, params, context) => {
    if (Object.values(KEPT_AS).includes(volume.volumeType)) return no('is a snapshot already');
    const { iopsMax, unusedDaysMin } = params;
    const limits = [
      { metric: 'iops', max: iopsMax },
      { metric: 'throughputMibps', max: 0 },
    ] as const;
    const use = lookForUse(volume, limits, unusedDaysMin, context);
    // The bill charges an attached volume and a detached one alike.
    if (use.kind !== 'unused') return no(use.reason);
    const effect = effectOn(volume, params.keep);
    if (params.keep === 'nothing') return yes(use.why, 'measured', { effect });
    const saved = context.saving(effect);
    if (saved === null)
      return no(`no price of the volume or of its snapshot in ${volume.region ?? 'this region'}`);
    if (saved <= 0) return no(`a snapshot of it would cost $${(-saved).toFixed(2)} more`);
    return yes(use.why, 'measured', { effect });
  },
  effect: (_volume, { effect }) => effect,
  risk: (_volume, _facts, { keep }) =>
    keep === 'nothing'
      ? [
          { kind: 'copy-deletion', reason: 'the volume may hold the only copy of its data' },
          ...removalRisks('without a snapshot its data would have to be made again'),
        ]
      : removalRisks('somebody may attach it after all: it is restored from the snapshot'),
});
