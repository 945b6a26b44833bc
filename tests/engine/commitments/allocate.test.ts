/** The order of discounts in one hour, in numbers that can be worked out by hand. */

import { describe, expect, test } from 'vitest';
import { allocate, type EligibleUsage, type SpendPlan } from '../../../src/engine/commitments/allocate.ts';
import { run } from './allocations.ts';

function row(id: string, onDemandRate: number, quantity = 1): EligibleUsage {
  return { id, onDemandRate, quantities: Float64Array.of(quantity) };
}

function plan(
  id: string,
  commitmentPerHour: number,
  rates: readonly (number | null)[],
  offering: SpendPlan['offering'] = 'compute',
): SpendPlan {
  return { id, offering, commitmentPerHour, rates };
}

/** `plan:usage` in the order in which one hour is covered. */
function orderOf(usage: readonly EligibleUsage[], plans: readonly SpendPlan[]): string[] {
  return run({ usage, plans, reservations: [] }, 1).covers.map(
    ({ id, usage: index }) => `${id}:${usage[index]?.id}`,
  );
}

describe('the order in which plans cover usage', () => {
  test('the highest savings percentage first, not the most dollars', () => {
    const usage = [row('large', 10), row('small', 1)];
    expect(orderOf(usage, [plan('p', 100, [9, 0.5])])).toEqual(['p:small', 'p:large']);
  });

  test.each([
    ['.03 of .04 and .003 of .004, a tie that binary floats break', 0.04, 0.03, 0.004, 0.003],
    ['.7 of 1 and .07 of .1', 1, 0.7, 0.1, 0.07],
    ['.6 of .9 and .2 of .3', 0.9, 0.6, 0.3, 0.2],
  ])('on a tie the lower plan rate first: %s', (_name, dear, dearRate, cheap, cheapRate) => {
    const usage = [row('dear', dear), row('cheap', cheap)];
    expect(orderOf(usage, [plan('p', 100, [dearRate, cheapRate])])).toEqual(['p:cheap', 'p:dear']);
  });

  test('on a full tie the id decides, so that the order of rows does not', () => {
    const [a, b] = [row('a', 1), row('b', 1)];
    expect(orderOf([b, a], [plan('p', 100, [0.7, 0.7])])).toEqual(['p:a', 'p:b']);
    expect(orderOf([a], [plan('q', 0.1, [0.7]), plan('p', 0.1, [0.7])])).toEqual(['p:a', 'q:a']);
  });

  test('EC2 Instance plans before Compute plans, even where their discount is smaller', () => {
    const usage = [row('m5', 1)];
    const plans = [plan('compute', 0.5, [0.5]), plan('instance', 0.9, [0.9], 'ec2-instance')];
    expect(orderOf(usage, plans)).toEqual(['instance:m5']);
  });

  test('of several plans of one type the best pair of plan and usage first', () => {
    const usage = [row('m5', 1, 2), row('c5', 1, 1)];
    const plans = [plan('one-year', 0.7, [0.7, 0.75]), plan('three-years', 0.5, [0.5, 0.6])];
    expect(orderOf(usage, plans)).toEqual(['three-years:m5', 'one-year:m5']);
  });

  test('usage without a discount comes last and may use up what is left', () => {
    const { allocation } = run(
      { usage: [row('requests', 0.2), row('m5', 1)], plans: [plan('p', 0.8, [0.2, 0.7])], reservations: [] },
      1,
    );
    expect(allocation.uses[0]?.usedCost).toBeCloseTo(0.8, 12);
    expect(allocation.onDemandCost).toBeCloseTo(0.1, 12);
  });
});

test.each([
  ['a rate above the on-demand price', 1.01],
  ['a rate of zero, which would cover without end', 0],
  ['a negative rate', -0.5],
  ['no rate', null],
])('a plan does not cover usage with %s', (_name, rate) => {
  const { allocation } = run({ usage: [row('m5', 1)], plans: [plan('p', 1, [rate])], reservations: [] }, 1);
  expect(allocation.uses[0]).toMatchObject({ usedCost: 0, unusedCost: 1, coveredOnDemandCost: 0 });
  expect(allocation.onDemandCost).toBe(1);
});

describe('reservations', () => {
  const pool = (unitsPerHour: number, targets: readonly { usage: number; unitsPerQuantity: number }[]) => ({
    id: 'ri',
    unitsPerHour,
    costPerUnit: 0.1,
    targets,
  });

  test('come before plans: what they cover leaves the plan nothing', () => {
    const { allocation } = run(
      {
        usage: [row('m5', 1)],
        reservations: [pool(4, [{ usage: 0, unitsPerQuantity: 4 }])],
        plans: [plan('p', 0.7, [0.7], 'ec2-instance')],
      },
      1,
    );
    expect(allocation.uses).toMatchObject([
      { id: 'ri', usedCost: 0.4, unusedCost: 0 },
      { id: 'p', usedCost: 0, unusedCost: 0.7 },
    ]);
    expect(allocation.onDemandCost).toBe(0);
  });

  test('cover in the order of their targets and in parts of an instance-hour', () => {
    const usage = [row('large', 1, 1), row('xlarge', 2, 2)];
    const { allocation, covers } = run(
      {
        usage,
        plans: [],
        reservations: [
          pool(10, [
            { usage: 0, unitsPerQuantity: 4 },
            { usage: 1, unitsPerQuantity: 8 },
          ]),
        ],
      },
      1,
    );
    expect(covers).toMatchObject([
      { usage: 0, quantity: 1, cost: 0.4 },
      { usage: 1, quantity: 0.75 },
    ]);
    // One and a quarter of two xlarge hours stay on demand.
    expect(allocation.onDemandCost).toBeCloseTo(2.5, 12);
    expect(allocation.unitCosts[1]?.[0]).toBeCloseTo((2.5 + 0.6) / 2, 12);
  });
});

test('an hour without usage costs its on-demand price a unit and loses the whole commitment', () => {
  const { allocation } = run({ usage: [row('m5', 2, 0)], plans: [plan('p', 1, [1])], reservations: [] }, 1);
  expect(allocation.unitCosts[0]?.[0]).toBe(2);
  expect(allocation.uses[0]?.unusedCost).toBe(1);
  expect(allocation.onDemandEquivalent).toBe(0);
});

test('a commitment used to the last cent in every hour leaves exactly nothing', () => {
  const hours = 744;
  const { uses } = allocate({
    hours,
    usage: [{ id: 'm5', onDemandRate: 0.1, quantities: new Float64Array(hours).fill(10) }],
    reservations: [],
    plans: [plan('p', 0.123, [0.07])],
  });
  expect(uses[0]?.unusedCost).toBe(0);
});

test('no hours and no usage give nothing', () => {
  expect(allocate({ hours: 0, usage: [], reservations: [], plans: [plan('p', 1, [])] })).toMatchObject({
    onDemandCost: 0,
    onDemandEquivalent: 0,
    uses: [{ committedCost: 0, usedCost: 0, unusedCost: 0 }],
    uncovered: [],
  });
});

test('uncovered units are told only when asked for', () => {
  expect(allocate({ hours: 1, usage: [row('m5', 1)], reservations: [], plans: [] }).uncovered).toEqual([]);
});
