/** Newer and private prices over the book: what wins, and what it stands before. */

import type { NodeProduct, NodeReservationOffer, PriceFact } from '../engine/price-book.ts';
import type { EmbeddedPriceBook } from './embedded-book.ts';
import type { PriceQuery } from './find-prices.ts';
import { MACHINE_SERVICES } from './instance-catalogue.ts';
import type { InstancePrices } from './instance-prices.ts';
import { OFFERINGS, offerItem } from './listed-rates.ts';
import { layeredSpotPrices } from './spot-prices.ts';

/** A price that stands before the book's: `override` a negotiated rate, `overlay` a list price read later than the book. */
export type LayeredFact = PriceFact & {
  readonly layer: 'override' | 'overlay';
  /** What it stands before, the next in line first; empty where nothing else knows the price. */
  readonly displaced: readonly PriceFact[];
};

/** Prices by service, item and Region, upper and lower case aside. */
export type LayerPrices = {
  find(service: string, item: string, region: string): PriceFact | null;
  /** Every price of a Region, or of all. */
  all(region: string | null): readonly PriceFact[];
};

/** What lies over the book, the strongest first: a rate agreed with the provider beats a list price. */
export type PriceLayers = {
  readonly override: LayerPrices;
  readonly overlay: LayerPrices;
};

/** A layer without prices. */
export const NO_PRICES: LayerPrices = { find: () => null, all: () => [] };

/** The book alone. */
export const NO_LAYERS: PriceLayers = { override: NO_PRICES, overlay: NO_PRICES };

/** True for a price that is not the book's own. */
export function isLayered(fact: PriceFact): fact is LayeredFact {
  return 'layer' in fact && (fact.layer === 'override' || fact.layer === 'overlay');
}

/** What a fact stands before; empty for the book's own. */
export function displacedBy(fact: PriceFact): readonly PriceFact[] {
  return isLayered(fact) ? fact.displaced : [];
}

/** Where a price is looked for. */
type Place = { readonly service: string; readonly item: string; readonly region: string };

function placeOn(layer: LayerPrices, fact: PriceFact | null, place: Place): PriceFact | null {
  const asked = layer.find(place.service, place.item, place.region);
  if (asked !== null || fact === null) return asked;
  // A fact that holds everywhere is found under every Region, and a thing may have two names: the fact's own counts too.
  return layer.find(fact.service, fact.item, fact.region);
}

function layOn(
  layer: LayeredFact['layer'],
  prices: LayerPrices,
  fact: PriceFact | null,
  place: Place,
): PriceFact | null {
  const found = placeOn(prices, fact, place);
  if (found === null) return fact;
  const displaced = fact === null ? [] : [fact, ...displacedBy(fact)];
  const layered: LayeredFact = { ...found, layer, displaced };
  return layered;
}

const OFFERING = new RegExp(` (?:${OFFERINGS.join('|')}) `);

/** What is derived from the on-demand price of an overlay says so: its source names the files of the book only. */
function withBasis({ overlay }: PriceLayers, fact: PriceFact): PriceFact {
  if (fact.service !== 'ec2' || fact.kind === 'measured' || !OFFERING.test(fact.item)) return fact;
  const [type = ''] = fact.item.split(' ');
  const basis = overlay.find('ec2', `${type} linux`, fact.region);
  // Made out of a newer rate: its source says so already.
  if (basis === null || fact.source.startsWith(basis.source)) return fact;
  const note = `on-demand ${basis.price} read from ${basis.source}`;
  return { ...fact, note: fact.note === null ? note : `${fact.note}; ${note}` };
}

function layBoth(layers: PriceLayers, own: PriceFact | null, place: Place): PriceFact | null {
  const fact = own === null ? null : withBasis(layers, own);
  const isListed = fact !== null && isLayered(fact);
  const listed = isListed ? fact : layOn('overlay', layers.overlay, fact, place);
  return layOn('override', layers.override, listed, place);
}

/** The first service under which a machine has a price: Regions of two providers never have the same name. */
function machinePrice(
  fact: PriceFact | null,
  lay: (service: string, fact: PriceFact | null) => PriceFact | null,
): PriceFact | null {
  if (fact !== null) return lay(fact.service, fact);
  for (const service of Object.values(MACHINE_SERVICES)) {
    const found = lay(service, null);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Machines with newer list prices, so that what is derived from them (commitments, shares) follows. Negotiated rates are not
 * applied here: commitments are sold on the list price.
 */
export function overlaidInstances(instances: InstancePrices, layers: PriceLayers): InstancePrices {
  if (layers === NO_LAYERS) return instances;
  return {
    ...instances,
    price: (name, region, operatingSystem) =>
      machinePrice(instances.price(name, region, operatingSystem), (service, fact) =>
        layOn('overlay', layers.overlay, fact, { service, item: `${name} ${operatingSystem}`, region }),
      ),
  };
}

function nodePlace({ service, nodeClass, engine, deployment, region }: NodeProduct, words: string): Place {
  const isDatabase = service === 'rds' || service === 'aurora';
  const parts = isDatabase ? [nodeClass, engine, deployment, words] : [nodeClass, engine, words];
  return { service: isDatabase ? 'rds' : service, item: parts.filter(Boolean).join(' '), region };
}

function reservationPlace(offer: NodeReservationOffer): Place {
  return nodePlace(offer, `reserved ${offer.termYears}y ${offer.payment}`);
}

function matches(fact: PriceFact, query: PriceQuery): boolean {
  const text = `${fact.provider} ${fact.service} ${fact.item} ${fact.region}`.toLowerCase();
  const isWanted = (wanted: string | undefined, value: string) =>
    wanted === undefined || wanted.toLowerCase() === value.toLowerCase();
  return (
    isWanted(query.provider, fact.provider) &&
    isWanted(query.service, fact.service) &&
    isWanted(query.region, fact.region) &&
    query.words.flatMap(word => word.toLowerCase().split(/\s+/)).every(word => text.includes(word))
  );
}

const keyOf = ({ service, item, region }: Place) => `${service}|${item}|${region}`.toLowerCase();

/** Prices that only a layer knows stand after those that the book lists in its own order. */
function searchLayers(book: EmbeddedPriceBook, layers: PriceLayers, query: PriceQuery): PriceFact[] {
  const { limit, ...all } = query;
  const listed = book.findPrices(all).map(fact => layBoth(layers, fact, fact) ?? fact);
  const known = new Set(listed.map(keyOf));
  const only = [layers.override, layers.overlay]
    .flatMap(layer => layer.all(query.region ?? null))
    .filter(fact => matches(fact, query) && !known.has(keyOf(fact)));
  const unique = new Map(only.map(fact => [keyOf(fact), fact]));
  const added = [...unique.values()].flatMap(fact => layBoth(layers, null, fact) ?? []);
  return [...listed, ...added].slice(0, limit);
}

/**
 * A book in which negotiated rates stand before newer list prices, and those before what the program shipped with. Prices that
 * the bill paid stand before all of them; those are the estate's and not here.
 */
export function layOver(book: EmbeddedPriceBook, layers: PriceLayers): EmbeddedPriceBook {
  if (layers === NO_LAYERS) return book;
  const lay = (fact: PriceFact | null, place: Place) => layBoth(layers, fact, place);
  return {
    ...book,
    unitPrice: (service, item, component, region) =>
      lay(book.unitPrice(service, item, component, region), {
        service,
        item: `${item} ${component}`,
        region,
      }),
    volumeTiers: (service, item, unit, region) =>
      book.volumeTiers(service, item, unit, region)?.map(tier => ({
        ...tier,
        fact: lay(tier.fact, { service, item: tier.fact.item, region }) ?? tier.fact,
      })) ?? null,
    instancePrice: (name, region, operatingSystem) =>
      machinePrice(book.instancePrice(name, region, operatingSystem), (service, fact) =>
        lay(fact, { service, item: `${name} ${operatingSystem}`, region }),
      ),
    databasePrice: (instanceClass, engine, region, multiAz) =>
      lay(book.databasePrice(instanceClass, engine, region, multiAz), {
        service: 'rds',
        item: `${instanceClass} ${engine} ${multiAz ? 'multi-az' : 'single-az'}`,
        region,
      }),
    commitmentRate: offer =>
      lay(book.commitmentRate(offer), { service: 'ec2', item: offerItem(offer), region: offer.region }),
    nodePrice: product => lay(book.nodePrice(product), nodePlace(product, '')),
    nodeReservationRate: offer => lay(book.nodeReservationRate(offer), reservationPlace(offer)),
    azureReservationRate: offer =>
      lay(book.azureReservationRate(offer), {
        service: 'virtual-machines',
        item: `${offer.size} linux reservation ${offer.termYears}y`,
        region: offer.region,
      }),
    azureSavingsPlanRate: offer =>
      lay(book.azureSavingsPlanRate(offer), {
        service: 'virtual-machines',
        item: `${offer.size} linux savings-plan ${offer.termYears}y`,
        region: offer.region,
      }),
    spotPrice: layeredSpotPrices(book.spotPrice, layers),
    findPrices: query => searchLayers(book, layers, query),
  };
}
