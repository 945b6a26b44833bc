/** Serve the internet through a CDN: its GB and its requests against the traffic that leaves the Region. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import {
  CDN_EGRESS,
  costShareLeft,
  INTERNET_EGRESS,
  tiersOf,
  unitsByBand,
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

const ID = 'cdn-before-egress';
const CLOUDFRONT = 'https://aws.amazon.com/cloudfront/pricing/';
const KIB_PER_GIB = 2 ** 20;
/** The book prices requests by the 10,000. */
const REQUESTS = 10_000;

export const cdnBeforeEgress = defineLever({
  meta: {
    id: ID,
    title: 'CDN before egress',
    summary: 'Serve the internet through CloudFront: cheaper by the GB, and every request is charged.',
    capability: 'architecting',
    stage: 'storage-network',
    effortDays: { low: 2, mode: 5, high: 15 },
    leadTimeMonths: 1,
    reversible: true,
    headline: {
      text: '6 % of the first 10 TB, 20 % of what is above 150 TB (list prices)',
      source: CLOUDFRONT,
    },
    planning: {
      text: 'nothing at list prices where responses are small; what the origin no longer serves is not counted',
      source: CLOUDFRONT,
    },
    realization: REALIZATION,
    sources: [CLOUDFRONT, 'https://aws.amazon.com/ec2/pricing/on-demand/'],
    excludes: [],
  },
  target: 'resource',
  params: {
    sharePercent: shareParam({
      label: 'Through the CDN',
      description:
        'Assumption: share of the traffic that readers in North America and Europe ask for by HTTP.',
      default: 80,
    }),
    meanResponseKib: numberParam({
      label: 'Mean response',
      unit: 'KiB',
      description:
        'Assumption: CloudFront charges each request; small responses cost more by request than by GB.',
      default: 500,
      min: 1,
      max: 1_048_576,
      step: 10,
    }),
    hitPercent: shareParam({
      label: 'Hit ratio',
      description:
        'Assumption: answered without the origin. Saves nothing on this bill: the way from a Region to CloudFront is free.',
      default: 60,
    }),
    measured: measuredParam('access logs of the origin'),
  },
  eligible: (resource, params, { rates }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const meters = metersNamed(resource, METERS.internetEgress);
    if (meters.length === 0) return no('no traffic to the internet in the bill');
    const { quantity, cost } = totalOf(meters);
    const region = resource.region ?? '';
    const share = params.sharePercent / 100;
    const moved = quantity * share;
    const tiers = tiersOf(INTERNET_EGRESS, rates, region);
    const average = cost / quantity;
    // All of the organisation's traffic is taken to move alike: the CDN then has its volume too.
    const everybody = Math.max(quantity, (tiers && volumeAtAverage(average, tiers)) ?? 0);
    const effect = cutMeters(
      resource,
      ID,
      'reroute',
      [{ meters, left: costShareLeft(average, tiers, 1 - share) }],
      {
        added: [
          ...unitsByBand(CDN_EGRESS, moved, everybody * share, region),
          {
            service: CDN_EGRESS.service,
            item: 'us_mx_ca',
            component: 'https_requests',
            region,
            quantity: (moved * KIB_PER_GIB) / params.meanResponseKib / REQUESTS,
          },
        ],
      },
    );
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `${whole(moved)} of ${whole(quantity)} GB to the internet, ${whole(params.meanResponseKib)} KiB a response`,
      params.measured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: (_resource, _facts, { hitPercent }) => [
    {
      kind: 'dependency',
      id: 'cdn',
      hard: false,
      degradeFraction: 1 - hitPercent / 100,
      reason: 'hits are answered while the origin is down; misses are not',
    },
    {
      kind: 'change-event',
      multiplier: 1,
      reason: 'names move to the CDN; what may be cached must be right',
    },
  ],
});
