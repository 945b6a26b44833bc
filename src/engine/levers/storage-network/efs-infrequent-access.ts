/** Let EFS move files that nobody opens to its Infrequent Access class. */

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
  shareParam,
  totalOf,
  wasChangedBy,
  whole,
} from './aws-meters.ts';

const ID = 'efs-infrequent-access';
const LIFECYCLE = 'https://docs.aws.amazon.com/efs/latest/ug/lifecycle-management-efs.html';
/** Smallest file size that EFS bills in Infrequent Access (EFS user guide, billing reports). */
const MINIMUM_FILE_KIB = 128;

export const efsInfrequentAccess = defineLever({
  meta: {
    id: ID,
    title: 'EFS Infrequent Access',
    summary:
      'Move files that are not opened for weeks to Infrequent Access; every read and move pays by the GB.',
    capability: 'rate-optimization',
    stage: 'storage-network',
    effortDays: { low: 0.5, mode: 1.5, high: 4 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '92 % of the price of a GB that is never opened',
      source: 'https://aws.amazon.com/efs/pricing/',
    },
    planning: {
      text: 'no published share of cold files was found: plan with what the storage metrics say',
      source: LIFECYCLE,
    },
    realization: REALIZATION,
    sources: [LIFECYCLE, 'https://docs.aws.amazon.com/efs/latest/ug/billing-usage-reports-understand.html'],
    excludes: [],
  },
  target: 'other',
  params: {
    coldPercent: shareParam({
      label: 'Cold files',
      description: 'Assumption: share of the stored GB that is not opened within the lifecycle rule.',
      default: 50,
    }),
    accessedPercent: shareParam({
      label: 'Opened again',
      description: 'Assumption: share of the cold GB that is read or written in a month, and pays for it.',
      default: 5,
    }),
    meanFileKib: numberParam({
      label: 'Mean file size',
      unit: 'KiB',
      description: 'Assumption: files below 128 KiB are billed as 128 KiB.',
      default: 1024,
      min: 4,
      max: 1_048_576,
      step: 4,
    }),
    measured: measuredParam('file ages and StorageBytes of the file system'),
  },
  eligible: (resource, params, { rates }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const meters = metersNamed(resource, METERS.efsStandard);
    if (meters.length === 0) return no('no EFS Standard storage in the bill');
    const cold = (totalOf(meters).quantity * params.coldPercent) / 100;
    const region = resource.region ?? '';
    const billed = cold * Math.max(1, MINIMUM_FILE_KIB / params.meanFileKib);
    const unit = (component: string, quantity: number) => ({
      service: 'efs',
      item: 'standard_ia',
      component,
      region,
      quantity,
    });
    const effect = cutMeters(resource, ID, 'retier', [{ meters, left: 1 - params.coldPercent / 100 }], {
      added: [unit('storage', billed), unit('access', (cold * params.accessedPercent) / 100)],
      // Moving a file to the class is charged like writing it there.
      once: [unit('access', cold)],
    });
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `${whole(cold)} GB of Standard storage, ${params.accessedPercent} % of it opened a month`,
      params.measured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason:
        'a lifecycle rule; a cold file opens in tens of milliseconds, and in Bursting mode less Standard storage earns less throughput',
    },
  ],
});
