/** Months to come before any move: growth, prices and expiries, one layer each, adding up to what the month costs more. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Estate, Resource } from '../../../src/engine/estate/estate.ts';
import type { GrowthRule } from '../../../src/engine/forecast/growth-rate.ts';
import type { PriceChange } from '../../../src/engine/forecast/price-change.ts';
import { sum } from '../../../src/engine/money.ts';
import type { StatedAssumptions } from '../../../src/engine/simulate/assumptions.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import {
  bucket,
  database,
  estateOf,
  instance,
  other,
  plan,
  reservedInstance,
  savingsPlan,
  utilization,
  volume,
} from '../estates.ts';

const HORIZON = 12;
const rule = (more: Partial<GrowthRule> = {}): GrowthRule => ({
  workloads: ['*'],
  annualRate: 0.25,
  annualRange: null,
  seasonality: null,
  elasticity: 1,
  storageAnnualRate: null,
  ...more,
});
const dearer = (more: Partial<PriceChange> = {}): PriceChange => ({
  from: 1,
  services: ['*'],
  regions: null,
  purchase: 'any',
  change: 0.1,
  ...more,
});

/** A run without moves. Nothing of the bill ends unless the assumptions say so. */
function alone(estate: Estate, assumptions: StatedAssumptions, horizonMonths = HORIZON) {
  return createSimulator(estate, testBook()).run(plan([]), {
    horizonMonths,
    assumptions: { existingCommitments: 'renew', ...assumptions },
  });
}

const costsOf = (run: ReturnType<typeof alone>) => run.months.map(({ runRateCost }) => Number(runRateCost));
/** Without age groups or tiers: a price that does not depend on how much there is. */
const FLAT_KINDS: readonly Resource[] = [
  instance('i'),
  database('d', { multiAz: false }),
  volume('v', { volumeType: 'gp3', iops: 3000, throughputMibps: 125 }),
  other('o', '120'),
];

describe('growth', () => {
  test('of an estate on demand makes month m cost (1+g)^(m/12) times the bill', () => {
    const rates = fc.double({ min: -0.8, max: 2, noNaN: true });
    const resources = fc.subarray([...FLAT_KINDS], { minLength: 1 });
    const extra = fc.constantFrom(0, 7.5);
    fc.assert(
      fc.property(rates, resources, extra, (annualRate, list, extraCost) => {
        const estate = estateOf(list, { extraCost: () => extraCost });
        const run = alone(estate, { growth: [rule({ annualRate })] }, 6);
        const bill = Number(run.baseline.effectiveCost);
        run.months.forEach(({ index, runRateCost, billedCost }) => {
          const expected = bill * (1 + annualRate) ** (index / 12);
          expect(Math.abs(Number(runRateCost) / expected - 1)).toBeLessThan(1e-6);
          expect(Math.abs(Number(billedCost) / expected - 1)).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('under a commitment is on demand on top: the commitment costs what it cost', () => {
    const sp = savingsPlan('sp', 0.05);
    const run = alone(estateOf([instance('a')], { commitments: [sp] }), {
      growth: [rule({ annualRate: 1 })],
    });
    const before = Number(run.baseline.effectiveCost);
    // Twice the machine after a year: what is added pays $0.10 an hour, what was covered stays covered.
    expect(costsOf(run).at(-1)).toBeCloseTo(before + 0.1 * 168, 6);
    expect(run.months.at(-1)?.commitments.unusedCost).toBeCloseTo(0, 9);
  });

  test('fills a commitment that is not used first', () => {
    const ri = reservedInstance('ri', { count: 2 });
    const run = alone(estateOf([instance('a')], { commitments: [ri] }), {
      growth: [rule({ annualRate: 1 })],
    });
    for (const cost of costsOf(run)) expect(cost).toBeCloseTo(2 * 0.06 * 168, 6);
  });

  test('concerns only the workloads that it names', () => {
    const estate = estateOf([
      instance('a', {}, { workload: 'shop' }),
      instance('b', {}, { workload: 'lab' }),
    ]);
    const run = alone(estate, { growth: [rule({ workloads: ['shop'], annualRate: 1 })] });
    const grown = run.months.at(-1)?.changes.map(({ resourceId }) => resourceId);
    expect(grown).toEqual(['a']);
    expect(costsOf(run).at(-1)).toBeCloseTo(3 * 16.8, 6);
  });

  test('has the seasons of its calendar months', () => {
    // The bill is of January 2024: December is at 3, February at half.
    const seasonality = [1, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3];
    const run = alone(estateOf([instance('a')]), { growth: [rule({ annualRate: 0, seasonality })] });
    expect(costsOf(run)[0]).toBeCloseTo(0.5 * 16.8, 6);
    expect(costsOf(run)[10]).toBeCloseTo(3 * 16.8, 6);
    expect(costsOf(run)[11]).toBeCloseTo(16.8, 6);
  });

  test('of stored data has its own rate; volumes and buckets follow it, machines do not', () => {
    const estate = estateOf([instance('a'), volume('v'), bucket('b')]);
    const run = alone(estate, { growth: [rule({ annualRate: 0, storageAnnualRate: 1 })] });
    const bill = new Map(run.baseline.ledger.map(({ resourceId, amount }) => [resourceId, Number(amount)]));
    const changes = new Map(
      run.months.at(-1)?.changes.map(({ resourceId, amount }) => [resourceId, Number(amount)]),
    );
    expect(changes.get('a')).toBe(undefined);
    expect(changes.get('v')).toBeCloseTo(bill.get('v') ?? Number.NaN, 6);
    expect(changes.get('b')).toBeCloseTo(bill.get('b') ?? Number.NaN, 6);
  });
});

describe('traffic that machines do not follow', () => {
  const busy = instance(
    'a',
    {},
    { utilization: utilization({ cpu: { p50: 0.2, p99: 0.6 }, memory: { max: 0.5 } }) },
  );
  const worldOf = (elasticity: number, annualRate: number) => {
    const { worlds } = createSimulator(estateOf([busy]), testBook());
    const { assumptions } = alone(estateOf([busy]), { growth: [rule({ elasticity, annualRate })] }, 1);
    return worlds.worldOf(assumptions, 12).estate.resources[0]?.utilization;
  };

  test('makes them busier, up to the whole of them; their memory stays', () => {
    expect(worldOf(0, 0.5)?.cpu).toMatchObject({
      p50: expect.closeTo(0.3, 12),
      p99: expect.closeTo(0.9, 12),
    });
    expect(worldOf(0, 3)?.cpu).toMatchObject({ p50: 0.8, p99: 1 });
    expect(worldOf(0, 0.5)?.memory.max).toBe(0.5);
  });

  test('that all of them follow leaves each as busy as it was', () => {
    expect(worldOf(1, 0.5)?.cpu).toMatchObject({ p50: 0.2, p99: 0.6 });
    expect(worldOf(0.5, 1)?.cpu.p50).toBeCloseTo((0.2 * 2) / 1.5, 12);
  });

  test('costs nothing more', () => {
    const run = alone(estateOf([busy]), { growth: [rule({ elasticity: 0, annualRate: 3 })] });
    expect(run.months.at(-1)?.runRateCost.toFixed()).toBe(run.baseline.effectiveCost.toFixed());
  });
});

describe('a changed price', () => {
  test('moves only its service, from its month on, by its share', () => {
    const estate = estateOf([instance('a'), database('d', { multiAz: false }), other('o', '40')]);
    const run = alone(estate, {
      priceChanges: [dearer({ services: ['AmazonRDS'], from: 3 })],
    });
    const bill = Number(run.baseline.ledger.find(({ resourceId }) => resourceId === 'd')?.amount);
    const [first, second, third] = run.months;
    expect([first?.changes, second?.changes]).toEqual([[], []]);
    expect(third?.changes.map(({ resourceId }) => resourceId)).toEqual(['d']);
    expect(Number(third?.changes[0]?.amount)).toBeCloseTo(0.1 * bill, 6);
  });

  test('in one Region leaves the others', () => {
    const estate = estateOf([
      other('a', '10', { region: 'us-east-1' }),
      other('b', '10', { region: 'eu-west-1' }),
    ]);
    const run = alone(estate, { priceChanges: [dearer({ regions: ['eu-*'] })] });
    expect(costsOf(run)[0]).toBeCloseTo(21, 9);
  });

  test('of spot leaves what is on demand', () => {
    const spot = instance('s', { purchase: 'spot', spotPerHour: 0.04 });
    const run = alone(estateOf([instance('a'), spot]), {
      priceChanges: [dearer({ purchase: 'spot', change: 1 })],
    });
    expect(run.months[0]?.changes.map(({ resourceId }) => resourceId)).toEqual(['s']);
    expect(costsOf(run)[0]).toBeCloseTo(16.8 + 2 * 0.04 * 168, 6);
  });

  test('does not change what a commitment costs', () => {
    const ri = reservedInstance('ri');
    const run = alone(estateOf([instance('a')], { commitments: [ri] }), { priceChanges: [dearer()] });
    for (const cost of costsOf(run)) expect(cost).toBeCloseTo(0.06 * 168, 6);
  });

  test('and another one multiply', () => {
    const run = alone(estateOf([other('o', '100')]), {
      priceChanges: [dearer(), dearer({ from: 2, change: 0.5 })],
    });
    expect(
      costsOf(run)
        .slice(0, 2)
        .map(cost => cost.toFixed(6)),
    ).toEqual(['110.000000', '165.000000']);
  });
});

describe('on any estate', () => {
  const growth = fc.array(
    fc.record({
      annualRate: fc.double({ min: -0.5, max: 1, noNaN: true }),
      elasticity: fc.constantFrom(0, 0.5, 1),
      workloads: fc.constantFrom(['*'], ['shop'], ['s*']),
    }),
    { maxLength: 2 },
  );

  test('what each cause changes adds up to what the month costs more, to the last digit', () => {
    fc.assert(
      fc.property(estates(), growth, fc.boolean(), (estate, rules, isDearer) => {
        const run = alone(
          estate,
          {
            existingCommitments: 'expire',
            growth: rules.map(rule),
            priceChanges: isDearer ? [dearer({ from: 2, services: ['*EC2*', 'AmazonRDS'] })] : [],
          },
          4,
        );
        for (const { changes, runRateCost, forecastCost } of run.months) {
          expect(sum(changes.map(({ amount }) => amount)).toFixed()).toBe(
            runRateCost.minus(run.baseline.effectiveCost).toFixed(),
          );
          expect(forecastCost.toFixed()).toBe(runRateCost.toFixed());
          for (const { moveId, cause } of changes) expect([moveId, typeof cause]).toEqual([null, 'string']);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('commitments neither grow nor change their price', () => {
    fc.assert(
      fc.property(estates(), estate => {
        const simulator = createSimulator(estate, testBook());
        const { assumptions } = alone(estate, { growth: [rule()], priceChanges: [dearer()] }, 1);
        const world = simulator.worlds.worldOf(assumptions, 9);
        expect(world.estate.commitments).toEqual(estate.commitments);
        const only = (resources: readonly Resource[]) =>
          resources.filter(({ kind }) => kind === 'commitment');
        expect(only(world.estate.resources)).toEqual(only(estate.resources));
      }),
      { numRuns: 30 },
    );
  });

  test('nothing assumed is the bill in every month, to the last digit', () => {
    fc.assert(
      fc.property(estates({ fit: fc.constantFrom(1, 0.9, 1.3) }), estate => {
        const run = alone(estate, {}, 5);
        for (const { runRateCost, forecastCost, changes } of run.months) {
          expect(runRateCost.toFixed()).toBe(run.baseline.effectiveCost.toFixed());
          expect(forecastCost.toFixed()).toBe(run.baseline.effectiveCost.toFixed());
          expect(changes).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('growing leaves the estate of the bill untouched', () => {
    fc.assert(
      fc.property(estates(), estate => {
        const before = structuredClone(estate);
        alone(estate, { growth: [rule()], priceChanges: [dearer()] }, 2);
        expect(estate).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });
});
