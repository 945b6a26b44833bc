/** What is remembered changes no digit: estates priced one after the other with one rate card, and each with a card of its own. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Estate } from '../../../src/engine/estate/estate.ts';
import { defaultParams } from '../../../src/engine/lever-params.ts';
import { LEVERS } from '../../../src/engine/levers/index.ts';
import { WHOLE_ESTATE } from '../../../src/engine/plan.ts';
import { allocateDemand } from '../../../src/engine/pricing/allocate-demand.ts';
import { priceEstate } from '../../../src/engine/pricing/price-estate.ts';
import { poolDetail, usageDemand } from '../../../src/engine/pricing/usage-demand.ts';
import { createRateCard } from '../../../src/engine/rate-card.ts';
import { applyMove } from '../../../src/engine/simulate/apply-move.ts';
import { costOf, createBaseline } from '../../../src/engine/simulate/model-cost.ts';
import { estates } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, plan, savingsPlan } from '../estates.ts';

const { guardrails } = plan([]);

/** The estate, and what each lever in turn leaves of what the ones before it left. */
function variants(estate: Estate, levers: readonly number[]): Estate[] {
  const rates = createRateCard(estate.paidRates, testBook());
  const found = [estate];
  for (const index of levers) {
    const lever = LEVERS[index % LEVERS.length];
    const from = found[index % found.length];
    if (!lever || !from) continue;
    const params = defaultParams(lever.params);
    const move = { id: `m${found.length}`, lever: lever.meta.id, scope: WHOLE_ESTATE, params, start: 1 };
    found.push(applyMove(from, { ...move, owner: null, note: null }, lever, guardrails, rates).estate);
  }
  return found;
}

/** Everything that a price says, digit by digit. */
function digits(estate: Estate, card = createRateCard(estate.paidRates, testBook())) {
  const price = priceEstate(estate, card);
  return JSON.stringify({
    byResource: [...price.byResource],
    pooled: [...price.pooledByResource],
    totals: [price.pooledEffective, price.pooledBilled, price.allocation.onDemandCost],
    uses: price.allocation.uses,
    unitCosts: price.allocation.unitCosts.map(costs => [...costs]),
    uncovered: price.allocation.uncovered.map(hours => [...hours]),
    pools: price.demand.pools.map(pool => ({ ...pool, quantities: [...pool.quantities] })),
  });
}

const moves = fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 });

describe('a rate card that has priced other estates', () => {
  test('prices the next one like a new card, whatever moves lie between them and in whatever order they come', () => {
    fc.assert(
      fc.property(estates(), moves, fc.array(fc.nat(5), { maxLength: 8 }), (estate, levers, again) => {
        const all = variants(estate, levers);
        const card = createRateCard(estate.paidRates, testBook());
        const order = [...all, ...again.flatMap(index => all[index % all.length] ?? [])];
        for (const each of order) expect(digits(each, card)).toBe(digits(each));
      }),
      { numRuns: 60 },
    );
  });

  test('costs what an estate costs against a baseline of its own', () => {
    const text = ({ byResource, effective, billed }: ReturnType<typeof costOf>) =>
      JSON.stringify([[...byResource].map(([id, amount]) => [id, amount.toFixed()]), effective, billed]);
    fc.assert(
      fc.property(estates(), moves, (estate, levers) => {
        const all = variants(estate, levers);
        const used = createBaseline(estate, createRateCard(estate.paidRates, testBook()));
        for (const each of [...all, ...all.toReversed()]) {
          const fresh = createBaseline(estate, createRateCard(estate.paidRates, testBook()));
          expect(text(costOf(each, used))).toBe(text(costOf(each, fresh)));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('sees a commitment that comes, goes, or changes', () => {
    const estate = estateOf([instance('a', {}), instance('b', { instanceType: 'm5.xlarge' })]);
    const card = createRateCard(estate.paidRates, testBook());
    const small = { ...estate, commitments: [savingsPlan('plan', 0.05)] };
    const large = { ...estate, commitments: [savingsPlan('plan', 0.1)] };
    const prices = [estate, small, large, small, estate].map(each => digits(each, card));

    expect(prices).toEqual([estate, small, large, small, estate].map(each => digits(each)));
    expect(new Set(prices).size).toBe(3);
  });

  test('is not misled by a list of commitments that grows in place', () => {
    const estate = estateOf([instance('a', {}), instance('b', {})]);
    const card = createRateCard(estate.paidRates, testBook());
    const demand = usageDemand(estate.resources, card, estate.hours, poolDetail([]));
    const list = [savingsPlan('one', 0.02)];
    const first = allocateDemand(demand, list, card, estate).onDemandCost;
    list.push(savingsPlan('two', 0.02));

    expect(allocateDemand(demand, list, card, estate).onDemandCost).toBeLessThan(first);
  });

  test('works an unchanged estate out once', () => {
    const estate = estateOf([instance('a', {}), instance('b', {})]);
    const card = createRateCard(estate.paidRates, testBook());
    const [first, second] = [priceEstate(estate, card), priceEstate({ ...estate }, card)];

    expect(second.allocation).toBe(first.allocation);
    expect(second.demand.pools[0]).toBe(first.demand.pools[0]);
  });
});
