/** Azure: commit to an hourly spend on compute for one or three years. */

import type { AzureSavingsPlan } from '../../commitments/commitment.ts';
import { COMMITMENT_STEP_PER_HOUR } from '../../commitments/sizing/optimum.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { isUsed, PAYMENT, shareOf, whyOf } from './cloud-purchases.ts';
import {
  BILLING_ONLY,
  COMMITMENT_PARAM,
  PLANNED,
  SHARE_PARAM,
  TERM_PARAMS,
  termsOf,
} from './purchase-terms.ts';

const OVERVIEW =
  'https://learn.microsoft.com/azure/cost-management-billing/savings-plan/savings-plan-compute-overview';

export const azureSavingsPlan = defineLever({
  meta: {
    id: 'azure-savings-plan',
    title: 'Azure savings plan for compute',
    summary: 'Commit to dollars an hour of Azure compute at plan prices; what an hour does not use is lost.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'up to 65 % off pay as you go', source: OVERVIEW },
    planning: {
      text: '25 % of pay-as-you-go compute, an assumption: 11 to 65 % by size and term',
      source: OVERVIEW,
    },
    realization: CONTRACT_REALIZATION,
    sources: [
      OVERVIEW,
      'https://learn.microsoft.com/azure/cost-management-billing/savings-plan/discount-application',
    ],
    excludes: [],
  },
  target: 'estate',
  params: {
    commitmentPerHour: COMMITMENT_PARAM,
    termYears: TERM_PARAMS.termYears,
    payment: PAYMENT,
    shareOfOptimumPercent: SHARE_PARAM,
    assumedDiscountPercent: numberParam({
      label: 'Assumed discount',
      unit: '%',
      description:
        'An assumption for sizes of which the price book has no plan price (`prices refresh --azure` reads them); 65 % is the advertised maximum.',
      default: 25,
      min: 1,
      max: 65,
      step: 1,
    }),
  },
  eligible: (_estate, params, { uncoveredUsage, sizePurchase, rates }) => {
    const machines = uncoveredUsage().filter(({ shape }) => shape.kind === 'azure-vm');
    if (machines.length === 0) return no('the bill has no virtual machines of Azure');
    if (!machines.some(isUsed)) return no('commitments cover all virtual machines already');
    const template: AzureSavingsPlan = {
      ...PLANNED,
      ...termsOf(params),
      kind: 'azure-savings-plan',
      id: 'azure-savings-plan',
      scope: { level: 'shared', id: null },
      commitmentPerHour: 0,
      assumedDiscount: params.assumedDiscountPercent / 100,
    };
    const sized = sizePurchase(template);
    if (!sized) return no('no usage has a price that a savings plan could undercut');
    const { commitmentPerHour: stated } = params;
    const sharePercent =
      stated > 0 && sized.amount > 0 ? (stated / sized.amount) * 100 : params.shareOfOptimumPercent;
    const { amount, marginalUtilization } = shareOf(sized, sharePercent, COMMITMENT_STEP_PER_HOUR);
    const commitmentPerHour = stated > 0 ? stated : amount;
    if (commitmentPerHour < COMMITMENT_STEP_PER_HOUR)
      return no('no machine runs long enough to cost less under a savings plan');
    const commitment = { ...template, commitmentPerHour };
    const termYears = template.termYears ?? 1;
    const isListed = machines.some(
      ({ shape }) =>
        shape.kind === 'azure-vm' && rates.book.azureSavingsPlanRate({ ...shape, termYears }) !== null,
    );
    const assumed = `${params.assumedDiscountPercent} % off`;
    const discount = isListed ? `the book's plan prices, ${assumed} where it has none` : assumed;
    const what = `any size and Region at ${discount}, the optimum is $${sized.amount.toFixed(3)}/h`;
    return yes(whyOf([{ commitment, what, marginalUtilization }]), 'assumed', { commitment });
  },
  effect: (_estate, { commitment }) => ({ kind: 'commit', commitments: [commitment] }),
  risk: () => BILLING_ONLY,
});
