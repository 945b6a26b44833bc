/** Negotiate what is bought through AWS Marketplace: a seller's price, not AWS's. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { INVOICE_ONLY, isMarketplace, notNegotiable } from './aws-contract.ts';

const OFFERS = 'https://docs.aws.amazon.com/marketplace/latest/buyerguide/buyer-private-offers.html';

export const marketplaceRenegotiation = defineLever({
  meta: {
    id: 'marketplace-renegotiation',
    title: 'Marketplace renegotiation',
    summary: 'Ask sellers on AWS Marketplace for a private offer, or buy fewer of what they sell.',
    capability: 'rate-optimization',
    stage: 'contract',
    effortDays: { low: 0.5, mode: 2, high: 6 },
    leadTimeMonths: 3,
    reversible: false,
    headline: { text: 'private offers by agreement; no list is public', source: OFFERS },
    planning: {
      text: 'an assumption of yours, with its range; 10 % until the seller has answered',
      source: OFFERS,
    },
    realization: REALIZATION,
    sources: [OFFERS],
    excludes: [],
  },
  target: 'resource',
  params: {
    discountPercent: numberParam({
      label: 'Discount',
      unit: '%',
      description: 'Assumption: what the seller takes off, or what fewer licences save.',
      default: 10,
      min: 0,
      max: 60,
      step: 1,
    }),
  },
  eligible: (resource, { discountPercent }) => {
    if (!isMarketplace(resource)) return no('not bought through AWS Marketplace');
    const refused = notNegotiable(resource);
    if (refused) return refused;
    if (discountPercent === 0) return no('no discount');
    return yes(`${resource.serviceName}: ${discountPercent} % assumed`, 'assumed', {});
  },
  effect: ({ id }, _facts, { discountPercent }) => ({
    kind: 'renegotiate',
    resourceId: id,
    factor: 1 - discountPercent / 100,
  }),
  risk: () => INVOICE_ONLY,
});
