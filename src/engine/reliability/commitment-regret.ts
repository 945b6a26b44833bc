/** What a commitment costs against paying on demand, when nobody knows how much of it will be used. */

import { assert } from '../assert.ts';

/** An hour of a commitment at an uncertain utilisation. */
export type CommitmentBet = {
  /** Price of the commitment, used or not. */
  readonly hourlyCommit: number;
  /** Discount against on demand, 0 to below 1. */
  readonly discount: number;
  /** Shares of the commitment that are used, 0..1: one for each case. */
  readonly utilizations: readonly number[];
  /** Weights of the cases; equal when left out. */
  readonly weights?: readonly number[];
};

/** Money per hour; negative saves. */
export type CommitmentRegret = {
  /** Utilisation at which the commitment costs as much as on demand. */
  readonly breakEvenUtilization: number;
  /** Commitment less what the used part would cost on demand, for each case. */
  readonly netCosts: readonly number[];
  readonly expectedNetCost: number;
  /** Mean of the net costs above 0: what a wrong bet costs. */
  readonly expectedRegret: number;
  readonly worstNetCost: number;
};

/** Net cost c - U c / (1 - d) of every case: the commitment is paid in full and replaces U of its worth on demand. */
export function commitmentRegret(bet: CommitmentBet): CommitmentRegret {
  const { hourlyCommit, discount, utilizations, weights = utilizations.map(() => 1) } = bet;
  assert(hourlyCommit >= 0 && discount >= 0 && discount < 1, 'a discount is within [0, 1)');
  assert(utilizations.length > 0 && weights.length === utilizations.length, 'every case has a weight');
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  assert(total > 0 && weights.every(weight => weight >= 0), 'weights are not negative');
  const netCosts = utilizations.map(utilization => {
    assert(utilization >= 0 && utilization <= 1, 'a utilisation is a share');
    return hourlyCommit - (utilization * hourlyCommit) / (1 - discount);
  });
  const average = (values: readonly number[]) =>
    values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) / total;
  return {
    breakEvenUtilization: 1 - discount,
    netCosts,
    expectedNetCost: average(netCosts),
    expectedRegret: average(netCosts.map(cost => Math.max(0, cost))),
    worstNetCost: Math.max(...netCosts),
  };
}
