/** Deliver logs of AWS services (flow logs, resolver, WAF) to S3 instead of CloudWatch, and pay for keeping them there. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import {
  costShareLeft,
  tiersOf,
  unitsByBand,
  VENDED_TO_CLOUDWATCH,
  VENDED_TO_S3,
  volumeAtAverage,
} from '../../pricing/price-bands.ts';
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

const ID = 'vended-logs-to-s3';
const VENDED = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html';
const PRICES = 'https://aws.amazon.com/cloudwatch/pricing/';
const DAYS_PER_MONTH = 365 / 12;

export const vendedLogsToS3 = defineLever({
  meta: {
    id: ID,
    title: 'Vended logs to S3',
    summary: 'Deliver flow logs and the like to S3: half the price of the first 10 TB, no gain above 50 TB.',
    capability: 'architecting',
    stage: 'storage-network',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '50 % of delivery in the first 10 TB', source: PRICES },
    planning: {
      text: '50 % of the first 10 TB, 40 % and 25 % of the next, nothing above 50 TB',
      source: PRICES,
    },
    realization: REALIZATION,
    sources: [VENDED, PRICES],
    excludes: [],
  },
  target: 'other',
  params: {
    sharePercent: shareParam({
      label: 'To S3',
      description: 'Assumption: share of the bytes that no alarm or metric filter in CloudWatch needs.',
      default: 80,
    }),
    keepDays: numberParam({
      label: 'Keep in S3',
      unit: 'days',
      description: 'Assumption: paid at Standard rates for as long, from the first month on.',
      default: 90,
      min: 1,
      max: 3653,
      step: 1,
    }),
    compressedPercent: numberParam({
      label: 'Compressed size',
      unit: '%',
      description: "15 % in the examples of AWS's price page.",
      default: 15,
      min: 1,
      max: 100,
      step: 1,
    }),
    filesPerMonth: numberParam({
      label: 'Files',
      unit: 'a month',
      description: 'Assumption: one in five minutes for each log that is delivered.',
      default: 90_000,
      min: 0,
      max: 1_000_000_000,
      step: 1000,
    }),
    measured: measuredParam('log groups with their filters and alarms'),
  },
  eligible: (resource, params, { rates, estate }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const meters = metersNamed(resource, METERS.vendedLogs);
    if (meters.length === 0) return no('no vended logs in the bill');
    const { quantity, cost } = totalOf(meters);
    const region = resource.region ?? '';
    const share = params.sharePercent / 100;
    const moved = quantity * share;
    const average = cost / quantity;
    const tiers = tiersOf(VENDED_TO_CLOUDWATCH, rates, region);
    const everybody = Math.max(quantity, (tiers && volumeAtAverage(average, tiers)) ?? 0);
    const months = estate.hours / 24 / DAYS_PER_MONTH;
    const unit = (component: string, amount: number) => ({
      service: 's3',
      item: 'STANDARD',
      component,
      region,
      quantity: amount,
    });
    const effect = cutMeters(
      resource,
      ID,
      'reroute',
      [{ meters, left: costShareLeft(average, tiers, 1 - share) }],
      {
        added: [
          ...unitsByBand(VENDED_TO_S3, moved, everybody * share, region),
          // GB of a month's delivery, kept for so many months.
          unit('storage', moved * (params.compressedPercent / 100) * (params.keepDays / DAYS_PER_MONTH)),
          unit('put_copy_post_list', (params.filesPerMonth * months) / 1000),
        ],
      },
    );
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `${whole(moved)} of ${whole(quantity)} GB of vended logs, kept for ${params.keepDays} days`,
      params.measured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'another destination; logs are searched in S3, minutes later and with another tool',
    },
  ],
});
