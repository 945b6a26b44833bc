/**
 * Negotiate a private price with AWS (EDP, PPA) for a committed spend.
 *
 * Nobody publishes what a company gets: discount, commitment and the fall of spend are assumptions. What is committed and
 * not spent is paid all the same, so that the price of the rest rises when the estate shrinks.
 */

import { defineLever, no, yes } from '../../lever.ts';
import { choiceParam, numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { INVOICE_ONLY, isMarketplace, notNegotiable, supportPlanOf } from './aws-contract.ts';

const PROGRAM = 'https://aws.amazon.com/pricing/enterprise/';

/** New over old price: the discount, and the committed spend that is missed. Shares 0..1. */
export function contractFactorOf(discount: number, committed: number, fall: number): number {
  const spent = 1 - fall;
  return (1 - discount) * Math.max(1, committed / spent);
}

export const enterpriseDiscount = defineLever({
  meta: {
    id: 'enterprise-discount',
    title: 'Private pricing (EDP, PPA)',
    summary: 'Commit to a yearly spend for a discount on services of AWS; what is not spent is paid too.',
    capability: 'rate-optimization',
    stage: 'contract',
    // One agreement for the company: little for each workload.
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 3,
    reversible: false,
    headline: {
      text: 'discounts by agreement, more for more commitment; no list is public',
      source: PROGRAM,
    },
    planning: { text: 'an assumption of yours, with its range; 5 % until AWS has answered', source: PROGRAM },
    realization: REALIZATION,
    sources: [PROGRAM],
    excludes: [],
  },
  target: 'resource',
  params: {
    service: choiceParam({
      label: 'Service',
      unit: '',
      description: 'All services of AWS, or the one (by its code in the bill) that the agreement is about.',
      default: 'all',
      choices: [
        'all',
        'AmazonEC2',
        'AmazonRDS',
        'AmazonS3',
        'AWSDataTransfer',
        'AmazonCloudFront',
        'AmazonCloudWatch',
        'AmazonDynamoDB',
        'AWSLambda',
        'AmazonElastiCache',
        'AmazonES',
        'AmazonRedshift',
      ],
    }),
    discountPercent: numberParam({
      label: 'Discount',
      unit: '%',
      description: 'Assumption: what the agreement takes off after commitments; agreements are not public.',
      default: 5,
      min: 0,
      max: 25,
      step: 0.5,
    }),
    committedPercent: numberParam({
      label: 'Committed',
      unit: '%',
      description: 'Assumption: committed spend, of what the same usage costs now after the discount.',
      default: 80,
      min: 0,
      max: 150,
      step: 5,
    }),
    spendFallPercent: numberParam({
      label: 'Spend falls by',
      unit: '%',
      description: 'Assumption: by the end of the term, this plan included. A shortfall is paid for nothing.',
      default: 15,
      min: 0,
      max: 90,
      step: 5,
    }),
  },
  eligible: (resource, params, { estate, rates }) => {
    if (estate.provider !== 'AWS') return no('an agreement with AWS');
    const refused = notNegotiable(resource);
    if (refused) return refused;
    if (isMarketplace(resource)) return no('a third party’s price');
    if (supportPlanOf(resource) !== null) return no('support has a price of its own');
    const { serviceCode } = resource;
    if (params.service !== 'all' && serviceCode !== params.service) return no(`not ${params.service}`);
    if (rates.contractFactor(serviceCode ?? '') < 1) return no('the bill shows an agreement already');
    const [discount, committed, fall] = [
      params.discountPercent / 100,
      params.committedPercent / 100,
      params.spendFallPercent / 100,
    ];
    const factor = contractFactorOf(discount, committed, fall);
    if (discount === 0) return no('no discount');
    if (factor >= 1) return no('the shortfall costs as much as the discount saves');
    const shortfall = factor > 1 - discount ? ', part of it eaten by a shortfall' : '';
    return yes(
      `${params.discountPercent} % for ${params.committedPercent} % of the spend committed${shortfall}: assumed`,
      'assumed',
      { factor },
    );
  },
  effect: ({ id }, { factor }) => ({ kind: 'renegotiate', resourceId: id, factor }),
  risk: () => INVOICE_ONLY,
});
