/** Promises of the hourly allocation, whatever the usage and the commitments: laws of conservation, order and discount. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commitmentKpis } from '../../../src/engine/simulate/kpis.ts';
import { thousandths } from '../../helpers/arbitraries.ts';
import { FLOAT_NOISE, HOURS, type Input, inputs, run } from './allocations.ts';

const RUNS = { numRuns: 300 };
const law = (check: (input: Input) => void) => fc.assert(fc.property(inputs, check), RUNS);
const near = (value: number, wanted: number) =>
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(FLOAT_NOISE * Math.max(1, Math.abs(wanted)));

describe('conservation', () => {
  test('what is covered and what is left of a row is its usage, in every hour', () => {
    law(input => {
      const { allocation, covers } = run(input);
      input.usage.forEach((row, usage) => {
        for (let hour = 0; hour < HOURS; hour++) {
          const parts = covers.filter(cover => cover.usage === usage && cover.hour === hour);
          const covered = parts.reduce((sum, { quantity }) => sum + quantity, 0);
          const left = allocation.uncovered[usage]?.[hour] ?? Number.NaN;
          expect(left).toBeGreaterThanOrEqual(0);
          near(covered + left, row.quantities[hour] ?? 0);
        }
      });
    });
  });

  test('no commitment gives more in an hour than it has, and nothing is carried to the next', () => {
    law(input => {
      const { covers } = run(input);
      const limits = [
        ...input.plans.map(({ id, commitmentPerHour }) => [id, commitmentPerHour] as const),
        ...input.reservations.map(
          ({ id, unitsPerHour, costPerUnit }) => [id, unitsPerHour * costPerUnit] as const,
        ),
      ];
      for (const [id, limit] of limits) {
        for (let hour = 0; hour < HOURS; hour++) {
          const cost = covers
            .filter(cover => cover.id === id && cover.hour === hour)
            .reduce((sum, cover) => sum + cover.cost, 0);
          expect(cost).toBeLessThanOrEqual(limit + FLOAT_NOISE);
        }
      }
    });
  });

  test('used and unused make up the commitment, both never negative', () => {
    law(input => {
      const { allocation } = run(input);
      expect(allocation.uses).toHaveLength(input.plans.length + input.reservations.length);
      for (const { committedCost, usedCost, unusedCost } of allocation.uses) {
        expect(unusedCost).toBeGreaterThanOrEqual(0);
        expect(usedCost).toBeGreaterThanOrEqual(0);
        near(usedCost + unusedCost, committedCost);
      }
      input.plans.forEach(({ id, commitmentPerHour }) => {
        near(allocation.uses.find(use => use.id === id)?.committedCost ?? -1, commitmentPerHour * HOURS);
      });
    });
  });

  test('the unit costs of all usage add up to what is paid, unused commitments aside', () => {
    law(input => {
      const { allocation, used } = run(input);
      let total = 0;
      input.usage.forEach((row, usage) => {
        row.quantities.forEach((quantity, hour) => {
          total += quantity * (allocation.unitCosts[usage]?.[hour] ?? Number.NaN);
        });
      });
      near(total, allocation.onDemandCost + used);
    });
  });

  test('the on-demand equivalent is the usage at on-demand rates, whatever is committed', () => {
    law(input => {
      const { allocation } = run(input);
      const plain = run({ ...input, plans: [], reservations: [] });
      near(allocation.onDemandEquivalent, plain.allocation.onDemandCost);
      expect(plain.total).toBe(plain.allocation.onDemandEquivalent);
    });
  });
});

describe('monotone', () => {
  test('a larger commitment never raises on-demand charges', () => {
    fc.assert(
      fc.property(inputs, thousandths(0, 5), (input, more) => {
        const plans = input.plans.map(plan => ({
          ...plan,
          commitmentPerHour: plan.commitmentPerHour + more,
        }));
        const reservations = input.reservations.map(pool => ({
          ...pool,
          unitsPerHour: pool.unitsPerHour + more,
        }));
        const before = run(input).allocation.onDemandCost;
        // Plans one at a time: of two that grow together, one may take what the other covered better.
        for (const [index, plan] of plans.entries()) {
          const grown = { ...input, plans: input.plans.with(index, plan) };
          expect(run(grown).allocation.onDemandCost).toBeLessThanOrEqual(before + FLOAT_NOISE);
        }
        const reserved = run({ ...input, plans: [], reservations }).allocation.onDemandCost;
        const unreserved = run({ ...input, plans: [] }).allocation.onDemandCost;
        if (input.reservations.length === 1) expect(reserved).toBeLessThanOrEqual(unreserved + FLOAT_NOISE);
      }),
      RUNS,
    );
  });

  test('more usage never lowers the on-demand equivalent nor what is used of one plan', () => {
    fc.assert(
      fc.property(inputs, thousandths(0, 5), (input, more) => {
        const usage = input.usage.map((row, index) =>
          index === 0 ? { ...row, quantities: row.quantities.map(quantity => quantity + more) } : row,
        );
        const before = run({ ...input, plans: input.plans.slice(0, 1), reservations: [] });
        const after = run({ usage, plans: input.plans.slice(0, 1), reservations: [] });
        expect(after.allocation.onDemandEquivalent).toBeGreaterThanOrEqual(
          before.allocation.onDemandEquivalent - FLOAT_NOISE,
        );
        expect(after.used).toBeGreaterThanOrEqual(before.used - FLOAT_NOISE);
        expect(after.total).toBeGreaterThanOrEqual(before.total - FLOAT_NOISE);
      }),
      RUNS,
    );
  });
});

describe('order', () => {
  test('the order of rows, plans and hours changes nothing', () => {
    law(input => {
      const forward = run(input);
      const last = input.usage.length - 1;
      const backward = run({
        usage: input.usage.toReversed().map(row => ({ ...row, quantities: row.quantities.toReversed() })),
        plans: input.plans.toReversed().map(plan => ({ ...plan, rates: plan.rates.toReversed() })),
        reservations: input.reservations.map(pool => ({
          ...pool,
          targets: pool.targets.map(target => ({ ...target, usage: last - target.usage })),
        })),
      });
      near(backward.allocation.onDemandCost, forward.allocation.onDemandCost);
      for (const use of forward.allocation.uses) {
        const same = backward.allocation.uses.find(({ id }) => id === use.id);
        near(same?.usedCost ?? -1, use.usedCost);
        near(same?.coveredOnDemandCost ?? -1, use.coveredOnDemandCost);
      }
    });
  });

  test('hours are independent: two halves add up to the whole', () => {
    law(input => {
      const half = (from: number, to: number) =>
        run(
          {
            ...input,
            usage: input.usage.map(row => ({ ...row, quantities: row.quantities.slice(from, to) })),
          },
          to - from,
        );
      const [whole, first, second] = [run(input), half(0, 2), half(2, HOURS)];
      near(first.total + second.total, whole.total);
      near(first.unused + second.unused, whole.unused);
    });
  });

  test('a plan split into two of the same type and rates covers the same', () => {
    fc.assert(
      fc.property(inputs, thousandths(0, 1), (input, share) => {
        const [plan, ...others] = input.plans;
        fc.pre(plan !== undefined);
        const part = (id: string, of: number) => ({
          ...plan,
          id,
          commitmentPerHour: plan.commitmentPerHour * of,
        });
        const whole = run(input);
        const split = run({ ...input, plans: [part('a', share), part('b', 1 - share), ...others] });
        near(split.allocation.onDemandCost, whole.allocation.onDemandCost);
        near(split.unused, whole.unused);
        near(split.total, whole.total);
      }),
      RUNS,
    );
  });

  test('a reservation pool split into two covers the same', () => {
    fc.assert(
      fc.property(inputs, thousandths(0, 1), (input, share) => {
        const [pool] = input.reservations;
        fc.pre(pool !== undefined);
        const part = (id: string, of: number) => ({ ...pool, id, unitsPerHour: pool.unitsPerHour * of });
        const whole = run({ ...input, reservations: [pool] });
        const split = run({ ...input, reservations: [part('a', share), part('b', 1 - share)] });
        near(split.total, whole.total);
        near(split.unused, whole.unused);
      }),
      RUNS,
    );
  });
});

describe('what is saved', () => {
  test('is the discount of every covered row, less what stays unused', () => {
    law(input => {
      const { allocation, covers, unused, total } = run(input);
      const gained = covers.reduce(
        (sum, { usage, quantity, cost }) => sum + quantity * (input.usage[usage]?.onDemandRate ?? 0) - cost,
        0,
      );
      near(allocation.onDemandEquivalent - total, gained - unused);
    });
  });

  test('the effective savings rate lies between all unused and the best discount', () => {
    law(input => {
      const plansOnly = { ...input, reservations: [] };
      const { allocation, unused } = run(plansOnly);
      const rate = commitmentKpis(allocation).effectiveSavingsRate;
      if (rate === null) return;
      const discounts = input.plans.flatMap(({ rates }) =>
        rates.flatMap((each, row) => (each === null ? [] : 1 - each / (input.usage[row]?.onDemandRate ?? 1))),
      );
      expect(rate).toBeLessThanOrEqual(Math.max(0, ...discounts) + FLOAT_NOISE);
      expect(rate).toBeGreaterThanOrEqual(-unused / allocation.onDemandEquivalent - FLOAT_NOISE);
    });
  });

  test('for one discount d: ESR = coverage x d - unused / ODE = coverage x (1 - (1 - d) / utilisation)', () => {
    fc.assert(
      fc.property(inputs, thousandths(0.01, 0.8), thousandths(0.1, 10), (input, discount, commitment) => {
        const { allocation, unused } = run({
          usage: input.usage,
          reservations: [],
          plans: [
            {
              id: 'plan',
              offering: 'compute',
              commitmentPerHour: commitment,
              rates: input.usage.map(({ onDemandRate }) => onDemandRate * (1 - discount)),
            },
          ],
        });
        const kpis = commitmentKpis(allocation);
        const { commitmentCoverage: coverage, commitmentUtilization: utilization } = kpis;
        fc.pre(
          coverage !== null && utilization !== null && utilization > 0 && kpis.effectiveSavingsRate !== null,
        );
        near(kpis.effectiveSavingsRate, coverage * discount - unused / allocation.onDemandEquivalent);
        near(kpis.effectiveSavingsRate, coverage * (1 - (1 - discount) / utilization));
        // Below the break-even utilisation 1 - d a plan costs more than it saves.
        if (utilization < 1 - discount - FLOAT_NOISE) expect(kpis.effectiveSavingsRate).toBeLessThan(0);
        if (utilization > 1 - discount + FLOAT_NOISE) expect(kpis.effectiveSavingsRate).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  test('one plan alone covers so that no other use of the same dollars saves more', () => {
    law(input => {
      const [plan] = input.plans;
      fc.pre(plan !== undefined);
      const { covers } = run({
        usage: input.usage,
        reservations: [],
        plans: [{ ...plan, offering: 'compute' }],
      });
      for (let hour = 0; hour < HOURS; hour++) {
        const saved = covers
          .filter(cover => cover.hour === hour)
          .reduce(
            (sum, { usage, quantity, cost }) =>
              sum + quantity * (input.usage[usage]?.onDemandRate ?? 0) - cost,
            0,
          );
        expect(saved).toBeGreaterThanOrEqual(
          bestSaving(input, plan.rates, plan.commitmentPerHour, hour) - FLOAT_NOISE,
        );
      }
    });
  });
});

/** The fractional knapsack by trying every order of the rows. */
function bestSaving(input: Input, rates: readonly (number | null)[], dollars: number, hour: number): number {
  const rows = input.usage.flatMap(({ onDemandRate, quantities }, index) => {
    const rate = rates[index] ?? null;
    return rate === null || rate <= 0 ? [] : [{ rate, onDemandRate, quantity: quantities[hour] ?? 0 }];
  });
  let best = 0;
  const visit = (left: number, saved: number, rest: typeof rows) => {
    best = Math.max(best, saved);
    rest.forEach((row, index) => {
      const quantity = Math.min(row.quantity, left / row.rate);
      visit(
        left - quantity * row.rate,
        saved + quantity * (row.onDemandRate - row.rate),
        rest.toSpliced(index, 1),
      );
    });
  };
  visit(dollars, 0, rows);
  return best;
}
