/** Delete old snapshots of volumes; only blocks that no younger snapshot needs stop being charged. */

import { defineLever, no, yes } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { hasUnit, quantityOf, scaleMeters, traceOf } from './aws-meters.ts';
import {
  ARCHIVE_TIER,
  ageOf,
  ageParams,
  chainParams,
  freedShareOf,
  isOfImage,
  STANDARD_TIER,
  snapshotMeters,
} from './snapshot-chain.ts';
import { DASHBOARD_KPI, ONE_CALL, removalRisks, SNAPSHOTS } from './unused.ts';

export const deleteOldSnapshots = defineLever({
  meta: {
    id: 'delete-old-snapshots',
    title: 'Delete old snapshots',
    summary: 'Delete old snapshots of volumes; blocks that younger snapshots need are still charged.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: '100 % of EBS snapshots older than a year', source: DASHBOARD_KPI },
    planning: {
      text: 'only the blocks that no other snapshot refers to; no share is published',
      source: SNAPSHOTS,
    },
    realization: REALIZATION,
    sources: [SNAPSHOTS, DASHBOARD_KPI],
    excludes: ['archive-old-snapshots'],
  },
  target: 'other',
  params: { ...ageParams(), ...chainParams('Deleted', 12, 5) },
  eligible: (resource, params, { estate }) => {
    const meters = snapshotMeters(resource);
    if (meters.length === 0) return no('no snapshot storage');
    if (isOfImage(resource)) return no('belongs to a machine image, which has to go first');
    if (hasUnit(resource, STANDARD_TIER)) return no('its old part is deleted already');
    if (hasUnit(resource, ARCHIVE_TIER)) return no('its old part is archived already');
    const age = ageOf(resource, params, estate.period.endMs);
    if (age.kind === 'young') return no(age.reason);
    const freedShare = freedShareOf({
      removed: params.perVolume,
      changedShare: params.changedPercent / 100,
    });
    const gib = quantityOf(meters) * age.share;
    return yes(
      `${gib.toFixed(1)} GiB-months: ${age.why}; ${(freedShare * 100).toFixed(1)} % of it is freed, the rest belongs to younger snapshots`,
      age.isMeasured ? 'measured' : 'assumed',
      { meters, factor: 1 - age.share * freedShare },
    );
  },
  effect: (resource, { meters, factor }) =>
    scaleMeters(resource, meters, factor, { added: [traceOf(STANDARD_TIER, resource)] }),
  risk: () => [
    { kind: 'copy-deletion', reason: 'a snapshot may be the only copy of data of that time' },
    ...removalRisks('a deleted snapshot comes back only from the recycle bin, while its rule keeps it there'),
  ],
});
