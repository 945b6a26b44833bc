/** What the AWS purchase levers have in common: terms, amounts and assumed discounts as parameters, and what they are worth. */

import type { PaymentOption, TermYears } from '../../commitments/commitment.ts';
import type { Evidence } from '../../lever.ts';
import { choiceParam, numberParam } from '../../lever-params.ts';
import type { PriceKind } from '../../price-book.ts';
import type { RiskChange } from '../../reliability/index.ts';

/** For how long, and paid when. */
export const TERM_PARAMS = {
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
};

/** Terms as commitments have them. */
export type Terms = { readonly termYears: TermYears; readonly payment: PaymentOption };

/** Reads the parameters of `TERM_PARAMS`. */
export function termsOf(params: { readonly termYears: '1' | '3'; readonly payment: PaymentOption }): Terms {
  return { termYears: params.termYears === '3' ? 3 : 1, payment: params.payment };
}

/** `1 year, no upfront`. */
export function termWords({ termYears, payment }: Terms): string {
  return `${termYears} year${termYears === 1 ? '' : 's'}, ${payment.replace('-', ' ')}`;
}

/** What every planned commitment starts as: nobody's account first, in force from the month of its move on. */
export const PLANNED = { ownerAccount: null, startMs: null, endMs: null } as const;

/** One plan commits at most this much, USD an hour (Savings Plans user guide, "What are Savings Plans"): more is several plans. */
export const PLAN_MAX_PER_HOUR = 5000;

/** Dollars an hour that a person states. */
export const COMMITMENT_PARAM = numberParam({
  label: 'Commitment',
  unit: 'USD/h',
  description: '0 sizes it: the exact optimum on the usage that is left when the move starts.',
  default: 0,
  min: 0,
  max: PLAN_MAX_PER_HOUR,
  step: 0.5,
});

/** Reservations that a person states. */
export const COUNT_PARAM = numberParam({
  label: 'Reservations',
  unit: '',
  description:
    '0 sizes each purchase: the exact optimum on the usage that is left when the move starts. A number buys so many of the one purchase that saves most.',
  default: 0,
  min: 0,
  max: 10_000,
  step: 1,
});

/** How much of the optimum. */
export const SHARE_PARAM = numberParam({
  label: 'Share of the optimum',
  unit: '%',
  description: 'Used when the commitment is sized for you; less leaves room for later moves.',
  default: 100,
  min: 1,
  max: 150,
  step: 5,
});

/** How many of the purchases that pay. */
export const PURCHASES_PARAM = numberParam({
  label: 'Purchases at most',
  unit: '',
  description:
    '0 buys everything that pays, each sized by itself; a number takes so many, the one that saves most first.',
  default: 0,
  min: 0,
  max: 1000,
  step: 1,
});

/**
 * A discount that the person who plans it states, for usage whose rate nobody knows.
 * @param covered what it is for, as in `usage of Fargate and Lambda`
 * @param maxPercent the published maximum
 */
export function assumedDiscountParam(covered: string, maxPercent: number) {
  return numberParam({
    label: 'Assumed discount',
    unit: '%',
    description: `Your assumption for ${covered} whose rate is not known; AWS advertises up to ${maxPercent} %. 0 leaves such usage out.`,
    default: 0,
    min: 0,
    max: maxPercent,
    step: 1,
  });
}

/** What a purchase risks: only money. */
export const BILLING_ONLY: readonly RiskChange[] = [
  { kind: 'none', reason: 'a billing instrument: no system is touched' },
];

const EVIDENCE: Readonly<Record<PriceKind, Evidence>> = {
  measured: 'measured',
  derived: 'inferred',
  assumed: 'assumed',
};

/** A purchase is known as well as the weakest of its rates: read, computed from what was read, or assumed. */
export function evidenceOf(kinds: readonly PriceKind[]): Evidence {
  const weakest = (['assumed', 'derived'] as const).find(kind => kinds.includes(kind));
  return EVIDENCE[weakest ?? 'measured'];
}
