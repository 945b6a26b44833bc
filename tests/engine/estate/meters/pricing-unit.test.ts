/** Blocks of hours in the units of prices. */

import { expect, test } from 'vitest';
import { hoursPerPricingUnit } from '../../../../src/engine/estate/meters/pricing-unit.ts';

test.each([
  ['10 Hours', 10],
  ['100 Hours', 100],
  ['1 Hour', 1],
  ['10 hrs', 10],
  ['Hours', 1],
  ['Hrs', 1],
  ['hour', 1],
  ['gibibyte hour', 1],
  ['0 Hours', 1],
  ['10K', 1],
  [null, 1],
])('%j stands for %d hours', (unit, hours) => {
  expect(hoursPerPricingUnit(unit)).toBe(hours);
});
