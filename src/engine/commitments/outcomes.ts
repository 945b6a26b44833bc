/** Results of an application: totals, and the same by commitment, instrument, pool, workload and hour. */

import { compareText } from '../text-order.ts';
import type { Application, CommitmentMetrics, CommitmentOutcome, PoolOutcome } from './application.ts';
import { commitmentOutcomes } from './commitment-outcomes.ts';
import { netCost } from './contract-discount.ts';
import type { Instrument } from './draw.ts';
import { commitmentCoverage, effectiveSavingsRate, shareOf } from './metrics.ts';
import {
  type AppliedOrder,
  isCommitment,
  type PricedCover,
  poolOutcomes,
  pricedCovers,
} from './pool-outcomes.ts';

/** Sum of one figure over many outcomes. */
function total<T>(items: readonly T[], figure: (item: T) => number): number {
  return items.reduce((sum, item) => sum + figure(item), 0);
}

/** On-demand price of what commitments covered, and of what they might have covered, by index of the pool. */
type CoverageParts = { readonly covered: Float64Array; readonly remaining: Float64Array };

function coverageParts(
  { input, order, result, prices, terms }: AppliedOrder,
  covers: readonly PricedCover[],
  pools: readonly PoolOutcome[],
): CoverageParts {
  const covered = new Float64Array(input.pools.length);
  for (const { benefit, pool, onDemandCost } of covers) {
    const instrument = order.benefits[benefit]?.instrument;
    if (instrument && isCommitment(instrument)) covered[pool] = (covered[pool] ?? 0) + onDemandCost;
  }
  const remaining = Float64Array.from(pools, ({ isEligible }, pool) => {
    const price = prices[pool];
    if (!isEligible || !price) return 0;
    const units = result.uncoveredQuantity[pool] ?? 0;
    return netCost(
      terms.order,
      units * price.uncoveredUnitCost,
      units * price.listUnitCost,
      terms.ofPool[pool] ?? 0,
    );
  });
  return { covered, remaining };
}

const sumOf = (row: Float64Array) => row.reduce((sum, value) => sum + value, 0);

function metricsOf(
  pools: readonly PoolOutcome[],
  commitments: readonly CommitmentOutcome[],
  { covered, remaining }: CoverageParts,
): CommitmentMetrics {
  const listCost = total(pools, each => each.listCost);
  const onDemandEquivalentCost = total(pools, each => each.onDemandEquivalentCost);
  const onDemandCost = total(pools, each => each.onDemandCost);
  const usedCost = total(commitments, each => each.usedCost);
  const unusedCost = total(commitments, each => each.unusedCost);
  const effectiveCost = onDemandCost + usedCost + unusedCost;
  return {
    listCost,
    onDemandEquivalentCost,
    effectiveCost,
    billedCost: onDemandCost + total(commitments, each => each.recurringBilledCost + each.upfrontBilledCost),
    onDemandCost,
    unusedCost,
    commitmentCoverage: commitmentCoverage(sumOf(covered), sumOf(remaining)),
    commitmentUtilization: shareOf(usedCost, usedCost + unusedCost),
    effectiveSavingsRate: effectiveSavingsRate(effectiveCost, onDemandEquivalentCost),
    effectiveSavingsRateOverList: effectiveSavingsRate(effectiveCost, listCost),
  };
}

function instruments(commitments: readonly CommitmentOutcome[]): Application['byInstrument'] {
  const groups = [...Map.groupBy(commitments, ({ instrument }) => instrument)];
  return groups
    .sort(([a]: [Instrument, unknown], [b]: [Instrument, unknown]) => compareText(a, b))
    .map(([instrument, members]) => {
      const committedCost = total(members, each => each.committedCost);
      const usedCost = total(members, each => each.usedCost);
      const units = total(members, each => each.committedUnits);
      return {
        instrument,
        committedCost,
        usedCost,
        unusedCost: total(members, each => each.unusedCost),
        coveredOnDemandCost: total(members, each => each.coveredOnDemandCost),
        utilization:
          shareOf(usedCost, committedCost) ??
          shareOf(
            total(members, each => each.usedUnits),
            units,
          ),
      };
    });
}

function workloads(
  pools: readonly PoolOutcome[],
  { covered, remaining }: CoverageParts,
): Application['byWorkload'] {
  const groups = [...Map.groupBy(pools.keys(), pool => pools[pool]?.workload ?? null)];
  return groups
    .sort(([a], [b]) => Number(a === null) - Number(b === null) || compareText(a ?? '', b ?? ''))
    .map(([workload, members]) => {
      const outcomes = members.flatMap(pool => pools[pool] ?? []);
      return {
        workload,
        onDemandEquivalentCost: total(outcomes, each => each.onDemandEquivalentCost),
        effectiveCost: total(outcomes, each => each.effectiveCost),
        onDemandCost: total(outcomes, each => each.onDemandCost),
        commitmentCoverage: commitmentCoverage(
          total(members, pool => covered[pool] ?? 0),
          total(members, pool => remaining[pool] ?? 0),
        ),
      };
    });
}

function addScaled(sum: Float64Array, row: Float64Array, factor: number | Float64Array, scale: number): void {
  for (let hour = 0; hour < sum.length; hour++) {
    const share = typeof factor === 'number' ? factor : (factor[hour] ?? 1);
    sum[hour] = (sum[hour] ?? 0) + (row[hour] ?? 0) * share * scale;
  }
}

/** A share of a sum; 0 of nothing. */
const per = (amount: number, of: number) => (of === 0 ? 0 : amount / of);

function hourlyOf(
  { input, result, prices }: AppliedOrder,
  pools: readonly PoolOutcome[],
  commitments: readonly CommitmentOutcome[],
): Application['hourly'] {
  const row = () => new Float64Array(input.hours);
  const hourly = {
    onDemandEquivalentCost: row(),
    effectiveCost: row(),
    onDemandCost: row(),
    unusedCost: row(),
  };
  input.pools.forEach(({ quantities }, pool) => {
    const price = prices[pool];
    const outcome = pools[pool];
    if (!price || !outcome) return;
    const onDemandPerUnit = per(outcome.onDemandEquivalentCost, outcome.quantity);
    addScaled(hourly.onDemandEquivalentCost, quantities, onDemandPerUnit, 1);
    const uncovered = result.uncoveredPerHour[pool];
    // The contract discount as a share of the pool's charges, so that the hours add up to them.
    const net = per(outcome.onDemandCost, price.onDemandCost) * price.uncoveredUnitCost;
    if (uncovered) addScaled(hourly.onDemandCost, uncovered, price.sustainedUse, net);
  });
  for (const { usedPerHour, unusedPerHour } of commitments) {
    addScaled(hourly.unusedCost, unusedPerHour, 1, 1);
    addScaled(hourly.effectiveCost, usedPerHour, 1, 1);
  }
  addScaled(hourly.effectiveCost, hourly.unusedCost, 1, 1);
  addScaled(hourly.effectiveCost, hourly.onDemandCost, 1, 1);
  return hourly;
}

/** Everything that an application says about an order that has been run. */
export function outcomesOf(applied: AppliedOrder): Application {
  const covers = pricedCovers(applied);
  const byPool = poolOutcomes(applied, covers);
  const byCommitment = commitmentOutcomes(applied, covers);
  const parts = coverageParts(applied, covers, byPool);
  return {
    totals: metricsOf(byPool, byCommitment, parts),
    byCommitment,
    byPool,
    byInstrument: instruments(byCommitment),
    byWorkload: workloads(byPool, parts),
    hourly: hourlyOf(applied, byPool, byCommitment),
  };
}
