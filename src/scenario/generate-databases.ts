/** Managed databases of a company: hours, storage, and the surcharge of versions past their support. */

import { type PriceBook, randomStream } from '../engine/index.ts';
import type { Company } from './company.ts';
import type { Month } from './generate-fleets.ts';
import { observed, priceOrThrow, seen } from './meter-line.ts';
import type { GeneratedMetrics, GeneratedUsage, UsageLine } from './usage-line.ts';

type Database = Company['databases'][number];

/** Operation codes of CreateDBInstance; SQL Server with its licence included. */
const ENGINE_OPERATION = {
  postgresql: '0014',
  mysql: '0002',
  mariadb: '0018',
  'sqlserver-web': '0011',
  'sqlserver-se': '0012',
  'sqlserver-ee': '0015',
} as const;

/** Rates that a database is billed at. @throws UserError when the price book does not know its class or storage */
function ratesOf(
  { class: instanceClass, engine, multiAz, storage }: Database,
  region: string,
  book: PriceBook,
) {
  const component = multiAz ? 'storage_multi_az' : 'storage_single_az';
  return {
    perHour: priceOrThrow(book.databasePrice(instanceClass, engine, region, multiAz), instanceClass),
    perGib: priceOrThrow(
      book.unitPrice('rds_storage', storage.type, component, region),
      `${storage.type} database storage`,
    ),
  };
}

type Shared = Omit<UsageLine, 'usageType' | 'unit' | 'instanceType' | 'rate' | 'rowHours' | 'quantities'>;

/** vCPU-hours of a version past its standard support; a standby pays for its own. */
function surchargeLines(
  { extendedSupport, multiAz }: Database,
  shared: Shared,
  region: string,
  month: Month,
  book: PriceBook,
): UsageLine[] {
  if (!extendedSupport) return [];
  const rate = priceOrThrow(book.unitPrice('rds', 'extended_support', 'year1_2', region), 'extended support');
  return [
    {
      ...shared,
      usageType: `ExtendedSupport:Yr1-Yr2:${extendedSupport.version}`,
      unit: 'vCPU-Hours',
      instanceType: null,
      rate,
      rowHours: 1,
      quantities: new Float64Array(month.hours).fill(extendedSupport.vcpus * (multiAz ? 2 : 1)),
    },
  ];
}

function metricsOf(
  { cpu, memory, connections }: Database,
  resourceId: string,
  observedDays: number,
): GeneratedMetrics[] {
  const utilization = observed({
    cpu: cpu && seen(cpu, 0.01),
    memory: memory && seen(memory, 0.01),
    connections: connections && seen(connections),
  });
  return utilization === null ? [] : [{ resourceId, utilization: { ...utilization, observedDays } }];
}

/** Every database of the company. */
export function generateDatabases(
  company: Company,
  month: Month,
  seed: string,
  book: PriceBook,
): GeneratedUsage {
  const lines: UsageLine[] = [];
  const metrics: GeneratedMetrics[] = [];
  const { region, zones } = company;
  for (const database of company.databases) {
    const { perHour, perGib } = ratesOf(database, region, book);
    for (let index = 0; index < database.count; index++) {
      const random = randomStream(seed, `database/${database.name}/${index}`);
      const account = company.accounts[database.account] ?? company.payer;
      const suffix = database.count > 1 ? `-${index + 1}` : '';
      const resourceId = `arn:aws:rds:${region}:${account}:db:${database.name}${suffix}`;
      const shared = {
        account,
        resourceId,
        service: 'AmazonRDS',
        product: 'Amazon Relational Database Service',
        operation: `CreateDBInstance:${ENGINE_OPERATION[database.engine]}`,
        zone: database.multiAz ? null : (zones[random.integer(0, zones.length - 1)] ?? null),
        tags: database.tags,
        pricing: 'on-demand' as const,
      };
      const storageType = database.storage.type.toUpperCase();
      lines.push(
        {
          ...shared,
          usageType: `${database.multiAz ? 'Multi-AZUsage' : 'InstanceUsage'}:${database.class}`,
          unit: 'Hrs',
          instanceType: database.class,
          rate: perHour,
          rowHours: 1,
          quantities: new Float64Array(month.hours).fill(1),
        },
        {
          ...shared,
          usageType: `RDS:${database.multiAz ? 'Multi-AZ-' : ''}${storageType}-Storage`,
          unit: 'GB-Mo',
          instanceType: null,
          rate: perGib,
          rowHours: 24,
          quantities: new Float64Array(month.days).fill(database.storage.gib / month.days),
        },
        ...surchargeLines(database, shared, region, month, book),
      );
      metrics.push(...metricsOf(database, resourceId, company.observedDays));
    }
  }
  return { lines, metrics };
}
