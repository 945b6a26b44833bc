/** What a burstable size buys above its baseline, and which of several sizes costs least with it. */

import { describe, expect, test } from 'vitest';
import { cheapest, surplusCredits } from '../../../../src/engine/levers/rightsize/surplus-credits.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { estateOf, ratesOf } from '../../estates.ts';

const book = openEmbeddedBook();
const rates = ratesOf(estateOf([]), book);

function size(name: string) {
  const found = book.instanceType(name, 'us-east-1');
  if (!found) throw new Error(`no ${name}`);
  return found;
}

const unseen = { p50: null, p95: null, p99: null, max: null };

describe('surplus', () => {
  test.each([
    // 100 % of 2 vCPUs for ever, baseline .6 and .4.
    ['t3.large', { ...unseen, max: 1 }, 1.4, 0.05],
    ['t3.medium', { ...unseen, max: 1 }, 1.6, 0.05],
    ['t4g.medium', { ...unseen, max: 1 }, 1.6, 0.04],
    // Nothing was seen: it may be all of it.
    ['t3.medium', unseen, 1.6, 0.05],
    // At its baseline exactly.
    ['t3.large', { ...unseen, max: 0.3 }, 0, 0.05],
    ['t2.large', { ...unseen, max: 1 }, 0, 0.05],
    ['m5.large', { ...unseen, max: 1 }, 0, 0.05],
  ] as const)('of %s with %j: %f vCPUs', (name, cpu, vcpus, price) => {
    const found = surplusCredits(cpu, size(name), size(name), 'linux', rates);
    expect(found.vcpus).toBeCloseTo(vcpus, 12);
    expect(found.perHour).toBeCloseTo(vcpus * price, 12);
    expect(found.units(10).reduce((total, { quantity }) => total + quantity, 0)).toBeCloseTo(10 * vcpus, 9);
  });

  test('cannot be more than the size has', () => {
    const found = surplusCredits(
      { ...unseen, max: 1 },
      size('t3.2xlarge'),
      size('t3.medium'),
      'linux',
      rates,
    );
    expect(found.vcpus).toBeCloseTo(2 - 0.4, 12);
  });

  test('costs 9.6 cents on Windows', () => {
    const found = surplusCredits(unseen, size('t3.medium'), size('t3.medium'), 'windows', rates);
    expect(found.perHour).toBeCloseTo(1.6 * 0.096, 12);
  });
});

describe('the cheapest of sizes, smallest first', () => {
  const costs = (...list: readonly (number | null)[]) => {
    const sizes = ['t3.small', 't3.medium', 't3.large'].map(size);
    return cheapest(sizes, each => list[sizes.indexOf(each)] ?? null)?.name ?? null;
  };

  test.each([
    [[1, 2, 3], 't3.small'],
    [[3, 2, 4], 't3.medium'],
    [[2, 2, 2], 't3.small'],
    [[null, 2, 1], 't3.large'],
    [[null, null, null], null],
  ] as const)('%j: %s', (list, name) => {
    expect(costs(...list)).toBe(name);
  });

  test('of sizes that are not burstable is the first: the price of a family rises with its size', () => {
    expect(cheapest([size('m5.large'), size('m5.xlarge')], ({ vcpus }) => 10 - vcpus)?.name).toBe('m5.large');
    expect(cheapest([], () => 1)).toBeNull();
  });
});
