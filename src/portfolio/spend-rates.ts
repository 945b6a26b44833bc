/** What a unit of usage costs under a commitment to spend: the portfolio's own rate, the usage file's column, the book, in this order. */

import type { CommitmentRates, SpendCommitment } from '../engine/commitments/application.ts';
import { spendDiscount } from '../engine/commitments/gcp/discounts.ts';
import type { UsagePool } from '../engine/commitments/usage.ts';
import type { PortfolioPrices } from './book-prices.ts';
import type { PricedPool } from './price-usage.ts';
import type { NumberColumn } from './usage-columns.ts';

/** A rate that the portfolio states. */
export type StatedRate = { readonly commitment: string; readonly pool: string; readonly rate: number };

/** Where rates come from. */
export type RateSources = {
  readonly pools: readonly PricedPool[];
  readonly stated: readonly StatedRate[];
  readonly prices: PortfolioPrices;
  readonly azureSizeRatio: CommitmentRates['azureSizeRatio'];
};

type Columns = { readonly year: NumberColumn; readonly threeYears: NumberColumn };

const SAVINGS_PLAN_COLUMNS = {
  compute: { year: 'compute_sp_rate', threeYears: 'compute_sp_rate_3y' },
  'ec2-instance': { year: 'ec2_instance_sp_rate', threeYears: 'ec2_instance_sp_rate_3y' },
  database: { year: 'database_sp_rate', threeYears: 'database_sp_rate' },
  sagemaker: { year: 'sagemaker_sp_rate', threeYears: 'sagemaker_sp_rate_3y' },
} as const satisfies Record<string, Columns>;

function columnsOf(commitment: SpendCommitment): Columns {
  if (commitment.kind === 'savings-plan') return SAVINGS_PLAN_COLUMNS[commitment.offering];
  if (commitment.kind === 'azure-savings-plan') {
    return { year: 'azure_plan_rate', threeYears: 'azure_plan_rate_3y' };
  }
  return { year: 'cud_rate', threeYears: 'cud_rate_3y' };
}

/** A plan of three years without a column of its own takes the plain one: the file then means the plan that was bought. */
function columnRate(commitment: SpendCommitment, { rows }: PricedPool): number | null {
  const { year, threeYears } = columnsOf(commitment);
  const plain = rows.numbers[year];
  return commitment.termYears === 3 ? (rows.numbers[threeYears] ?? plain) : plain;
}

/** Database and SageMaker plans and Azure plans have no rates in the book. */
function bookRate(
  commitment: SpendCommitment,
  { shape, onDemandRate }: UsagePool,
  prices: PortfolioPrices,
): number | null {
  if (commitment.kind === 'flexible-commitment') return onDemandRate * (1 - commitment.discount);
  if (commitment.kind !== 'savings-plan' || shape.kind !== 'aws-instance' || shape.tenancy !== 'shared') {
    return null;
  }
  const { offering, termYears, payment } = commitment;
  if (offering !== 'compute' && offering !== 'ec2-instance') return null;
  if (termYears === null || payment === null) return null;
  const { instanceType, region, operatingSystem } = shape;
  const fact = prices.commitmentRate({
    offering: `${offering}-savings-plan`,
    instanceType,
    region,
    operatingSystem,
    termYears,
    payment,
  });
  return fact?.price ?? null;
}

/** A discount that the portfolio assumes for a plan whose rates nobody knows. */
function assumedRate(commitment: SpendCommitment, { onDemandRate }: UsagePool): number | null {
  if (commitment.kind !== 'savings-plan' || commitment.assumedDiscount === undefined) return null;
  return onDemandRate * (1 - commitment.assumedDiscount);
}

/** The rates of an application. A rate is looked up once for each kind of commitment and pool. */
export function spendRates({ pools, stated, prices, azureSizeRatio }: RateSources): CommitmentRates {
  const byId = new Map(pools.map(priced => [priced.pool.id, priced]));
  const statedRates = new Map(
    stated.map(({ commitment, pool, rate }) => [`${commitment}\u001f${pool}`, rate]),
  );
  const known = new Map<string, number | null>();
  const lookUp = (commitment: SpendCommitment, pool: UsagePool): number | null => {
    const priced = byId.get(pool.id);
    const fromFile = priced === undefined ? null : columnRate(commitment, priced);
    return fromFile ?? bookRate(commitment, pool, prices) ?? assumedRate(commitment, pool);
  };
  return {
    azureSizeRatio,
    spendRate: (commitment, pool) => {
      const key = `${commitment.id}\u001f${pool.id}`;
      const own = statedRates.get(key);
      if (own !== undefined) return own;
      let rate = known.get(key);
      if (rate === undefined) {
        rate = lookUp(commitment, pool);
        known.set(key, rate);
      }
      return rate;
    },
  };
}

/** Published discount of a Google Cloud commitment where the portfolio states none; null for an unlisted product. */
export function flexibleDiscount(product: string, termYears: 1 | 3 | null): number | null {
  return termYears === null ? null : spendDiscount(product, termYears);
}
