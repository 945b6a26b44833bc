/** What an hour of a virtual machine costs on demand. */

import { assert } from '../engine/assert.ts';
import type { OperatingSystem } from '../engine/estate/estate.ts';
import type { InstanceType, PriceFact, PriceKind } from '../engine/price-book.ts';
import type { BookFiles } from './book-files.ts';
import { type PricedInstance, readCatalogue } from './instance-catalogue.ts';
import { memoize } from './memoize.ts';
import type { TableRow } from './price-table.ts';
import type { UnitPrices } from './unit-prices.ts';
import { windowsSurcharge } from './windows-licence.ts';

/** Lookups of machines and their on-demand prices. */
export type InstancePrices = {
  find(name: string, region: string): PricedInstance | null;
  family(family: string, region: string): readonly InstanceType[];
  /** Every machine of a Region, in the order of the file. */
  all(region: string): readonly PricedInstance[];
  price(name: string, region: string, operatingSystem: OperatingSystem): PriceFact | null;
};

/** How a regional EC2 price was made, out of its confidence grade and sources. */
function ec2Origin(files: BookFiles, row: TableRow): { kind: PriceKind; note: string | null } {
  const ratioOf = row.optionalText('ratioOf');
  const [, ratioSource] = row.text('source').split('+');
  if (ratioOf === 'us-east-1')
    return { kind: 'assumed', note: 'assumed equal to us-east-1, as its sibling families are' };
  if (ratioSource === undefined) return { kind: 'measured', note: null };
  const { date } = files.source(ratioSource);
  return {
    kind: 'derived',
    note: `us-east-1 price x regional ratio of ${ratioOf ?? 'the same type'} read in ${date}`,
  };
}

function linuxPrice(files: BookFiles, instance: PricedInstance): PriceFact {
  const { provider, type, row, meta } = instance;
  const common = { provider, item: `${type.name} linux`, region: type.region, unit: 'hour' };
  if (provider === 'aws') {
    const confidence = row.text('confidence');
    assert(confidence === 'A' || confidence === 'B' || confidence === 'C', 'a confidence is A, B or C');
    const price = row.number('onDemand');
    return files.fact({
      ...common,
      service: 'ec2',
      price,
      source: row.text('source'),
      confidence,
      ...ec2Origin(files, row),
    });
  }
  const source = String(meta.source);
  if (provider === 'gcp') {
    const note = 'before the automatic sustained-use discount';
    const price = row.number('onDemand');
    return files.fact({
      ...common,
      service: 'compute-engine',
      price,
      source,
      kind: 'measured',
      confidence: 'A',
      note,
    });
  }
  const isDerived = row.text('linuxKind') === 'derived';
  return files.fact({
    ...common,
    service: 'virtual-machines',
    price: row.number('linux'),
    source,
    kind: isDerived ? 'derived' : 'measured',
    confidence: 'A',
    note: isDerived ? 'the source held the Windows price: 0.046 USD per vCPU-hour taken off' : null,
  });
}

/** Rounded to a nano-dollar, so that adding a licence leaves no binary dust. */
export function toNano(price: number): number {
  return Number(price.toFixed(9));
}

function ec2WindowsPrice(units: UnitPrices, linux: PriceFact, type: InstanceType): PriceFact | null {
  const surcharge = windowsSurcharge(units, type);
  if (surcharge === null) return null;
  const kind = linux.kind === 'assumed' ? 'assumed' : surcharge.kind;
  const notes = [surcharge.note, linux.note].filter(note => note !== null);
  return {
    ...linux,
    item: `${type.name} windows`,
    price: toNano(linux.price + surcharge.perHour),
    kind,
    note: notes.join('; '),
  };
}

function azureWindowsPrice(files: BookFiles, instance: PricedInstance): PriceFact | null {
  const { type, row, meta } = instance;
  const price = row.optionalNumber('windows');
  if (price === null) return null;
  const isMeasured = row.text('windowsKind') === 'measured';
  return files.fact({
    provider: 'azure',
    service: 'virtual-machines',
    item: `${type.name} windows`,
    region: type.region,
    unit: 'hour',
    price,
    source: String(isMeasured ? meta.windowsSource : meta.source),
    kind: isMeasured ? 'measured' : 'derived',
    confidence: 'A',
    note: isMeasured ? null : 'Linux + 0.046 USD per vCPU-hour',
  });
}

/**
 * @param files the files of the book
 * @param units where the Windows licence is read
 */
export function instancePrices(files: BookFiles, units: UnitPrices): InstancePrices {
  const catalogueOf = memoize(region => readCatalogue(files, region));
  return {
    find: (name, region) => catalogueOf(region)?.byName.get(name) ?? null,
    family: (family, region) => catalogueOf(region)?.byFamily.get(family) ?? [],
    all: region => [...(catalogueOf(region)?.byName.values() ?? [])],
    price: (name, region, operatingSystem) => {
      const instance = catalogueOf(region)?.byName.get(name);
      if (!instance) return null;
      if (operatingSystem === 'linux') return linuxPrice(files, instance);
      // Nothing in the book says what Red Hat, SUSE or another system costs: no guess is made.
      if (operatingSystem !== 'windows') return null;
      if (instance.provider === 'aws')
        return ec2WindowsPrice(units, linuxPrice(files, instance), instance.type);
      return instance.provider === 'azure' ? azureWindowsPrice(files, instance) : null;
    },
  };
}
