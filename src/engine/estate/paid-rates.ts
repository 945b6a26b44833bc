/** Reads off the bill what is really paid per unit. */

import type { BillLine } from '../bill-extract.ts';
import type { PriceBook } from '../price-book.ts';
import { planRateKey, priceIdOf, unitRateKey } from '../rate-card.ts';
import type { MeteredLine } from './build-resource.ts';
import type { PaidRates } from './estate.ts';
import { hoursPerPricingUnit } from './meters/pricing-unit.ts';
import { databaseShapeOf, instanceShapeOf } from './meters/shape-of-meter.ts';

/** Cost and quantity added up. */
type Paid = { cost: number; quantity: number };

function add(totals: Map<string, Paid>, key: string, cost: number, quantity: number): void {
  const total = totals.get(key) ?? { cost: 0, quantity: 0 };
  total.cost += cost;
  total.quantity += quantity;
  totals.set(key, total);
}

function rates(totals: ReadonlyMap<string, Paid>): Map<string, number> {
  const result = new Map<string, number>();
  for (const [key, { cost, quantity }] of totals) {
    if (quantity > 0 && cost > 0) result.set(key, cost / quantity);
  }
  return result;
}

/** Key of the price of usage that commitments may cover; null for anything else, and for spot. */
function priceIdOfLine({ line, meter, committable }: MeteredLine): string | null {
  if (meter.kind === 'instance-hours')
    return meter.purchase === 'on-demand' ? priceIdOf(instanceShapeOf(meter, line.regionId)) : null;
  if (meter.kind === 'database-hours') return priceIdOf(databaseShapeOf({ ...meter, region: line.regionId }));
  return committable === null ? null : priceIdOf(committable.shape);
}

/** An uncovered usage line that really cost something: its price is what this customer pays on demand. */
function isOnDemand(line: BillLine): boolean {
  return (
    line.chargeCategory === 'Usage' &&
    line.commitmentDiscountId === null &&
    line.pricingCategory !== 'Dynamic'
  );
}

/** Key of a unit price that has no volume tiers. */
function unitKeyOf({ line, meter }: MeteredLine): string | null {
  const region = line.regionId ?? '';
  switch (meter.kind) {
    case 'volume-storage':
      return unitRateKey('ebs', meter.volumeType, 'storage', region);
    case 'bucket-storage':
      // Standard storage is graduated: its average price says nothing of the next GiB.
      return meter.storageClass === 'STANDARD'
        ? null
        : unitRateKey('s3', meter.storageClass, 'storage', region);
    case 'database-storage':
      return unitRateKey(
        'rds_storage',
        meter.storageType,
        meter.multiAz ? 'storage_multi_az' : 'storage_single_az',
        region,
      );
    default:
      return null;
  }
}

/** List price of a metered line in the book, per unit of its quantity; null when the book does not have it. */
function listPriceOf({ line, meter }: MeteredLine, book: PriceBook): number | null {
  const region = line.regionId ?? '';
  switch (meter.kind) {
    case 'instance-hours':
      if (meter.purchase !== 'on-demand' || meter.tenancy !== 'shared') return null;
      return book.instancePrice(meter.instanceType, region, meter.operatingSystem)?.price ?? null;
    case 'database-hours':
      return book.databasePrice(meter.instanceClass, meter.engine, region, meter.multiAz)?.price ?? null;
    default:
      return null;
  }
}

/** Quantity in the units of the rules: hours, or cores in them, whatever block the price is for. */
function unitsOf({ line, committable }: MeteredLine): number {
  const perUnit = hoursPerPricingUnit(line.pricingUnit) * (committable?.unitsPerPricingUnit ?? 1);
  return (line.pricingQuantity ?? 0) * perUnit;
}

/** What an uncovered line costs before discounts that the engine works out itself: Google's credits for sustained use. */
function costOnDemand({ line, committable }: MeteredLine): number {
  const isGoogle = committable?.shape.kind === 'gcp-resource';
  return Number(isGoogle ? (line.contractedCost ?? line.billedCost) : line.billedCost);
}

/** What the lines of a bill add up to, before prices are divided out. */
type Totals = {
  readonly onDemand: Map<string, Paid>;
  readonly listed: Map<string, Paid>;
  readonly plans: Map<string, Paid>;
  readonly units: Map<string, Paid>;
  readonly contract: Map<string, Paid>;
};

function addOnDemand(totals: Totals, metered: MeteredLine, book: PriceBook): void {
  const { line } = metered;
  const quantity = line.pricingQuantity ?? 0;
  const cost = Number(line.billedCost);
  const priceId = priceIdOfLine(metered);
  if (priceId) add(totals.onDemand, priceId, costOnDemand(metered), unitsOf(metered));
  const unitKey = unitKeyOf(metered);
  if (unitKey) add(totals.units, unitKey, cost, quantity);
  const list = listPriceOf(metered, book);
  if (list !== null && line.serviceCode) add(totals.contract, line.serviceCode, cost, list * quantity);
}

/** Ids of reservations: what they cover is paid by the unit, there is no rate to read. */
const RESERVATION_ID = /reserv|:ri[:/]/i;

function addCommitted(totals: Totals, metered: MeteredLine): void {
  const { line } = metered;
  const priceId = priceIdOfLine(metered);
  if (!priceId || line.commitmentDiscountId === null || line.commitmentDiscountStatus === 'Unused') return;
  const quantity = unitsOf(metered);
  const cost = line.contractedCost ?? line.listCost;
  if (cost !== null) add(totals.listed, priceId, Number(cost), quantity);
  if (RESERVATION_ID.test(line.commitmentDiscountId)) return;
  add(totals.plans, planRateKey(line.commitmentDiscountId, priceId), Number(line.effectiveCost), quantity);
}

/** Rates read off the metered lines of a bill. Covered hours tell the on-demand price by their list cost. */
export function readPaidRates(lines: readonly MeteredLine[], book: PriceBook): PaidRates {
  const totals: Totals = {
    onDemand: new Map(),
    listed: new Map(),
    plans: new Map(),
    units: new Map(),
    contract: new Map(),
  };
  for (const metered of lines) {
    if (isOnDemand(metered.line)) addOnDemand(totals, metered, book);
    else addCommitted(totals, metered);
  }
  return {
    onDemandPerHour: new Map([...rates(totals.listed), ...rates(totals.onDemand)]),
    savingsPlanPerHour: rates(totals.plans),
    unitPrice: rates(totals.units),
    contractFactor: rates(totals.contract),
  };
}
