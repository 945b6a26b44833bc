/** Shares of a ramp. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_DELIVERY, rampShare } from '../../src/engine/delivery.ts';

const months = fc.integer({ min: 1, max: 36 });

test('a ramp rises by the same share each month, from nothing to all of it, and stays there', () => {
  fc.assert(
    fc.property(months, fc.integer({ min: -3, max: 40 }), (rampMonths, since) => {
      const share = rampShare({ ...DEFAULT_DELIVERY, rampMonths }, since);
      if (since < 0) expect(share).toBe(0);
      else if (since >= rampMonths - 1) expect(share).toBe(1);
      else expect(share).toBeCloseTo((since + 1) / rampMonths, 12);
    }),
  );
});

test('no ramp is all at once', () => {
  expect([-1, 0, 1].map(since => rampShare(DEFAULT_DELIVERY, since))).toEqual([0, 1, 1]);
});
