/** The price book that ships with the program: list prices of three clouds, read when a Region is first asked for. */

import type { PriceBook, PriceFact } from '../engine/price-book.ts';
import { azureReservationRates } from './azure-reservations.ts';
import { openBookFiles } from './book-files.ts';
import { commitmentRates } from './commitment-rates.ts';
import { databasePrices } from './database-prices.ts';
import { type PriceQuery, searchPrices } from './find-prices.ts';
import { instancePrices } from './instance-prices.ts';
import { listedRates, newestRates } from './listed-rates.ts';
import { nodePrices } from './node-prices.ts';
import { layOver, NO_LAYERS, overlaidInstances, type PriceLayers } from './overlay.ts';
import { resourceCommitmentShares } from './resource-commitments.ts';
import { spotPrices } from './spot-prices.ts';
import { unitPrices, type VolumeTier } from './unit-prices.ts';

/** The engine's lookups, and those that only people and tiered prices need. */
export type EmbeddedPriceBook = PriceBook & {
  /**
   * Steps of an item that is priced by volume, lowest first; null where the book has none.
   * @param unit of the steps, for example `GB-month`: an item may have several priced quantities
   */
  volumeTiers(service: string, item: string, unit: string, region: string): readonly VolumeTier[] | null;
  /** Every fact that holds all words in its provider, service, item or Region: exact matches first, then by name. */
  findPrices(query: PriceQuery): readonly PriceFact[];
};

/**
 * Opens the book without reading more than its index. A lookup reads one file of one provider, service and Region, once.
 * The provider follows from the Region: their names do not overlap.
 * @param layers prices that stand before the book's: overlays and negotiated rates
 */
export function openEmbeddedBook(layers: PriceLayers = NO_LAYERS): EmbeddedPriceBook {
  const files = openBookFiles(new URL('./data/', import.meta.url));
  const units = unitPrices(files);
  const instances = overlaidInstances(instancePrices(files, units), layers);
  const databases = databasePrices(files);
  const nodes = nodePrices(files, databases);
  const listed = listedRates(files);
  const newest = newestRates(listed, layers.overlay);
  const commitmentRate = commitmentRates({ files, instances, listed, newest, units });
  const book: EmbeddedPriceBook = {
    unitPrice: units.find,
    volumeTiers: units.tiers,
    instanceType: (name, region) => instances.find(name, region)?.type ?? null,
    instanceFamily: instances.family,
    instancePrice: instances.price,
    databasePrice: databases.find,
    commitmentRate,
    nodePrice: nodes.price,
    nodeReservationRate: nodes.reservation,
    resourceCommitmentShare: resourceCommitmentShares(files, instances, layers.overlay),
    azureReservationRate: azureReservationRates(files, instances),
    // No list of plan prices of Azure came with the program: only an overlay has them.
    azureSavingsPlanRate: () => null,
    spotPrice: spotPrices(files, instances),
    findPrices: query => searchPrices({ files, units, instances, databases, listed, commitmentRate }, query),
  };
  return layOver(book, layers);
}
