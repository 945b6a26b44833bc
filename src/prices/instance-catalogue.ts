/** Virtual machine sizes of the three providers, by name and by family. */

import { assert } from '../engine/assert.ts';
import type { InstanceType } from '../engine/price-book.ts';
import type { BookFiles } from './book-files.ts';
import type { PriceTable, TableRow } from './price-table.ts';

/** A size with the row it was read from. */
export type PricedInstance = {
  /** What holds for every row of the file. */
  readonly meta: PriceTable['meta'];
  readonly provider: Provider;
  readonly type: InstanceType;
  readonly row: TableRow;
};

type Provider = 'aws' | 'gcp' | 'azure';

/** Service of the book that has the machines of a provider. Regions of two providers never have the same name. */
export const MACHINE_SERVICES = {
  aws: 'ec2',
  gcp: 'compute-engine',
  azure: 'virtual-machines',
} as const satisfies Readonly<Record<Provider, string>>;

/** The machines of one Region. */
export type InstanceCatalogue = {
  readonly byName: ReadonlyMap<string, PricedInstance>;
  readonly byFamily: ReadonlyMap<string, readonly InstanceType[]>;
};

function architecture(text: string): InstanceType['architecture'] {
  assert(text === 'arm64' || text === 'x86_64', 'an architecture is arm64 or x86_64');
  return text;
}

function ec2Type(row: TableRow, region: string): InstanceType {
  return {
    name: row.text('instanceType'),
    family: row.text('family'),
    size: row.text('size'),
    region,
    vcpus: row.number('vcpus'),
    memoryGib: row.number('memoryGib'),
    architecture: architecture(row.text('architecture')),
    accelerators: row.number('accelerators'),
    networkGbps: row.optionalNumber('networkGbps'),
    localNvmeGb: row.optionalNumber('localNvmeGb'),
    currentGeneration: row.flag('currentGeneration'),
    normalizationFactor: row.optionalNumber('normalizationFactor'),
  };
}

/** GCP and Azure publish neither reservation size factors nor a list of old generations that the book could read. */
function plainType(row: TableRow, region: string, names: { name: string; family: string }): InstanceType {
  const name = row.text(names.name);
  const family = row.text(names.family);
  return {
    name,
    family,
    size: name.startsWith(`${family}-`) ? name.slice(family.length + 1) : name,
    region,
    vcpus: row.number('vcpus'),
    memoryGib: row.number('memoryGib'),
    architecture: architecture(row.text('architecture')),
    accelerators: row.number('accelerators'),
    networkGbps: null,
    localNvmeGb: names.name === 'machineType' ? row.optionalNumber('localSsdGb') : null,
    currentGeneration: true,
    normalizationFactor: null,
  };
}

const LAYOUTS = [
  { layout: 'ec2', provider: 'aws', read: ec2Type },
  {
    layout: 'gcp-compute',
    provider: 'gcp',
    read: (row: TableRow, region: string) =>
      plainType(row, region, { name: 'machineType', family: 'family' }),
  },
  {
    layout: 'azure-vm',
    provider: 'azure',
    read: (row: TableRow, region: string) => plainType(row, region, { name: 'vmSize', family: 'series' }),
  },
] as const;

function compareSizes(a: InstanceType, b: InstanceType): number {
  return a.vcpus - b.vcpus || a.memoryGib - b.memoryGib || (a.name < b.name ? -1 : 1);
}

/** The machines of a Region; null when the book has none. The provider follows from the Region. */
export function readCatalogue(files: BookFiles, region: string): InstanceCatalogue | null {
  for (const { layout, provider, read } of LAYOUTS) {
    const table = files.table(layout, region);
    if (table === null) continue;
    const instances = table.rows.map(row => ({ provider, type: read(row, region), row, meta: table.meta }));
    const byFamily = new Map<string, InstanceType[]>();
    for (const { type } of instances) {
      const sizes = byFamily.get(type.family);
      if (sizes) sizes.push(type);
      else byFamily.set(type.family, [type]);
    }
    for (const sizes of byFamily.values()) sizes.sort(compareSizes);
    return { byName: new Map(instances.map(instance => [instance.type.name, instance])), byFamily };
  }
  return null;
}
