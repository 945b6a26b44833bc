/** Replace gp2 volumes by gp3 with the IOPS and throughput they need. */

import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam, choiceParam, numberParam } from '../../lever-params.ts';
import { gp2PeakIops, gp2PeakMibps, gp3SettingFor } from '../../pricing/block-storage.ts';
import { REALIZATION } from '../realization.ts';

const VOLUME_TYPES = 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html';

export const ebsGp2ToGp3 = defineLever({
  meta: {
    id: 'ebs-gp2-to-gp3',
    title: 'EBS gp2 to gp3',
    summary: 'Move gp2 volumes to gp3, buying the IOPS and throughput that the volume really needs.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '20 % of gp2 storage',
      source:
        'https://docs.aws.amazon.com/prescriptive-guidance/latest/optimize-costs-microsoft-workloads/ebs-migrate-gp2-gp3.html',
    },
    planning: {
      text: '5-20 %, depending on IOPS and throughput',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [VOLUME_TYPES, 'https://wellar.io/blog/aws-ebs-gp2-to-gp3-savings-footnote'],
    excludes: ['delete-unattached-volumes'],
  },
  target: 'volume',
  params: {
    performance: choiceParam({
      label: 'Performance to keep',
      unit: '',
      description:
        '`observed`: the measured maximum with headroom, where metrics exist; `gp2-peak`: all that gp2 could do.',
      default: 'observed',
      choices: ['observed', 'gp2-peak'],
    }),
    headroomPercent: numberParam({
      label: 'Headroom above the observed maximum',
      unit: '%',
      description: 'Assumption, as for compute.',
      default: 20,
      min: 0,
      max: 200,
      step: 5,
    }),
    onlyIfCheaper: booleanParam({
      label: 'Only where gp3 is cheaper',
      unit: '',
      description: 'Small busy volumes are dearer on gp3: 125 MiB/s are included, gp2 reaches 250.',
      default: true,
    }),
  },
  eligible: (volume, params, { saving }) => {
    if (volume.volumeType !== 'gp2') return no(`already ${volume.volumeType}`);
    const { iops, throughputMibps } = volume.utilization ?? { iops: null, throughputMibps: null };
    const isObserved = params.performance === 'observed' && iops?.max != null && throughputMibps?.max != null;
    const factor = 1 + params.headroomPercent / 100;
    // What gp2 could not give it, nothing relies on.
    const peak = { iops: gp2PeakIops(volume.sizeGib), mibps: gp2PeakMibps(volume.sizeGib) };
    const neededIops = isObserved ? Math.min(peak.iops, (iops?.max ?? 0) * factor) : peak.iops;
    const neededMibps = isObserved ? Math.min(peak.mibps, (throughputMibps?.max ?? 0) * factor) : peak.mibps;
    const setting = gp3SettingFor(volume.sizeGib, neededIops, neededMibps);
    if (!setting) return no('needs more than gp3 offers at this size');
    const saved = saving({ kind: 'reprovision', resourceId: volume.id, volumeType: 'gp3', ...setting });
    if (saved === null) return no(`no gp3 price in ${volume.region ?? 'this region'}`);
    if (params.onlyIfCheaper && saved <= 0) {
      return no(
        `gp3 with ${setting.iops} IOPS and ${setting.throughputMibps} MiB/s is $${(-saved).toFixed(2)} dearer`,
      );
    }
    return yes(
      `gp3 with ${setting.iops} IOPS and ${setting.throughputMibps} MiB/s for ${Math.round(volume.sizeGib)} GiB`,
      isObserved ? 'measured' : 'inferred',
      setting,
    );
  },
  effect: ({ id }, { iops, throughputMibps }) => ({
    kind: 'reprovision',
    resourceId: id,
    volumeType: 'gp3',
    iops,
    throughputMibps,
  }),
  risk: () => [
    { kind: 'change-event', multiplier: 0.5, reason: 'an online modification; durability is the same' },
  ],
});
