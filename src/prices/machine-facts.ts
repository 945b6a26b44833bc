/** Every price of one virtual machine, for listing: on demand, spot, reserved, committed. */

import type { PriceBook, PriceFact } from '../engine/price-book.ts';
import type { BookFiles, FactParts } from './book-files.ts';
import type { PricedInstance } from './instance-catalogue.ts';
import type { InstancePrices } from './instance-prices.ts';
import { OFFERINGS, PAYMENTS, TERMS } from './listed-rates.ts';
import type { TableRow } from './price-table.ts';
import { listedSpotFact, typicalSpotFact } from './spot-prices.ts';

/** What the prices are read from. */
export type MachineLookups = {
  readonly files: BookFiles;
  readonly instances: InstancePrices;
  readonly commitmentRate: PriceBook['commitmentRate'];
};

/** Every word that an item of `machineFacts` may have beside the name of the machine. */
export const MACHINE_WORDS = [
  'linux windows spot typical sample-2022 month with sustained-use discount commitment reservation 1y 3y',
  ...OFFERINGS,
  ...PAYMENTS,
].join(' ');

const EC2_OFFERS = (['linux', 'windows'] as const).flatMap(operatingSystem =>
  OFFERINGS.flatMap(offering =>
    TERMS.flatMap(termYears => PAYMENTS.map(payment => ({ operatingSystem, offering, termYears, payment }))),
  ),
);

/** A column that holds a price of its own. */
type PriceColumn = Omit<FactParts, 'price' | 'provider' | 'service' | 'region'> & { readonly column: string };

function readColumns(
  { files }: MachineLookups,
  row: TableRow,
  place: Pick<FactParts, 'provider' | 'service' | 'region'>,
  columns: readonly PriceColumn[],
): readonly PriceFact[] {
  return columns.flatMap(({ column, ...parts }) => {
    const price = row.optionalNumber(column);
    return price === null ? [] : files.fact({ ...place, ...parts, price });
  });
}

const present = (fact: PriceFact | null): readonly PriceFact[] => (fact === null ? [] : [fact]);

function ec2Facts({ files, commitmentRate }: MachineLookups, instance: PricedInstance): readonly PriceFact[] {
  const { name, region } = instance.type;
  return [
    ...present(typicalSpotFact(files, instance)),
    ...EC2_OFFERS.flatMap(offer => commitmentRate({ ...offer, instanceType: name, region }) ?? []),
  ];
}

function gcpFacts(lookups: MachineLookups, instance: PricedInstance): readonly PriceFact[] {
  const { type, row, meta } = instance;
  const read = { source: String(meta.source), kind: 'measured', confidence: 'A' } as const;
  const committed = '730 hours; the sustained-use discount is not added to it';
  const columns: PriceColumn[] = [
    {
      column: 'month730hAfterSustainedUse',
      item: 'linux month with sustained-use discount',
      unit: 'month',
      note: '730 hours',
      ...read,
    },
    { column: 'commitment1yMonth', item: 'linux commitment 1y', unit: 'month', note: committed, ...read },
    { column: 'commitment3yMonth', item: 'linux commitment 3y', unit: 'month', note: committed, ...read },
  ];
  const place = { provider: 'gcp', service: 'compute-engine', region: type.region };
  const named = columns.map(column => ({ ...column, item: `${type.name} ${column.item}` }));
  return [...present(listedSpotFact(lookups.files, instance)), ...readColumns(lookups, row, place, named)];
}

function azureFacts(lookups: MachineLookups, { type, row, meta }: PricedInstance): readonly PriceFact[] {
  const place = { provider: 'azure', service: 'virtual-machines', region: type.region };
  const spot: PriceColumn = {
    column: 'spot2022',
    item: `${type.name} linux spot sample-2022`,
    unit: 'hour',
    source: String(meta.spotSource),
    kind: 'measured',
    note: 'a sample of 2022 and 2023: an order of magnitude',
  };
  const source = row.optionalText('reservedSource');
  if (source === null) return readColumns(lookups, row, place, [spot]);
  const kind = row.kind('reservedKind');
  const reserved = (['1y', '3y'] as const).map(term => ({
    column: `reserved${term}`,
    item: `${type.name} linux reservation ${term}`,
    unit: 'hour',
    source,
    kind,
    note: kind === 'derived' ? 'ratio of its series' : null,
  }));
  return readColumns(lookups, row, place, [...reserved, spot]);
}

/** Every price that the book has of one machine. */
export function machineFacts(lookups: MachineLookups, instance: PricedInstance): readonly PriceFact[] {
  const { provider, type } = instance;
  const onDemand = (['linux', 'windows'] as const).flatMap(
    system => lookups.instances.price(type.name, type.region, system) ?? [],
  );
  const factsOf = { aws: ec2Facts, gcp: gcpFacts, azure: azureFacts }[provider];
  return [...onDemand, ...factsOf(lookups, instance)];
}
