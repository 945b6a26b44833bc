/** Compress what goes out to the internet as text. */

import { defineLever, no, yes } from '../../lever.ts';
import { costShareLeft, INTERNET_EGRESS, tiersOf } from '../../pricing/price-bands.ts';
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

const ID = 'egress-compression';
const TRANSFER = 'https://aws.amazon.com/ec2/pricing/on-demand/';
const MDN = 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Compression';

export const egressCompression = defineLever({
  meta: {
    id: ID,
    title: 'Egress compression',
    summary: 'Compress text that leaves uncompressed; the cheapest volume band is what it saves.',
    capability: 'usage-optimization',
    stage: 'storage-network',
    effortDays: { low: 0.5, mode: 2, high: 5 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: 'up to 70 % of a compressed file', source: MDN },
    planning: {
      text: 'no published share of uncompressed text was found: plan with the access logs',
      source: MDN,
    },
    realization: REALIZATION,
    sources: [TRANSFER, MDN],
    excludes: [],
  },
  target: 'resource',
  params: {
    textPercent: shareParam({
      label: 'Uncompressed text',
      description: 'Assumption: share of the traffic that is text and leaves as it is.',
      default: 25,
    }),
    sizeAfterPercent: shareParam({
      label: 'Size afterwards',
      description: 'Assumption: what compression leaves of a text.',
      default: 30,
    }),
    measured: measuredParam('access logs by content type and encoding'),
  },
  eligible: (resource, params, { rates }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const meters = metersNamed(resource, METERS.internetEgress);
    if (meters.length === 0) return no('no traffic to the internet in the bill');
    const { quantity, cost } = totalOf(meters);
    const goes = (params.textPercent / 100) * (1 - params.sizeAfterPercent / 100);
    const tiers = tiersOf(INTERNET_EGRESS, rates, resource.region ?? '');
    const left = costShareLeft(cost / quantity, tiers, 1 - goes);
    const effect = cutMeters(resource, ID, 'retain', [{ meters, left }]);
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `${whole(quantity * goes)} of ${whole(quantity)} GB to the internet`,
      params.measured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    { kind: 'change-event', multiplier: 0.5, reason: 'a switch per server; it costs processor time there' },
  ],
});
