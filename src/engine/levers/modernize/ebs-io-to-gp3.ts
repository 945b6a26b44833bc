/** Replace io1 and io2 volumes by gp3 with the IOPS and throughput that were seen; what io2 promised is given up. */

import type { VolumeResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam, numberParam } from '../../lever-params.ts';
import { GP3_MAX_MIBPS, GP3_MIBPS_PER_IOPS, gp3SettingFor } from '../../pricing/block-storage.ts';
import { VOLUME_FAILURE_RATES } from '../../reliability/data-loss.ts';
import { REALIZATION } from '../realization.ts';

const VOLUME_TYPES = 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html';

/** What gp3 must give: what was seen with headroom, or all that was provisioned. */
function needOf({ iops, utilization }: VolumeResource, headroomPercent: number) {
  const provisioned = iops ?? 0;
  // An operation has 256 KiB at most, as on gp3 (EBS volume types).
  const peak = { iops: provisioned, mibps: Math.min(GP3_MAX_MIBPS, provisioned * GP3_MIBPS_PER_IOPS) };
  const seenIops = utilization?.iops.max ?? null;
  const seenMibps = utilization?.throughputMibps.max ?? null;
  if (seenIops === null || seenMibps === null) return { ...peak, isObserved: false };
  const factor = 1 + headroomPercent / 100;
  // What the volume could not give, nothing relies on.
  return {
    iops: Math.min(peak.iops, seenIops * factor),
    mibps: Math.min(peak.mibps, seenMibps * factor),
    isObserved: true,
  };
}

export const ebsIoToGp3 = defineLever({
  meta: {
    id: 'ebs-io-to-gp3',
    title: 'EBS io1 and io2 to gp3',
    summary: 'Move provisioned-IOPS volumes to gp3 where its IOPS suffice and its latency is accepted.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.25, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: 'gp3 provisions an IOPS for a thirteenth of the price of io1',
      source: 'https://aws.amazon.com/ebs/pricing/',
    },
    planning: { text: 'no typical percentage was found: plan with the settings below', source: VOLUME_TYPES },
    realization: REALIZATION,
    sources: [VOLUME_TYPES, 'https://aws.amazon.com/ebs/pricing/'],
    excludes: [],
  },
  target: 'volume',
  params: {
    headroomPercent: numberParam({
      label: 'Headroom above the observed maximum',
      unit: '%',
      description: 'Assumption, as for compute.',
      default: 20,
      min: 0,
      max: 200,
      step: 5,
    }),
    acceptUnobserved: booleanParam({
      label: 'Also without metrics',
      unit: '',
      description:
        'Takes all that is provisioned for needed. Somebody once paid for steady latency: ask why.',
      default: false,
    }),
  },
  eligible: (volume, params, { saving }) => {
    const { volumeType, id, sizeGib, region } = volume;
    if (volumeType !== 'io1' && volumeType !== 'io2') return no(`is ${volumeType}, not io1 or io2`);
    const need = needOf(volume, params.headroomPercent);
    if (!need.isObserved && !params.acceptUnobserved)
      return no('IOPS and throughput not observed: import metrics');
    const setting = gp3SettingFor(sizeGib, need.iops, need.mibps);
    if (!setting) return no('needs more than gp3 offers at this size');
    const saved = saving({ kind: 'reprovision', resourceId: id, volumeType: 'gp3', ...setting });
    if (saved === null) return no(`no price of ${volumeType} or gp3 in ${region ?? 'this region'}`);
    if (saved <= 0)
      return no(`gp3 with ${setting.iops} IOPS and ${setting.throughputMibps} MiB/s is no cheaper`);
    return yes(
      `${volumeType} -> gp3 with ${setting.iops} IOPS and ${setting.throughputMibps} MiB/s for ${Math.round(sizeGib)} GiB`,
      need.isObserved ? 'measured' : 'assumed',
      { setting, wasDurable: volumeType === 'io2' },
    );
  },
  effect: ({ id }, { setting }) => ({
    kind: 'reprovision',
    resourceId: id,
    volumeType: 'gp3',
    ...setting,
  }),
  risk: (_volume, { wasDurable }) => [
    ...(wasDurable
      ? [
          {
            kind: 'volume-type',
            volumes: 1,
            annualFailureRate: VOLUME_FAILURE_RATES.gp3.value,
            reason: 'gp3 fails a hundred times as often as io2, as io1 does',
          } as const,
        ]
      : []),
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'an online modification; latency is less steady than on provisioned IOPS',
    },
  ],
});
