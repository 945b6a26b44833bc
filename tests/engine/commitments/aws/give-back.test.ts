/** Selling reservations and returning plans. */

import { describe, expect, test } from 'vitest';
import {
  checkReturn,
  checkSale,
  defaultSalePrices,
  type SoldReservation,
  saleProceeds,
} from '../../../../src/engine/commitments/aws/give-back.ts';

const NOW = Date.UTC(2026, 4, 31, 12);
const DAY = 86_400_000;
const sold: SoldReservation = {
  offeringClass: 'standard',
  availabilityZone: 'us-east-1a',
  startMs: NOW - 30 * DAY,
  endMs: Date.UTC(2026, 5, 30, 12),
  isPaid: true,
};

describe('sale', () => {
  test.each<[string, Partial<SoldReservation>, RegExp | null]>([
    ['30 days owned, a month left (to the last day of a shorter month)', {}, null],
    ['29 days owned', { startMs: NOW - 29 * DAY }, /30 days/],
    ['an hour less than a month left', { endMs: Date.UTC(2026, 5, 30, 11) }, /month/],
    ['convertible', { offeringClass: 'convertible' }, /standard/],
    ['regional', { availabilityZone: null }, /zonal/],
    ['not paid', { isPaid: false }, /payment/],
    ['unknown term', { endMs: null }, /unknown/],
  ])('%s', (_name, more, reason) => {
    const verdict = checkSale({ ...sold, ...more }, NOW);
    const found = verdict.isAllowed ? null : verdict.reason;
    if (reason) expect(found).toMatch(reason);
    else expect(found).toBeNull();
  });

  test('AWS keeps 12 %', () => {
    const { fee, proceeds } = saleProceeds(250);
    expect(fee).toBeCloseTo(30);
    expect(proceeds).toBeCloseTo(220);
  });

  test('the default price falls by the same amount each month', () => {
    expect(defaultSalePrices(90, 3)).toEqual([30, 60, 90]);
    expect(defaultSalePrices(90, 0)).toEqual([]);
  });
});

describe('return of a Savings Plan', () => {
  const bought = Date.UTC(2026, 4, 26);
  test.each<[string, number, number | null, number, number, RegExp | null]>([
    ['within days', 100, bought, Date.UTC(2026, 4, 28), 1, null],
    ['after exactly 7 days', 10, Date.UTC(2026, 4, 1), Date.UTC(2026, 4, 8), 1, null],
    ['after more than 7 days', 10, Date.UTC(2026, 4, 1), Date.UTC(2026, 4, 8, 1), 1, /7 days/],
    ['in the next month', 10, bought, Date.UTC(2026, 5, 1), 1, /month/],
    ['a large one', 100.001, bought, bought, 1, /100/],
    ['without quota', 10, bought, bought, 0, /quota/],
    ['before it is bought', 10, bought, bought - 1, 1, /bought/],
    ['of an unknown date', 10, null, bought, 1, /unknown/],
  ])('%s', (_name, commitmentPerHour, startMs, now, quota, reason) => {
    const verdict = checkReturn({ commitmentPerHour, startMs }, now, quota);
    const found = verdict.isAllowed ? null : verdict.reason;
    if (reason) expect(found).toMatch(reason);
    else expect(found).toBeNull();
  });
});
