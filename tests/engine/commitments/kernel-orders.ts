/** Random usage and orders, and the plainest possible way to run them: the oracle of the kernel. */

import fc from 'fast-check';
import type { ApplicationOrder, Benefit, Step } from '../../../src/engine/commitments/draw.ts';
import { thousandths } from '../../helpers/arbitraries.ts';

export const FLOAT_NOISE = 1e-7;

/** Usage and an order for it. */
export type KernelCase = {
  readonly hours: number;
  readonly pools: readonly { readonly quantities: Float64Array }[];
  readonly order: ApplicationOrder;
};

/** A benefit in force all the time that renews each hour. */
export function benefit(overrides: Partial<Benefit> = {}): Benefit {
  return {
    id: 'plan',
    instrument: 'compute-savings-plan',
    capacity: 1,
    costPerUnit: 1,
    renewal: 'hour',
    fromHour: 0,
    toHour: 1_000_000,
    ...overrides,
  };
}

/** Pools of the given quantities, an array an hour. */
export function poolsOf(...quantities: readonly (readonly number[])[]) {
  return quantities.map(list => ({ quantities: Float64Array.from(list) }));
}

/** Sometimes longer than a block of the kernel, and never a multiple of it. */
const someHours = fc.constantFrom(1, 3, 7, 30, 300, 530);

/** Short cycles over all hours: nights at 0, full days, and numbers in between. */
function quantitiesOver(hours: number): fc.Arbitrary<Float64Array> {
  return fc
    .array(fc.oneof(fc.constantFrom(0, 1, 2), thousandths(0, 5)), { minLength: 1, maxLength: 7 })
    .map(cycle => Float64Array.from({ length: hours }, (_, hour) => cycle[hour % cycle.length] ?? 0));
}

function benefitsOver(
  hours: number,
  renewals: readonly Benefit['renewal'][],
): fc.Arbitrary<readonly Benefit[]> {
  return fc
    .array(
      fc.record({
        capacity: fc.oneof(fc.constantFrom(0, 1, 4), thousandths(0, 12)),
        costPerUnit: fc.constantFrom(0, 0.5, 1, 1.25),
        renewal: fc.constantFrom(...renewals),
        fromHour: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: hours })),
        length: fc.oneof(fc.constant(hours), fc.integer({ min: 0, max: hours })),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map(list =>
      list.map(({ length, capacity, renewal, fromHour, costPerUnit }, index) =>
        benefit({
          id: `benefit-${index}`,
          renewal,
          costPerUnit,
          // What is there once lasts for some of the hours.
          capacity: renewal === 'period' ? capacity * hours * 0.3 : capacity,
          fromHour,
          toHour: Math.min(hours, fromHour + length),
        }),
      ),
    );
}

const rates = fc.constantFrom(0.25, 0.7, 1, 2, 8);

function stepsOver(pools: number, benefits: number): fc.Arbitrary<readonly Step[]> {
  const usage = fc.integer({ min: 0, max: pools - 1 });
  const onBenefit = fc.integer({ min: 0, max: benefits - 1 });
  const draw = fc.record({
    kind: fc.constant('draw' as const),
    benefit: onBenefit,
    usage,
    unitsPerQuantity: rates,
  });
  const share = fc.record({
    kind: fc.constant('share' as const),
    benefit: onBenefit,
    targets: fc.uniqueArray(fc.record({ usage, unitsPerQuantity: rates }), {
      selector: target => target.usage,
      minLength: 1,
      maxLength: pools,
    }),
  });
  return fc.array(fc.oneof({ weight: 3, arbitrary: draw }, { weight: 1, arbitrary: share }), {
    maxLength: 14,
  });
}

function casesWith(renewals: readonly Benefit['renewal'][]): fc.Arbitrary<KernelCase> {
  return fc.tuple(someHours, fc.integer({ min: 1, max: 4 })).chain(([hours, count]) =>
    fc
      .tuple(
        fc.constant(hours),
        fc.array(quantitiesOver(hours), { minLength: count, maxLength: count }),
        benefitsOver(hours, renewals),
      )
      .chain(([, quantities, benefits]) =>
        stepsOver(count, benefits.length).map(steps => ({
          hours,
          pools: quantities.map(each => ({ quantities: each })),
          order: { benefits, steps },
        })),
      ),
  );
}

/** Anything. */
export const kernelCases: fc.Arbitrary<KernelCase> = casesWith(['hour', 'hour', 'period']);
/** Only what renews each hour. */
export const hourlyCases: fc.Arbitrary<KernelCase> = casesWith(['hour']);

/** One hour after the other, one step after the other, nothing clever. */
export function plainRun({ hours, pools, order }: KernelCase) {
  const left = order.benefits.map(({ capacity }) => capacity);
  const used = order.benefits.map(() => new Float64Array(hours));
  const uncovered = pools.map(({ quantities }) => Float64Array.from(quantities));
  const coveredCost = pools.map(() => new Float64Array(hours));
  for (let hour = 0; hour < hours; hour++) {
    order.benefits.forEach(({ renewal, capacity }, index) => {
      if (renewal === 'hour') left[index] = capacity;
    });
    for (const step of order.steps) {
      const { fromHour, toHour, costPerUnit } = order.benefits[step.benefit]!;
      if (hour < fromHour || hour >= toHour) continue;
      const targets = step.kind === 'draw' ? [step] : step.targets;
      const wanted = targets.map(
        ({ usage, unitsPerQuantity }) => uncovered[usage]![hour]! * unitsPerQuantity,
      );
      const all = wanted.reduce((sum, units) => sum + units, 0);
      const available = Math.max(0, left[step.benefit]!);
      const share = all <= available ? 1 : available / all;
      targets.forEach(({ usage, unitsPerQuantity }, index) => {
        const units = wanted[index]! * share;
        uncovered[usage]![hour]! -= units / unitsPerQuantity;
        left[step.benefit]! -= units;
        used[step.benefit]![hour]! += units;
        coveredCost[usage]![hour]! += units * costPerUnit;
      });
    }
  }
  return { used, uncovered, coveredCost };
}
