/** Promises of the kernel, whatever the order: the plain way gives the same, nothing is lost, nothing is made. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capacityInPeriod, createKernel, type KernelInput } from '../../../src/engine/commitments/kernel.ts';
import { FLOAT_NOISE, hourlyCases, type KernelCase, kernelCases, plainRun } from './kernel-orders.ts';

const RUNS = { numRuns: 250 };
const law = (cases: fc.Arbitrary<KernelCase>, check: (each: KernelCase) => void) =>
  fc.assert(fc.property(cases, check), RUNS);
const EVERYTHING = { keepUncovered: true, keepUsed: true, keepUnitCosts: true } as const;
const near = (value: number, wanted: number) =>
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(FLOAT_NOISE * Math.max(1, Math.abs(wanted)));
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

function nearRows(rows: readonly Float64Array[], wanted: readonly Float64Array[]): void {
  expect(rows.length).toBe(wanted.length);
  rows.forEach((row, index) => {
    const off = row.findIndex((value, hour) => Math.abs(value - wanted[index]![hour]!) > FLOAT_NOISE);
    expect({ index, off, value: row[off] }).toEqual({ index, off: -1, value: undefined });
  });
}

/** Everything a kernel says in numbers. */
function figures(result: ReturnType<ReturnType<typeof createKernel>['run']>): number[] {
  return [...result.usedUnits, ...result.uncoveredQuantity];
}
const nearAll = (values: readonly number[], wanted: readonly number[]) => {
  expect(values.length).toBe(wanted.length);
  values.forEach((value, index) => {
    near(value, wanted[index]!);
  });
};

describe('against the plain way', () => {
  test('every hour of every pool and benefit is the same as one hour and one step after the other', () => {
    law(kernelCases, each => {
      const wanted = plainRun(each);
      const result = createKernel({ ...each, ...EVERYTHING }).run();
      nearRows(result.uncoveredPerHour, wanted.uncovered);
      nearRows(result.usedPerHour, wanted.used);
      nearRows(result.coveredCostPerHour, wanted.coveredCost);
      nearAll([...result.uncoveredQuantity], wanted.uncovered.map(sum));
      nearAll([...result.usedUnits], wanted.used.map(sum));
    });
  });

  test('totals do not depend on what is written down', () => {
    law(kernelCases, each => {
      nearAll(
        figures(createKernel(each).run()),
        figures(createKernel({ ...each, ...EVERYTHING, onCover: () => {} }).run()),
      );
    });
  });

  test('what is told of covers adds up to the used units of every hour', () => {
    law(kernelCases, each => {
      const told = each.order.benefits.map(() => new Float64Array(each.hours));
      const onCover: KernelInput['onCover'] = ({ benefit, startHour, hours, units }) => {
        for (let hour = 0; hour < hours; hour++) told[benefit]![startHour + hour]! += units[hour]!;
      };
      nearRows(createKernel({ ...each, ...EVERYTHING, onCover }).run().usedPerHour, told);
    });
  });
});

describe('conservation', () => {
  test('covered and uncovered units of a pool are its usage; used units are at most what there is', () => {
    law(kernelCases, each => {
      const { covers, uncoveredQuantity, usedUnits } = createKernel(each).run();
      each.pools.forEach(({ quantities }, pool) => {
        const covered = sum(covers.filter(cover => cover.pool === pool).map(({ quantity }) => quantity));
        near(covered + uncoveredQuantity[pool]!, sum(quantities));
        expect(uncoveredQuantity[pool]).toBeGreaterThanOrEqual(0);
      });
      each.order.benefits.forEach((benefit, index) => {
        const units = sum(covers.filter(cover => cover.benefit === index).map(cover => cover.units));
        near(units, usedUnits[index]!);
        expect(usedUnits[index]).toBeLessThanOrEqual(capacityInPeriod(benefit, each.hours));
      });
    });
  });

  test('in no hour is a benefit used that is not in force, or beyond its capacity', () => {
    law(hourlyCases, each => {
      const { usedPerHour } = createKernel({ ...each, keepUsed: true }).run();
      each.order.benefits.forEach(({ fromHour, toHour, capacity }, index) => {
        usedPerHour[index]!.forEach((units, hour) => {
          const most = hour >= fromHour && hour < toHour ? capacity : 0;
          if (units > most || units < 0) expect.fail(`${units} of ${most} in hour ${hour}`);
        });
      });
    });
  });

  test('the input is never changed', () => {
    law(kernelCases, each => {
      const before = each.pools.map(({ quantities }) => Float64Array.from(quantities));
      const kernel = createKernel({ ...each, ...EVERYTHING });
      kernel.run();
      kernel.rerun([{ benefit: 0, capacity: 3 }]);
      expect(each.pools.map(({ quantities }) => quantities)).toEqual(before);
    });
  });
});

describe('order and independence', () => {
  test('hours are independent: turning them round turns the result round', () => {
    law(hourlyCases, each => {
      const turn = (hour: number) => each.hours - hour;
      const turned = {
        hours: each.hours,
        pools: each.pools.map(({ quantities }) => ({ quantities: quantities.toReversed() })),
        order: {
          ...each.order,
          benefits: each.order.benefits.map(benefit => ({
            ...benefit,
            fromHour: turn(benefit.toHour),
            toHour: turn(benefit.fromHour),
          })),
        },
      };
      nearAll(figures(createKernel(turned).run()), figures(createKernel(each).run()));
    });
  });

  test('the order of pools and of benefits in the input changes nothing', () => {
    law(kernelCases, ({ hours, pools, order }) => {
      const poolAt = (usage: number) => pools.length - 1 - usage;
      const benefitAt = (benefit: number) => order.benefits.length - 1 - benefit;
      const result = createKernel({
        hours,
        pools: pools.toReversed(),
        order: {
          benefits: order.benefits.toReversed(),
          steps: order.steps.map(step => {
            const benefit = benefitAt(step.benefit);
            return step.kind === 'draw'
              ? { ...step, benefit, usage: poolAt(step.usage) }
              : {
                  ...step,
                  benefit,
                  targets: step.targets.map(each => ({ ...each, usage: poolAt(each.usage) })),
                };
          }),
        },
      }).run();
      const wanted = createKernel({ hours, pools, order }).run();
      nearAll([...result.usedUnits].reverse(), [...wanted.usedUnits]);
      nearAll([...result.uncoveredQuantity].reverse(), [...wanted.uncoveredQuantity]);
    });
  });
});

describe('more', () => {
  // Each step leaves less of a pool and more of a benefit when it starts with less of the one and more of the other.
  test('of any benefit never leaves more uncovered of any pool, in any order of any benefits', () => {
    fc.assert(
      fc.property(kernelCases, fc.nat(), (each, at) => {
        const benefit = at % each.order.benefits.length;
        const { capacity } = each.order.benefits[benefit]!;
        const kernel = createKernel(each);
        const results = [0, capacity, capacity * 1.5 + 1].map(
          more => kernel.rerun([{ benefit, capacity: more }]).uncoveredQuantity,
        );
        each.pools.forEach((_, pool) => {
          expect(results[1]![pool]).toBeLessThanOrEqual(results[0]![pool]! + FLOAT_NOISE);
          expect(results[2]![pool]).toBeLessThanOrEqual(results[1]![pool]! + FLOAT_NOISE);
        });
      }),
      RUNS,
    );
  });

  test('usage of one pool never leaves less uncovered of any pool', () => {
    law(kernelCases, each => {
      const [first, ...others] = each.pools;
      const more = [{ quantities: first!.quantities.map(quantity => quantity * 1.3 + 0.1) }, ...others];
      const before = createKernel(each).run().uncoveredQuantity;
      createKernel({ ...each, pools: more })
        .run()
        .uncoveredQuantity.forEach((quantity, pool) => {
          expect(quantity).toBeGreaterThanOrEqual(before[pool]! - FLOAT_NOISE);
        });
    });
  });

  test('splitting a benefit in two that stand side by side changes no total', () => {
    law(hourlyCases, each => {
      const [first, ...others] = each.order.benefits;
      const half = { ...first!, capacity: first!.capacity / 2 };
      const benefits = [half, ...others, half];
      const last = benefits.length - 1;
      const steps = each.order.steps.filter(({ kind }) => kind === 'draw');
      const split = steps.flatMap(step => (step.benefit === 0 ? [step, { ...step, benefit: last }] : [step]));
      const whole = createKernel({ ...each, order: { benefits: each.order.benefits, steps } }).run();
      const parts = createKernel({ ...each, order: { benefits, steps: split } }).run();
      nearAll([...parts.uncoveredQuantity], [...whole.uncoveredQuantity]);
      near(parts.usedUnits[0]! + parts.usedUnits[last]!, whole.usedUnits[0]!);
    });
  });
});

describe('running again', () => {
  const changes = fc.tuple(fc.nat(), fc.constantFrom(0, 0.5, 3, 20));

  test('a changed capacity gives what a new kernel gives, however often and in whatever order', () => {
    fc.assert(
      fc.property(kernelCases, fc.array(changes, { minLength: 1, maxLength: 4 }), (each, list) => {
        const { benefits, steps } = each.order;
        const totals = createKernel(each);
        const rows = createKernel({ ...each, ...EVERYTHING });
        for (const [at, capacity] of list) {
          const benefit = at % benefits.length;
          const changed = benefits.map((old, index) => (index === benefit ? { ...old, capacity } : old));
          const fresh = createKernel({ ...each, ...EVERYTHING, order: { benefits: changed, steps } }).run();
          nearAll(figures(totals.rerun([{ benefit, capacity }])), figures(fresh));
          const again = rows.rerun([{ benefit, capacity }]);
          nearRows(again.uncoveredPerHour, fresh.uncoveredPerHour);
          nearRows(again.usedPerHour, fresh.usedPerHour);
          nearRows(again.coveredCostPerHour, fresh.coveredCostPerHour);
        }
        nearAll(figures(totals.run()), figures(createKernel(each).run()));
      }),
      RUNS,
    );
  });

  test('no change is the run itself, and several changes are made at once', () => {
    law(kernelCases, each => {
      const kernel = createKernel(each);
      nearAll(figures(kernel.rerun([])), figures(kernel.run()));
      const benefits = each.order.benefits.map(benefit => ({
        ...benefit,
        capacity: benefit.capacity * 2 + 1,
      }));
      const fresh = createKernel({ ...each, order: { ...each.order, benefits } }).run();
      nearAll(
        figures(kernel.rerun(benefits.map(({ capacity }, benefit) => ({ benefit, capacity })))),
        figures(fresh),
      );
    });
  });
});
