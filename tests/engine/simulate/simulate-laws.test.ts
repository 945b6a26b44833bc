/** Promises of a run, on random estates and plans: the ledger adds up, the empty plan is the bill, the same gives the same. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, sum, ZERO } from '../../../src/engine/money.ts';
import { COVERAGE_SHIFT } from '../../../src/engine/simulate/ledger.ts';
import type { Run } from '../../../src/engine/simulate/run.ts';
import { createSimulator, ledgerOf } from '../../../src/engine/simulate/simulate.ts';
import { estates, plans } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, plan } from '../estates.ts';

const RUNS = { numRuns: 60 };
const HORIZON = 4;
const options = { horizonMonths: HORIZON };
/** The bill is what the model says, or it is not. */
const anyEstate = fc.oneof(estates(), estates({ fit: fc.constantFrom(1, 0.9, 0, 1.3) }));

function add<Key>(
  entries: Iterable<{ readonly amount: Decimal }>,
  key: (entry: never) => Key,
): Map<Key, Decimal> {
  const totals = new Map<Key, Decimal>();
  for (const entry of entries) {
    const name = key(entry as never);
    totals.set(name, (totals.get(name) ?? ZERO).plus(entry.amount));
  }
  return totals;
}

const monthOf = (entry: { readonly month: string }) => entry.month;

describe('the ledger', () => {
  const check = (law: (run: Run) => void) =>
    fc.assert(
      fc.property(anyEstate, plans, (estate, each) => {
        law(createSimulator(estate, testBook()).run(each, options));
      }),
      RUNS,
    );

  test('adds up to the effective cost of every month, to the last digit', () => {
    check(run => {
      const totals = add(ledgerOf(run), monthOf);
      for (const { month, effectiveCost } of run.months)
        expect((totals.get(month) ?? ZERO).toFixed()).toBe(effectiveCost.toFixed());
    });
  });

  test('tells of every move what it saved in the target month, and what it cost once', () => {
    check(run => {
      const target = run.months[Math.min(run.plan.target.byMonth, HORIZON) - 1];
      for (const { moveId, savedPerMonth, oneOffCost } of run.moves) {
        const changes = target?.changes.filter(change => change.moveId === moveId) ?? [];
        expect(ZERO.minus(sum(changes.map(({ amount }) => amount))).toFixed()).toBe(savedPerMonth.toFixed());
        const once = run.months.flatMap(({ oneOff }) => oneOff.filter(charge => charge.moveId === moveId));
        expect(sum(once.map(({ amount }) => amount)).toFixed()).toBe(oneOffCost.toFixed());
      }
    });
  });

  test('adds up by resource and by workload to the same, and no resource falls below zero', () => {
    check(run => {
      for (const { month, effectiveCost } of run.months) {
        const entries = [...ledgerOf(run)].filter(entry => entry.month === month);
        const byResource = add(entries, (entry: { readonly resourceId: string }) => entry.resourceId);
        const byWorkload = add(entries, (entry: { readonly workload: string }) => entry.workload);
        for (const totals of [byResource, byWorkload])
          expect(sum(totals.values()).toFixed()).toBe(effectiveCost.toFixed());
        for (const [id, amount] of byResource)
          if (id !== COVERAGE_SHIFT) expect(amount.toNumber(), id).toBeGreaterThanOrEqual(0);
      }
    });
  });

  test('holds nano-dollars, and names no move that is not active', () => {
    check(run => {
      for (const { changes, oneOff, activeMoveIds } of run.months) {
        for (const { amount, moveId } of [...changes, ...oneOff]) {
          expect(amount.decimalPlaces()).toBeLessThanOrEqual(9);
          if (moveId !== null) expect(activeMoveIds).toContain(moveId);
        }
        for (const { amount } of changes) expect(amount.isZero()).toBe(false);
      }
    });
  });

  test('has no negative month, invoiced or amortised', () => {
    check(run => {
      for (const { effectiveCost, runRateCost, billedCost } of run.months) {
        for (const cost of [effectiveCost, runRateCost, billedCost])
          expect(cost.toNumber()).toBeGreaterThanOrEqual(-1e-6);
        expect(effectiveCost.greaterThanOrEqualTo(runRateCost)).toBe(true);
      }
    });
  });
});

describe('the empty plan', () => {
  test('is the bill exactly, in every month, on both clocks', () => {
    fc.assert(
      fc.property(anyEstate, estate => {
        const run = createSimulator(estate, testBook()).run(plan([]), options);
        const effective = sum(estate.resources.map(({ effectiveCost }) => effectiveCost)).toFixed();
        const once = sum(estate.resources.map(({ oneTimeBilledCost }) => oneTimeBilledCost));
        const billed = sum(estate.resources.map(({ billedCost }) => billedCost))
          .minus(once)
          .toFixed();
        for (const month of run.months) {
          expect(month.effectiveCost.toFixed()).toBe(effective);
          expect(month.runRateCost.toFixed()).toBe(effective);
          expect(month.billedCost.toFixed()).toBe(billed);
          expect([month.changes, month.oneOff, month.activeMoveIds]).toEqual([[], [], []]);
        }
        expect(run.baseline.effectiveCost.toFixed()).toBe(effective);
      }),
      { numRuns: 100 },
    );
  });

  test('is the bill to the last of its digits, however many it writes', () => {
    const effectiveCost = '12345678901234567890.123456789012345678';
    const [bare] = estateOf([instance('a')]).resources;
    const estate = { ...estateOf([]), resources: [{ ...bare, effectiveCost, billedCost: effectiveCost }] };
    const run = createSimulator(estate as ReturnType<typeof estateOf>, testBook()).run(plan([]), options);
    for (const month of run.months) expect(month.effectiveCost.toFixed()).toBe(effectiveCost);
  });

  test('leaves upfront fees of the bill out of the months to come, and in the bill', () => {
    const [bare] = estateOf([instance('a')]).resources;
    const fee = {
      ...bare,
      id: 'fee',
      kind: 'commitment',
      billedCost: '100',
      effectiveCost: '0',
      oneTimeBilledCost: '60',
    };
    const estate = { ...estateOf([]), resources: [fee] } as ReturnType<typeof estateOf>;
    const run = createSimulator(estate, testBook()).run(plan([]), options);
    expect(run.baseline.billedCost.toFixed()).toBe('100');
    expect(run.months.map(({ billedCost }) => billedCost.toFixed())).toEqual(['40', '40', '40', '40']);
  });
});

describe('the same gives the same', () => {
  test('two simulators give the same run, byte for byte', () => {
    fc.assert(
      fc.property(estates(), plans, (estate, each) => {
        const first = createSimulator(estate, testBook()).run(each, options);
        const second = createSimulator(structuredClone(estate), testBook()).run(
          structuredClone(each),
          options,
        );
        expect(JSON.stringify(second)).toBe(JSON.stringify(first));
      }),
      RUNS,
    );
  });

  test('what a simulator played before changes nothing', () => {
    fc.assert(
      fc.property(
        estates(),
        fc.array(plans, { minLength: 1, maxLength: 3 }),
        plans,
        (estate, before, each) => {
          const fresh = createSimulator(estate, testBook()).run(each, options);
          const used = createSimulator(estate, testBook());
          for (const other of before) used.run(other, options);
          expect(JSON.stringify(used.run(each, options))).toBe(JSON.stringify(fresh));
        },
      ),
      RUNS,
    );
  });

  test('not even the same move on other terms', () => {
    const estate = estateOf([instance('a')]);
    const on = (termYears: string, payment: string) =>
      plan([move('compute-savings-plan', { params: { termYears, payment } })]);
    const simulator = createSimulator(estate, testBook());
    for (const [term, payment] of [
      ['1', 'no-upfront'],
      ['3', 'no-upfront'],
      ['3', 'all-upfront'],
      ['1', 'no-upfront'],
    ] as const) {
      const fresh = createSimulator(estate, testBook()).run(on(term, payment), options);
      expect(JSON.stringify(simulator.run(on(term, payment), options))).toBe(JSON.stringify(fresh));
    }
  });

  test('a longer horizon does not change the months before', () => {
    fc.assert(
      fc.property(estates(), plans, (estate, each) => {
        const simulator = createSimulator(estate, testBook());
        const [short, long] = [2, 5].map(horizonMonths =>
          simulator.run(each, { horizonMonths }).months.slice(0, 2),
        );
        expect(JSON.stringify(long)).toBe(JSON.stringify(short));
      }),
      RUNS,
    );
  });
});

describe('attribution', () => {
  test('the changes of all moves and expiries are the whole difference to the bill', () => {
    fc.assert(
      fc.property(estates(), plans, (estate, each) => {
        const run = createSimulator(estate, testBook()).run(each, options);
        for (const { changes, runRateCost } of run.months) {
          const difference = runRateCost.minus(run.baseline.effectiveCost);
          expect(sum(changes.map(({ amount }) => amount)).toFixed()).toBe(difference.toFixed());
        }
      }),
      RUNS,
    );
  });

  test('commuting moves save the same together in either order', () => {
    // Different kinds of resources, or the same kind in two workloads of one stage.
    const moves = [
      move('ebs-gp2-to-gp3'),
      move('rightsize-compute', { id: 'one', scope: { ...move('x').scope, workloads: ['shop'] } }),
      move('rightsize-compute', { id: 'two', scope: { ...move('x').scope, workloads: ['staging'] } }),
      move('database-single-az'),
    ];
    fc.assert(
      fc.property(estates(), fc.shuffledSubarray(moves, { minLength: 4 }), (estate, shuffled) => {
        const total = (list: typeof moves) =>
          createSimulator(estate, testBook()).run(plan(list), options).months[0]?.runRateCost.toFixed();
        expect(total(shuffled)).toBe(total(moves));
      }),
      RUNS,
    );
  });
});

test('amounts of a run are decimals, never floats', () => {
  const run = createSimulator(estateOf([instance('a')]), testBook()).run(plan([]), options);
  const text = JSON.parse(JSON.stringify(run)) as { months: { effectiveCost: unknown }[] };
  expect(text.months[0]?.effectiveCost).toBe('16.8');
  expect(decimal('16.8').equals(run.months[0]?.effectiveCost ?? ZERO)).toBe(true);
});
