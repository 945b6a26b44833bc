/** Takes the change of one meter of one resource between two months apart; the parts add up to the change exactly. */

import { type Decimal, decimal, toLedger, ZERO } from '../money.ts';

/**
 * Causes of a change, in the order they are shown.
 * - `newResources`, `goneResources`: usage of resources that had none in the earlier month, or have none in the later one.
 * - `usage`: more or less of what was used before, at the earlier unit price, beyond what the calendar explains.
 * - `price`: another unit price of what no commitment covers, at the later quantity.
 * - `commitments`: more or less coverage, another rate of covered usage, fees of commitments and their unused part.
 * - `calendar`: the same use a day over more or fewer days.
 * - `other`: tax, credits, corrections, discounts on lines of their own, fees, usage without a quantity or
 *   with an absurd one.
 */
export const CHANGE_PARTS = [
  'newResources',
  'goneResources',
  'usage',
  'price',
  'commitments',
  'calendar',
  'other',
] as const;

/** One cause of a change. */
export type ChangePart = (typeof CHANGE_PARTS)[number];

/** Amounts by cause. */
export type ChangeParts = Readonly<Record<ChangePart, Decimal>>;

/** No change. */
export const NO_CHANGE: ChangeParts = {
  newResources: ZERO,
  goneResources: ZERO,
  usage: ZERO,
  price: ZERO,
  commitments: ZERO,
  calendar: ZERO,
  other: ZERO,
};

/** What one month says of a meter: quantity and effective cost, and how much of both no commitment covers. */
export type MeterMonth = {
  /** Above 0. */
  readonly quantity: Decimal;
  readonly cost: Decimal;
  readonly uncoveredQuantity: Decimal;
  readonly uncoveredCost: Decimal;
};

/** Days of the two months. */
export type MonthDays = { readonly from: number; readonly to: number };

/**
 * True for units that a provider prorates to the length of the month (`GB-Mo`, `GB-month`, `1 GB/Month`): a volume kept for a
 * whole month is the same quantity in February and in March. Every other unit counts hours or events, which grow with days.
 * Assumption: providers prorate to the real month; where one uses a month of fixed length, the difference shows as usage.
 */
export function isMonthlyUnit(unit: string | null): boolean {
  return (unit ?? '')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some(word => ['mo', 'mon', 'month', 'months'].includes(word));
}

/** A part beyond this is no answer but a broken quantity; below it, sums keep every digit of a bill (60 are kept). */
const PART_MAX = decimal('1e24');

/** What the same use a day would have cost more in a month with more days. */
function calendarPart(earlier: MeterMonth, unit: string | null, days: MonthDays): Decimal {
  if (days.from === days.to || isMonthlyUnit(unit)) return ZERO;
  return toLedger(earlier.cost.times(days.to - days.from).dividedBy(days.from));
}

function isTouchedByCommitment({ quantity, uncoveredQuantity }: MeterMonth): boolean {
  return !quantity.equals(uncoveredQuantity);
}

/** Change of the uncovered unit price at the later uncovered quantity; 0 where one of the prices is not known. */
function uncoveredPricePart(earlier: MeterMonth, later: MeterMonth): Decimal {
  if (!earlier.uncoveredQuantity.greaterThan(0) || !later.uncoveredQuantity.greaterThan(0)) return ZERO;
  const atEarlierPrice = later.uncoveredQuantity
    .times(earlier.uncoveredCost)
    .dividedBy(earlier.uncoveredQuantity);
  return toLedger(later.uncoveredCost.minus(atEarlierPrice));
}

/**
 * The change of a meter that a resource has in one or both months; null stands for a month without it.
 *
 * A meter that starts or stops on a resource that stays (it was resized, or uses something more) is a change of usage.
 * Quotients are rounded half-even to nine decimals; what is lost by that goes into `commitments` where a commitment covers
 * a part of the meter, else into `price`, which are the remainders, so that the parts add up. A meter whose quantities cannot be related (a part would be beyond any
 * bill) is `other`.
 */
export function meterChange(
  earlier: MeterMonth | null,
  later: MeterMonth | null,
  unit: string | null,
  days: MonthDays,
): ChangeParts {
  if (!earlier || !later) return { ...NO_CHANGE, usage: (later?.cost ?? ZERO).minus(earlier?.cost ?? ZERO) };
  const change = later.cost.minus(earlier.cost);
  const calendar = calendarPart(earlier, unit, days);
  const moreUsed = later.quantity.minus(earlier.quantity);
  const usage = toLedger(moreUsed.times(earlier.cost).dividedBy(earlier.quantity)).minus(calendar);
  const rate = change.minus(calendar).minus(usage);
  if (usage.abs().greaterThan(PART_MAX)) return { ...NO_CHANGE, other: change };
  if (!isTouchedByCommitment(earlier) && !isTouchedByCommitment(later))
    return { ...NO_CHANGE, calendar, usage, price: rate };
  const price = uncoveredPricePart(earlier, later);
  if (price.abs().greaterThan(PART_MAX)) return { ...NO_CHANGE, other: change };
  return { ...NO_CHANGE, calendar, usage, price, commitments: rate.minus(price) };
}
