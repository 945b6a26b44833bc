/** Azure reservations: which usage each covers, how much of it, and in which order. Infrastructure only; software is other usage. */

import type { CommitmentRates, OrderInput } from '../application.ts';
import type { AzureReservation } from '../commitment.ts';
import { hoursInForce } from '../hours-in-force.ts';
import type { UsagePool } from '../usage.ts';
import { assertAmount, type BenefitDraws, type IndexedPool } from './benefit-draws.ts';
import { suseRatio } from './published-ratios.ts';
import { compareArrival, compareScope, isInScope, isSameName } from './scopes.ts';
import { type SizeFlexibility, sizeFlexibility } from './size-flexibility.ts';

/** What must agree between a reservation of a product and usage of it. */
type ProductRule = {
  /** `exact`: the same SKU; `group`: by ratio where the reservation is flexible; `any`: the product has one unit. */
  readonly sku: 'exact' | 'group' | 'any';
  /** Whether a reservation is bound to its Region. */
  readonly isRegional: boolean;
};

/**
 * Rules of the products, all of learn.microsoft.com/azure/cost-management-billing/reservations/:
 * understand-vm-reservation-charges (2023-07-27), understand-reservation-charges (SQL, 2020-02-13),
 * reservation-discount-azure-sql-dw (2022-12-06), understand-cosmosdb-reservation-charges (2023-11-17),
 * understand-disk-reservations (2020-01-30), understand-storage-charges (2023-11-17), understand-suse-reservation-charges (2023-11-17).
 *
 * Quantities: SQL in vCores of a tier and generation; Synapse in units of 100 cDWU; Cosmos DB in RU/s, in every Region
 * at its ratio; disks in whole disks of one SKU; storage in TiB of a tier and redundancy; SUSE in plans of a vCPU band.
 */
const PRODUCT_RULES: Readonly<Record<string, ProductRule>> = {
  'virtual-machine': { sku: 'group', isRegional: true },
  'sql-database': { sku: 'exact', isRegional: true },
  synapse: { sku: 'any', isRegional: true },
  'cosmos-db': { sku: 'any', isRegional: false },
  'managed-disk': { sku: 'exact', isRegional: true },
  'storage-capacity': { sku: 'exact', isRegional: true },
  'suse-linux': { sku: 'group', isRegional: false },
};

/** A product without a rule of its own is held to everything: SKU (by ratio where there is one) and Region. */
const OTHER_PRODUCT: ProductRule = { sku: 'group', isRegional: true };

/** Product and size of usage as reservations see it; null for usage that no Azure reservation covers. */
function reservable(pool: UsagePool) {
  const { shape } = pool;
  if (shape.kind === 'azure-vm') {
    return { product: 'virtual-machine', sku: shape.size, region: shape.region, unitsPerQuantity: 1 };
  }
  return shape.kind === 'azure-metered' ? shape : null;
}

function ruleOf(product: string): ProductRule {
  return (Object.hasOwn(PRODUCT_RULES, product) ? PRODUCT_RULES[product] : undefined) ?? OTHER_PRODUCT;
}

function flexibilityOf(
  reservation: AzureReservation,
  rule: ProductRule,
  rates: CommitmentRates,
): SizeFlexibility {
  if (rule.sku === 'any') return { unitsPerReservation: 1, unitsTaken: () => 1 };
  const flexibility = rule.sku === 'group' ? reservation.flexibility : 'size';
  const ratioOf =
    reservation.product === 'suse-linux' ? suseRatio : (size: string) => rates.azureSizeRatio(size);
  return sizeFlexibility(reservation.sku, flexibility, ratioOf);
}

/** Usage that a reservation covers, in the order it is served. */
function drawsOf(
  reservation: AzureReservation,
  flexibility: SizeFlexibility,
  rule: ProductRule,
  pools: readonly IndexedPool[],
): BenefitDraws['draws'] {
  return pools.flatMap(({ usage, pool }) => {
    const item = reservable(pool);
    if (item?.product !== reservation.product || !isInScope(reservation, pool)) return [];
    const isRegionBound = rule.isRegional && reservation.region !== null;
    if (isRegionBound && !isSameName(reservation.region ?? '', item.region)) return [];
    const unitsPerQuantity = (flexibility.unitsTaken(item.sku) ?? 0) * item.unitsPerQuantity;
    return Number.isFinite(unitsPerQuantity) && unitsPerQuantity > 0 ? [{ usage, unitsPerQuantity }] : [];
  });
}

/**
 * Reservations in the order they apply: the narrower scope first, inside one scope first come, first served.
 *
 * The capacity of an hour is a pool (quantity x one hour), so that usage of parts of an hour shares it; what an hour
 * does not use is lost. `effectivePerHour` is the price of one reservation of the quantity.
 * @param pools every pool of the input, in the order they are served
 */
export function reservationDraws(input: OrderInput, pools: readonly IndexedPool[]): readonly BenefitDraws[] {
  return input.commitments
    .filter(each => each.kind === 'azure-reservation')
    .sort((a, b) => compareScope(a, b) || compareArrival(a, b))
    .map(reservation => {
      const rule = ruleOf(reservation.product);
      const flexibility = flexibilityOf(reservation, rule, input.rates);
      const quantity = assertAmount(reservation.quantity, 'the quantity of a reservation');
      return {
        benefit: {
          id: reservation.id,
          instrument: 'azure-reservation',
          capacity: quantity * flexibility.unitsPerReservation,
          costPerUnit: reservation.effectivePerHour / flexibility.unitsPerReservation,
          renewal: 'hour',
          ...hoursInForce(reservation, input),
        },
        draws: drawsOf(reservation, flexibility, rule, pools),
      };
    });
}

/** Share of a quotient that is float noise: within it, a quotient counts as the whole number it stands for. */
const WHOLE_TOLERANCE = 1e-12;

/**
 * RU/s that a Cosmos DB reservation covers in a Region: whole ones, as Azure bills, so that pay as you go is rounded up.
 * @param reservedUnits reserved RU/s spent on the Region
 * @param ratio reserved RU/s that one RU/s of the Region takes
 */
export function coveredRequestUnits(reservedUnits: number, ratio: number): number {
  return Math.floor((reservedUnits / ratio) * (1 + WHOLE_TOLERANCE));
}
