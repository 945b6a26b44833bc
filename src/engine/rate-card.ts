/** What this estate pays per unit: rates read off the bill first, then list prices times the discount seen in the bill. */

import type { SavingsPlan } from './commitments/commitment.ts';
import { familyOf } from './commitments/normalization.ts';
import type { ComputeUsage, OperatingSystem, PaidRates, Tenancy } from './estate/estate.ts';
import type { PriceBook } from './price-book.ts';

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
export function poolOf(region: string, usage: ComputeUsage): ComputePool {
  const { instanceType, operatingSystem, tenancy } = usage;
  const key = { region, instanceType, operatingSystem, tenancy };
  return { id: computePoolId(key), ...key };
}

/** Key of a paid savings-plan rate. */
export function planRateKey(commitmentId: string, poolId: string): string {
  return `${commitmentId}|${poolId}`;
}

/** Key of everything that the rate of a plan depends on: the same name may stand for other terms in the next plan tried. */
function planTermsKey(plan: SavingsPlan, pool: ComputePool): string {
  const { id, offering, family, region, termYears, payment } = plan;
  return [id, offering, family, region, termYears, payment, pool.id].join('|');
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
  /** USD per instance-hour under a plan; null where the plan does not apply or no rate is known. */
  savingsPlanPerHour(plan: SavingsPlan, pool: ComputePool): number | null;
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

/** Whether a plan may cover a pool at all (family and Region of an EC2 Instance Savings Plan). */
function planApplies(plan: SavingsPlan, pool: ComputePool): boolean {
  if (plan.offering === 'compute') return true;
  return plan.family === familyOf(pool.instanceType) && plan.region === pool.region;
}

/** Plan rate over on-demand rate as the bill shows it for this family under this plan; null when it shows none. */
function paidPlanRatio(paid: PaidRates, plan: SavingsPlan, pool: ComputePool): number | null {
  const family = familyOf(pool.instanceType);
  const prefix = `${plan.id}|`;
  let total = 0;
  let count = 0;
  for (const [key, rate] of paid.savingsPlanPerHour) {
    if (!key.startsWith(prefix)) continue;
    const poolId = key.slice(prefix.length);
    const onDemand = paid.onDemandPerHour.get(poolId);
    const [, instanceType = '', operatingSystem] = poolId.split('|');
    if (!onDemand || familyOf(instanceType) !== family || operatingSystem !== pool.operatingSystem) continue;
    total += rate / onDemand;
    count++;
  }
  return count === 0 ? null : total / count;
}

/** Plan rate over on-demand rate by the book's list prices. */
function bookPlanRatio(book: PriceBook, plan: SavingsPlan, pool: ComputePool): number | null {
  if (pool.tenancy !== 'shared') return null;
  const onDemand = book.instancePrice(pool.instanceType, pool.region, pool.operatingSystem);
  const rate = book.commitmentRate({
    offering: plan.offering === 'compute' ? 'compute-savings-plan' : 'ec2-instance-savings-plan',
    instanceType: pool.instanceType,
    region: pool.region,
    operatingSystem: pool.operatingSystem,
    termYears: plan.termYears ?? 1,
    payment: plan.payment ?? 'no-upfront',
  });
  return onDemand && rate && onDemand.price > 0 ? rate.price / onDemand.price : null;
}

/** Joins what the bill paid with what the book lists. */
export function createRateCard(paid: PaidRates, book: PriceBook): RateCard {
  const contractFactor = (serviceCode: string) => paid.contractFactor.get(serviceCode) ?? 1;
  const onDemandCache = new Map<string, number | null>();
  const planCache = new Map<string, number | null>();
  const cached = (cache: Map<string, number | null>, key: string, compute: () => number | null) => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const value = compute();
    cache.set(key, value);
    return value;
  };
  const onDemandPerHour = (pool: ComputePool) =>
    cached(onDemandCache, pool.id, () => {
      const rate = paid.onDemandPerHour.get(pool.id);
      if (rate !== undefined) return rate;
      if (pool.tenancy !== 'shared') return null;
      const fact = book.instancePrice(pool.instanceType, pool.region, pool.operatingSystem);
      return fact ? fact.price * contractFactor('AmazonEC2') : null;
    });
  return {
    book,
    contractFactor,
    onDemandPerHour,
    savingsPlanPerHour: (plan, pool) =>
      cached(planCache, planTermsKey(plan, pool), () => {
        if (!planApplies(plan, pool)) return null;
        const rate = paid.savingsPlanPerHour.get(planRateKey(plan.id, pool.id));
        if (rate !== undefined) return rate;
        const ratio = paidPlanRatio(paid, plan, pool) ?? bookPlanRatio(book, plan, pool);
        const onDemand = onDemandPerHour(pool);
        return ratio !== null && onDemand !== null ? ratio * onDemand : null;
      }),
    unitPrice: (service, item, component, region) => {
      const rate = paid.unitPrice.get(unitRateKey(service, item, component, region));
      if (rate !== undefined) return rate;
      const fact = book.unitPrice(service, item, component, region);
      if (!fact || fact.currency === NO_CURRENCY) return null;
      return fact.price * contractFactor(SERVICE_CODE[service] ?? service);
    },
    databasePerHour: (instanceClass, engine, region, multiAz) => {
      const fact = book.databasePrice(instanceClass, engine, region, multiAz);
      return fact ? fact.price * contractFactor('AmazonRDS') : null;
    },
  };
}
