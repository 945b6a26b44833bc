/** What an hour of a machine costs on spare capacity: the book's dated fact, and the newer ones that stand before it. */

import type { PriceBook, PriceFact } from '../engine/price-book.ts';
import type { BookFiles } from './book-files.ts';
import { MACHINE_SERVICES, type PricedInstance } from './instance-catalogue.ts';
import type { InstancePrices } from './instance-prices.ts';
import type { LayeredFact, PriceLayers } from './overlay.ts';

/** A month's average of the Spot Instance Advisor: an order of magnitude, and how often machines are taken back. */
export function typicalSpotFact(files: BookFiles, { type, row, meta }: PricedInstance): PriceFact | null {
  const price = row.optionalNumber('spotTypical');
  if (price === null) return null;
  const band = row.optionalText('spotInterruptionBand');
  const interrupted = band === null ? '' : `; interrupted ${band} a month`;
  return files.fact({
    provider: 'aws',
    service: 'ec2',
    item: `${type.name} linux spot typical`,
    region: type.region,
    unit: 'hour',
    price,
    source: String(meta.spotSource),
    kind: 'derived',
    note: `on-demand less the average saving of a month: an order of magnitude${interrupted}`,
  });
}

/** Spot price of a machine type as Google lists it; it changes once a month at most. */
export function listedSpotFact(files: BookFiles, { type, row, meta }: PricedInstance): PriceFact | null {
  const price = row.optionalNumber('spot');
  if (price === null) return null;
  return files.fact({
    provider: 'gcp',
    service: 'compute-engine',
    item: `${type.name} linux spot`,
    region: type.region,
    unit: 'hour',
    price,
    source: String(meta.source),
    kind: 'measured',
    confidence: 'A',
    note: 'moves from month to month',
  });
}

/**
 * @returns the lookup of `PriceBook.spotPrice` over what the program shipped with. Windows has none, and Azure's sample of 2022
 * is shown to people but is no price to count with.
 */
export function spotPrices(files: BookFiles, instances: InstancePrices): PriceBook['spotPrice'] {
  return (name, region, operatingSystem) => {
    const instance = operatingSystem === 'linux' ? instances.find(name, region) : null;
    if (instance?.provider === 'aws') return typicalSpotFact(files, instance);
    return instance?.provider === 'gcp' ? listedSpotFact(files, instance) : null;
  };
}

/** Where a spot price of a machine may stand, the better name first: a price of the market before a month's average. */
const NAMES = ['spot', 'spot typical'] as const;

/**
 * The lookup with the layers over it: each name is looked for among negotiated rates, then among overlays; the book comes last.
 */
export function layeredSpotPrices(
  own: PriceBook['spotPrice'],
  { override, overlay }: PriceLayers,
): PriceBook['spotPrice'] {
  const layers = [
    ['override', override],
    ['overlay', overlay],
  ] as const;
  return (name, region, operatingSystem) => {
    const fact = own(name, region, operatingSystem);
    const services = fact === null ? Object.values(MACHINE_SERVICES) : [fact.service];
    const newer = services.flatMap(service =>
      NAMES.flatMap(words =>
        layers.flatMap(([layer, prices]) => {
          const found = prices.find(service, `${name} ${operatingSystem} ${words}`, region);
          return found === null ? [] : [{ ...found, layer }];
        }),
      ),
    );
    const [first, ...rest] = newer;
    if (first === undefined) return fact;
    const inForce: LayeredFact = { ...first, displaced: [...rest, ...(fact === null ? [] : [fact])] };
    return inForce;
  };
}
