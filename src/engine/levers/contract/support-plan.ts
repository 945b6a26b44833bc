/**
 * A smaller support plan. Its fee follows the rest of the bill: it is worked out on what other moves leave of it, never on
 * more than the bill's own fee was charged on.
 */

import type { Effect } from '../../effect.ts';
import type { Resource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam, choiceParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { notNegotiable, SUPPORT_PLANS, type SupportPlan, supportPlanOf } from './aws-contract.ts';
import { chargesOf, restOf, supportFee, supportPrice } from './support-fee.ts';

const PLANS = 'https://aws.amazon.com/premiumsupport/plans/';
const PRICING = 'https://aws.amazon.com/premiumsupport/pricing/';

/**
 * Minutes until AWS answers the most urgent case (AWS Support plans); Basic has no technical cases: a day is assumed,
 * from half a day to three.
 */
const RESPONSE_MINUTES: Readonly<Record<SupportPlan, number>> = {
  enterprise: 15,
  enterprise_on_ramp: 30,
  business: 60,
  developer: 720,
  basic: 1440,
};

/** The fee at a share of what it was; null where an earlier move left nothing of it. */
function effectOf({ id, meters }: Resource, factor: number): Effect | null {
  if (factor > 0) return { kind: 'renegotiate', resourceId: id, factor };
  if (!meters.some(({ cost }) => cost > 0)) return null;
  const none = meters.map(({ usageType, operation }) => ({ usageType, operation, factor: 0 }));
  return { kind: 'remeter', resourceId: id, change: 'consolidate', meters: none, added: [], once: [] };
}

const wordsOf = (plan: SupportPlan) => plan.replaceAll('_', ' ');

export const supportPlan = defineLever({
  meta: {
    id: 'support-plan',
    title: 'Smaller support plan',
    summary: 'Take a smaller plan of AWS Support: fewer cents of every dollar, later answers.',
    capability: 'rate-optimization',
    stage: 'contract',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 1,
    reversible: true,
    headline: { text: '10 % of the first charges, 3 % of the last', source: PRICING },
    planning: { text: 'the difference of two fees on what is left of the bill', source: PRICING },
    realization: REALIZATION,
    sources: [PLANS, PRICING],
    excludes: [],
  },
  target: 'resource',
  params: {
    to: choiceParam({
      label: 'New plan',
      unit: '',
      description: 'Business is the least with answers at any hour.',
      default: 'business',
      choices: SUPPORT_PLANS.slice(0, -1),
    }),
    allowProduction: booleanParam({
      label: 'Below Business with production',
      unit: '',
      description: 'Nobody answers at night then.',
      default: false,
    }),
  },
  eligible: (resource, { to, allowProduction }, context) => {
    const current = supportPlanOf(resource);
    if (current === null) return no('no support plan that is known');
    const refused = notNegotiable(resource);
    if (refused) return refused;
    if (SUPPORT_PLANS.indexOf(to) >= SUPPORT_PLANS.indexOf(current))
      return no(`the plan is ${wordsOf(current)}, which is no more than ${wordsOf(to)}`);
    const isBelowBusiness = to === 'basic' || to === 'developer';
    const hasProduction = context.estate.workloads.some(({ environment }) => environment === 'production');
    if (isBelowBusiness && hasProduction && !allowProduction)
      return no('production needs answers at any hour');
    const [before, after] = [supportPrice(current, context.rates.book), supportPrice(to, context.rates.book)];
    if (!before || !after) return no('no price of the plan');
    const paid = Number(resource.effectiveCost);
    const charges = Math.min(chargesOf(paid, before), restOf(resource, context));
    const fee = supportFee(charges, after);
    if (fee >= paid) return no(`${wordsOf(to)} costs no less on what is left of the bill`);
    const effect = effectOf(resource, fee / paid);
    if (effect === null) return no('nothing is left to pay');
    return yes(
      `${wordsOf(current)} to ${wordsOf(to)}, on charges of $${Math.round(charges).toLocaleString('en-US')}`,
      'inferred',
      { effect, laterMinutes: RESPONSE_MINUTES[to] - RESPONSE_MINUTES[current] },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: (_resource, { laterMinutes }) => [
    { kind: 'support', laterMinutes, reason: 'AWS answers an urgent case later' },
  ],
});
