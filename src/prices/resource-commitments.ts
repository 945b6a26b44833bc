/** What a resource-based commitment of Google Cloud costs: read off the commitment prices of whole machines. */

import { HOURS_PER_MONTH } from '../engine/calendar.ts';
import type { PriceBook } from '../engine/price-book.ts';
import type { BookFiles } from './book-files.ts';
import { type InstancePrices, toNano } from './instance-prices.ts';

/** Sum of what the same machines cost, USD an hour, committed and on demand. */
type Total = { committed: number; onDemand: number; source: string | null };

/**
 * @returns the lookup of `PriceBook.resourceCommitmentShare`
 *
 * The list has prices of machines, not of vCPU and memory; in all its series that are sold by vCPU and memory alone, both
 * have the discount of the machine. Machines with accelerators or local disks are left out: those are priced apart.
 */
export function resourceCommitmentShares(
  files: BookFiles,
  instances: InstancePrices,
): PriceBook['resourceCommitmentShare'] {
  return ({ series, region, termYears }) => {
    const total: Total = { committed: 0, onDemand: 0, source: null };
    for (const { provider, type, row, meta } of instances.all(region)) {
      if (provider !== 'gcp' || type.family !== series) continue;
      if (type.accelerators > 0 || type.localNvmeGb !== null) continue;
      const month = row.optionalNumber(`commitment${termYears}yMonth`);
      if (month === null) continue;
      total.committed += month / HOURS_PER_MONTH;
      total.onDemand += row.number('onDemand');
      total.source ??= String(meta.source);
    }
    if (total.source === null || total.onDemand <= 0) return null;
    return files.fact({
      provider: 'gcp',
      service: 'compute-engine',
      item: `${series} commitment ${termYears}y`,
      region,
      unit: 'share of on-demand',
      price: toNano(total.committed / total.onDemand),
      currency: 'XXX',
      kind: 'derived',
      confidence: 'A',
      source: total.source,
      note: 'commitment prices of the machines of the series over their on-demand prices, before sustained use',
    });
  };
}
