/** What this estate pays per unit: rates read off the bill first, then list prices times the discount seen in the bill. */

import { assertNever } from './assert.ts';
import type { SpendCommitment } from './commitments/application.ts';
import { familyOf } from './commitments/aws/normalization.ts';
import type { TermYears } from './commitments/commitment.ts';
import type { NodeService, UsageShape } from './commitments/usage.ts';
import type { ComputeUsage, OperatingSystem, PaidRates, Tenancy } from './estate/estate.ts';
import { databaseShapeOf } from './estate/meters/shape-of-meter.ts';
import type { PriceBook, PriceFact } from './price-book.ts';
import { meteredUnitOf, onX86 } from './pricing/metered-list-price.ts';

/** A kind of instance-hour that always costs the same on demand. */
export type ComputePool = {
  readonly id: string;
  readonly region: string;
  readonly instanceType: string;
  readonly operatingSystem: OperatingSystem;
  readonly tenancy: Tenancy;
};

/** Identity of a pool of instance-hours. */
export function computePoolId(pool: Omit<ComputePool, 'id'>): string {
  return `${pool.region}|${pool.instanceType}|${pool.operatingSystem}|${pool.tenancy}`;
}

/** The pool that some usage belongs to. */
export function poolOf(
  region: string,
  usage: Pick<ComputeUsage, 'instanceType' | 'operatingSystem' | 'tenancy'>,
): ComputePool {
  const { instanceType, operatingSystem, tenancy } = usage;
  const key = { region, instanceType, operatingSystem, tenancy };
  return { id: computePoolId(key), ...key };
}

/** Identity of everything that always has the same price: what runs and where, not who runs it. */
export function priceIdOf(shape: UsageShape): string {
  switch (shape.kind) {
    case 'aws-instance':
      return computePoolId(shape);
    case 'aws-node': {
      const { service, nodeClass, engine, deployment, licence, isIoOptimized, region } = shape;
      return ['node', service, nodeClass, engine, deployment, licence, isIoOptimized, region].join('|');
    }
    case 'aws-metered':
      return ['metered', shape.service, shape.item, shape.region].join('|');
    case 'gcp-resource':
      return ['gcp', shape.sku, shape.series, shape.resource, shape.region].join('|');
    case 'gcp-metered':
      return ['gcp', shape.product, shape.sku, shape.region].join('|');
    case 'azure-vm':
      return ['azure-vm', shape.size, shape.region].join('|');
    case 'azure-metered':
      return ['azure', shape.product, shape.sku, shape.region].join('|');
    case 'licence':
      return ['licence', shape.licence, shape.region].join('|');
    case 'not-eligible':
      return ['not-eligible', shape.item].join('|');
    default:
      return assertNever(shape);
  }
}

/** Key of a rate paid under a commitment to spend. */
export function planRateKey(commitmentId: string, priceId: string): string {
  return `${commitmentId}|${priceId}`;
}

/** Key of everything that the rate of a commitment depends on: the same id may stand for other terms in the next one tried. */
function termsKey(commitment: SpendCommitment, priceId: string): string {
  const { id, kind, termYears, payment } = commitment;
  const terms: (string | number | null)[] = [kind, id, termYears, payment];
  if (commitment.kind === 'savings-plan')
    terms.push(commitment.offering, commitment.family, commitment.region, commitment.assumedDiscount ?? null);
  if (commitment.kind === 'azure-savings-plan') terms.push(commitment.assumedDiscount ?? null);
  if (commitment.kind === 'flexible-commitment') terms.push(commitment.discount);
  return [...terms, priceId].join('|');
}

/** Key of a paid unit price. */
export function unitRateKey(service: string, item: string, component: string, region: string): string {
  return `${service}|${item}|${component}|${region}`;
}

/** Unit prices of one estate. Every method answers null for what neither the bill nor the book knows. */
export type RateCard = {
  readonly book: PriceBook;
  /** USD per instance-hour on demand. */
  onDemandPerHour(pool: ComputePool): number | null;
  /** USD per unit of usage without a commitment. */
  onDemandRate(shape: UsageShape): number | null;
  /**
   * The book's price of a spot hour, USD, with its date. No contract discount is taken off: spot prices follow the market.
   * What the bill paid for spot stands with the usage itself.
   */
  spotPrice(pool: ComputePool): PriceFact | null;
  /** USD per unit of usage under a commitment to spend; null where it does not apply or no rate is known. */
  spendRate(commitment: SpendCommitment, shape: UsageShape): number | null;
  /** USD per unit of something with one price per Region. */
  unitPrice(service: string, item: string, component: string, region: string): number | null;
  /** USD per database instance-hour. */
  databasePerHour(instanceClass: string, engine: string, region: string, multiAz: boolean): number | null;
  /** Paid over list for on-demand usage of a service, 1 when the bill shows no discount. */
  contractFactor(serviceCode: string): number;
};

/** Currency of facts that are no prices: limits, minimums, baselines (ISO 4217: no currency). */
const NO_CURRENCY = 'XXX';

/** Services of the book and the service code under which the bill shows their contract discount. */
const SERVICE_CODE: Readonly<Record<string, string>> = {
  ec2: 'AmazonEC2',
  ebs: 'AmazonEC2',
  rds: 'AmazonRDS',
  rds_storage: 'AmazonRDS',
  s3: 'AmazonS3',
};

/** Service codes of reservable nodes, under which a bill shows their contract discount. */
const NODE_SERVICE_CODES: Readonly<Record<NodeService, string>> = {
  rds: 'AmazonRDS',
  aurora: 'AmazonRDS',
  elasticache: 'AmazonElastiCache',
  memorydb: 'AmazonMemoryDB',
  redshift: 'AmazonRedshift',
  opensearch: 'AmazonES',
  documentdb: 'AmazonDocDB',
  neptune: 'AmazonNeptune',
};

/** What a paid rate must have in common with other usage to say something of its discount. */
function discountGroup(priceId: string): string {
  const [first = '', second = '', third = ''] = priceId.split('|');
  const isInstance = third === 'linux' || third === 'windows' || third === 'rhel' || third === 'suse';
  if (isInstance) return `instance|${familyOf(second)}|${third}`;
  return first === 'azure-vm' ? first : `${first}|${second}`;
}

/** Plan rate over on-demand rate as the bill shows it for usage of this kind under this plan; null when it shows none. */
function paidRatio(paid: PaidRates, commitmentId: string, priceId: string): number | null {
  const prefix = `${commitmentId}|`;
  const group = discountGroup(priceId);
  let total = 0;
  let count = 0;
  for (const [key, rate] of paid.savingsPlanPerHour) {
    if (!key.startsWith(prefix)) continue;
    const paidId = key.slice(prefix.length);
    const onDemand = paid.onDemandPerHour.get(paidId);
    if (!onDemand || discountGroup(paidId) !== group) continue;
    total += rate / onDemand;
    count++;
  }
  return count === 0 ? null : total / count;
}

/** Price under an Azure savings plan over the on-demand price of the same size, both of the book. */
function azurePlanRatio(book: PriceBook, termYears: TermYears, shape: UsageShape): number | null {
  if (shape.kind !== 'azure-vm') return null;
  const { size, region } = shape;
  const onDemand = book.instancePrice(size, region, 'linux');
  const rate = book.azureSavingsPlanRate({ size, region, termYears });
  return onDemand && rate && onDemand.price > 0 ? rate.price / onDemand.price : null;
}

/** Plan rate over on-demand rate by the book's list prices. */
function bookRatio(book: PriceBook, commitment: SpendCommitment, shape: UsageShape): number | null {
  if (commitment.kind === 'azure-savings-plan') return azurePlanRatio(book, commitment.termYears ?? 1, shape);
  if (commitment.kind !== 'savings-plan' || shape.kind !== 'aws-instance' || shape.tenancy !== 'shared')
    return null;
  if (commitment.offering !== 'compute' && commitment.offering !== 'ec2-instance') return null;
  const { instanceType, region, operatingSystem } = shape;
  const onDemand = book.instancePrice(instanceType, region, operatingSystem);
  const rate = book.commitmentRate({
    offering: commitment.offering === 'compute' ? 'compute-savings-plan' : 'ec2-instance-savings-plan',
    instanceType,
    region,
    operatingSystem,
    termYears: commitment.termYears ?? 1,
    payment: commitment.payment ?? 'no-upfront',
  });
  return onDemand && rate && onDemand.price > 0 ? rate.price / onDemand.price : null;
}

/** Usage that plans list at its on-demand rate: requests of Lambda (AWS "Understanding how Savings Plans apply"). */
function isUndiscounted(shape: UsageShape): boolean {
  return shape.kind === 'aws-metered' && shape.service === 'AWSLambda' && shape.item.startsWith('Request');
}

/** Plan rate over on-demand rate where only the person who plans it says one. */
function assumedRatio(commitment: SpendCommitment, shape: UsageShape): number | null {
  if (isUndiscounted(shape)) return 1;
  if (commitment.kind === 'flexible-commitment') return 1 - commitment.discount;
  return commitment.assumedDiscount === undefined ? null : 1 - commitment.assumedDiscount;
}

/** List price of a meter, less the discount that the bill shows on the same meter of the other architecture. */
function listedMeter(
  shape: Extract<UsageShape, { readonly kind: 'aws-metered' }>,
  paid: PaidRates,
  book: PriceBook,
): number | null {
  const factOf = (meter: typeof shape) => {
    const unit = meteredUnitOf(meter);
    const found = unit && book.unitPrice(unit.service, unit.item, unit.component, meter.region);
    return found && { ...found, price: found.price / unit.unitsPerPrice };
  };
  const fact = factOf(shape);
  if (!fact || fact.layer === 'override') return fact?.price ?? null;
  const x86 = onX86(shape);
  const x86Paid = x86 && paid.onDemandPerHour.get(priceIdOf(x86));
  const x86Listed = x86 && factOf(x86)?.price;
  if (x86Paid && x86Listed) return (fact.price * x86Paid) / x86Listed;
  return fact.price * (paid.contractFactor.get(shape.service) ?? 1);
}

/** Joins what the bill paid with what the book lists. */
export function createRateCard(paid: PaidRates, book: PriceBook): RateCard {
  const contractFactor = (serviceCode: string) => paid.contractFactor.get(serviceCode) ?? 1;
  /** A list price less the discount seen in the bill; a negotiated rate is what it is. */
  const afterContract = (fact: PriceFact, serviceCode: string) =>
    fact.layer === 'override' ? fact.price : fact.price * contractFactor(serviceCode);
  const onDemandCache = new Map<string, number | null>();
  const planCache = new Map<string, number | null>();
  const cached = (cache: Map<string, number | null>, key: string, compute: () => number | null) => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const value = compute();
    cache.set(key, value);
    return value;
  };
  const listed = (shape: UsageShape): number | null => {
    if (shape.kind === 'aws-instance') {
      if (shape.tenancy !== 'shared') return null;
      const fact = book.instancePrice(shape.instanceType, shape.region, shape.operatingSystem);
      return fact ? afterContract(fact, 'AmazonEC2') : null;
    }
    if (shape.kind === 'aws-metered') return listedMeter(shape, paid, book);
    if (shape.kind !== 'aws-node' || shape.isIoOptimized) return null;
    const isDatabase = shape.service === 'rds' || shape.service === 'aurora';
    if (isDatabase && shape.deployment !== 'multi-az-cluster') {
      return databasePerHour(
        shape.nodeClass,
        shape.engine ?? '',
        shape.region,
        shape.deployment === 'multi-az',
      );
    }
    const fact = book.nodePrice(shape);
    return fact ? afterContract(fact, NODE_SERVICE_CODES[shape.service]) : null;
  };
  const databasePerHour = (instanceClass: string, engine: string, region: string, multiAz: boolean) => {
    const fact = book.databasePrice(instanceClass, engine, region, multiAz);
    return fact ? afterContract(fact, 'AmazonRDS') : null;
  };
  const onDemandRate = (shape: UsageShape) => {
    const id = priceIdOf(shape);
    return cached(onDemandCache, id, () => paid.onDemandPerHour.get(id) ?? listed(shape));
  };
  const onDemandPerHour = (pool: ComputePool) =>
    onDemandRate({ kind: 'aws-instance', ...pool, availabilityZone: null, isEmptySlot: false });
  return {
    book,
    contractFactor,
    onDemandPerHour,
    onDemandRate,
    spotPrice: ({ instanceType, region, operatingSystem, tenancy }) =>
      tenancy === 'shared' ? book.spotPrice(instanceType, region, operatingSystem) : null,
    spendRate: (commitment, shape) => {
      const priceId = priceIdOf(shape);
      return cached(planCache, termsKey(commitment, priceId), () => {
        const rate = paid.savingsPlanPerHour.get(planRateKey(commitment.id, priceId));
        if (rate !== undefined) return rate;
        const ratio =
          paidRatio(paid, commitment.id, priceId) ??
          bookRatio(book, commitment, shape) ??
          assumedRatio(commitment, shape);
        const onDemand = onDemandRate(shape);
        return ratio !== null && onDemand !== null ? ratio * onDemand : null;
      });
    },
    unitPrice: (service, item, component, region) => {
      const rate = paid.unitPrice.get(unitRateKey(service, item, component, region));
      if (rate !== undefined) return rate;
      const fact = book.unitPrice(service, item, component, region);
      if (!fact || fact.currency === NO_CURRENCY) return null;
      return afterContract(fact, SERVICE_CODE[service] ?? service);
    },
    databasePerHour: (instanceClass, engine, region, multiAz) =>
      onDemandRate(databaseShapeOf({ instanceClass, engine, multiAz, region })),
  };
}
