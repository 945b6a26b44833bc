import { describe, expect, test } from 'vitest';
import type { Availability } from '../../../src/engine/reliability/availability.ts';
import { expectedShedFraction, unavailabilityOf } from '../../../src/engine/reliability/composition.ts';
import type { FailureClass } from '../../../src/engine/reliability/failure-class.ts';
import { oneOffClasses, overloadShare } from '../../../src/engine/reliability/failure-classes.ts';
import {
  expectedBadMinutes,
  failureClasses,
  isStaticallyStable,
  RELIABILITY_CONSTANTS,
  tierShape,
} from '../../../src/engine/reliability/index.ts';
import { impactPoints } from '../../../src/engine/reliability/severity.ts';
import { CALM, withTier } from './estates.ts';
import { type ClassListExample, classOf, workedExamples } from './worked-examples.ts';

const YEAR = 525_600;
const yearly = (classes: readonly FailureClass[]) => expectedBadMinutes(classes, YEAR);
const named = (availability: Availability, name: string) =>
  failureClasses(availability).filter(item => item.name === name);
const goldenClass = (example: string, name: string) =>
  classOf(
    workedExamples<ClassListExample>('engine')
      .get(example)!
      .inputs.classes.find(item => item.name === name)!,
  );

test('a workload in which nothing can fail has no classes', () => {
  expect(failureClasses(CALM)).toEqual([]);
  expect(overloadShare(CALM)).toBe(0);
});

describe('machines', () => {
  test('a single machine fails half a time a year, for the time a person needs', () => {
    const [failure] = named(withTier(1, 1, 0.35, { autoHeal: false }), 'instance failure');

    expect(failure?.ratePerYear).toBeCloseTo(0.5, 3);
    expect(yearly([failure!])).toBeCloseTo(YEAR * unavailabilityOf(0.5 / YEAR, 60), 9);
  });

  test('bad minutes of failing machines are the k-of-n sum over the states', () => {
    // All machines are needed at the peak, which is all day here.
    const model = withTier(6, 3, 0.7, { autoHeal: false });
    const steady = { ...model, compute: { ...model.compute!, loadProfile: [{ weight: 1, load: 1 }] } };
    const u = unavailabilityOf((0.5 * 0.95) / YEAR, 60);

    expect(yearly(named(steady, 'instance failure'))).toBeCloseTo(
      YEAR * expectedShedFraction(6, 6, 1 - u),
      6,
    );
  });

  test('an overloaded tier loses what it sheds anyway only once', () => {
    // 20 % more is needed than there is, all day.
    const model = withTier(5, 1, 0.84, { autoHeal: false });
    const steady = { ...model, compute: { ...model.compute!, loadProfile: [{ weight: 1, load: 1 }] } };
    const u = unavailabilityOf((0.5 * 0.95) / YEAR, 60);

    const failures = yearly(named(steady, 'instance failure'));
    expect(overloadShare(steady) * YEAR + failures).toBeCloseTo(YEAR * expectedShedFraction(5, 6, 1 - u), 6);
    expect(yearly(named(steady, 'common cause'))).toBeCloseTo((0.025 * 60) / 1.2, 9);
  });

  test('of two machines that are both needed a twentieth of the failures is common, the rest single', () => {
    const model = withTier(2, 2, 0.7, { autoHeal: false });
    const steady = { ...model, compute: { ...model.compute!, loadProfile: [{ weight: 1, load: 1 }] } };
    const u = unavailabilityOf((0.5 * 0.95) / YEAR, 60);

    expect(yearly(named(steady, 'instance failure'))).toBeCloseTo(
      YEAR * expectedShedFraction(2, 2, 1 - u),
      6,
    );
    expect(yearly(named(steady, 'common cause'))).toBeCloseTo(0.025 * 60, 9);
  });

  test('with one machine to spare a single failure costs nothing', () => {
    const spare = yearly(named(withTier(4, 3, 0.5), 'instance failure'));
    const tight = yearly(named(withTier(4, 3, 0.7), 'instance failure'));

    expect(spare).toBeLessThan(tight / 1000);
  });

  test('two machines still share a cause', () => {
    const [common] = named(withTier(2, 2, 0.1), 'common cause');

    expect(common?.ratePerYear).toBeCloseTo(0.025, 12);
    expect(named(withTier(1, 1, 0.1), 'common cause')).toEqual([]);
  });

  test('demand above what the tier may take is shed all the time', () => {
    // 10 % too much at the peak, which is 5 % of the day.
    const model = withTier(3, 3, 0.77);

    expect(overloadShare(model)).toBeCloseTo(0.05 * (1 - 1 / 1.1), 9);
    expect(overloadShare(withTier(3, 3, 0.7))).toBe(0);
  });

  test('a tier without demand, or without machines left, fails nobody', () => {
    const idle = withTier(3, 3, 0);
    const gone = {
      ...idle,
      compute: {
        ...idle.compute!,
        machines: idle.compute!.machines.map(machine => ({ ...machine, capacity: 0 })),
      },
    };

    expect(failureClasses(idle)).toEqual([]);
    expect(failureClasses(gone)).toEqual([]);
    expect(overloadShare(gone)).toBe(0);
  });

  test.each([
    [3, 3, 0.46, true],
    [3, 3, 0.47, false],
    [4, 2, 0.35, true],
    [4, 2, 0.36, false],
    [4, 1, 0.01, false],
    [1, 3, 0.01, false],
  ])('%d machines in %d zones at a peak of %d: statically stable %s', (n, zones, peak, expected) => {
    expect(isStaticallyStable(tierShape(withTier(n, zones, peak).compute!)!)).toBe(expected);
  });

  test('a tier is never spread over more zones than it has machines', () => {
    expect(tierShape(withTier(2, 3, 0.5).compute!)?.zones).toBe(2);
  });

  test('a fleet of any number is computed', () => {
    const model = withTier(1, 3, 0.7);
    const fleet = {
      ...model,
      compute: {
        ...model.compute!,
        machines: [{ resourceId: 'fleet', count: 1e12, capacity: 4, peakDemand: 0.7 * 4e12 }],
      },
    };

    expect(tierShape(fleet.compute)?.machines).toBe(10_000);
    expect(tierShape(fleet.compute)?.neededAtPeak).toBeCloseTo(10_000, 6);
    expect(yearly(failureClasses(fleet))).toBeLessThan(60);
  });

  test('a tier that does not shed collapses', () => {
    const model = withTier(4, 2, 0.7);
    const collapsing = { ...model, compute: { ...model.compute!, collapseAt: 0.8 } };

    expect(yearly(named(collapsing, 'instance failure'))).toBeGreaterThan(
      2 * yearly(named(model, 'instance failure')),
    );
  });
});

describe('zone events', () => {
  const meanHit = impactPoints(RELIABILITY_CONSTANTS.zoneHitShare.value).reduce(
    (sum, { weight, share }) => sum + weight * share,
    0,
  );

  test('a statically stable tier loses a share of requests until load balancing notices, as in the baseline example', () => {
    const [event] = named(withTier(6, 3, 0.2), 'zone event');
    const golden = goldenClass('eng-baseline-3az', 'az-3-static');

    expect(event?.ratePerYear).toBeCloseTo(golden.ratePerYear, 12);
    // The example takes the mode of the share hit, 0.25; the model its whole distribution.
    expect(yearly([event!])).toBeCloseTo((expectedBadMinutes([golden], YEAR) * meanHit) / 0.25, 3);
  });

  test('a single machine is hit or not, for as long as the event lasts', () => {
    const [event] = named(withTier(1, 1, 0.2), 'zone event');

    expect(event?.ratePerYear).toBeCloseTo(0.185 * 0.25, 12);
    expect(event?.duration).toEqual({ kind: 'lognormal', mu: 4.587, sigma: 0.905 });
  });

  test('without headroom the rest of the tier sheds the share that was hit', () => {
    const model = withTier(6, 3, 0.7);
    const atPeak = { ...model, compute: { ...model.compute!, loadProfile: [{ weight: 1, load: 1 }] } };
    const zoneMinutes = Math.exp(4.587 + 0.905 ** 2 / 2);

    expect(yearly(named(atPeak, 'zone event'))).toBeCloseTo(0.555 * (meanHit / 3) * zoneMinutes, 6);
  });
});

describe('databases', () => {
  const withDatabase = (multiAz: boolean, count = 1): Availability => ({
    ...CALM,
    databases: Array.from({ length: count }, (_, i) => ({
      resourceId: `db-${i}`,
      multiAz,
      restoreMinutes: null,
    })),
  });

  test.each(['db-instance-restart', 'db-az-event', 'db-maintenance'])(
    'without a standby the class %s is that of the worked example',
    name => {
      const own = {
        'db-instance-restart': 'database restart',
        'db-az-event': 'database zone event',
        'db-maintenance': 'database maintenance',
      }[name]!;
      const [{ ratePerYear, impact, duration }] = named(withDatabase(false), own) as [FailureClass];

      expect({ ratePerYear, impact, duration }).toEqual(goldenClass('eng-lever-db-single-az', name));
    },
  );

  test('with a standby every failure is a failover of one to two minutes, a twentieth of them by hand', () => {
    const classes = failureClasses(withDatabase(true));
    const failures = 0.5 + 0.185 * 0.25;

    expect(yearly(classes)).toBeCloseTo(failures * (0.95 * 1.5 + 0.05 * 60) + 4 * 1.5, 9);
  });

  test('a standby saves most of the bad minutes', () => {
    expect(yearly(failureClasses(withDatabase(true)))).toBeLessThan(
      0.25 * yearly(failureClasses(withDatabase(false))),
    );
  });

  test('two databases fail twice as often', () => {
    expect(yearly(failureClasses(withDatabase(true, 2)))).toBeCloseTo(
      2 * yearly(failureClasses(withDatabase(true))),
      9,
    );
    expect(yearly(failureClasses(withDatabase(false, 2)))).toBeCloseTo(
      2 * yearly(failureClasses(withDatabase(false))),
      9,
    );
  });

  test('a restore elsewhere cuts the wait for the zone', () => {
    const waiting = withDatabase(false);
    const restoring = { ...waiting, databases: [{ resourceId: 'db-0', multiAz: false, restoreMinutes: 30 }] };

    const cut = yearly(named(restoring, 'database zone event'));
    expect(cut).toBeLessThanOrEqual(0.185 * 0.25 * 30);
    expect(cut).toBeGreaterThan(0.8 * 0.185 * 0.25 * 30);
  });
});

describe('dependencies, storage, starts and changes', () => {
  test('a hard dependency of 99.99 % costs 0.01 % of the year', () => {
    const model = {
      ...CALM,
      dependencies: [{ id: 'dns', availability: 0.9999, hard: true, degradeFraction: 0 }],
    };
    const golden = goldenClass('eng-baseline-3az', 'hard-dependency-99.99');
    const [dependency] = named(model, 'dependency dns');

    expect(yearly([dependency!])).toBeCloseTo(52.56, 9);
    // The example rounds the rate to two decimals.
    expect(dependency?.ratePerYear).toBeCloseTo(golden.ratePerYear, 2);
    expect(dependency?.duration).toEqual(golden.duration);
  });

  test('a soft dependency degrades only its share', () => {
    const model = {
      ...CALM,
      dependencies: [{ id: 'search', availability: 0.999, hard: false, degradeFraction: 0.1 }],
    };

    expect(yearly(failureClasses(model))).toBeCloseTo(52.56, 9);
  });

  test('of several moves of objects the one that loses most counts', () => {
    const small = { from: 0.9999, to: 0.999, requestShare: 0.01 };
    const large = { from: 0.9999, to: 0.999, requestShare: 0.5 };

    expect(yearly(failureClasses({ ...CALM, storage: [small, large] }))).toBeCloseTo(0.0009 * 0.5 * YEAR, 6);
    expect(failureClasses({ ...CALM, storage: [large, small] })).toEqual(
      failureClasses({ ...CALM, storage: [small, large] }),
    );
  });

  test('a better storage class takes nothing away from other classes', () => {
    expect(failureClasses({ ...CALM, storage: [{ from: 0.999, to: 0.9999, requestShare: 1 }] })).toEqual([]);
  });

  test('a start that fails takes the share of one machine with it', () => {
    const model = withTier(4, 2, 0, { starts: [{ startsPerMonth: 20, probability: 0.01, minutes: 15 }] });

    expect(yearly(failureClasses(model))).toBeCloseTo((20 * 12 * 0.01 * 15) / 4, 9);
  });

  test.each([
    [0.05, 20],
    [0.1, 60],
    [0.2, 60],
    [0.4, 240],
  ])(
    'a team with a change failure rate of %d recovers in %d minutes at the median',
    (changeFailureRate, medianMinutes) => {
      const [change] = failureClasses({ ...CALM, deploysPerMonth: 10, changeFailureRate });

      expect(change?.ratePerYear).toBeCloseTo(120 * changeFailureRate * 0.2, 12);
      expect(change?.duration).toEqual({ kind: 'lognormal', mu: Math.log(medianMinutes), sigma: 0.8 });
    },
  );
});

describe('events of a window', () => {
  const team: Availability = { ...CALM, changeFailureRate: 0.1 };
  const window = 43_200;

  test('a change fails with the multiplied change failure rate, and a fifth of the failures reach users', () => {
    const [change] = oneOffClasses(
      team,
      [{ kind: 'change-event', multiplier: 2, impact: 0.5, reason: '' }],
      window,
    );

    expect(expectedBadMinutes([change!], window)).toBeCloseTo(
      2 * 0.1 * 0.2 * 0.5 * 60 * Math.exp(0.8 ** 2 / 2),
      9,
    );
  });

  test('the probability of a failed change ends at 1', () => {
    const events = (multiplier: number) =>
      expectedBadMinutes(
        oneOffClasses(team, [{ kind: 'change-event', multiplier, reason: '' }], window),
        window,
      );

    expect(events(1000)).toBeCloseTo(events(10), 12);
  });

  test('equal changes are one class, and lasting changes are none', () => {
    const change = { kind: 'change-event', multiplier: 1, reason: '' } as const;
    const classes = oneOffClasses(
      team,
      [
        change,
        change,
        { kind: 'capacity', resourceId: 'a', ratio: 0.5, reason: '' },
        { kind: 'none', reason: '' },
      ],
      window,
    );

    expect(classes).toHaveLength(1);
    expect(yearly(classes)).toBeCloseTo(2 * yearly(oneOffClasses(team, [change], window)), 12);
  });

  test('a removal that turns out wrong lasts until it is restored', () => {
    const [removal] = oneOffClasses(
      team,
      [{ kind: 'wrong-removal', probability: 0.01, restoreMinutes: 30, reason: '' }],
      window,
    );

    expect(expectedBadMinutes([removal!], window)).toBeCloseTo(0.3, 12);
  });

  test('the same events weigh the same in a window of another length', () => {
    const changes = [{ kind: 'wrong-removal', probability: 0.02, restoreMinutes: 30, reason: '' }] as const;

    expect(expectedBadMinutes(oneOffClasses(team, changes, 40_320), 40_320)).toBeCloseTo(0.6, 12);
  });
});
