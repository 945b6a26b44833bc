import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hoursIn, monthPeriod } from '../../../../src/engine/calendar.ts';
import {
  type SustainedUseInput,
  sustainedUseMultipliers,
} from '../../../../src/engine/commitments/gcp/sustained-use.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../../../src/engine/commitments/settings.ts';
import { meteredPool, pool } from './portfolio.ts';

const JUNE = monthPeriod('2026-06');
const HOURS = hoursIn(JUNE);

/** The same number of units from one hour up to another. */
const running = (units: number, from = 0, to = HOURS, length = HOURS) =>
  Float64Array.from({ length }, (_, hour) => (hour >= from && hour < to ? units : 0));

/** Multipliers of pools whose whole use is uncovered. */
function multipliersOf(pools: SustainedUseInput['pools'], change: Partial<SustainedUseInput> = {}) {
  return sustainedUseMultipliers({
    pools,
    uncovered: pools.map(({ quantities }) => quantities),
    settings: DEFAULT_COMMITMENT_SETTINGS,
    period: JUNE,
    hours: HOURS,
    ...change,
  });
}

const n1 = (id: string, quantities: Float64Array, change: Parameters<typeof pool>[1] = {}) =>
  pool(id, { quantities, ...change, shape: { series: 'n1', ...change.shape } });

describe('a month of uncovered use', () => {
  test.each([
    ['n1', 0.7],
    ['n2', 0.8002],
    ['e2', 1],
  ])('of %s costs %d of its on-demand price', (series, multiplier) => {
    expect(multipliersOf([pool('p', { quantities: running(8), shape: { series } })])[0]).toBeCloseTo(
      multiplier,
      10,
    );
  });

  test('thirty machines of a day each cost as one machine of the month', () => {
    const days = Array.from({ length: 30 }, (_, day) => n1(`m${day}`, running(1, day * 24, day * 24 + 24)));

    for (const multiplier of multipliersOf(days)) expect(multiplier).toBeCloseTo(0.7, 10);
  });

  test('thirty machines of the same day earn nothing', () => {
    const days = Array.from({ length: 30 }, (_, day) => n1(`m${day}`, running(1, 0, 24)));

    expect(multipliersOf(days)).toEqual(days.map(() => 1));
  });

  test('only what no commitment covers earns it', () => {
    const pools = [n1('p', running(10))];

    expect(multipliersOf(pools, { uncovered: [running(2, 0, HOURS / 2)] })[0]).toBeCloseTo(0.9, 10);
    expect(multipliersOf(pools, { uncovered: [running(0)] })).toEqual([1]);
  });

  test('usage of other kinds pays its price', () => {
    expect(multipliersOf([meteredPool('sql', 'cloud-sql', { quantities: running(1) })])).toEqual([1]);
  });
});

describe('what is stacked together', () => {
  const halves = (second: Parameters<typeof pool>[1]) =>
    multipliersOf([n1('one', running(1, 0, HOURS / 2)), n1('two', running(1, HOURS / 2), second)]);

  test.each([
    ['another machine type of the series', { shape: { machineType: 'n1-standard-8' } }],
    ['another zone of the Region', { shape: { zone: 'us-central1-b' } }],
  ])('%s', (_what, second) => {
    for (const multiplier of halves(second)) expect(multiplier).toBeCloseTo(0.7, 10);
  });

  test.each([
    ['another project', { account: 'b' }],
    ['another Region', { shape: { region: 'us-east4' } }],
    ['memory', { shape: { resource: 'memory-gib' as const } }],
    ['another series', { shape: { series: 'm1' } }],
  ])('not %s', (_what, second) => {
    for (const multiplier of halves(second)) expect(multiplier).toBeCloseTo(0.9, 10);
  });

  test('by zone and machine type when the setting says so', () => {
    const pools = [
      n1('one', running(1, 0, HOURS / 2), { shape: { zone: 'a', machineType: 'n1-standard-1' } }),
      n1('two', running(1, HOURS / 2), { shape: { zone: 'b', machineType: 'n1-standard-1' } }),
      n1('six', running(1, HOURS / 2), { shape: { zone: 'a', machineType: 'n1-standard-1' } }),
    ];
    const settings = { ...DEFAULT_COMMITMENT_SETTINGS, gcpSustainedUsePool: 'zone-machine-type' } as const;

    const [one, two, six] = multipliersOf(pools, { settings });

    expect(one).toBeCloseTo(0.7, 10);
    expect(six).toBeCloseTo(0.7, 10);
    expect(two).toBeCloseTo(0.9, 10);
  });
});

describe('months', () => {
  const quarter = { startMs: monthPeriod('2026-01').startMs, endMs: monthPeriod('2026-03').endMs };
  const length = hoursIn(quarter);
  const february = { from: 744, to: 744 + 672 };

  test('every calendar month starts anew and has its own hours', () => {
    const use = running(1, february.from, february.to, length);

    expect(multipliersOf([n1('p', use)], { period: quarter, hours: length })[0]).toBeCloseTo(0.7, 10);
  });

  test('over several months it is the average over the units of the pool', () => {
    const use = running(1, 0, february.from + 336, length);
    const expected = (744 * 0.7 + 336 * 0.9) / (744 + 336);

    expect(multipliersOf([n1('p', use)], { period: quarter, hours: length })[0]).toBeCloseTo(expected, 10);
  });

  test('a month of calculators has 730 hours, whatever the calendar says', () => {
    const settings = { ...DEFAULT_COMMITMENT_SETTINGS, gcpMonthHours: 'calculator' } as const;
    const [multiplier] = multipliersOf([n1('p', running(1))], { settings });

    expect(multiplier! * HOURS).toBeCloseTo(182.5 * (1 + 0.8 + 0.6) + (720 - 547.5) * 0.4, 8);
  });

  test('hours of the month outside of the period count as unused', () => {
    const week = { startMs: JUNE.startMs, endMs: JUNE.startMs + 168 * 3_600_000 };

    expect(multipliersOf([n1('p', running(1, 0, 168, 168))], { period: week, hours: 168 })).toEqual([1]);
  });
});

test('a multiplier lies between the full-month price and 1, and more even use never costs more a unit', () => {
  const levels = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 30, maxLength: 30 });
  fc.assert(
    fc.property(levels, days => {
      const use = Float64Array.from({ length: HOURS }, (_, hour) => days[Math.floor(hour / 24)]!);
      const even = running(use.reduce((sum, units) => sum + units, 0) / HOURS);
      const [own, flat] = multipliersOf([n1('own', use), n1('flat', even, { account: 'b' })]);

      expect(own).toBeLessThanOrEqual(1);
      expect(own).toBeGreaterThanOrEqual(0.7 - 1e-12);
      expect(own).toBeGreaterThanOrEqual(flat! - 1e-9);
    }),
    { numRuns: 50 },
  );
});
