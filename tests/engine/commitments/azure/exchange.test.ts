/** Refunds, exchanges and trade-ins. */

import { describe, expect, test } from 'vitest';
import {
  decideExchange,
  decideRefund,
  minimumTradeInCommitment,
  proratedRefund,
  remainingCommitment,
} from '../../../../src/engine/commitments/azure/exchange.ts';

const DAY = 86_400_000;

describe('what is left of a reservation', () => {
  test.each([
    [100, 36, 12, 2_400],
    [100, 36, 18, 1_800],
    [100, 36, 0, 3_600],
    [100, 36, 40, 0],
  ])('$%s a month for %s months after %s payments: $%s', (monthly, months, paid, left) => {
    expect(remainingCommitment(monthly, months, paid)).toBe(left);
  });

  test.each([
    [365, 365, 100, undefined, 265],
    [365, 365, 365, undefined, 0],
    [365, 365, 400, undefined, 0],
    [365, 365, 0, 0.12, 321.2],
  ])('$%s over %s days after %s, fee %s: $%s back', (price, days, used, feeFraction, refund) => {
    const request = { price, termDays: days, daysUsed: used };

    expect(proratedRefund(feeFraction === undefined ? request : { ...request, feeFraction })).toBeCloseTo(
      refund,
      9,
    );
  });
});

describe('the refund limit of $50,000 in a rolling year', () => {
  const refund = (day: number, cancelledCommitment: number) => ({ atMs: day * DAY, cancelledCommitment });

  test('is lowered by the whole remaining commitment', () => {
    expect(decideRefund(refund(0, 2_400), [])).toEqual({
      availableBefore: 50_000,
      availableAfter: 47_600,
      isAllowed: true,
    });
  });

  test.each([
    [364, 47_600],
    [365, 50_000],
  ])('%s days after a refund of $2,400 it is $%s', (day, available) => {
    expect(decideRefund(refund(day, 0), [refund(0, 2_400)]).availableBefore).toBe(available);
  });

  test('allows exactly the limit and refuses a dollar more, whole', () => {
    expect(decideRefund(refund(0, 50_000), [])).toMatchObject({ isAllowed: true, availableAfter: 0 });
    expect(decideRefund(refund(0, 50_001), [])).toMatchObject({ isAllowed: false, availableAfter: 50_000 });
  });

  test('counts refunds of the past only', () => {
    expect(decideRefund(refund(10, 0), [refund(11, 9_000)]).availableBefore).toBe(50_000);
  });
});

test.each([
  [1_800, 1_800, true, 0],
  [1_800, 2_000, true, 0],
  [1_800, 1_799, false, 1],
])('an exchange of $%s remaining for $%s new: allowed %s, $%s short', (left, next, isAllowed, shortfall) => {
  expect(decideExchange(left, next)).toEqual({ isAllowed, shortfall });
});

test.each([
  ['$250 over a year', 250, 365, 0.029],
  ['a whole step is not raised by float noise', 131.4, 365, 0.015],
  ['a little more than a step is raised', 8.77, 365, 0.002],
  ['nothing', 0, 365, 0],
  ['three years', 26_280, 1095, 1],
])('a trade-in of %s', (_what, outstanding, days, commitment) => {
  expect(minimumTradeInCommitment(outstanding, days)).toBeCloseTo(commitment, 12);
});
