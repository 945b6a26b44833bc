/** From a recommendation to a lower bill: how many get from one stage to the next. */

import { ADOPTION_STAGES, type AdoptionStage } from '../delivery.ts';

/** A rate, and what it may really be; shares of what reached the stage before, 0..1. */
export type AdoptionRate = { readonly low: number; readonly mode: number; readonly high: number };

/** Rates into each stage but the first. */
export type AdoptionRates = Readonly<Record<Exclude<AdoptionStage, 'identified'>, AdoptionRate>>;

/**
 * Assumptions: nobody publishes audited rates. Vendors claim that most recommendations never happen; that is about lists that
 * tools make, and the range of `approved` covers it. What stands in a plan with an owner has been agreed to.
 */
export const DEFAULT_ADOPTION: AdoptionRates = {
  approved: { low: 0.2, mode: 0.5, high: 0.8 },
  implemented: { low: 0.8, mode: 0.95, high: 1 },
  verified: { low: 0.9, mode: 0.98, high: 1 },
};

/** Rates that still lie ahead of what has reached a stage, in their order. */
export function ratesAhead(rates: AdoptionRates, status: AdoptionStage): AdoptionRate[] {
  return ADOPTION_STAGES.slice(ADOPTION_STAGES.indexOf(status) + 1).flatMap(stage =>
    stage === 'identified' ? [] : [rates[stage]],
  );
}

/** Mean share of what has reached one stage that reaches another, (low + 4 mode + high) / 6 at each step; 1 backwards. */
export function shareReaching(rates: AdoptionRates, from: AdoptionStage, to: AdoptionStage): number {
  const ahead = ADOPTION_STAGES.slice(ADOPTION_STAGES.indexOf(from) + 1, ADOPTION_STAGES.indexOf(to) + 1);
  return ahead.reduce((share, stage) => {
    if (stage === 'identified') return share;
    const { low, mode, high } = rates[stage];
    return (share * (low + 4 * mode + high)) / 6;
  }, 1);
}
