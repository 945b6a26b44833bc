/** Puts a usage file and a portfolio together: the input of an application of commitments. */

import type { ApplicationInput } from '../engine/commitments/application.ts';
import type { Finding } from '../engine/finding.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { quote } from '../input/quote.ts';
import type { PortfolioPrices } from './book-prices.ts';
import { type PricedPool, priceUsage } from './price-usage.ts';
import type { Portfolio } from './read-portfolio.ts';
import type { UsageFile } from './read-usage.ts';
import { spendRates } from './spend-rates.ts';
import type { UsageRows } from './usage-draft.ts';

/** What an application needs, and what was left out of it. */
export type PreparedInput = {
  readonly input: ApplicationInput;
  readonly priced: readonly PricedPool[];
  /** Pools without a price: they are in no sum. */
  readonly leftOut: readonly UsageRows[];
  readonly findings: readonly Finding[];
};

const MAX_UNKNOWN = 20;

/** Ids of pools that the portfolio names and the usage file has not. */
function unknownPools(portfolio: Portfolio, ids: readonly string[]): Finding[] {
  const known = new Set(ids);
  const named = [
    ...portfolio.freeTier.flatMap(({ poolIds }) => poolIds),
    ...portfolio.volumeTiers.flatMap(({ poolIds }) => poolIds),
    ...portfolio.contractDiscounts.flatMap(({ poolIds }) => poolIds ?? []),
    ...portfolio.rates.map(({ pool }) => pool),
  ];
  const unknown = [...new Set(named)].filter(id => !known.has(id)).slice(0, MAX_UNKNOWN);
  return unknown.map(id => {
    const close = closestWord(id, ids);
    return {
      code: 'unknown-pool',
      severity: 'warning',
      message: `the portfolio names the pool ${quote(id)}, which the usage has not`,
      hint: close === null ? 'Write the `id` of the usage file.' : `Did you mean ${quote(close)}?`,
      source: null,
    };
  });
}

/** Plans whose rates are missing for usage that they might cover. */
function missingRates({ commitments, pools, rates }: ApplicationInput): Finding[] {
  return commitments.flatMap((commitment): Finding[] => {
    const isPlan =
      commitment.kind === 'savings-plan' ||
      commitment.kind === 'azure-savings-plan' ||
      commitment.kind === 'flexible-commitment';
    if (!isPlan) return [];
    const rated = pools.filter(pool => rates.spendRate(commitment, pool) !== null);
    if (rated.length > 0) return [];
    return [
      {
        code: 'commitment-no-rates',
        severity: 'warning',
        message: `nobody knows a rate of ${quote(commitment.id)} for any pool: it covers nothing, and all of it is unused`,
        hint: 'Write its rates into the usage file (docs/commitments.md names the columns), or under `rates:`.',
        source: null,
      },
    ];
  });
}

/** Commitments with dates that meet a file without dates, or that are in force at no time of the period. */
function outOfPeriod(usage: UsageFile, { commitments }: Portfolio): Finding[] {
  const { startMs, endMs } = usage.period;
  const dated = commitments.filter(each => each.startMs !== null || each.endMs !== null);
  const outside = dated.filter(
    each =>
      (each.endMs !== null && each.endMs <= startMs) || (each.startMs !== null && each.startMs >= endMs),
  );
  const findings: Finding[] = outside.map(({ id }) => ({
    code: 'commitment-not-in-force',
    severity: 'warning',
    message: `${quote(id)} is in force at no hour of the usage: it covers nothing and costs nothing here`,
    hint: usage.isIndexed ? 'Name the date of hour 0 with --start.' : 'Check its `start` and `end`.',
    source: null,
  }));
  return findings;
}

/** @returns the input; pools are in the order of their ids */
export function applicationInput(
  usage: UsageFile,
  portfolio: Portfolio,
  prices: PortfolioPrices,
): PreparedInput {
  const { pools: priced, leftOut, findings } = priceUsage(usage, prices);
  const { azureSizeRatio, rates: stated } = portfolio;
  const ids = new Set(priced.map(({ pool }) => pool.id));
  // The engine takes references for granted: what the portfolio names and nobody has is said below.
  const known = (poolIds: readonly string[]) => poolIds.filter(id => ids.has(id));
  const input: ApplicationInput = {
    period: usage.period,
    hours: usage.hours,
    pools: priced.map(({ pool }) => pool),
    commitments: portfolio.commitments,
    settings: portfolio.settings,
    rates: spendRates({ pools: priced, stated, prices, azureSizeRatio }),
    freeTier: portfolio.freeTier.map(tier => ({ ...tier, poolIds: known(tier.poolIds) })),
    volumeTiers: portfolio.volumeTiers.map(group => ({ ...group, poolIds: known(group.poolIds) })),
    contractDiscounts: portfolio.contractDiscounts.map(discount => ({
      ...discount,
      poolIds: discount.poolIds === null ? null : known(discount.poolIds),
    })),
  };
  const more = [
    ...unknownPools(
      portfolio,
      usage.pools.map(({ id }) => id),
    ),
    ...outOfPeriod(usage, portfolio),
    ...missingRates(input),
  ];
  return { input, priced, leftOut, findings: [...findings, ...more] };
}
