/** The figures that a Savings Plans recommendation of Cost Explorer prints (Cost Explorer API reference, 2026). */

import { HOURS_PER_MONTH } from '../../calendar.ts';

/** Averages over the look-back, USD an hour. */
export type RecommendationAverages = {
  readonly commitmentPerHour: number;
  /** What the plan would have saved. */
  readonly savingPerHour: number;
  /** On-demand charges that remain beside the plan. */
  readonly remainingOnDemandPerHour: number;
};

/** What is printed. Shares are 0..1; null where the denominator is 0. */
export type Recommendation = {
  /** Everything at on-demand rates. */
  readonly onDemandPerHour: number;
  /** Saving over on-demand spend (`EstimatedSavingsPercentage` / 100). */
  readonly savingsShare: number | null;
  /** Saving over what the plan costs (`EstimatedROI` / 100). */
  readonly returnOnInvestment: number | null;
  readonly monthlyCommitment: number;
  readonly monthlySaving: number;
  readonly monthlyOnDemand: number;
  /** Whether AWS would recommend anything at all. */
  readonly isAboveMinimum: boolean;
};

/** Average on-demand spend from which AWS recommends, USD an hour. */
const ON_DEMAND_MIN_PER_HOUR = 0.1;

const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);

/** Figures of a recommendation from its averages; a month is 730 hours. */
export function recommendationOf(averages: RecommendationAverages): Recommendation {
  const { commitmentPerHour, savingPerHour, remainingOnDemandPerHour } = averages;
  const onDemandPerHour = commitmentPerHour + savingPerHour + remainingOnDemandPerHour;
  return {
    onDemandPerHour,
    savingsShare: share(savingPerHour, onDemandPerHour),
    returnOnInvestment: share(savingPerHour, commitmentPerHour),
    monthlyCommitment: commitmentPerHour * HOURS_PER_MONTH,
    monthlySaving: savingPerHour * HOURS_PER_MONTH,
    monthlyOnDemand: onDemandPerHour * HOURS_PER_MONTH,
    isAboveMinimum: onDemandPerHour >= ON_DEMAND_MIN_PER_HOUR,
  };
}
