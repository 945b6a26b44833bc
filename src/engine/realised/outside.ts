/** What happened where the plan did nothing: how usage grew and how unit prices changed. */

import type { Resource } from '../estate/estate.ts';
import { type ChargeSum, chargeRole, consumedQuantity, isCovered, meterKey } from '../growth/charge-sum.ts';
import { type ComparedMonths, presenceOf, subjectChange } from '../growth/subject-change.ts';
import type { Subject } from './month-bill.ts';

/** What a factor rests on: resources outside the plan, or what the plan states. */
export type FactorBasis = 'own' | 'workload' | 'stated';

/** A factor on the reference month, 1 where nothing changed. */
export type Factor = { readonly factor: number; readonly basis: FactorBasis };

/** Factors seen outside the plan; null where nothing outside it decides. */
export type Outside = {
  /** @param cost usage cost of the touched resources of that kind and workload in the reference month */
  growth(workload: string, kind: Resource['kind'], cost: number): number | null;
  /** New over old unit price of what no commitment covers. */
  price(charge: ChargeSum): number | null;
  /** Unit price paid for a meter in the later month without a commitment. */
  unitPrice(charge: ChargeSum): number | null;
};

/** Share of the touched cost that must stand beside it for its growth to be taken over: an assumption, 0.05 to 0.3. */
const OUTSIDE_BASE_SHARE = 0.1;

/** Changes of a unit price beyond this are no list price but another thing on the same meter: an assumption. */
const PRICE_RATIO_MIN = 0.5;
const PRICE_RATIO_MAX = 2;

type Base = { cost: number; more: number };
type MeterTotals = { cost: number; quantity: number };

function meterIn(charge: ChargeSum): string {
  return JSON.stringify([meterKey(charge), charge.regionId]);
}

/** Uncovered cost and quantity by meter and Region. */
function meterTotals(charges: Iterable<ChargeSum>): ReadonlyMap<string, MeterTotals> {
  const found = new Map<string, MeterTotals>();
  for (const charge of charges) {
    if (chargeRole(charge) !== 'usage' || isCovered(charge)) continue;
    const total = found.get(meterIn(charge)) ?? { cost: 0, quantity: 0 };
    total.cost += Number(charge.effectiveCost);
    total.quantity += Number(consumedQuantity(charge) ?? 0);
    found.set(meterIn(charge), total);
  }
  return found;
}

function priceOf(totals: MeterTotals | undefined): number | null {
  if (!totals || !(totals.quantity > 0) || !(totals.cost > 0)) return null;
  const price = totals.cost / totals.quantity;
  return Number.isFinite(price) ? price : null;
}

function growthBases(subjects: readonly Subject[], months: ComparedMonths): ReadonlyMap<string, Base> {
  const bases = new Map<string, Base>();
  for (const { workload, before, after } of subjects) {
    const usage = [...before.charges, ...after.charges].filter(charge => chargeRole(charge) === 'usage');
    if (presenceOf(usage, months) !== 'continuing') continue;
    const { from, parts } = subjectChange(usage, 'continuing', months);
    for (const key of [workload, JSON.stringify([workload, before.resource?.kind])]) {
      const base = bases.get(key) ?? { cost: 0, more: 0 };
      base.cost += Number(from.plus(parts.calendar));
      base.more += Number(parts.usage);
      bases.set(key, base);
    }
  }
  return bases;
}

/**
 * Looks at everything that the plan does not touch.
 * @param outside subjects without a planned change
 * @param all every subject: the price of a meter is read from all of the later bill where its level is asked for
 */
export function lookOutside(
  outside: readonly Subject[],
  all: readonly Subject[],
  months: ComparedMonths,
): Outside {
  const bases = growthBases(outside, months);
  const earlier = meterTotals(outside.flatMap(({ before }) => before.charges));
  const later = meterTotals(outside.flatMap(({ after }) => after.charges));
  const paid = meterTotals(all.flatMap(({ after }) => after.charges));
  return {
    growth(workload, kind, cost) {
      for (const key of [JSON.stringify([workload, kind]), workload]) {
        const base = bases.get(key);
        const factor = base ? 1 + base.more / base.cost : Number.NaN;
        if (base && base.cost > 0 && base.cost >= cost * OUTSIDE_BASE_SHARE && Number.isFinite(factor))
          return Math.max(0, factor);
      }
      return null;
    },
    price(charge) {
      const [then, now] = [priceOf(earlier.get(meterIn(charge))), priceOf(later.get(meterIn(charge)))];
      if (then === null || now === null) return null;
      const ratio = now / then;
      return ratio >= PRICE_RATIO_MIN && ratio <= PRICE_RATIO_MAX ? ratio : null;
    },
    unitPrice: charge => priceOf(paid.get(meterIn(charge))),
  };
}
