/** Failure classes beyond machines and databases: pools, Regions, gateways, caches, memory, and what operations lose. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Availability, SpotShare } from '../../../src/engine/reliability/availability.ts';
import type { RiskChange } from '../../../src/engine/reliability/index.ts';
import {
  applyRisk,
  evaluateReliability,
  expectedBadMinutes,
  expectedMinutes,
  failureClasses,
  RELIABILITY_CONSTANTS,
} from '../../../src/engine/reliability/index.ts';
import { mean } from '../../../src/engine/reliability/moments.ts';
import { spotOutage } from '../../../src/engine/reliability/spot-classes.ts';
import { spotBadMinutesPerYear } from '../../../src/engine/reliability/spot-pools.ts';
import { availabilities, CALM, withTier } from './estates.ts';
import { type ClassListExample, classOf, workedExamples } from './worked-examples.ts';

const YEAR = 525_600;
const named = (availability: Availability, name: string) =>
  failureClasses(availability).filter(item => item.name === name);
const yearly = (availability: Availability, name: string) =>
  expectedBadMinutes(named(availability, name), YEAR);
const applied = (availability: Availability, ...changes: RiskChange[]) => applyRisk(availability, changes);

function withSpot(n: number, peak: number, spot: SpotShare): Availability {
  const model = withTier(n, 3, peak);
  return {
    ...model,
    compute: { ...model.compute!, spot, loadProfile: [{ weight: 1, load: 1 }] },
  };
}

describe('spot pools', () => {
  test('one pool is one event: the closed form of the reference, and a little for two at once', () => {
    const spot = { share: 0.5, pools: 2, monthlyProbability: 0.1 };
    const closedForm = spotBadMinutesPerYear({
      machines: 10,
      needed: 9,
      pools: 2,
      spotFraction: 0.5,
      monthlyProbability: 0.1,
      outageMinutes: mean(spotOutage(RELIABILITY_CONSTANTS)),
    });
    const actual = yearly(withSpot(10, 0.63, spot), 'spot pool');

    expect(actual).toBeGreaterThan(closedForm);
    expect(actual).toBeLessThan(closedForm * 1.001);
  });

  test('losing one of so many pools that the others carry the load costs nothing but their rare meetings', () => {
    const at = (pools: number) =>
      yearly(withSpot(10, 0.49, { share: 0.6, pools, monthlyProbability: 0.1 }), 'spot pool');

    expect(at(1)).toBeGreaterThan(1);
    expect(at(2)).toBeLessThan(0.01);
    expect(at(6)).toBe(0);
  });

  test('a pool of one’s own band weighs on its band, an undeclared one on the mean of all pools', () => {
    const calm = withSpot(4, 0.7, { share: 1, pools: 1, monthlyProbability: 0.025 });
    const unknown = withSpot(4, 0.7, { share: 1, pools: 1, monthlyProbability: null });

    expect(yearly(unknown, 'spot pool') / yearly(calm, 'spot pool')).toBeCloseTo(
      Math.log1p(-0.158) / Math.log1p(-0.025),
      6,
    );
    expect(named(unknown, 'spot pool')[0]?.constants).toContain('spotMonthlyProbability');
    expect(named(calm, 'spot pool')[0]?.constants).not.toContain('spotMonthlyProbability');
  });
});

describe('a Region', () => {
  test('costs rate x share x length without a second one', () => {
    const { regionEventsPerRegionYear, regionEventImpact, regionEventMinutes } = RELIABILITY_CONSTANTS;

    expect(yearly({ ...CALM, region: { strategy: null } }, 'region event')).toBeCloseTo(
      regionEventsPerRegionYear.value * mean(regionEventImpact.value) * mean(regionEventMinutes.value),
      6,
    );
  });

  test('costs less the more is prepared, and nothing where two are active', () => {
    const cost = (strategy: 'backup-restore' | 'pilot-light' | 'warm-standby' | 'active-active' | null) =>
      yearly({ ...CALM, region: { strategy } }, 'region event');
    const costs = [
      cost(null),
      cost('backup-restore'),
      cost('pilot-light'),
      cost('warm-standby'),
      cost('active-active'),
    ];

    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    expect(costs[1]).toBeLessThan(costs[0]! + 1e-9);
    expect(costs[3]).toBeLessThan(costs[2]!);
    expect(costs[4]).toBe(0);
  });
});

describe('gateways out of the network', () => {
  const egress = (gateways: number) => ({ ...CALM, egress: { gateways, zones: 3, requestShare: 0.6 } });

  test('one in each zone fails with its zone, which is counted there', () => {
    expect(named(egress(3), 'egress gateway')).toEqual([]);
  });

  test('a single one takes the requests of the zones that lean on it', () => {
    const [single] = named(egress(1), 'egress gateway');
    expect(single?.impact).toBeCloseTo(0.6 * (1 - 1 / 3), 12);
    expect(single?.ratePerYear).toBeCloseTo(0.185 * 0.25, 12);
  });
});

test('a cache without a standby is cold when it comes back', () => {
  const cache = (multiAz: boolean) =>
    expectedMinutes({
      ...CALM,
      databases: [{ resourceId: 'cache', multiAz, restoreMinutes: null, kind: 'cache' }],
    });

  expect(cache(false)).toBeGreaterThan(10 * cache(true));
  expect(
    expectedMinutes({ ...CALM, databases: [{ resourceId: 'db', multiAz: false, restoreMinutes: null }] }),
  ).toBeGreaterThan(cache(false));
});

test('a database that the team runs itself fails longer and is patched more often', () => {
  const managed = {
    ...CALM,
    databases: [{ resourceId: 'db', multiAz: true, restoreMinutes: null }],
  };
  const own = applied(managed, {
    kind: 'database-hosting',
    resourceId: 'db',
    selfHosted: true,
    reason: 'cheaper by the hour',
  });

  expect(expectedMinutes(own)).toBeGreaterThan(3 * expectedMinutes(managed));
});

describe('less memory', () => {
  const model = (memoryPeak: number | null): Availability => {
    const tier = withTier(4, 2, 0.3);
    return {
      ...tier,
      compute: {
        ...tier.compute!,
        machines: tier.compute!.machines.map(machine => ({ ...machine, memoryPeak })),
      },
    };
  };
  const half = (memoryPeak: number | null) =>
    applied(model(memoryPeak), {
      kind: 'capacity',
      resourceId: 'i-1',
      ratio: 0.9,
      memoryRatio: 0.5,
      reason: 'half the memory',
    });

  test.each([
    ['less than is used runs out of it', 0.6, 1],
    ['more than is used does not', 0.4, 0],
  ])('%s', (_what, peak, classes) => {
    expect(named(half(peak), 'out of memory')).toHaveLength(classes);
    expect(half(peak).memoryUnobserved).toEqual([]);
  });

  test('that nobody measured is neither safe nor broken, but said', () => {
    expect(named(half(null), 'out of memory')).toEqual([]);
    expect(half(null).memoryUnobserved).toEqual(['i-1']);
  });
});

describe('machines that are started when they are needed', () => {
  const scaling = (headroom: number) =>
    yearly(
      applied(withTier(6, 3, 0.4), { kind: 'scaling', scaleUpsPerDay: 1, headroom, reason: '' }),
      'scale-up lag',
    );

  test('cost half of what is missing while they start', () => {
    // The day goes from 50 to 80 % of the peak: 37.5 % of the requests are missing at the end.
    expect(scaling(0)).toBeCloseTo((365 * 4 * 0.375) / 2, 9);
  });

  test('cost less with more headroom, and nothing with enough', () => {
    expect(scaling(0.2)).toBeLessThan(scaling(0.1));
    expect(scaling(0.7)).toBe(0);
  });
});

test.each<[string, RiskChange]>([
  ['logs that are gone', { kind: 'log-retention', daysBefore: 90, days: 7, reason: '' }],
  ['metrics that come late', { kind: 'metric-interval', secondsBefore: 10, seconds: 60, reason: '' }],
  ['support that answers later', { kind: 'support', laterMinutes: 60, reason: '' }],
])('%s make the incidents longer that people end, and no others', (_what, change) => {
  const model = withTier(3, 3, 0.3, { deploysPerMonth: 30, changeFailureRate: 0.1 });
  const slower = applied(model, change);

  expect(yearly(slower, 'change')).toBeGreaterThan(yearly(model, 'change'));
  expect(yearly(slower, 'zone event')).toBe(yearly(model, 'zone event'));
});

test('metrics every 60 instead of every 10 seconds are seen 75 seconds later at three periods', () => {
  const { slowerResponseMinutes } = applied(CALM, {
    kind: 'metric-interval',
    secondsBefore: 10,
    seconds: 60,
    reason: '',
  });
  expect(slowerResponseMinutes).toBeCloseTo(75 / 60, 12);
});

test('a history of incidents makes every class as much more frequent, and longer', () => {
  const model = withTier(3, 3, 0.3, { deploysPerMonth: 30, changeFailureRate: 0.1 });
  const seen = { ...model, calibration: { rate: 2, duration: 1.5 } };

  expect(expectedMinutes(seen)).toBeCloseTo(3 * expectedMinutes(model), 9);
});

test('planned downtime inside the hours of the objective counts in full', () => {
  const planned = applied(CALM, {
    kind: 'planned-downtime',
    perMonth: 2,
    minutes: 30,
    impact: 0.5,
    reason: '',
  });
  expect(yearly(planned, 'planned downtime')).toBeCloseTo(2 * 12 * 30 * 0.5, 9);
});

test('the Single-AZ lever takes the 99.9 % example from 7.66 to 12.05 minutes', () => {
  const examples = workedExamples<ClassListExample>('engine');
  const others = examples
    .get('eng-baseline-3az')!
    .inputs.classes.filter(({ name }) => !name.startsWith('db'))
    .map(classOf);
  const minutes = (multiAz: boolean) =>
    expectedBadMinutes(others, 43_200) +
    expectedMinutes({ ...CALM, databases: [{ resourceId: 'db', multiAz, restoreMinutes: null }] });
  const { expectedBadMinutes: single } = examples.get('eng-lever-db-single-az')!.expected;

  expect(single).toBeCloseTo(12.05, 2);
  expect(minutes(false)).toBeCloseTo(single!, 2);
  // Failovers that need a person and failovers for maintenance are not in the example.
  expect(minutes(true) - 7.659).toBeGreaterThan(0);
  expect(minutes(true) - 7.659).toBeLessThan(0.65);
});

describe('risk never falls', () => {
  const risk = (availability: Availability) => {
    const { expectedBadMinutes: minutes, breachProbability } = evaluateReliability(availability);
    return { minutes, breach: breachProbability ?? 0 };
  };
  const isNoBetter = (worse: Availability, better: Availability) => {
    const [high, low] = [risk(worse), risk(better)];
    expect(high.minutes).toBeGreaterThanOrEqual(low.minutes - 1e-9);
    expect(high.breach).toBeGreaterThanOrEqual(low.breach - 1e-4);
  };
  const share = fc.integer({ min: 1, max: 100 }).map(value => value / 100);
  const RUNS = { numRuns: 40 };

  test('with fewer pools', () => {
    fc.assert(
      fc.property(availabilities, share, fc.integer({ min: 1, max: 6 }), (model, part, pools) => {
        const at = (count: number) =>
          applied(model, { kind: 'spot', share: part, pools: count, monthlyProbability: 0.1, reason: '' });
        expect(yearly(at(pools), 'spot pool')).toBeGreaterThanOrEqual(
          yearly(at(pools * 2), 'spot pool') * (1 - 1e-9) - 1e-9,
        );
      }),
      RUNS,
    );
  });

  test('with less headroom', () => {
    fc.assert(
      fc.property(availabilities, share, (model, ratio) => {
        const smaller = model.compute!.machines.map(
          ({ resourceId }): RiskChange => ({ kind: 'capacity', resourceId, ratio, reason: '' }),
        );
        isNoBetter(applyRisk(model, smaller), model);
      }),
      RUNS,
    );
  });

  test('with logs that are kept for a shorter time', () => {
    fc.assert(
      fc.property(availabilities, fc.tuple(share, share), (model, [a, b]) => {
        const at = (days: number) =>
          applied(model, { kind: 'log-retention', daysBefore: 400, days: 365 * days, reason: '' });
        isNoBetter(at(Math.min(a, b)), at(Math.max(a, b)));
      }),
      RUNS,
    );
  });

  test('with people who come later', () => {
    fc.assert(
      fc.property(availabilities, fc.integer({ min: 0, max: 240 }), (model, laterMinutes) => {
        isNoBetter(applied(model, { kind: 'support', laterMinutes, reason: '' }), model);
      }),
      RUNS,
    );
  });

  test('with requests that stay in their zone', () => {
    fc.assert(
      fc.property(availabilities, model => {
        isNoBetter(applied(model, { kind: 'zone-affinity', reason: '' }), model);
      }),
      RUNS,
    );
  });
});
