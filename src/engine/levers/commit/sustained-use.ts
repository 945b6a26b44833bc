/**
 * Commitments against sustained use discounts on Google Cloud: what is committed earns none, so a purchase has to beat the
 * price after the discount that the same usage would get by itself.
 */

import { MS_PER_HOUR, monthOf, monthPeriod, type Period } from '../../calendar.ts';
import type { FlexibleCommitment } from '../../commitments/commitment.ts';
import { coversProduct } from '../../commitments/gcp/flexible-commitments.ts';
import { sustainedUseMultipliers } from '../../commitments/gcp/sustained-use.ts';
import {
  priceOfFraction,
  SUSTAINED_USE_MULTIPLIERS,
  sustainedUseGroup,
} from '../../commitments/gcp/sustained-use-rates.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../commitments/settings.ts';
import type { UsagePool } from '../../commitments/usage.ts';

/** Halvings of the search for a share of the hours: closer than a float can tell. */
const HALVINGS = 60;

/** A fee and what it is measured against. */
type Offer = {
  readonly series: string;
  readonly resource: 'vcpu' | 'memory-gib';
  /** Fee of an hour over the on-demand price of an hour, before sustained use. */
  readonly feeShare: number;
};

/**
 * Share of the hours of the period in which a unit must run for a commitment to cost less than on demand. Without sustained
 * use that is the fee's share of the price; with it more, since the last hours of a month are the cheapest.
 * @returns null when even a unit that always runs is cheaper without the commitment
 */
export function breakEvenShare(
  { series, resource, feeShare }: Offer,
  period: Period,
  hours: number,
): number | null {
  const { startMs, endMs } = monthPeriod(monthOf(period.startMs));
  const hoursInMonth = (endMs - startMs) / MS_PER_HOUR;
  const multipliers = SUSTAINED_USE_MULTIPLIERS[sustainedUseGroup(series, resource)];
  // Full-price hours that a unit costs when it runs this share of the period.
  const price = (share: number) =>
    hoursInMonth * priceOfFraction((share * hours) / hoursInMonth, multipliers);
  const fee = feeShare * hours;
  if (price(1) <= fee) return null;
  let low = 0;
  let high = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (price(middle) > fee) high = middle;
    else low = middle;
  }
  return high;
}

/** Sizes that are compared, and those around the best of them. */
const COARSE_STEPS = 20;
const FINE_STEPS = 10;

/** Usage on the list of a commitment, and what an hour of it costs on demand. */
type Eligible = { readonly pools: readonly UsagePool[]; readonly onDemandPerHour: Float64Array };

/** Money of the period when so much on-demand usage an hour is committed: all usage shares it in proportion. */
function costWith(
  { pools, onDemandPerHour }: Eligible,
  { discount }: FlexibleCommitment,
  perHour: number,
  period: Period,
): number {
  const hours = onDemandPerHour.length;
  const left = onDemandPerHour.map(cost => (cost > 0 ? Math.max(0, 1 - perHour / cost) : 0));
  const uncovered = pools.map(({ quantities }) =>
    quantities.map((quantity, hour) => quantity * (left[hour] ?? 0)),
  );
  const settings = DEFAULT_COMMITMENT_SETTINGS;
  const shares = sustainedUseMultipliers({ pools, uncovered, settings, period, hours });
  let total = perHour * (1 - discount) * hours;
  pools.forEach(({ onDemandRate }, index) => {
    const price = onDemandRate * (shares[index] ?? 1);
    for (const quantity of uncovered[index] ?? []) total += quantity * price;
  });
  return total;
}

/** The cheapest of some sizes; the smallest where several cost the same. */
function cheapest(sizes: readonly number[], cost: (size: number) => number): number {
  let best = { size: 0, cost: cost(0) };
  for (const size of sizes) {
    const there = cost(size);
    if (there < best.cost) best = { size, cost: there };
  }
  return best.size;
}

/**
 * On-demand dollars an hour that are worth committing, at most `largest`: the best size without sustained use. Only the
 * usage that earns no discount by itself can be told beforehand, so sizes are compared by what they cost, to a half
 * percent of `largest`.
 * @param template a commitment of the legacy model
 */
export function cheapestAfterSustainedUse(
  template: FlexibleCommitment,
  largest: number,
  uncovered: readonly UsagePool[],
  period: Period,
): number {
  const pools = uncovered.filter(pool => coversProduct(template, pool));
  const earnsDiscount = ({ shape }: UsagePool) =>
    shape.kind === 'gcp-resource' && sustainedUseGroup(shape.series, shape.resource) !== 'none';
  if (largest <= 0 || !pools.some(earnsDiscount)) return largest;
  const onDemandPerHour = new Float64Array(pools[0]?.quantities.length ?? 0);
  for (const { quantities, onDemandRate } of pools) {
    for (let hour = 0; hour < onDemandPerHour.length; hour++)
      onDemandPerHour[hour] = (onDemandPerHour[hour] ?? 0) + (quantities[hour] ?? 0) * onDemandRate;
  }
  const cost = (size: number) => costWith({ pools, onDemandPerHour }, template, size, period);
  const step = largest / COARSE_STEPS;
  const coarse = cheapest(
    Array.from({ length: COARSE_STEPS }, (_, index) => step * (index + 1)),
    cost,
  );
  const fine = Array.from(
    { length: 2 * FINE_STEPS + 1 },
    (_, index) => coarse + step * (index / FINE_STEPS - 1),
  );
  return cheapest(
    fine.filter(size => size > 0 && size <= largest),
    cost,
  );
}
