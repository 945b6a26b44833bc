/** Random usage and commitments of a few hours, and what an allocation of them adds up to. */

import fc from 'fast-check';
import {
  type AllocationInput,
  allocate,
  type EligibleUsage,
  type ReservationPool,
  type SpendPlan,
} from '../../../src/engine/commitments/allocate.ts';
import { thousandths } from '../../helpers/arbitraries.ts';

export const HOURS = 6;

export type Input = Pick<AllocationInput, 'usage' | 'reservations' | 'plans'>;

const rows: fc.Arbitrary<readonly EligibleUsage[]> = fc
  .array(
    fc.record({
      onDemandRate: thousandths(0.001, 4),
      quantities: fc.array(thousandths(0, 5), { minLength: HOURS, maxLength: HOURS }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map(list =>
    list.map(({ onDemandRate, quantities }, index) => ({
      id: `usage-${index}`,
      onDemandRate,
      quantities: Float64Array.from(quantities),
    })),
  );

function plansOn(usage: readonly EligibleUsage[]): fc.Arbitrary<readonly SpendPlan[]> {
  const discount = fc.oneof(fc.constantFrom(0, 0.25, 0.3), thousandths(0, 0.9), fc.constant(null));
  return fc
    .array(
      fc.record({
        offering: fc.constantFrom('compute' as const, 'ec2-instance' as const),
        commitmentPerHour: thousandths(0, 12),
        discounts: fc.array(discount, { minLength: usage.length, maxLength: usage.length }),
      }),
      { maxLength: 3 },
    )
    .map(list =>
      list.map(({ offering, commitmentPerHour, discounts }, index) => ({
        id: `plan-${index}`,
        offering,
        commitmentPerHour,
        rates: usage.map(({ onDemandRate }, row) => {
          const share = discounts[row] ?? null;
          return share === null ? null : onDemandRate * (1 - share);
        }),
      })),
    );
}

function reservationsOn(usage: readonly EligibleUsage[]): fc.Arbitrary<readonly ReservationPool[]> {
  const target = fc.record({
    usage: fc.integer({ min: 0, max: usage.length - 1 }),
    unitsPerQuantity: fc.constantFrom(0.25, 1, 2, 4, 8),
  });
  return fc
    .array(
      fc.record({
        unitsPerHour: thousandths(0, 20),
        costPerUnit: thousandths(0.001, 1),
        targets: fc.uniqueArray(target, { maxLength: 3, selector: ({ usage: row }) => row }),
      }),
      { maxLength: 2 },
    )
    .map(list => list.map((pool, index) => ({ id: `reservation-${index}`, ...pool })));
}

/** Usage rows with reservations and plans that apply to some of them. */
export const inputs: fc.Arbitrary<Input> = rows.chain(usage =>
  fc.record({ usage: fc.constant(usage), plans: plansOn(usage), reservations: reservationsOn(usage) }),
);

/** An allocation with everything it can tell. */
export function run(input: Input, hours = HOURS) {
  const covers: { id: string; usage: number; hour: number; quantity: number; cost: number }[] = [];
  const allocation = allocate({
    hours,
    ...input,
    keepUncovered: true,
    onCover: ({ commitmentId, ...cover }) => covers.push({ id: commitmentId, ...cover }),
  });
  const add = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const committed = add(allocation.uses.map(each => each.committedCost));
  const used = add(allocation.uses.map(each => each.usedCost));
  const unused = add(allocation.uses.map(each => each.unusedCost));
  return { allocation, covers, committed, used, unused, total: allocation.onDemandCost + committed };
}

/** What sums of floats may differ by when they are added in another order. */
export const FLOAT_NOISE = 1e-9;
