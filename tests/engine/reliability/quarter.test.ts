import { describe, expect, test } from 'vitest';
import { breachLimit, simulateWindows } from '../../../src/engine/reliability/monte-carlo.ts';
import {
  anyBreachProbability,
  quarterBreachProbability,
  simulatedQuarterBreach,
  windowsPerQuarter,
} from '../../../src/engine/reliability/quarter.ts';
import { exponentialBreach } from './oracles.ts';

const DAY = 1440;

describe('a quarter', () => {
  test.each([
    [30, 3],
    [28, 3],
    [31, 3],
    [7, 13],
    [1, 91],
    [90, 1],
    [365, 1],
  ])('of windows of %d days has %d of them', (days, windows) => {
    expect(windowsPerQuarter(days * DAY)).toBe(windows);
  });

  test('is missed when one of its windows is', () => {
    expect(quarterBreachProbability(0.05, 30 * DAY)).toBeCloseTo(1 - 0.95 ** 3, 15);
    expect(quarterBreachProbability(1e-18, 30 * DAY)).toBeCloseTo(3e-18, 30);
    expect(anyBreachProbability([0.1, 0, 0.2])).toBeCloseTo(1 - 0.9 * 0.8, 15);
    expect(anyBreachProbability([1, 0.2])).toBe(1);
    expect(anyBreachProbability([])).toBe(0);
  });

  test('is missed as often in simulated windows', () => {
    const windowMinutes = 30 * DAY;
    const classes = [
      {
        name: 'outage',
        ratePerYear: 12,
        impact: 1,
        duration: { kind: 'exponential', meanMinutes: 30 } as const,
      },
    ];
    const { badMinutes } = simulateWindows(
      { classes },
      { seed: 'test', workload: 'shop', windowMinutes, budgetMinutes: 43.2, runs: 90_000 },
    );
    const counted = simulatedQuarterBreach(badMinutes, breachLimit(43.2), windowMinutes)!;
    const exact = quarterBreachProbability(exponentialBreach(12, 30, windowMinutes, 43.2), windowMinutes);

    expect(counted.quarters).toBe(30_000);
    expect(Math.abs(counted.probability - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 30_000));
  });

  test('needs as many windows', () => {
    expect(simulatedQuarterBreach(Float64Array.of(1, 2), 1, 30 * DAY)).toBeNull();
    expect(simulatedQuarterBreach(Float64Array.of(0, 0, 2, 0, 0, 0, 5), 1, 30 * DAY)).toEqual({
      probability: 0.5,
      quarters: 2,
    });
  });
});
