/**
 * Google Cloud spend-based ("flexible") commitments: dollars an hour on a list of products, over the whole billing
 * account. Legacy model ("Analyze spend-based CUDs", 2021-2023): on-demand dollars are committed, the fee is what is left
 * of them after the discount, and a credit pays the covered usage. Consumption model ("Spend-based CUDs data model
 * updates", 2025-2026): discounted dollars are committed and covered usage has prices of its own. What an hour does not
 * use is lost in both.
 */

import { compareText } from '../../text-order.ts';
import type { OrderInput } from '../application.ts';
import type { FlexibleCommitment } from '../commitment.ts';
import type { ApplicationOrder, Benefit, ShareStep } from '../draw.ts';
import { hoursInForce } from '../hours-in-force.ts';
import type { UsagePool } from '../usage.ts';

type Model = FlexibleCommitment['model'];

/** Products that a commitment covers beside its own (data model page, 2025-2026: Cloud Run only in the new model). */
const ALSO_COVERS: Readonly<Record<Model, ReadonlyMap<string, readonly string[]>>> = {
  legacy: new Map([['compute', ['gke']]]),
  consumption: new Map([['compute', ['gke', 'cloud-run']]]),
};

/** Compute series that only the consumption model covers, each at its own discount (same page). */
const NEEDS_OWN_PRICE = ['h3', 'm1', 'm2', 'm3', 'm4'];

/** Series sold with accelerators, and shared cores: outside of the legacy list (assumption where the list is silent). */
const NOT_IN_LEGACY = /^(a\d+|g\d+|f1)$/;

/** One pool that a commitment may cover. */
type Target = { readonly usage: number; readonly unitsPerQuantity: number; readonly discount: number };

function isOnLegacyList({ shape }: UsagePool): boolean {
  if (shape.kind !== 'gcp-resource') return true;
  return (
    shape.resource !== 'gpu' && !NEEDS_OWN_PRICE.includes(shape.series) && !NOT_IN_LEGACY.test(shape.series)
  );
}

/** Whether a pool is on the list of products of a commitment and in its Region, whatever its price. */
export function coversProduct(commitment: FlexibleCommitment, pool: UsagePool): boolean {
  const { shape } = pool;
  if (shape.kind !== 'gcp-resource' && shape.kind !== 'gcp-metered') return false;
  const also = ALSO_COVERS[commitment.model].get(commitment.product) ?? [];
  if (shape.product !== commitment.product && !also.includes(shape.product)) return false;
  if (commitment.region !== undefined && shape.region !== commitment.region) return false;
  return commitment.model === 'consumption' || isOnLegacyList(pool);
}

/** Discounts that agree to nine digits are one discount: they come out of divisions. */
function sameDiscount(discount: number): number {
  return Math.round(discount * 1e9) / 1e9;
}

/** Price of a unit under the commitment; null where it does not apply. */
function priceUnder(
  commitment: FlexibleCommitment,
  pool: UsagePool,
  { rates }: Pick<OrderInput, 'rates'>,
): number | null {
  if (!coversProduct(commitment, pool)) return null;
  return commitment.model === 'legacy'
    ? pool.onDemandRate * (1 - commitment.discount)
    : rates.spendRate(commitment, pool);
}

function targetsOf(commitment: FlexibleCommitment, input: OrderInput): readonly Target[] {
  return input.pools.flatMap((pool, usage) => {
    const price = priceUnder(commitment, pool, input);
    // A price above the customer's own on-demand rate would make the usage dearer: nobody is charged that.
    if (price === null || pool.onDemandRate <= 0 || price > pool.onDemandRate) return [];
    const unitsPerQuantity = commitment.model === 'legacy' ? pool.onDemandRate : price;
    if (unitsPerQuantity <= 0) return [];
    return [{ usage, unitsPerQuantity, discount: sameDiscount(1 - price / pool.onDemandRate) }];
  });
}

/** Pools that share the commitment in proportion, one list after the other. */
function inTurn(targets: readonly Target[], order: OrderInput['settings']['gcpFlexibleOrder']): Target[][] {
  if (targets.length === 0) return [];
  if (order === 'proportional') return [[...targets]];
  const byDiscount = Map.groupBy(targets, ({ discount }) => discount);
  return [...byDiscount.entries()].toSorted(([a], [b]) => b - a).map(([, group]) => group);
}

/**
 * Of several commitments the narrower list first, then the higher discount, then by id. No document says so: an assumption
 * that changes who is covered, and in the legacy model never the total of one list.
 */
function byScope(a: FlexibleCommitment, b: FlexibleCommitment): number {
  const width = ({ model, product }: FlexibleCommitment) => ALSO_COVERS[model].get(product)?.length ?? 0;
  return width(a) - width(b) || b.discount - a.discount || compareText(a.id, b.id);
}

/**
 * Benefits and steps of the spend-based commitments. A legacy one holds on-demand dollars that cost 1 - discount each, a
 * consumption one discounted dollars that cost 1 each. Usage of equal discount shares in proportion to its cost; of
 * unequal discounts the highest goes first, or all share (setting).
 */
export function flexibleCommitmentOrder(input: OrderInput): ApplicationOrder {
  const benefits: Benefit[] = [];
  const steps: ShareStep[] = [];
  const commitments = input.commitments.filter(commitment => commitment.kind === 'flexible-commitment');
  for (const commitment of commitments.toSorted(byScope)) {
    for (const group of inTurn(targetsOf(commitment, input), input.settings.gcpFlexibleOrder)) {
      const targets = group.map(({ usage, unitsPerQuantity }) => ({ usage, unitsPerQuantity }));
      steps.push({ kind: 'share', benefit: benefits.length, targets });
    }
    benefits.push({
      id: commitment.id,
      instrument: 'flexible-commitment',
      capacity: commitment.commitmentPerHour,
      costPerUnit: commitment.model === 'legacy' ? 1 - commitment.discount : 1,
      renewal: 'hour',
      ...hoursInForce(commitment, input),
    });
  }
  return { benefits, steps };
}

/**
 * The commitment of the consumption model that covers as much as this legacy one ("Choose the correct amount of CUD to
 * buy", 2025-2026): on-demand dollars to discounted dollars.
 */
export function toConsumptionCommitment(onDemandPerHour: number, discount: number): number {
  return onDemandPerHour * (1 - discount);
}

/** The reverse: on-demand dollars that a commitment of discounted dollars covers. @param discount below 1 */
export function toLegacyCommitment(discountedPerHour: number, discount: number): number {
  return discountedPerHour / (1 - discount);
}
