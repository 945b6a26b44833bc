/** Which rows of AWS's offer files are prices of the book, and what they are called there. */

import { isName } from './price-answer.ts';

/** Cell of a row by the name of its column; empty where there is none. */
export type OfferRow = (column: string) => string;

/** What a row prices. */
export type OfferItem = { readonly service: string; readonly item: string; readonly unit: string };

/** A service of the book and the offer that its prices are read from. */
export const AWS_SERVICES = {
  ec2: 'AmazonEC2',
  ebs: 'AmazonEC2',
  rds: 'AmazonRDS',
  elasticache: 'AmazonElastiCache',
  opensearch: 'AmazonES',
} as const;

/** A service of the book that AWS's offers have. */
export type AwsService = keyof typeof AWS_SERVICES;

const SYSTEMS: Readonly<Record<string, string>> = { Linux: 'linux', Windows: 'windows' };

/** Shared hardware, in use, without software of others: the price that everybody means. */
function ec2Item(row: OfferRow): OfferItem | null {
  const system = SYSTEMS[row('Operating System')];
  const type = row('Instance Type');
  const isPlain =
    row('Tenancy') === 'Shared' &&
    row('CapacityStatus') === 'Used' &&
    row('Pre Installed S/W') === 'NA' &&
    row('License Model') === 'No License required' &&
    /(^|-)BoxUsage(:|$)/.test(row('usageType'));
  return isPlain && system && isName(type)
    ? { service: 'ec2', item: `${type} ${system}`, unit: 'hour' }
    : null;
}

function ebsItem(row: OfferRow): OfferItem | null {
  const volume = row('Volume API Name');
  const isStorage = /(^|-)EBS:VolumeUsage(\.\w+)?$/.test(row('usageType')) && row('Unit') === 'GB-Mo';
  return isStorage && isName(volume) ? { service: 'ebs', item: `${volume} storage`, unit: 'GB-month' } : null;
}

const ENGINES: Readonly<Record<string, string>> = {
  MySQL: 'mysql',
  PostgreSQL: 'postgresql',
  MariaDB: 'mariadb',
  'Aurora MySQL': 'aurora-mysql',
  'Aurora PostgreSQL': 'aurora-postgresql',
  'SQL Server Enterprise License included': 'sqlserver-ee',
  'SQL Server Standard License included': 'sqlserver-se',
  'SQL Server Web License included': 'sqlserver-web',
};

const DEPLOYMENTS: Readonly<Record<string, string>> = { 'Single-AZ': 'single-az', 'Multi-AZ': 'multi-az' };

function rdsItem(row: OfferRow): OfferItem | null {
  const name = row('Database Engine');
  const engine =
    ENGINES[name === 'SQL Server' ? `${name} ${row('Database Edition')} ${row('License Model')}` : name];
  const deployment = DEPLOYMENTS[row('Deployment Option')];
  const type = row('Instance Type');
  // I/O-optimised Aurora and instances of other kinds have usage types of their own.
  const isPlain = /(^|-)(InstanceUsage|Multi-AZUsage):/.test(row('usageType'));
  return isPlain && engine && deployment && isName(type)
    ? { service: 'rds', item: `${type} ${engine} ${deployment}`, unit: 'hour' }
    : null;
}

const CACHE_ENGINES: Readonly<Record<string, string>> = {
  Redis: 'redis',
  Valkey: 'valkey',
  Memcached: 'memcached',
};

function cacheItem(row: OfferRow): OfferItem | null {
  const engine = CACHE_ENGINES[row('Cache Engine')];
  const type = row('Instance Type');
  return engine && isName(type) && /(^|-)NodeUsage:/.test(row('usageType'))
    ? { service: 'elasticache', item: `${type} ${engine}`, unit: 'hour' }
    : null;
}

function searchItem(row: OfferRow): OfferItem | null {
  const type = row('Instance Type');
  const isNode = /^[a-z][\w-]*\.[\w-]+\.search$/.test(type) && /(^|-)ESInstance:/.test(row('usageType'));
  return isNode && isName(type) ? { service: 'opensearch', item: type, unit: 'hour' } : null;
}

/** Product families of OpenSearch nodes, under its old name and the present one. */
const SEARCH_FAMILIES: ReadonlySet<string> = new Set([
  'Elastic Search Instance',
  'Amazon OpenSearch Service Instance',
]);

/** The book's name for what a row prices; null for what the book does not have, and outside the Region proper. */
export function offerItemOf(row: OfferRow): OfferItem | null {
  if (row('Location Type') !== 'AWS Region') return null;
  const family = row('Product Family');
  if (family.startsWith('Compute Instance')) return ec2Item(row);
  if (family === 'Storage') return ebsItem(row);
  if (family === 'Database Instance') return rdsItem(row);
  if (SEARCH_FAMILIES.has(family)) return searchItem(row);
  return family === 'Cache Instance' ? cacheItem(row) : null;
}

const OFFERING: Readonly<Record<string, string>> = { standard: 'standard-ri', convertible: 'convertible-ri' };
const PAYMENT: Readonly<Record<string, string>> = {
  'No Upfront': 'no-upfront',
  'Partial Upfront': 'partial-upfront',
  'All Upfront': 'all-upfront',
};

/** When and how long a commitment is paid, as the book writes it: `1y no-upfront`. */
export type Terms = { readonly words: string; readonly termYears: number };

/** Term and payment of a row; null for terms that are no longer sold (`Heavy Utilization`) and for what is none. */
export function termsOf(row: OfferRow): Terms | null {
  const payment = PAYMENT[row('PurchaseOption')];
  const years = /^([13]) ?(?:yr|year|years)?$/i.exec(row('LeaseContractLength'))?.[1];
  return payment && years ? { words: `${years}y ${payment}`, termYears: Number(years) } : null;
}

/** Words that the book puts behind the item of a reservation, and the years of the term; null for what is not sold any more. */
export function reservationOf(service: string, row: OfferRow): Terms | null {
  const terms = termsOf(row);
  const offering = OFFERING[row('OfferingClass')];
  if (!terms || !offering) return null;
  // Only machines are sold in two classes.
  if (service === 'ec2') return { ...terms, words: `${offering} ${terms.words}` };
  return offering === 'standard-ri' ? { ...terms, words: `reserved ${terms.words}` } : null;
}
