/** Commitments of an amortized Azure bill. */

import { describe, expect, test } from 'vitest';
import type { BillCommitment, BillLine } from '../../../src/engine/bill-extract.ts';
import { readCommitments } from '../../../src/engine/estate/read-commitments.ts';
import { billCommitment, extract, JANUARY_HOURS, line } from '../extracts.ts';

const RESERVATION = '/providers/microsoft.capacity/reservationorders/1/reservations/2';
const PLAN = '/providers/microsoft.billingbenefits/savingsplanorders/1/savingsplans/2';

function read(commitment: BillCommitment, lines: readonly BillLine[] = []) {
  const { commitments, findings } = readCommitments(
    extract(lines, { provider: 'Microsoft', commitments: [commitment] }),
  );
  return { commitment: commitments[0], findings };
}

/** Hours of a machine that the reservation paid for, at $0.12 each. */
function used(hours: number, more: Partial<BillLine> = {}): BillLine {
  return line({
    resourceId: '/subscriptions/1/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm',
    serviceName: 'Virtual Machines',
    serviceCode: null,
    regionId: 'westeurope',
    pricingCategory: 'Committed',
    commitmentDiscountId: RESERVATION,
    commitmentDiscountStatus: 'Used',
    usageType: 'D4s v5',
    operation: null,
    instanceType: 'Standard_D4s_v5',
    pricingUnit: '1 Hour',
    billedCost: '0',
    effectiveCost: String(hours * 0.12),
    pricingQuantity: hours,
    chargeHours: hours,
    ...more,
  });
}

/** Two machines at $0.12 an hour, three quarters used. */
const TWO = billCommitment(RESERVATION, {
  type: 'Reservation',
  term: '1yr',
  serviceName: 'Virtual Machines',
  usedQuantity: 1.5 * JANUARY_HOURS,
  unusedQuantity: 0.5 * JANUARY_HOURS,
  usedCost: String(0.18 * JANUARY_HOURS),
  unusedCost: String(0.06 * JANUARY_HOURS),
});

describe('a reservation of machines', () => {
  test('is as many as its cost pays for, at the price of an hour that was used', () => {
    expect(read(TWO, [used(1.5 * JANUARY_HOURS)])).toEqual({
      commitment: {
        kind: 'azure-reservation',
        id: RESERVATION,
        ownerAccount: null,
        termYears: 1,
        payment: null,
        startMs: null,
        endMs: null,
        product: 'virtual-machine',
        sku: 'Standard_D4s_v5',
        region: 'westeurope',
        scope: { level: 'shared', id: null },
        flexibility: 'group',
        quantity: expect.closeTo(2, 9),
        effectivePerHour: expect.closeTo(0.12, 9),
        recurringPerHour: 0,
      },
      findings: [],
    });
  });

  test('of a bill without sizes takes the size of the meter', () => {
    const focus = used(1.5 * JANUARY_HOURS, { instanceType: null });
    expect(read(TWO, [focus])).toMatchObject({ commitment: { sku: 'Standard_D4s_v5' } });
  });

  test('in blocks of ten hours counts hours', () => {
    const blocks = used(1.5 * JANUARY_HOURS, {
      pricingUnit: '10 Hours',
      pricingQuantity: 0.15 * JANUARY_HOURS,
    });
    expect(read(TWO, [blocks])).toMatchObject({
      commitment: { quantity: expect.closeTo(2, 9), effectivePerHour: expect.closeTo(0.12, 9) },
    });
  });

  test('that covered several sizes stands for the one it paid most for: its whole cost in machines of that size', () => {
    const lines = [
      used(0.5 * JANUARY_HOURS),
      used(0.5 * JANUARY_HOURS, {
        instanceType: 'Standard_D8s_v5',
        usageType: 'D8s v5',
        effectiveCost: String(0.12 * JANUARY_HOURS),
      }),
    ];
    expect(read(TWO, lines)).toMatchObject({
      commitment: {
        sku: 'Standard_D8s_v5',
        quantity: expect.closeTo(1, 9),
        effectivePerHour: expect.closeTo(0.24, 9),
      },
    });
  });

  test('that nobody used is told by its own fee', () => {
    const unused = {
      ...TWO,
      usedQuantity: null,
      usedCost: '0',
      unusedQuantity: 2 * JANUARY_HOURS,
      unusedCost: String(0.24 * JANUARY_HOURS),
      usageType: 'D4s v5',
      region: 'westeurope',
    };
    expect(read(unused)).toMatchObject({
      commitment: { sku: 'Standard_D4s_v5', quantity: 2, effectivePerHour: expect.closeTo(0.12, 9) },
    });
  });

  test('that is paid every month has a recurring price', () => {
    const monthly = { ...TWO, recurringBilledCost: String(0.24 * JANUARY_HOURS) };
    expect(read(monthly, [used(1.5 * JANUARY_HOURS)])).toMatchObject({
      commitment: { recurringPerHour: expect.closeTo(0.12, 9) },
    });
  });

  test.each<readonly [string, Partial<BillCommitment>, readonly BillLine[]]>([
    ['of another product', { serviceName: 'SQL Database' }, [used(744, { serviceName: 'SQL Database' })]],
    ['of no Region', { usageType: 'D4s v5', region: null }, []],
    [
      'of a bill of actual costs, where nothing is amortized',
      { usedCost: '0', unusedCost: '0' },
      [used(744)],
    ],
  ])('%s is left in the bill, with a finding', (_name, more, lines) => {
    expect(read({ ...TWO, ...more }, lines)).toMatchObject({
      commitment: undefined,
      findings: [{ code: 'commitment-not-simulated' }],
    });
  });
});

describe('a savings plan', () => {
  test('commits what it used and left unused, by the hour', () => {
    const plan = billCommitment(PLAN, {
      type: 'Savings plan',
      term: '3yr',
      usedCost: String(0.6 * JANUARY_HOURS),
      unusedCost: String(0.4 * JANUARY_HOURS),
    });
    expect(read(plan)).toMatchObject({
      commitment: {
        kind: 'azure-savings-plan',
        termYears: 3,
        scope: { level: 'shared', id: null },
        commitmentPerHour: expect.closeTo(1, 9),
        endMs: null,
      },
      findings: [],
    });
  });
});
