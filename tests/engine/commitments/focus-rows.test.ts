/** Rows of FOCUS: which there are, and that the effective cost of a term is what its purchases billed. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyOrder } from '../../../src/engine/commitments/apply.ts';
import type { Commitment, PaymentOption } from '../../../src/engine/commitments/commitment.ts';
import {
  type FocusRow,
  type FocusRowOptions,
  focusRows,
} from '../../../src/engine/commitments/focus-rows.ts';
import { sum, toText } from '../../../src/engine/money.ts';
import { thousandths } from '../../helpers/arbitraries.ts';
import { inputOf, orderOf, pool, reservedInstance, START_MS, savingsPlan } from './applications.ts';

const OPTIONS: FocusRowOptions = { billingCurrency: 'USD', recurringFees: 'hourly' };
const MS_PER_HOUR = 3_600_000;
const total = (rows: readonly FocusRow[], column: 'BilledCost' | 'EffectiveCost' | 'ListCost') =>
  toText(sum(rows.map(row => row[column])));

/** Rows of a plan of $1 an hour at half price, while so many units run. */
function rowsOf(units: readonly number[], plan: Parameters<typeof savingsPlan>[2] = {}, options = OPTIONS) {
  const input = inputOf([pool('p', units, 1, { workload: 'shop' })], {
    commitments: [savingsPlan('sp', 1, plan)],
  });
  const application = applyOrder(input, orderOf([{ id: 'sp' }, [[0, 0.5]]]));
  return [...focusRows(input, application, options)];
}
const statuses = (rows: readonly FocusRow[]) =>
  rows.map(row => [row.ChargeCategory, row.CommitmentDiscountStatus, row.BilledCost, row.EffectiveCost]);

describe('rows of an hour', () => {
  test('fully used: a purchase that is billed, and usage that carries its cost', () => {
    expect(statuses(rowsOf([2]))).toEqual([
      ['Purchase', null, '1', '0'],
      ['Usage', 'Used', '0', '1'],
    ]);
  });

  test('used for three quarters: the rest is its own row, without consumed quantity', () => {
    const rows = rowsOf([1.5]);

    expect(statuses(rows)).toEqual([
      ['Purchase', null, '1', '0'],
      ['Usage', 'Used', '0', '0.75'],
      ['Usage', 'Unused', '0', '0.25'],
    ]);
    expect(rows[2]).toMatchObject({
      ConsumedQuantity: null,
      CommitmentDiscountQuantity: '0.25',
      CommitmentDiscountUnit: 'USD',
      CommitmentDiscountCategory: 'Spend',
      ListCost: '0',
    });
    expect(rows[1]).toMatchObject({
      ConsumedQuantity: '1.5',
      CommitmentDiscountQuantity: '0.75',
      ListCost: '1.5',
      ContractedCost: '1.5',
      PricingCategory: 'Committed',
      x_UsagePool: 'p',
      x_Workload: 'shop',
    });
  });

  test('more than the plan covers: the rest is standard usage, billed as it is', () => {
    expect(rowsOf([3])[2]).toMatchObject({
      ChargeCategory: 'Usage',
      PricingCategory: 'Standard',
      CommitmentDiscountId: null,
      CommitmentDiscountStatus: null,
      BilledCost: '1',
      EffectiveCost: '1',
      ConsumedQuantity: '1',
    });
  });

  test('no usage at all: everything is unused', () => {
    expect(statuses(rowsOf([0]))).toEqual([
      ['Purchase', null, '1', '0'],
      ['Usage', 'Unused', '0', '1'],
    ]);
  });
});

describe('purchases', () => {
  const month = Array.from({ length: 744 }, () => 2);
  const purchases = (plan: Parameters<typeof savingsPlan>[2], options = OPTIONS) =>
    rowsOf(month, { startMs: START_MS, ...plan }, options).filter(row => row.ChargeCategory === 'Purchase');

  test.each([
    ['all-upfront', ['8760'], 0],
    ['partial-upfront', ['4380'], 744],
    ['no-upfront', [], 744],
  ] as const)('%s: once for the term, and every hour', (payment, once, hours) => {
    const rows = purchases({ payment });

    expect(rows.flatMap(row => (row.ChargeFrequency === 'One-Time' ? [row.BilledCost] : []))).toEqual(once);
    expect(rows.filter(row => row.ChargeFrequency === 'Recurring')).toHaveLength(hours);
    expect(total(rows, 'EffectiveCost')).toBe('0');
  });

  test('by the month: one row for the hours of the month', () => {
    const rows = purchases({ payment: 'no-upfront' }, { ...OPTIONS, recurringFees: 'monthly' });

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      BilledCost: '744',
      ChargePeriodStart: '2026-01-01T00:00:00Z',
      ChargePeriodEnd: '2026-02-01T00:00:00Z',
      BillingPeriodStart: '2026-01-01T00:00:00Z',
      BillingPeriodEnd: '2026-02-01T00:00:00Z',
      CommitmentDiscountQuantity: '744',
    });
  });

  test('of the published sample: $459,000 a year all upfront, 18 of 24 hours used', () => {
    const units = Array.from({ length: 24 }, (_, hour) => (hour < 18 ? 1 : 0));
    const perHour = 459_000 / 8760;
    const input = inputOf([pool('p', units, 78.6)], {
      commitments: [savingsPlan('sp', perHour, { payment: 'all-upfront', startMs: START_MS })],
    });
    const application = applyOrder(input, orderOf([{ id: 'sp', capacity: perHour }, [[0, perHour]]]));
    const rows = [...focusRows(input, application, OPTIONS)];
    const effective = (status: string) =>
      Number(
        total(
          rows.filter(row => row.CommitmentDiscountStatus === status),
          'EffectiveCost',
        ),
      );

    // The sample prints its price of an hour rounded to a cent.
    expect(effective('Used')).toBeCloseTo((943.2 / 52.4) * perHour, 6);
    expect(effective('Unused')).toBeCloseTo((314.4 / 52.4) * perHour, 6);
    expect(total(rows, 'BilledCost')).toBe('459000');
  });
});

describe('the free tier', () => {
  test('is standard usage that costs nothing', () => {
    const input = inputOf([pool('p', [3])]);
    const order = orderOf([
      { id: 'allowance', instrument: 'free-tier', renewal: 'period', capacity: 2, costPerUnit: 0 },
      [[0, 1]],
    ]);
    const rows = [...focusRows(input, applyOrder(input, order), OPTIONS)];

    expect(rows.map(row => [row.PricingCategory, row.ConsumedQuantity, row.BilledCost])).toEqual([
      ['Standard', '1', '1'],
      ['Standard', '2', '0'],
    ]);
  });
});

describe('over a term', () => {
  const payments = fc.constantFrom<PaymentOption>('no-upfront', 'partial-upfront', 'all-upfront');
  const commitments: fc.Arbitrary<Commitment> = fc.oneof(
    fc
      .record({ payment: payments, perHour: fc.double({ min: 0.001, max: 90, noNaN: true }) })
      .map(({ payment, perHour }) => savingsPlan('x', perHour, { payment })),
    fc
      .record({
        count: fc.integer({ min: 1, max: 5 }),
        effective: thousandths(0.1, 3),
        share: thousandths(0, 1),
      })
      .map(({ count, effective, share }) =>
        reservedInstance('x', {
          count,
          effectivePerHour: effective / 3,
          recurringPerHour: (effective * share) / 3,
        }),
      ),
  );

  test.each([
    ['hourly', null],
    ['monthly', null],
    ['hourly', 0.07],
  ] as const)(
    '%s, contract discount %s: used and unused are what the purchases billed, to the last digit',
    (recurringFees, fraction) => {
      fc.assert(
        fc.property(
          commitments,
          fc.array(thousandths(0, 4), { minLength: 30, maxLength: 30 }),
          fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 }),
          (commitment, units, cuts) => {
            // A term of 30 hours at the price of a year, in periods of any length.
            const term = { startMs: START_MS, endMs: START_MS + 30 * MS_PER_HOUR };
            const bounds = [0, ...new Set([...cuts].sort((a, b) => a - b)), 30];
            const rows = bounds.slice(1).flatMap((to, index) => {
              const from = bounds[index]!;
              const part = units.slice(from, to);
              const input = inputOf([pool('p', part), pool('q', [...part].reverse(), 3)], {
                commitments: [{ ...commitment, ...term }],
                period: { startMs: START_MS + from * MS_PER_HOUR, endMs: START_MS + to * MS_PER_HOUR },
                contractDiscounts: fraction === null ? [] : [{ id: 'edp', poolIds: null, fraction }],
              });
              const perHour =
                commitment.kind === 'savings-plan'
                  ? { capacity: commitment.commitmentPerHour, costPerUnit: 1 }
                  : { capacity: 1.5, costPerUnit: reservedCost(commitment) / 1.5 };
              const order = orderOf([
                { id: 'x', ...perHour },
                [
                  [0, 0.6],
                  [1, 1.1],
                ],
              ]);
              return [...focusRows(input, applyOrder(input, order), { ...OPTIONS, recurringFees })];
            });
            const own = rows.filter(row => row.CommitmentDiscountId === 'x');
            expect(total(own, 'EffectiveCost')).toBe(total(own, 'BilledCost'));
            expect(own.every(row => !row.EffectiveCost.startsWith('-'))).toBe(true);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  function reservedCost(commitment: Commitment): number {
    return commitment.kind === 'reserved-instance' ? commitment.count * commitment.effectivePerHour : 0;
  }
});
