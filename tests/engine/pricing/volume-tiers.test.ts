import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tieredCost } from '../../../src/engine/pricing/object-storage.ts';
import { costByTier, organizationTieredCost } from '../../../src/engine/pricing/volume-tiers.ts';

const step = fc.record({
  width: fc.double({ min: 1, max: 1e6, noNaN: true }),
  price: fc.double({ min: 0, max: 9, noNaN: true }),
});
/** Bands that end at rising amounts, the last one open. */
const tiers = fc.array(step, { minLength: 1, maxLength: 6 }).map(steps => {
  let end = 0;
  return steps.map(({ width, price }, index) => {
    end += width;
    return { upTo: index === steps.length - 1 ? Number.POSITIVE_INFINITY : end, price };
  });
});
const amount = fc.double({ min: 0, max: 1e7, noNaN: true });

test('the bands of an amount add up to its cost, and none is missing before the last', () => {
  fc.assert(
    fc.property(amount, tiers, (units, bands) => {
      const costs = costByTier(units, bands);
      const total = tieredCost(units, bands);
      expect(Math.abs(costs.reduce((sum, cost) => sum + cost, 0) - total)).toBeLessThanOrEqual(
        1e-9 * (1 + total),
      );
      expect(costs.length).toBe(bands.filter((_, index) => units > (bands[index - 1]?.upTo ?? 0)).length);
    }),
  );
});

test('where prices fall with volume, one bill for all is never dearer than one for each', () => {
  const falling = tiers.map(bands => {
    const prices = bands.map(({ price }) => price).sort((a, b) => b - a);
    return bands.map((band, index) => ({ ...band, price: prices[index] ?? 0 }));
  });
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 8 }), falling, (usage, bands) => {
      const result = organizationTieredCost(new Map(usage.map((units, index) => [`${index}`, units])), bands);
      const separate = [...result.separate.values()].reduce((sum, cost) => sum + cost, 0);
      expect(result.consolidated).toBeLessThanOrEqual(separate * (1 + 1e-9) + 1e-9);
    }),
  );
});

test('nothing used has no blended rate', () => {
  expect(organizationTieredCost(new Map(), [{ upTo: 1, price: 1 }])).toMatchObject({
    consolidated: 0,
    blendedRate: null,
  });
});
