/** What the purchases on Google Cloud and Azure have in common: their size, and how it is put in words. */

import type { Commitment } from '../../commitments/commitment.ts';
import { effectivePerHour } from '../../commitments/fees.ts';
import { roundDownToStep } from '../../commitments/sizing/optimum.ts';
import type { UsagePool } from '../../commitments/usage.ts';
import { choiceParam } from '../../lever-params.ts';
import type { SizedPurchase } from '../../pricing/size-purchase.ts';

/** Azure has no partial payment. */
export const PAYMENT = choiceParam({
  label: 'Payment',
  unit: '',
  description: 'Monthly or at once, at the same price on Azure: only cash differs.',
  default: 'no-upfront',
  choices: ['no-upfront', 'all-upfront'],
});

/** Something worth buying. */
export type Purchase = {
  readonly commitment: Commitment;
  /** In words, with its amount: `12 vCPU of n2 in us-central1`. */
  readonly what: string;
  /** Share of the hours in which the last unit of it is used. */
  readonly marginalUtilization: number;
};

/** Less than this of a unit is what rounding leaves of covered usage. */
const NOTHING = 1e-9;

/** Whether anything of a pool is left. */
export function isUsed({ quantities }: UsagePool): boolean {
  return quantities.some(quantity => quantity > NOTHING);
}

/** Average price of a unit of some pools, without a commitment. */
export function averageRate(pools: readonly UsagePool[]): number {
  let units = 0;
  let cost = 0;
  for (const { quantities, onDemandRate } of pools) {
    const used = quantities.reduce((sum, quantity) => sum + quantity, 0);
    units += used;
    cost += used * onDemandRate;
  }
  return units > 0 ? cost / units : 0;
}

/** Levels end on the height of an hour: a hair below it, sums of floats do not decide whether the hour reaches it. */
const BELOW = 1 - 1e-9;

/**
 * A share of the optimum, in whole steps of a purchase.
 * @returns amount, and the share of the hours in which its last unit is used
 */
export function shareOf(
  { amount: optimum, level, curve }: SizedPurchase,
  sharePercent: number,
  step: number,
): { readonly amount: number; readonly marginalUtilization: number } {
  const amount = roundDownToStep((optimum * sharePercent) / 100, step);
  const taken = optimum > 0 ? (level * amount) / optimum : 0;
  return { amount, marginalUtilization: curve.at(taken * BELOW).marginalUtilization };
}

/** Purchases that a reason names. */
const NAMED_MAX = 3;

/** Why these are bought: what they commit, the dearest by name, and how well the last unit of each is used. */
export function whyOf(purchases: readonly Purchase[]): string {
  const cost = ({ commitment }: Purchase) => effectivePerHour(commitment);
  const dearest = purchases.toSorted((a, b) => cost(b) - cost(a));
  const named = dearest.slice(0, NAMED_MAX).map(({ what, marginalUtilization }) => {
    return `${what}, the last used in ${Math.round(marginalUtilization * 100)} % of the hours`;
  });
  const rest = purchases.length - named.length;
  const total = purchases.reduce((sum, purchase) => sum + cost(purchase), 0);
  return `$${total.toFixed(3)}/h committed: ${named.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}
