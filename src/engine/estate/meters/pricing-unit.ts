/** Units of a price that stand for several hours. */

const HOURS = /^(\d+) (?:hours?|hrs?)$/i;

/** Hours that one pricing unit stands for: 10 for Azure's `10 Hours`, 1 for `1 Hour`, `Hrs` and everything else. */
export function hoursPerPricingUnit(pricingUnit: string | null): number {
  const count = Number(HOURS.exec(pricingUnit ?? '')?.[1] ?? 1);
  return count > 0 ? count : 1;
}
