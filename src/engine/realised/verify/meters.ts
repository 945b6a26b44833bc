/** Changes that show on meters: other quantities, another machine behind metered usage, other unit prices. */

import type { RemeterEffect, RenegotiateEffect, ReshapeEffect } from '../../effect.ts';
import type { MeteredUsage } from '../../estate/estate.ts';
import {
  type ChargeSum,
  chargeRole,
  consumedQuantity,
  isCovered,
  meterKey,
} from '../../growth/charge-sum.ts';
import { isMonthlyUnit } from '../../growth/meter-change.ts';
import { priceIdOf } from '../../rate-card.ts';
import { byShare, cannotTell, type Verdict } from '../verdict.ts';
import type { Sight } from './sight.ts';

/** Share from which a fall of a meter is no ordinary month: traffic moves by itself. An assumption, 0.2 to 0.5. */
const METER_BEGUN_FROM = 0.3;

function metered(charges: readonly ChargeSum[], usageType: string, operation: string | null): number {
  return charges.reduce((sum, charge) => {
    if (charge.usageType !== usageType || charge.operation !== operation) return sum;
    return sum + Number(consumedQuantity(charge) ?? 0);
  }, 0);
}

/** How much of the quantities that should go has gone, at the prices paid before. */
export function verifyRemeter(sight: Sight<RemeterEffect>): Verdict {
  const { effect, before, beforeCharges, afterCharges, from, to } = sight;
  let [fallen, planned] = [0, 0];
  const seen: string[] = [];
  for (const { usageType, operation, factor } of effect.meters) {
    const use = before.meters.find(each => each.usageType === usageType && each.operation === operation);
    const then = metered(beforeCharges, usageType, operation);
    if (!use || use.quantity <= 0 || then <= 0 || factor >= 1) continue;
    const length = isMonthlyUnit(use.unit) ? 1 : to.hours / from.hours;
    const now = metered(afterCharges, usageType, operation) / length;
    const price = Math.max(0, use.cost) / use.quantity;
    fallen += price * (then - now);
    planned += price * then * (1 - factor);
    seen.push(`${usageType} ${((now / then) * 100).toFixed(0)} % of before`);
  }
  if (planned <= 0) return cannotTell('the plan lowers no meter of this bill');
  return byShare(fallen / planned, seen.slice(0, 3).join(', '), METER_BEGUN_FROM);
}

function units(usages: readonly MeteredUsage[], priceId: string): number {
  return usages
    .filter(({ shape }) => priceIdOf(shape) === priceId)
    .reduce((sum, { hours }) => sum + hours.reduce((a, b) => a + b, 0), 0);
}

/** Share of the usage on the planned machine; with the same machine, how many of the units have gone. */
export function verifyReshape({ effect, before, after, from, to }: Sight<ReshapeEffect>): Verdict {
  if (after.kind !== 'other' || before.kind !== 'other') return cannotTell('no such usage in the bill');
  const goal = priceIdOf(effect.to);
  if (goal !== effect.fromPriceId) {
    const [old, changed] = [units(after.metered, effect.fromPriceId), units(after.metered, goal)];
    if (old + changed <= 0) return cannotTell('neither the old nor the planned machine is in the bill');
    return byShare(changed / (old + changed), `${goal} beside ${effect.fromPriceId}`);
  }
  const then = units(before.metered, goal) / from.hours;
  const now = units(after.metered, goal) / to.hours;
  if (then <= 0 || effect.quantityRatio >= 1) return cannotTell('the plan takes no units away');
  return byShare(
    (then - now) / (then * (1 - effect.quantityRatio)),
    `${now.toFixed(1)} units on average, ${then.toFixed(1)} before`,
  );
}

type MeterPrice = { readonly cost: number; readonly quantity: number };

/** Uncovered cost and quantity by meter; a discount on a line of its own lowers its meter's price. */
function pricesOfMeters(charges: readonly ChargeSum[]): ReadonlyMap<string, MeterPrice> {
  const found = new Map<string, MeterPrice>();
  for (const charge of charges) {
    if (chargeRole(charge) !== 'usage' || isCovered(charge)) continue;
    const known = found.get(meterKey(charge)) ?? { cost: 0, quantity: 0 };
    found.set(meterKey(charge), {
      cost: known.cost + Number(charge.effectiveCost),
      quantity: known.quantity + Number(consumedQuantity(charge) ?? 0),
    });
  }
  return found;
}

/** How much of the planned discount shows in the unit prices of what is used in both months. */
export function verifyRenegotiate({
  effect,
  beforeCharges,
  afterCharges,
}: Sight<RenegotiateEffect>): Verdict {
  const earlier = pricesOfMeters(beforeCharges);
  let [now, then] = [0, 0];
  for (const [key, { cost, quantity }] of pricesOfMeters(afterCharges)) {
    const known = earlier.get(key);
    if (!known || known.quantity <= 0 || known.cost <= 0 || quantity <= 0) continue;
    now += cost;
    then += (known.cost / known.quantity) * quantity;
  }
  if (then <= 0 || effect.factor >= 1) return cannotTell('no unit price can be compared');
  return byShare(
    (1 - now / then) / (1 - effect.factor),
    `unit prices are ${((now / then) * 100).toFixed(1)} % of before, ${(effect.factor * 100).toFixed(1)} % planned`,
  );
}
