/** Stress cases in estates that can be worked out by hand: an m5.large costs $0.10 an hour, $0.07 under a plan. */

import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/engine/plan.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { type StressOutcome, stressPlan } from '../../../src/engine/stress/run-stress.ts';
import { STRESS_CASES } from '../../../src/engine/stress/stress-case.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, HOURS, instance, move, plan, workload } from '../estates.ts';

const TEN = Array.from({ length: 10 }, (_, index) => instance(`i-${index}`));
const TEAM = {
  name: 'team',
  engineers: 1,
  daysPerMonth: 10,
  costShare: 1,
  toilShare: 0,
  freezeWindows: [],
  followTheSun: false,
};

function stress(wanted: Plan, estate = estateOf(TEN)): Map<string, StressOutcome> {
  const search = stressPlan(createSimulator(estate, testBook()), wanted, 6);
  while (search.next()) {
    // Plays the next case.
  }
  return new Map(search.found().map(outcome => [outcome.stress?.id ?? 'normal', outcome]));
}

function of(outcomes: ReadonlyMap<string, StressOutcome>, id: string): StressOutcome {
  const found = outcomes.get(id);
  if (!found) throw new Error(`no case ${id}`);
  return found;
}

describe('what is left of a plan', () => {
  const purchase = move('compute-savings-plan', { params: { shareOfOptimumPercent: 100 } });
  const outcomes = stress(plan([purchase]));

  test('the plan as it is comes first, then every case in its order', () => {
    expect([...outcomes.keys()]).toEqual(['normal', ...STRESS_CASES.map(({ id }) => id)]);
    expect(of(outcomes, 'normal').target.runRateCost.toNumber()).toBeCloseTo(0.7 * HOURS, 6);
    expect(of(outcomes, 'normal').target.savedOfBill).toBeCloseTo(0.3, 9);
  });

  test('usage that falls after a purchase strands a fifth of it', () => {
    const { target, end } = of(outcomes, 'usage-down');
    // Eight of ten machines are left, seven of ten dollars are committed.
    expect(target.forecastCost.toNumber()).toBeCloseTo(0.8 * HOURS, 6);
    expect(target.runRateCost.toNumber()).toBeCloseTo(0.7 * HOURS, 6);
    expect(target.savedOfForecast).toBeCloseTo(0.125, 9);
    expect(end.commitmentUtilization).toBeCloseTo(0.8, 9);
    expect(end.unusedCommitmentCost).toBeCloseTo(0.14 * HOURS, 6);
  });

  test('growth comes on demand on top of what was bought', () => {
    const growth = { workloads: ['*'], annualRate: 0.2, annualRange: null, seasonality: null };
    const growing = stress(
      plan([purchase], {
        assumptions: { growth: [{ ...growth, elasticity: 1, storageAnnualRate: null }] },
      }),
    );
    const grown = 1.4 ** (3 / 12);
    const bought = 1.4 ** (1 / 12);
    const { target } = of(growing, 'growth-doubles');
    expect(target.forecastCost.toNumber()).toBeCloseTo(grown * HOURS, 6);
    // Committed to the cent of an hour in month 1, then the rest at $1.00 an hour.
    expect(target.runRateCost.toNumber() / HOURS).toBeCloseTo(grown - 0.3 * bought, 2);
  });

  test('a higher target is missed by a saving that was enough', () => {
    const { amountReached, askedFor } = of(outcomes, 'target-35');
    expect(of(outcomes, 'normal')).toMatchObject({ amountReached: true, askedFor: 0.1 });
    expect({ amountReached, askedFor }).toEqual({ amountReached: false, askedFor: 0.35 });
  });

  test('half a team takes twice as long', () => {
    const work = { rampMonths: 1, rampBy: 'resource' as const, dualRunMonths: 0, oneOffCost: '0' };
    const effort = { ...work, effortDays: 20, status: 'approved' as const };
    const slow = stress(plan([{ ...purchase, delivery: effort }], { assumptions: { teams: [TEAM] } }));
    expect(of(slow, 'normal').lastEffectMonth).toBe(2);
    expect(of(slow, 'half-the-team').lastEffectMonth).toBe(4);
  });

  test('what a plan or scenario already expects happens once, not twice', () => {
    const event = {
      kind: 'traffic' as const,
      title: null,
      from: 1,
      change: 1,
      months: null,
      workloads: ['*'],
    };
    const simulator = createSimulator(estateOf(TEN), testBook(), { injects: [event] });
    const search = stressPlan(simulator, plan([], { assumptions: {} }), 6, ['target-35']);
    while (search.next()) {
      // Plays the next case.
    }
    expect(search.found().map(({ target }) => target.forecastCost.toNumber() / HOURS)).toEqual([2, 2]);
  });
});

describe('a zone that fails', () => {
  test('hurts a single machine more than a tier in three zones, and nothing else is listed', () => {
    const workloads = [workload('shop', 'production', { zones: 3 }), workload('lab', 'development')];
    const resources = [...TEN, instance('alone', {}, { workload: 'lab' })];
    const { zoneOutage } = of(stress(plan([]), estateOf(resources, { workloads })), 'zone-outage');
    const minutes = new Map(zoneOutage.map(({ workload: name, before }) => [name, before]));
    expect(zoneOutage.every(({ before, after }) => before === after)).toBe(true);
    expect(minutes.get('lab')).toBeGreaterThan(10 * (minutes.get('shop') ?? Number.NaN));
  });
});
