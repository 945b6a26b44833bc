/** Move old snapshots to the archive tier: cheaper per GiB, but every one becomes a full copy. */

import type { RemeterEffect } from '../../effect.ts';
import type { OtherResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam, type ParamValues } from '../../lever-params.ts';
import { archiveEarlyFee } from '../../pricing/snapshots.ts';
import { REALIZATION } from '../realization.ts';
import { hasUnit, quantityOf, scaleMeters } from './aws-meters.ts';
import {
  ARCHIVE_TIER,
  ageOf,
  ageParams,
  chainParams,
  freedShareOf,
  fullCopiesOf,
  isOfImage,
  STANDARD_TIER,
  snapshotMeters,
} from './snapshot-chain.ts';
import { ONE_CALL, removalRisks } from './unused.ts';

const ARCHIVE = 'https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-archive.html';
/** A restore from the archive takes up to 72 hours (EBS user guide). */
const RESTORE_MINUTES = 72 * 60;

const PARAMS = {
  ...ageParams(),
  ...chainParams('Archived', 1, 50),
  monthsKept: numberParam({
    label: 'Kept in the archive',
    unit: 'months',
    description:
      'The archive charges 90 days at least; what is left of them is charged when the snapshot goes.',
    default: 12,
    min: 0,
    max: 120,
    step: 1,
  }),
  restoredPercentPerMonth: numberParam({
    label: 'Restored',
    unit: '% a month',
    description: 'Assumption. A restore is charged by the GiB.',
    default: 1,
    min: 0,
    max: 100,
    step: 1,
  }),
};

function effectOn(
  resource: OtherResource,
  oldShare: number,
  params: ParamValues<typeof PARAMS>,
): { readonly archivedGib: number; readonly effect: RemeterEffect } {
  const meters = snapshotMeters(resource);
  const chain = { removed: params.perVolume, changedShare: params.changedPercent / 100 };
  const archivedGib = quantityOf(meters) * oldShare * fullCopiesOf(chain);
  const region = resource.region ?? '';
  const restored = archivedGib * (params.restoredPercentPerMonth / 100);
  // GiB-months that are owed although the snapshot has gone, charged here when it enters.
  const owed = archiveEarlyFee(archivedGib, 1, params.monthsKept);
  return {
    archivedGib,
    effect: scaleMeters(resource, meters, 1 - oldShare * freedShareOf(chain), {
      added: [
        { ...ARCHIVE_TIER, region, quantity: archivedGib },
        { ...ARCHIVE_TIER, component: 'retrieval', region, quantity: restored },
      ],
      once: [{ ...ARCHIVE_TIER, region, quantity: owed }],
    }),
  };
}

export const archiveOldSnapshots = defineLever({
  meta: {
    id: 'archive-old-snapshots',
    title: 'Archive old snapshots',
    summary:
      'Move old snapshots to the archive tier as full copies, for 90 days at least, where that is cheaper.',
    capability: 'rate-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: 'up to 75 % of the price of a GiB', source: ARCHIVE },
    planning: {
      text: 'less than the price per GiB says: a full copy replaces an increment; no share is published',
      source: ARCHIVE,
    },
    realization: REALIZATION,
    sources: [ARCHIVE],
    excludes: ['delete-old-snapshots'],
  },
  target: 'other',
  params: PARAMS,
  eligible: (resource, params, { estate, saving }) => {
    if (snapshotMeters(resource).length === 0) return no('no snapshot storage');
    if (isOfImage(resource)) return no('belongs to a machine image, which has to go first');
    if (hasUnit(resource, ARCHIVE_TIER)) return no('its old part is archived already');
    if (hasUnit(resource, STANDARD_TIER)) return no('its old part is deleted already');
    const age = ageOf(resource, params, estate.period.endMs);
    if (age.kind === 'young') return no(age.reason);
    const { archivedGib, effect } = effectOn(resource, age.share, params);
    const saved = saving(effect);
    if (saved === null) return no(`no archive price in ${resource.region ?? 'this region'}`);
    if (saved <= 0)
      return no(`full copies of ${archivedGib.toFixed(1)} GiB would cost $${(-saved).toFixed(2)} more`);
    return yes(
      `${age.why}; ${archivedGib.toFixed(1)} GiB of full copies take their place`,
      age.isMeasured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: () => removalRisks('a restore from the archive takes up to 72 hours', RESTORE_MINUTES),
});
