import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doraReport, expectedChangeFailures } from '../../../src/engine/reliability/change-failures.ts';
import { commitmentRegret } from '../../../src/engine/reliability/commitment-regret.ts';
import {
  dependencyBudgetSplit,
  riskMinutesPerYear,
  scenarioDowntime,
  valueOfAvailability,
} from '../../../src/engine/reliability/risk-sheet.ts';

describe('risk sheets', () => {
  test('a risk is detection and repair, times impact, times how often', () => {
    expect(riskMinutesPerYear({ detectMinutes: 10, repairMinutes: 20, impact: 0.5, daysBetween: 36.5 })).toBe(
      150,
    );
    expect(() =>
      riskMinutesPerYear({ detectMinutes: 0, repairMinutes: 1, impact: 1, daysBetween: 0 }),
    ).toThrow();
    expect(() =>
      riskMinutesPerYear({ detectMinutes: 0, repairMinutes: 1, impact: 2, daysBetween: 1 }),
    ).toThrow();
  });

  test('a year without downtime is available, and more downtime than the year has is none at all', () => {
    const year = {
      failuresPerYear: 0,
      minutesPerFailure: 0,
      changesPerYear: 0,
      minutesPerChange: 0,
      yearDays: 365,
    };
    expect(scenarioDowntime(year).availability).toBe(1);
    expect(scenarioDowntime({ ...year, failuresPerYear: 1000, minutesPerFailure: 1000 }).availability).toBe(
      0,
    );
  });

  test('dependencies may take more than there is', () => {
    const { ownMinutes } = dependencyBudgetSplit(0.9999, [0.9999, 0.9999], 365);
    expect(ownMinutes).toBeCloseTo(-52.56, 9);
    expect(dependencyBudgetSplit(0.999, [], 365).ownMinutes).toBeCloseTo(525.6, 9);
  });

  test('a nine more is worth a tenth of the nine before', () => {
    expect(valueOfAvailability(1e6, 0.99, 0.999)).toBeCloseTo(
      10 * valueOfAvailability(1e6, 0.999, 0.9999),
      6,
    );
    expect(valueOfAvailability(1e6, 0.999, 0.99)).toBeLessThan(0);
  });
});

describe('change failures', () => {
  test('the clusters of 2024 are not in order; those of 2023 are', () => {
    const rates = (year: number) => doraReport(year)!.map(({ changeFailureRate }) => changeFailureRate);
    expect(rates(2024)).toEqual([0.05, 0.2, 0.1, 0.4]);
    expect(rates(2023)).toEqual([0.05, 0.1, 0.15, 0.64]);
    expect(doraReport(2022)![0]).toEqual({
      cluster: 'high',
      changeFailureRate: [0, 0.15],
      recovery: '<1 day',
    });
    expect(doraReport(2001)).toBeNull();
  });

  test('failures are deployments times their rate', () => {
    expect(expectedChangeFailures(10, 0.2, 6)).toBeCloseTo(12, 12);
    expect(() => expectedChangeFailures(10, 1.2, 6)).toThrow();
  });
});

describe('a commitment against on demand', () => {
  const discount = fc.double({ min: 0, max: 0.9, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  test('costs nothing extra at the break-even', () => {
    fc.assert(
      fc.property(discount, d => {
        const { breakEvenUtilization } = commitmentRegret({
          hourlyCommit: 10,
          discount: d,
          utilizations: [1],
        });
        const at = commitmentRegret({ hourlyCommit: 10, discount: d, utilizations: [breakEvenUtilization] });
        expect(at.expectedNetCost).toBeCloseTo(0, 9);
      }),
    );
  });

  test('saves more the more of it is used; regret is never negative nor above the commitment', () => {
    fc.assert(
      fc.property(discount, share, share, (d, a, b) => {
        const cost = (utilization: number) =>
          commitmentRegret({ hourlyCommit: 10, discount: d, utilizations: [utilization] });
        expect(cost(Math.max(a, b)).expectedNetCost).toBeLessThanOrEqual(
          cost(Math.min(a, b)).expectedNetCost + 1e-12,
        );
        expect(cost(a).expectedRegret).toBeGreaterThanOrEqual(0);
        expect(cost(a).expectedRegret).toBeLessThanOrEqual(10);
      }),
    );
  });

  test('equal weights are no weights', () => {
    const bet = { hourlyCommit: 4, discount: 0.4, utilizations: [0.2, 0.9, 1] };
    expect(commitmentRegret({ ...bet, weights: [2, 2, 2] })).toEqual(commitmentRegret(bet));
    expect(commitmentRegret({ ...bet, weights: [0, 0, 1] }).expectedNetCost).toBeCloseTo(4 - 4 / 0.6, 12);
    expect(() => commitmentRegret({ ...bet, weights: [1] })).toThrow();
    expect(() => commitmentRegret({ ...bet, utilizations: [] })).toThrow();
  });
});
