/** The change of one resource's charges between two months, taken apart. */

import { type Decimal, decimal, ZERO } from '../money.ts';
import { type ChargeSum, chargeRole, consumedQuantity, isCovered, meterKey } from './charge-sum.ts';
import {
  CHANGE_PARTS,
  type ChangePart,
  type ChangeParts,
  type MeterMonth,
  type MonthDays,
  meterChange,
  NO_CHANGE,
} from './meter-change.ts';

/** In which of the two months something has usage. */
export type Presence = 'new' | 'gone' | 'continuing' | 'none';

/** The two months by name, and the days that amounts of each are for. */
export type ComparedMonths = { readonly from: string; readonly to: string; readonly days: MonthDays };

/** What changed. */
export type SubjectChange = {
  readonly from: Decimal;
  readonly to: Decimal;
  readonly parts: ChangeParts;
};

/** Usage that costs something or has a quantity; a discount on a line of its own is none. */
function showsUse(charge: ChargeSum): boolean {
  if (chargeRole(charge) !== 'usage') return false;
  return consumedQuantity(charge) !== null || decimal(charge.effectiveCost).greaterThan(0);
}

/** In which months there is usage. @param charges everything that the bills of both months say of one subject */
export function presenceOf(charges: readonly ChargeSum[], months: ComparedMonths): Presence {
  const has = (month: string) => charges.some(charge => charge.month === month && showsUse(charge));
  if (has(months.to)) return has(months.from) ? 'continuing' : 'new';
  return has(months.from) ? 'gone' : 'none';
}

/** Adds amounts of two sets of parts. */
export function addParts(a: ChangeParts, b: ChangeParts): ChangeParts {
  const sums: Record<ChangePart, Decimal> = { ...a };
  for (const part of CHANGE_PARTS) if (!b[part].isZero()) sums[part] = a[part].plus(b[part]);
  return sums;
}

function meterMonth(charges: readonly ChargeSum[]): MeterMonth | null {
  if (charges.length === 0) return null;
  const total = { quantity: ZERO, cost: ZERO, uncoveredQuantity: ZERO, uncoveredCost: ZERO };
  for (const charge of charges) {
    const quantity = consumedQuantity(charge) ?? ZERO;
    total.quantity = total.quantity.plus(quantity);
    total.cost = total.cost.plus(charge.effectiveCost);
    if (isCovered(charge)) continue;
    total.uncoveredQuantity = total.uncoveredQuantity.plus(quantity);
    total.uncoveredCost = total.uncoveredCost.plus(charge.effectiveCost);
  }
  return total;
}

/** Where the whole amount of a charge goes; null for a charge that is compared by its meter. */
function wholePart(charge: ChargeSum, presence: Presence, months: ComparedMonths): ChangePart | null {
  const role = chargeRole(charge);
  if (role === 'commitment') return 'commitments';
  if (role === 'other') return 'other';
  if (presence === 'new' && charge.month === months.to) return 'newResources';
  if (presence === 'gone' && charge.month === months.from) return 'goneResources';
  return presence === 'continuing' && consumedQuantity(charge) !== null ? null : 'other';
}

/**
 * Takes the change of some charges of a subject apart.
 * @param charges all of them, or those of one group: a resource may be billed by several services
 * @param presence of the whole subject
 */
export function subjectChange(
  charges: readonly ChargeSum[],
  presence: Presence,
  months: ComparedMonths,
): SubjectChange {
  let [from, to] = [ZERO, ZERO];
  const parts: Record<ChangePart, Decimal> = { ...NO_CHANGE };
  const metered: ChargeSum[] = [];
  for (const charge of charges) {
    const isLater = charge.month === months.to;
    const cost = decimal(charge.effectiveCost);
    if (isLater) to = to.plus(cost);
    else from = from.plus(cost);
    const part = wholePart(charge, presence, months);
    if (part === null) metered.push(charge);
    else parts[part] = isLater ? parts[part].plus(cost) : parts[part].minus(cost);
  }
  let all: ChangeParts = parts;
  for (const group of Map.groupBy(metered, meterKey).values()) {
    const earlier = meterMonth(group.filter(({ month }) => month === months.from));
    const later = meterMonth(group.filter(({ month }) => month === months.to));
    all = addParts(all, meterChange(earlier, later, group[0]?.unit ?? null, months.days));
  }
  return { from, to, parts: all };
}
