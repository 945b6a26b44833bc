/** Commit to an hourly spend on compute for one or three years. */

import { defineLever, no, yes } from '../../lever.ts';
import { choiceParam, numberParam } from '../../lever-params.ts';
import { withAmount } from '../../pricing/size-purchase.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';

const APPLYING = 'https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html';

export const computeSavingsPlan = defineLever({
  meta: {
    id: 'compute-savings-plan',
    title: 'Compute Savings Plan',
    summary: 'Commit to dollars an hour of compute at plan rates; what an hour does not use is lost.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'up to 66 %', source: 'https://aws.amazon.com/savingsplans/faqs' },
    planning: {
      text: '20 % of on-demand compute',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: CONTRACT_REALIZATION,
    sources: [APPLYING],
    excludes: [],
  },
  target: 'estate',
  params: {
    commitmentPerHour: numberParam({
      label: 'Commitment',
      unit: 'USD/h',
      description: '0 sizes it: the exact optimum on the usage that is left when the move starts.',
      default: 0,
      min: 0,
      max: 5000,
      step: 0.5,
    }),
    shareOfOptimumPercent: numberParam({
      label: 'Share of the optimum',
      unit: '%',
      description: 'Used when the commitment is sized for you; less leaves room for later moves.',
      default: 100,
      min: 1,
      max: 150,
      step: 5,
    }),
    termYears: choiceParam({
      label: 'Term',
      unit: 'years',
      description: 'Three years are cheaper and strand longer.',
      default: '1',
      choices: ['1', '3'],
    }),
    payment: choiceParam({
      label: 'Payment',
      unit: '',
      description: 'Upfront payments are cheaper an hour and are cash out on the first day.',
      default: 'no-upfront',
      choices: ['no-upfront', 'partial-upfront', 'all-upfront'],
    }),
  },
  eligible: (_estate, params, { sizePurchase }) => {
    const template = {
      kind: 'savings-plan',
      id: 'compute-savings-plan',
      ownerAccount: null,
      offering: 'compute',
      family: null,
      region: null,
      commitmentPerHour: 0,
      termYears: params.termYears === '3' ? 3 : 1,
      payment: params.payment,
      startMs: null,
      endMs: null,
    } as const;
    const optimum = sizePurchase(template)?.amount ?? 0;
    const perHour =
      params.commitmentPerHour > 0
        ? params.commitmentPerHour
        : Math.round(optimum * params.shareOfOptimumPercent * 10) / 1000;
    if (perHour < 0.001)
      return no('no on-demand compute is left that a plan with a known rate would make cheaper');
    return yes(
      `$${perHour.toFixed(3)}/h committed, the optimum here is $${optimum.toFixed(3)}/h`,
      'measured',
      { commitment: withAmount(template, perHour) },
    );
  },
  effect: (_estate, { commitment }) => ({ kind: 'commit', commitments: [commitment] }),
  risk: () => [{ kind: 'none', reason: 'a billing instrument: no system is touched' }],
});
