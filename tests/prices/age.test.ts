import { describe, expect, test } from 'vitest';
import type { PriceFact } from '../../src/engine/price-book.ts';
import { ageDays, priceAges } from '../../src/prices/age.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';

const TODAY = '2026-11-23';

describe('the age of a date', () => {
  test.each([
    ['2026-11-23', 0],
    ['2026-11-22', 1],
    ['2025-11-23', 365],
    ['2026-11', 22],
    ['2026', 326],
    ['2027-01-01', 0],
  ])('%s is %i days; a month or year counts from its first day', (date, days) => {
    expect(ageDays(date, TODAY)).toBe(days);
  });

  test.each(['', 'soon', '2026-13-01', '26-01-01'])('%j is no date', date => {
    expect(ageDays(date, TODAY)).toBeNull();
  });
});

const [sample] = openEmbeddedBook().findPrices({ words: ['m5.large'], region: 'us-east-1', limit: 1 });
const fact = (changes: Partial<PriceFact>): PriceFact => ({ ...(sample as PriceFact), ...changes });

describe('ages of prices', () => {
  test('stand by service and Region: oldest, newest, the middle one, and how many are over the limit', () => {
    const groups = priceAges(
      [
        fact({ date: '2026-11-13' }),
        fact({ date: '2024-11-23' }),
        fact({ date: '2026-11-03' }),
        fact({ date: '2020', region: 'eu-west-1' }),
        fact({ date: '2010', currency: 'XXX' }),
      ],
      TODAY,
      365,
    );

    expect(groups.map(({ region, prices, overLimit }) => [region, prices, overLimit])).toEqual([
      ['eu-west-1', 1, 1],
      ['us-east-1', 3, 1],
    ]);
    expect(groups[1]).toMatchObject({
      oldest: '2024-11-23',
      newest: '2026-11-13',
      oldestDays: 730,
      medianDays: 20,
    });
  });

  test('exactly at the limit is not over it', () => {
    expect(priceAges([fact({ date: '2025-11-23' })], TODAY, 365)[0]?.overLimit).toBe(0);
    expect(priceAges([fact({ date: '2025-11-22' })], TODAY, 365)[0]?.overLimit).toBe(1);
  });

  test('every price of the book has a readable date', () => {
    const groups = priceAges(openEmbeddedBook().findPrices({ words: [] }), TODAY, 365);

    expect(groups.filter(({ oldestDays }) => !Number.isFinite(oldestDays))).toEqual([]);
    expect(groups.length).toBeGreaterThan(50);
  });
});
