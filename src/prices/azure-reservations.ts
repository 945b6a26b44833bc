/** What an hour of a reserved Azure machine costs: a few series have listed prices. */

import type { PriceBook } from '../engine/price-book.ts';
import type { BookFiles } from './book-files.ts';
import type { InstancePrices } from './instance-prices.ts';

/** @returns the lookup of `PriceBook.azureReservationRate`. Azure writes names in any case. */
export function azureReservationRates(
  files: BookFiles,
  instances: InstancePrices,
): PriceBook['azureReservationRate'] {
  return ({ size, region, termYears }) => {
    const name = size.toLowerCase();
    const found =
      instances.find(size, region) ??
      instances.all(region).find(({ type }) => type.name.toLowerCase() === name);
    if (found?.provider !== 'azure') return null;
    const price = found.row.optionalNumber(`reserved${termYears}y`);
    const source = found.row.optionalText('reservedSource');
    if (price === null || source === null) return null;
    const kind = found.row.kind('reservedKind');
    return files.fact({
      provider: 'azure',
      service: 'virtual-machines',
      item: `${found.type.name} linux reservation ${termYears}y`,
      region,
      unit: 'hour',
      price,
      kind,
      confidence: 'A',
      source,
      note: kind === 'derived' ? 'ratio of its series' : null,
    });
  };
}
