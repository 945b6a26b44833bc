import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  consumptionBill,
  legacyBill,
  type SpendRow,
} from '../../../../src/engine/commitments/gcp/flexible-bill.ts';
import {
  flexibleCommitmentOrder,
  toConsumptionCommitment,
} from '../../../../src/engine/commitments/gcp/flexible-commitments.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../../../src/engine/commitments/settings.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';
import { flexibleCommitment, orderInput, pool, runHour } from './portfolio.ts';

/** e2-standard-8 in us-central1, as the page prints it. */
const PRINTED: readonly SpendRow[] = [
  { sku: 'RAM', quantity: 8, onDemandRate: 0.02181159, spendRate: 0.0157043448, onDemandCost: 0.174496 },
  { sku: 'Core', quantity: 32, onDemandRate: 0.00292353, spendRate: 0.0021049416, onDemandCost: 0.093568 },
];

/** Printed amounts have six decimals and are themselves computed from rounded ones. */
const near = (expected: number) => expect.closeTo(expected, 4);

describe('the printed scenario of $0.3 an hour, more than is used', () => {
  test('legacy: a fee row for each SKU and one that no usage took', () => {
    const bill = legacyBill(PRINTED, 0.3, 0.28);

    expect(bill.unusedFee).toEqual(near(0.022994));
    expect(bill.rows).toMatchObject([
      { sku: 'RAM', fee: near(0.125637), credit: near(-0.174496) },
      { sku: 'Core', fee: near(0.067369), credit: near(-0.093568) },
    ]);
    expect(bill.total).toEqual(near(0.216));
  });

  test('consumption: everything at its own price, and the fee offset but for the unused part', () => {
    const bill = consumptionBill(PRINTED, 0.216, 'highest-discount-first');

    expect(bill.unusedFee).toEqual(near(0.022994));
    expect(bill.rows).toMatchObject([
      {
        feeUtilizationOffset: near(-0.1256348),
        coveredQuantity: 8,
        coveredCost: near(0.125637),
        defaultCost: 0,
      },
      {
        feeUtilizationOffset: near(-0.0673581),
        coveredQuantity: 32,
        coveredCost: near(0.067369),
        defaultCost: 0,
      },
    ]);
    expect(bill.total).toEqual(near(0.216));
  });
});

test('without usage the whole fee is unused', () => {
  expect(legacyBill([], 10, 0.25)).toMatchObject({ fee: 7.5, unusedFee: 7.5, total: 7.5 });
  expect(consumptionBill([], 7.5, 'proportional')).toMatchObject({ fee: 7.5, unusedFee: 7.5, total: 7.5 });
});

test('free usage takes nothing of the commitment', () => {
  const free = { sku: 'free', quantity: 5, onDemandRate: 0, spendRate: 0, onDemandCost: 0 };

  expect(consumptionBill([free], 1, 'highest-discount-first').unusedFee).toBe(1);
  expect(legacyBill([free], 1, 0.5).unusedFee).toBe(0.5);
});

describe('laws', () => {
  const rowsOf = (usage: readonly (readonly [number, number, number])[]): readonly SpendRow[] =>
    usage.map(([quantity, onDemandRate, discount], index) => ({
      sku: `s${index}`,
      quantity,
      onDemandRate,
      spendRate: onDemandRate * (1 - discount),
      onDemandCost: quantity * onDemandRate,
    }));
  const usage = fc.array(fc.tuple(thousandths(0, 20), thousandths(0.001, 5), thousandths(0, 0.9)), {
    minLength: 1,
    maxLength: 5,
  });
  const orders = fc.constantFrom('highest-discount-first' as const, 'proportional' as const);

  test('a bill covers what the order of the hour covers', () => {
    fc.assert(
      fc.property(usage, thousandths(0, 30), orders, (values, commitmentPerHour, gcpFlexibleOrder) => {
        const rows = rowsOf(values);
        const pools = rows.map(({ sku, quantity, onDemandRate }) =>
          pool(sku, { onDemandRate, quantities: Float64Array.of(quantity) }),
        );
        const spendRate = (_: unknown, { id }: { id: string }) =>
          rows.find(({ sku }) => sku === id)!.spendRate;
        const order = flexibleCommitmentOrder(
          orderInput({
            pools,
            commitments: [flexibleCommitment('c', { model: 'consumption', commitmentPerHour })],
            rates: { spendRate, azureSizeRatio: () => null },
            settings: { ...DEFAULT_COMMITMENT_SETTINGS, gcpFlexibleOrder },
          }),
        );
        const hour = runHour(order, pools);
        const bill = consumptionBill(rows, commitmentPerHour, gcpFlexibleOrder);

        bill.rows.forEach(({ coveredQuantity, defaultQuantity }, index) => {
          expect(coveredQuantity).toBeCloseTo(hour.covered.c![index]!, 8);
          expect(defaultQuantity).toBeCloseTo(hour.remaining[index]!, 8);
        });
        expect(bill.total).toBeCloseTo(hour.fee + hour.onDemandCost, 8);
      }),
    );
  });

  test('both models come to the same total, and the rows of a fee add up to it', () => {
    fc.assert(
      fc.property(usage, thousandths(0, 30), thousandths(0, 0.9), (values, onDemand, discount) => {
        const rows = rowsOf(values.map(([quantity, rate]) => [quantity, rate, discount]));
        const legacy = legacyBill(rows, onDemand, discount);
        const consumption = consumptionBill(
          rows,
          toConsumptionCommitment(onDemand, discount),
          'highest-discount-first',
        );

        expect(consumption.total).toBeCloseTo(legacy.total, 8);
        for (const bill of [legacy, consumption])
          expect(bill.rows.reduce((sum, { fee }) => sum + fee, bill.unusedFee)).toBeCloseTo(bill.fee, 8);
        expect(-legacy.credit).toBeLessThanOrEqual(onDemand + 1e-9);
      }),
    );
  });
});
