/** What the bill paid for the thing that a price is of: it stands before every price of a list or an agreement. */

import type { PaidRates } from '../engine/estate/estate.ts';
import { databaseShapeOf } from '../engine/estate/meters/shape-of-meter.ts';
import type { PriceFact } from '../engine/price-book.ts';
import { computePoolId, priceIdOf, unitRateKey } from '../engine/rate-card.ts';

function machineRate(paid: PaidRates, { item, region }: PriceFact): number | null {
  const [instanceType = '', operatingSystem = '', more] = item.split(' ');
  if (more !== undefined || (operatingSystem !== 'linux' && operatingSystem !== 'windows')) return null;
  const id = computePoolId({ region, instanceType, operatingSystem, tenancy: 'shared' });
  return paid.onDemandPerHour.get(id) ?? null;
}

function databaseRate(paid: PaidRates, { item, region }: PriceFact): number | null {
  const [instanceClass = '', engine = '', deployment = '', more] = item.split(' ');
  if (more !== undefined || (deployment !== 'single-az' && deployment !== 'multi-az')) return null;
  const shape = databaseShapeOf({ instanceClass, engine, multiAz: deployment === 'multi-az', region });
  return paid.onDemandPerHour.get(priceIdOf(shape)) ?? null;
}

/** USD per unit that the bill paid on demand; null where it shows no such usage. AWS only: what the rates of a bill are kept for. */
export function paidRateOf(paid: PaidRates, fact: PriceFact): number | null {
  if (fact.provider !== 'aws') return null;
  if (fact.service === 'ec2') return machineRate(paid, fact);
  if (fact.service === 'rds') return databaseRate(paid, fact);
  const end = fact.item.lastIndexOf(' ');
  const [item, component] = [fact.item.slice(0, end), fact.item.slice(end + 1)];
  return paid.unitPrice.get(unitRateKey(fact.service, item, component, fact.region)) ?? null;
}
