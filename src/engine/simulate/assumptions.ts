/** What a run takes for granted: stated, shown, and changed by the user. */

import { type AdoptionRates, DEFAULT_ADOPTION } from '../forecast/adoption.ts';
import type { GrowthRule } from '../forecast/growth-rate.ts';
import type { Inject } from '../forecast/inject.ts';
import type { PriceChange } from '../forecast/price-change.ts';
import type { Team } from '../team/team.ts';

/** Assumptions of a run. */
export type Assumptions = {
  /**
   * What happens when a commitment of the bill ends: `expire` lets its usage fall back to on-demand, as the providers do
   * when nobody acts; `renew` keeps it on the same terms.
   */
  readonly existingCommitments: 'renew' | 'expire';
  /** What happens when a commitment that the plan buys has run its term: bought again on the same terms, or not. */
  readonly plannedCommitments: 'renew' | 'expire';
  /** Growth of traffic by workload; empty: every month repeats the usage of the bill. */
  readonly growth: readonly GrowthRule[];
  readonly priceChanges: readonly PriceChange[];
  /** Events on dates. */
  readonly injects: readonly Inject[];
  /** Who does the work; empty: nothing has to wait. */
  readonly teams: readonly Team[];
  /** What money costs in a year, 0..1. */
  readonly discountRate: number;
  /** What a day of an engineer costs, decimal text in the bill's currency; null: effort is counted in days only. */
  readonly costPerEngineerDay: string | null;
  /** How many recommendations get from one stage to the next. */
  readonly adoption: AdoptionRates;
};

/** What a plan or a scenario says; the rest is left to whoever comes next. */
export type StatedAssumptions = Partial<Assumptions>;

/** Cost of capital when nobody says: an assumption, 0.05 to 0.15; a company's own rate comes from its finance team. */
export const ASSUMED_DISCOUNT_RATE = 0.08;

export const DEFAULT_ASSUMPTIONS: Assumptions = {
  existingCommitments: 'expire',
  plannedCommitments: 'renew',
  growth: [],
  priceChanges: [],
  injects: [],
  teams: [],
  discountRate: ASSUMED_DISCOUNT_RATE,
  costPerEngineerDay: null,
  adoption: DEFAULT_ADOPTION,
};

/** Assumptions of a run: what the plan states, then what its scenario states, then the defaults. Events of both happen. */
export function resolveAssumptions(stated: StatedAssumptions, scenario: StatedAssumptions = {}): Assumptions {
  return {
    ...DEFAULT_ASSUMPTIONS,
    ...scenario,
    ...stated,
    injects: [...(scenario.injects ?? []), ...(stated.injects ?? [])],
  };
}

/** Months a run looks ahead when nothing else is said. */
export const DEFAULT_HORIZON_MONTHS = 12;
/** Most months a run looks ahead. */
export const MAX_HORIZON_MONTHS = 36;
