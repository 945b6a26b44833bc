/** The fee of an AWS support plan: graduated shares of the month's charges, and a minimum. */

import type { Estate, Resource } from '../../estate/estate.ts';
import type { LeverContext } from '../../lever.ts';
import type { PriceBook } from '../../price-book.ts';
import { type PriceTier, tieredCost } from '../../pricing/object-storage.ts';
import { type SupportPlan, supportPlanOf } from './aws-contract.ts';

/** The Region under which the book has support: it is the same everywhere. */
const BOOK_REGION = 'us-east-1';
/** Charges, USD, at which the share of some plan changes: the components of the book are named after them. */
const STEPS = [0, 10_000, 80_000, 150_000, 250_000, 500_000, 1_000_000];

/** A plan's price. */
export type SupportPrice = { readonly minimum: number; readonly tiers: readonly PriceTier[] };

/** The price of a plan; null where the book does not know it. Basic support is part of every account. */
export function supportPrice(plan: SupportPlan, book: PriceBook): SupportPrice | null {
  if (plan === 'basic') return { minimum: 0, tiers: [{ upTo: Number.POSITIVE_INFINITY, price: 0 }] };
  const minimum = book.unitPrice('support', plan, 'minimum', BOOK_REGION)?.price;
  const steps = STEPS.flatMap(from => {
    const fact = book.unitPrice('support', plan, `percentage_from_${from}`, BOOK_REGION);
    return fact ? [{ from, share: fact.price }] : [];
  });
  if (minimum === undefined || steps[0]?.from !== 0) return null;
  return {
    minimum,
    tiers: steps.map(({ share }, index) => ({
      upTo: steps[index + 1]?.from ?? Number.POSITIVE_INFINITY,
      price: share,
    })),
  };
}

/** Fee on a month's charges, USD. */
export function supportFee(charges: number, { minimum, tiers }: SupportPrice): number {
  return Math.max(minimum, tieredCost(charges, tiers));
}

/** The charges that a fee was taken on; the most that its minimum covers where the fee is no more than that. */
export function chargesOf(fee: number, { minimum, tiers }: SupportPrice): number {
  let left = Math.max(fee, minimum);
  let from = 0;
  for (const { upTo, price } of tiers) {
    const whole = (upTo - from) * price;
    if (left <= whole) return price > 0 ? from + left / price : from;
    left -= whole;
    from = upTo;
  }
  return from;
}

/** What a resource costs at most now: as the bill has it, or less where moves have made it smaller. */
function costNow(resource: Resource, { saving }: LeverContext): number {
  const { contractFactor } = resource;
  const billed = Number(resource.effectiveCost) * contractFactor;
  // Buckets share graduated prices: one by one they are not priced here.
  if (resource.kind === 'commitment' || resource.kind === 'bucket' || billed <= 0) return billed;
  const now = saving({ kind: 'terminate', resourceId: resource.id });
  return now === null ? billed : Math.min(billed, now + unmodelled(resource) * contractFactor);
}

/** The part of a bill that neither the model nor a meter accounts for: it stays as it is. */
function unmodelled({ effectiveCost, modelledCost, meters }: Resource): number {
  const counted = meters.reduce((total, { cost }) => total + cost, modelledCost);
  return Math.max(0, Number(effectiveCost) - counted);
}

/**
 * What support is charged on now: everything but support, after the moves before. One support line pays for the
 * organisation; several pay for an account each.
 */
export function restOf(support: Resource, context: LeverContext): number {
  const isOnly = supportLines(context.estate) <= 1;
  let total = 0;
  for (const resource of context.estate.resources) {
    if (supportPlanOf(resource) !== null || (!isOnly && resource.account !== support.account)) continue;
    total += costNow(resource, context);
  }
  return Math.max(0, total);
}

function supportLines({ resources }: Estate): number {
  return resources.filter(resource => supportPlanOf(resource) !== null).length;
}
