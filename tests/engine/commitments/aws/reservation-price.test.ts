/** Prices of reservations by hour, day and month; list value and volume discounts. */

import { describe, expect, test } from 'vitest';
import {
  ASSUMED_VOLUME_TIERS,
  amortisedPerDay,
  amortisedPerHour,
  breakEvenMonths,
  hoursInTerm,
  isVolumeDiscounted,
  listValue,
  monthlyFee,
  volumeDiscount,
} from '../../../../src/engine/commitments/aws/reservation-price.ts';

test('terms are 8,760 hours a year', () => {
  expect([hoursInTerm(1), hoursInTerm(3)]).toEqual([8760, 26_280]);
});

test('amortised prices spread the upfront fee evenly', () => {
  expect(amortisedPerDay(365, 0, 8760)).toBeCloseTo(1);
  expect(amortisedPerHour(87.6, 0.02, 8760)).toBeCloseTo(0.03);
});

test('a month is billed for all its hours', () => {
  expect(monthlyFee(0.0309, 744)).toBeCloseTo(22.9896);
  expect(monthlyFee(0.1, 720, 3)).toBeCloseTo(216);
});

test('list value', () => {
  expect(listValue(60, 0.007, 8760)).toBeCloseTo(121.32);
});

test.each([
  [100, 50, 30, 5],
  [100, 50, 50, null],
  [100, 30, 50, null],
  [0, 50, 30, 0],
  [0, 30, 50, null],
])(
  'upfront %f at %f on demand and %f recurring a month breaks even after %s months',
  (upfront, onDemand, fee, months) => {
    expect(breakEvenMonths(upfront, onDemand, fee)).toBe(months);
  },
);

describe('volume discounts', () => {
  test.each([
    ['below every threshold', 0, 400_000, 0],
    ['across the first', 400_000, 200_000, 0.025],
    ['inside the first', 600_000, 100_000, 0.05],
    ['across both', 3_900_000, 200_000, 0.075],
    ['nothing bought', 600_000, 0, 0],
  ])('%s', (_name, active, purchase, share) => {
    expect(volumeDiscount(active, purchase)).toBeCloseTo(share, 12);
    expect(volumeDiscount(active, purchase, [...ASSUMED_VOLUME_TIERS].reverse())).toBeCloseTo(share, 12);
  });

  test.each([
    ['standard', false, false, true],
    ['convertible', false, false, false],
    ['standard', true, false, false],
    ['standard', false, true, false],
  ] as const)(
    '%s, marketplace %s, SQL Server %s: %s',
    (offeringClass, isFromMarketplace, hasSqlServer, wanted) => {
      expect(isVolumeDiscounted({ offeringClass, isFromMarketplace, hasSqlServer })).toBe(wanted);
    },
  );
});
