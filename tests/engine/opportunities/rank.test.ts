/** Orders of what could be done: the formula by table, what any order must keep by random opportunities. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEVERS } from '../../../src/engine/levers/index.ts';
import { decimal } from '../../../src/engine/money.ts';
import {
  ASSUMED_BUDGET_PRICE,
  givenBudgetPrice,
  OPPORTUNITY_ORDERS,
  opportunityValue,
  rankOpportunities,
} from '../../../src/engine/opportunities/rank.ts';

type Ranked = Parameters<typeof opportunityValue>[0];

const BROKEN = { rule: 'slo-breach-probability', allowed: false, message: 'too much', source: 'a test' };

/** `saves` a month, of which all is expected; `days` of work; `budget`, the share of an error budget it uses. */
function thing(id: string, saves: number, days: number, budget: number | null, rest: Partial<Ranked> = {}) {
  return {
    id,
    leverId: 'ebs-gp2-to-gp3',
    savedPerMonth: decimal(saves),
    range: { low: saves / 2, expected: saves, high: saves },
    effortDays: { low: days / 2, mean: days, high: days * 2 },
    budgetShare: budget,
    addedBadMinutes: budget === null ? null : budget * 20,
    addedBreachProbability: budget === null ? null : budget / 10,
    breaks: [],
    ...rest,
  } satisfies Ranked;
}

const ids = (list: readonly Ranked[]) => list.map(({ id }) => id);

describe('the value of an opportunity', () => {
  test.each([
    ['days alone without an objective', thing('a', 1000, 2, null), 20, 2, 500],
    ['half a budget at twenty days', thing('a', 1200, 2, 0.5), 20, 12, 100],
    ['more than a budget', thing('a', 4200, 2, 2), 20, 42, 100],
    ['budget given back makes nothing cheaper', thing('a', 1000, 2, -3), 20, 2, 500],
    ['a budget that is worth nothing', thing('a', 1000, 2, 0.5), 0, 2, 500],
    ['no budget at all, and none needed', thing('a', 1000, 2, 0), 20, 2, 500],
    ['no budget at all, and minutes added', thing('a', 1000, 2, Infinity), 20, Infinity, 0],
    ['no budget at all, and it is worth nothing', thing('a', 1000, 2, Infinity), 0, 2, 500],
    ['what costs money', thing('a', -600, 2, 0.5), 20, 12, -50],
  ])('%s', (_name, opportunity, price, equivalentDays, savedPerDay) => {
    expect(opportunityValue(opportunity, givenBudgetPrice(price))).toEqual({
      equivalentDays,
      savedPerDay,
      range: { low: savedPerDay, high: savedPerDay },
    });
  });

  test('has the range of the price: the dearest budget gives the least', () => {
    const price = { days: 20, low: 5, high: 100, basis: 'a test' };
    const { savedPerDay, range } = opportunityValue(thing('a', 1200, 2, 0.1), price);

    expect([range.low, savedPerDay, range.high]).toEqual([100, 300, 480]);
  });

  test('is not a number where nothing has to be done', () => {
    expect(opportunityValue(thing('a', 1000, 0, null), ASSUMED_BUDGET_PRICE).savedPerDay).toBeNull();
  });

  test('rests on an assumption with a range and a reason', () => {
    const { days, low, high, basis } = ASSUMED_BUDGET_PRICE;
    expect(low).toBeLessThan(days);
    expect(days).toBeLessThan(high);
    expect(basis).toMatch(/^assumed: .*https:/);
  });

  test('every lever takes some work, so that every opportunity has one', () => {
    expect(LEVERS.filter(({ meta }) => meta.effortDays.mode <= 0).map(({ meta }) => meta.id)).toEqual([]);
  });
});

describe('the order', () => {
  const cheap = thing('cheap', 1000, 1, 0);
  const large = thing('large', 5000, 10, 0);
  const risky = thing('risky', 6000, 1, 0.5);
  const plan = thing('plan', 9000, 0.5, null, { leverId: 'compute-savings-plan' });
  const contract = thing('contract', 300, 0.5, null, { leverId: 'enterprise-discount' });
  const broken = thing('broken', 99_000, 0.1, 0, { breaks: [BROKEN] });
  const all = [broken, plan, risky, contract, large, cheap];

  test.each([
    ['value', ['cheap', 'risky', 'large', 'plan', 'contract', 'broken']],
    ['saving', ['plan', 'risky', 'large', 'cheap', 'contract', 'broken']],
    ['effort', ['plan', 'contract', 'cheap', 'risky', 'large', 'broken']],
    ['risk', ['plan', 'cheap', 'contract', 'large', 'risky', 'broken']],
  ] as const)('by %s', (order, expected) => {
    expect(ids(rankOpportunities(all, order))).toEqual(expected);
  });

  test('by value depends on what a budget is worth', () => {
    expect(ids(rankOpportunities(all, 'value', givenBudgetPrice(0)))[0]).toBe('risky');
    expect(ids(rankOpportunities(all, 'value', givenBudgetPrice(100))).slice(0, 3)).toEqual([
      'cheap',
      'large',
      'risky',
    ]);
  });

  test('what saves nothing comes after what saves something, the least loss first', () => {
    const list = [
      thing('loss', -500, 100, 0),
      thing('small loss', -1, 0.1, 0),
      thing('nothing', 0, 1, 0),
      thing('something', 0.01, 90, 1),
    ];
    expect(ids(rankOpportunities(list))).toEqual(['something', 'nothing', 'small loss', 'loss']);
  });
});

const amounts = fc.oneof(
  fc.constantFrom(0, 1, 1000),
  fc.double({ min: -1e4, max: 1e5, noNaN: true, noDefaultInfinity: true }),
);
const things = fc
  .array(
    fc.record({
      saves: amounts,
      days: fc.constantFrom(0.1, 0.5, 1, 2.25, 9),
      budget: fc.option(
        fc.oneof(fc.constantFrom(0, -0.5, 0.02, 1, Infinity), fc.double({ min: 0, max: 3, noNaN: true })),
      ),
      leverId: fc.constantFrom('ebs-gp2-to-gp3', 'compute-savings-plan', 'enterprise-discount'),
      isBroken: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map(list =>
    list.map(({ saves, days, budget, leverId, isBroken }, index) =>
      thing(`t${index}`, saves, days, budget, { leverId, breaks: isBroken ? [BROKEN] : [] }),
    ),
  );
const prices = fc.constantFrom(0, 5, 20, 100, 10_000).map(givenBudgetPrice);

describe('whatever is found', () => {
  test('every order has all of it once, whatever the order it was found in, and what breaks a guardrail last', () => {
    fc.assert(
      fc.property(things, fc.constantFrom(...OPPORTUNITY_ORDERS), prices, (list, order, price) => {
        const ranked = rankOpportunities(list, order, price);
        expect(ids(ranked).toSorted()).toEqual(ids(list).toSorted());
        expect(ids(rankOpportunities(list.toReversed(), order, price))).toEqual(ids(ranked));
        const broken = ranked.map(({ breaks }) => breaks.length);
        expect(broken).toEqual(broken.toSorted((a, b) => a - b));
      }),
    );
  });

  test('of two that use budget which is not there, the one with less work comes first', () => {
    const two = [thing('a', 100, 5, Infinity), thing('b', 100, 2, Infinity)];
    expect(ids(rankOpportunities(two))).toEqual(['b', 'a']);
  });

  test('what saves no less, takes no more days and uses no more budget never comes after the other, at any price', () => {
    const used = ({ budgetShare }: Ranked) => Math.max(0, budgetShare ?? 0);
    const group = ({ breaks, leverId }: Ranked) => `${breaks.length} ${leverId === 'ebs-gp2-to-gp3'}`;
    fc.assert(
      fc.property(things, prices, (list, price) => {
        const ranked = rankOpportunities(list, 'value', price);
        ranked.forEach((later, index) => {
          for (const earlier of ranked.slice(0, index)) {
            if (group(earlier) !== group(later)) continue;
            const isNoWorse =
              later.range.expected >= earlier.range.expected &&
              later.effortDays.mean <= earlier.effortDays.mean &&
              used(later) <= used(earlier);
            const isBetter =
              later.range.expected > earlier.range.expected ||
              later.effortDays.mean < earlier.effortDays.mean ||
              used(later) < used(earlier);
            expect(isNoWorse && isBetter).toBe(false);
          }
        });
      }),
    );
  });
});
