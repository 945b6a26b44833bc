/** Give back IOPS and throughput that a volume pays for and was never seen to use. */

import type { Utilization, VolumeResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { GP3_MIBPS_PER_IOPS, gp3SettingFor } from '../../pricing/block-storage.ts';
import { REALIZATION } from '../realization.ts';
import { mostOf, OBSERVED_DAYS_MIN, observedFor, withHeadroom } from './observed-need.ts';

const VOLUME_TYPES = 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html';

/** Fewest IOPS that io1 and io2 can be given (EBS volume types). */
const IO_LEAST_IOPS = 100;
/** MiB/s that one provisioned IOPS of io1 and io2 carries: an operation has 256 KiB at most (EBS volume types). */
const IO_MIBPS_PER_IOPS = GP3_MIBPS_PER_IOPS;

type Setting = { readonly iops: number; readonly throughputMibps: number | null };

/** Smallest setting that carries what was seen, never more than there is; null when it cannot be told. */
function settingFor(
  { volumeType, sizeGib, iops, throughputMibps }: VolumeResource,
  seen: { readonly iops: number; readonly mibps: number },
): Setting | null {
  const provisioned = iops ?? 0;
  if (volumeType !== 'gp3') {
    const needed = Math.max(IO_LEAST_IOPS, Math.ceil(seen.iops), Math.ceil(seen.mibps / IO_MIBPS_PER_IOPS));
    return { iops: Math.min(provisioned, needed), throughputMibps: null };
  }
  const setting = gp3SettingFor(sizeGib, seen.iops, seen.mibps);
  if (!setting) return null;
  return {
    iops: Math.min(provisioned, setting.iops),
    throughputMibps: Math.min(throughputMibps ?? 0, setting.throughputMibps),
  };
}

/** Most operations and MiB a second, headroom included; null when one of them was not observed. */
function seenOf({ iops, throughputMibps }: Utilization, headroomPercent: number) {
  const [operations, mibps] = [mostOf(iops), mostOf(throughputMibps)];
  if (operations === null || mibps === null) return null;
  return { iops: withHeadroom(operations, headroomPercent), mibps: withHeadroom(mibps, headroomPercent) };
}

export const ebsProvisionedPerformance = defineLever({
  meta: {
    id: 'ebs-provisioned-performance',
    title: 'EBS provisioned performance',
    summary:
      'Lower provisioned IOPS and throughput of gp3, io1 and io2 volumes to what was seen with headroom.',
    capability: 'usage-optimization',
    stage: 'rightsize',
    effortDays: { low: 0.1, mode: 0.5, high: 1 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '100 % of the IOPS and throughput that nobody uses',
      source: 'https://aws.amazon.com/ebs/pricing/',
    },
    planning: { text: 'no typical percentage was found: plan with the settings below', source: VOLUME_TYPES },
    realization: REALIZATION,
    sources: [VOLUME_TYPES, 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modify-volume.html'],
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
    observedDaysMin: OBSERVED_DAYS_MIN,
  },
  eligible: (volume, params, { saving }) => {
    const { volumeType, iops, throughputMibps, id } = volume;
    if (!['gp3', 'io1', 'io2'].includes(volumeType))
      return no(`${volumeType} has no provisioned performance`);
    const observed = observedFor(volume.utilization, params.observedDaysMin);
    if (!observed) return no('not observed long enough');
    const seen = seenOf(observed, params.headroomPercent);
    if (!seen) return no('IOPS and throughput not both observed: import metrics');
    const setting = settingFor(volume, seen);
    if (!setting) return no('needs more than it can be given');
    const effect = { kind: 'reprovision', resourceId: id, volumeType, ...setting } as const;
    const saved = saving(effect);
    if (saved === null) return no(`no ${volumeType} price in ${volume.region ?? 'this region'}`);
    if (saved <= 0) return no('pays for no more than it needs');
    const was = `${Math.round(iops ?? 0)} IOPS${throughputMibps === null ? '' : ` and ${Math.round(throughputMibps)} MiB/s`}`;
    const becomes = `${setting.iops}${setting.throughputMibps === null ? '' : ` and ${setting.throughputMibps}`}`;
    return yes(`${volumeType}: ${was} -> ${becomes}, as seen with headroom`, 'measured', { effect });
  },
  effect: (_volume, { effect }) => effect,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'an online modification; a volume can be modified again after six hours',
    },
  ],
});
