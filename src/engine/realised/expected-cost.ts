/** What a resource that the plan changed would have cost without the plan, and what it costs. */

import { type ChargeSum, chargeRole, consumedQuantity, isCovered } from '../growth/charge-sum.ts';
import { isMonthlyUnit } from '../growth/meter-change.ts';
import type { ComparedMonths } from '../growth/subject-change.ts';
import { type Decimal, decimal, sum, toLedger, ZERO } from '../money.ts';
import type { Factor, Outside } from './outside.ts';

/** The usage of a touched resource in both months. `expected` is the reference and the four parts after it, exactly. */
export type ExpectedCost = {
  readonly reference: Decimal;
  readonly calendar: Decimal;
  readonly growth: Decimal;
  readonly price: Decimal;
  /** Commitments that have ended since. */
  readonly ended: Decimal;
  readonly expected: Decimal;
  /** What it costs, without what commitments bought since then take off. */
  readonly later: Decimal;
  /** What those commitments take off: 0 or more. */
  readonly covered: Decimal;
  readonly growthBasis: Factor['basis'];
};

/** What is known about the two months. */
export type ExpectationContext = {
  readonly months: ComparedMonths;
  readonly outside: Outside;
  /** Ids of commitments that only one of the months has. */
  readonly endedIds: ReadonlySet<string>;
  readonly newIds: ReadonlySet<string>;
};

/** On-demand price of covered usage less what it cost under its commitment; 0 where no price of its meter is known. */
function discountOf(charge: ChargeSum, { outside }: ExpectationContext): Decimal {
  const [price, quantity] = [outside.unitPrice(charge), consumedQuantity(charge)];
  if (price === null || quantity === null) return ZERO;
  const discount = toLedger(quantity.times(price).minus(charge.effectiveCost));
  return discount.isNegative() ? ZERO : discount;
}

function coveredBy(charge: ChargeSum, ids: ReadonlySet<string>): boolean {
  return isCovered(charge) && charge.commitmentDiscountId !== null && ids.has(charge.commitmentDiscountId);
}

/**
 * Moves the reference cost to the later month: more or fewer days, then growth, then unit prices. A commitment fixes its
 * price; where it has ended, the usage is taken at what the meter costs on demand now.
 */
export function expectedCost(
  before: readonly ChargeSum[],
  after: readonly ChargeSum[],
  growth: Factor,
  statedPrice: number,
  context: ExpectationContext,
): ExpectedCost {
  const { days } = context.months;
  const parts = { reference: ZERO, calendar: ZERO, growth: ZERO, price: ZERO, ended: ZERO };
  for (const charge of before) {
    if (chargeRole(charge) !== 'usage') continue;
    const cost = decimal(charge.effectiveCost);
    const length = isMonthlyUnit(charge.unit) ? ZERO : decimal(days.to).dividedBy(days.from).minus(1);
    const calendar = toLedger(cost.times(length));
    const grown = toLedger(cost.plus(calendar).times(decimal(growth.factor).minus(1)));
    const price = isCovered(charge) ? 1 : (context.outside.price(charge) ?? statedPrice);
    const dearer = toLedger(cost.plus(calendar).plus(grown).times(decimal(price).minus(1)));
    parts.reference = parts.reference.plus(cost);
    parts.calendar = parts.calendar.plus(calendar);
    parts.growth = parts.growth.plus(grown);
    parts.price = parts.price.plus(dearer);
    if (coveredBy(charge, context.endedIds)) parts.ended = parts.ended.plus(discountOf(charge, context));
  }
  const usage = after.filter(charge => chargeRole(charge) === 'usage');
  const covered = sum(
    usage.filter(charge => coveredBy(charge, context.newIds)).map(charge => discountOf(charge, context)),
  );
  return {
    ...parts,
    expected: sum(Object.values(parts)),
    later: sum(usage.map(({ effectiveCost }) => effectiveCost)).plus(covered),
    covered,
    growthBasis: growth.basis,
  };
}
