/** What a resource-based commitment of Google Cloud costs: read off the commitment prices of whole machines. */

import { HOURS_PER_MONTH } from '../engine/calendar.ts';
import type { PriceBook, PriceFact, ResourceCommitmentOffer } from '../engine/price-book.ts';
import type { BookFiles } from './book-files.ts';
import { type InstancePrices, toNano } from './instance-prices.ts';
import type { LayerPrices } from './overlay.ts';

/** Sum of what the same machines cost, USD an hour, committed and on demand. */
type Total = { committed: number; onDemand: number };

/** Prices of one machine, USD an hour; null where one of the two is not known. */
type Prices = Readonly<Total> | null;

function shareOf(prices: readonly Prices[]): number | null {
  const total: Total = { committed: 0, onDemand: 0 };
  for (const each of prices) {
    total.committed += each?.committed ?? 0;
    total.onDemand += each?.onDemand ?? 0;
  }
  return total.committed > 0 && total.onDemand > 0 ? toNano(total.committed / total.onDemand) : null;
}

const SERVICE = 'compute-engine';
const NOTE =
  'commitment prices of the machines of the series over their on-demand prices, before sustained use';

/** Machines that are priced by vCPU and memory alone: accelerators and local disks are priced apart. */
function plainMachines(instances: InstancePrices, { series, region }: ResourceCommitmentOffer) {
  return instances
    .all(region)
    .filter(
      ({ provider, type }) =>
        provider === 'gcp' && type.family === series && type.accelerators === 0 && type.localNvmeGb === null,
    );
}

/** The share by a newer list, of the machines that it has both prices of, and where it was read. */
function newerShare(
  names: readonly string[],
  { region, termYears }: ResourceCommitmentOffer,
  overlay: LayerPrices,
): { readonly share: number; readonly read: PriceFact } | null {
  const pairs = names.flatMap(name => {
    const committed = overlay.find(SERVICE, `${name} linux commitment ${termYears}y`, region);
    const onDemand = overlay.find(SERVICE, `${name} linux`, region);
    return committed && onDemand ? { committed, onDemand } : [];
  });
  const share = shareOf(
    pairs.map(({ committed, onDemand }) => ({
      committed: committed.price / HOURS_PER_MONTH,
      onDemand: onDemand.price,
    })),
  );
  const [first] = pairs;
  return share === null || first === undefined ? null : { share, read: first.committed };
}

/**
 * @returns the lookup of `PriceBook.resourceCommitmentShare`: of a newer list where it has both prices, else of the book
 *
 * The list has prices of machines, not of vCPU and memory; in all its series that are sold by vCPU and memory alone, both
 * have the discount of the machine.
 */
export function resourceCommitmentShares(
  files: BookFiles,
  instances: InstancePrices,
  overlay: LayerPrices,
): PriceBook['resourceCommitmentShare'] {
  return offer => {
    const { series, region, termYears } = offer;
    const machines = plainMachines(instances, offer);
    const [first] = machines;
    if (first === undefined) return null;
    const fact = (price: number): PriceFact =>
      files.fact({
        ...{ provider: 'gcp', service: SERVICE, item: `${series} commitment ${termYears}y`, region },
        ...{ unit: 'share of on-demand', price, currency: 'XXX', kind: 'derived', confidence: 'A' },
        ...{ source: String(first.meta.source), note: NOTE },
      });
    const names = machines.map(({ type }) => type.name);
    const newer = newerShare(names, offer, overlay);
    if (newer !== null) {
      const { source, date, licence } = newer.read;
      return { ...fact(newer.share), source, date, licence };
    }
    const listed = shareOf(
      machines.map(({ row }) => {
        const month = row.optionalNumber(`commitment${termYears}yMonth`);
        return month === null
          ? null
          : { committed: month / HOURS_PER_MONTH, onDemand: row.number('onDemand') };
      }),
    );
    return listed === null ? null : fact(listed);
  };
}
