import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Availability, FailureClass, RiskChange } from '../../../src/engine/reliability/index.ts';
import {
  applyRisk,
  evaluateClasses,
  evaluateReliability,
  RELIABILITY_CONSTANTS,
} from '../../../src/engine/reliability/index.ts';
import { availabilities, CALM, withTier } from './estates.ts';
import { allowance, type ClassListExample, classOf, workedExamples } from './worked-examples.ts';

const asClass = (item: ClassListExample['inputs']['classes'][number]): FailureClass => ({
  ...classOf(item),
  name: item.name,
  kind: 'dependency',
  constants: [],
  provenance: 'published',
});

test.each([...workedExamples<ClassListExample>('engine').values()])(
  '$id: every number of the evaluation',
  example => {
    const { slo, windowDays, costPerBadMinute, classes } = example.inputs;
    const result = evaluateClasses({
      workload: 'example',
      slo: { objective: slo, windowDays },
      costPerBadMinute,
      classes: classes.map(asClass),
    });
    const actual: Record<string, number> = {
      budgetMinutes: result.budgetMinutes!,
      expectedBadMinutes: result.expectedBadMinutes,
      sdBadMinutes: result.sdBadMinutes,
      budgetConsumedPct: 100 * result.budgetConsumed!,
      expectedCost: result.expectedCost!,
      availabilityPct: 100 * result.availability,
    };

    for (const [key, expected] of Object.entries(example.expected)) {
      expect(Math.abs(actual[key]! - expected), key).toBeLessThanOrEqual(allowance(example, expected));
    }
    expect(
      Object.fromEntries(
        result.byClass.map(item => [item.name, Math.round(item.expectedBadMinutes * 1e6) / 1e6]),
      ),
    ).toEqual(example.expectedByClass);
    expect(result.topDriver).toBe(result.byClass[0]?.name);
  },
);

describe('an evaluation', () => {
  test('of a workload in which nothing fails is perfect, and has no driver', () => {
    expect(evaluateReliability(CALM)).toEqual({
      workload: 'shop',
      windowDays: 30,
      expectedBadMinutes: 0,
      sdBadMinutes: 0,
      availability: 1,
      budgetMinutes: 43.2,
      budgetConsumed: 0,
      breachProbability: 0,
      quarterBreachProbability: 0,
      expectedCost: null,
      byClass: [],
      topDriver: null,
      evidence: { published: 0, dataset: 0, default: 0 },
    });
  });

  test('without an objective gives minutes, and neither budget nor breach', () => {
    const result = evaluateReliability({ ...withTier(2, 2, 0.3), slo: null });

    expect(result.expectedBadMinutes).toBeGreaterThan(0);
    expect([result.budgetMinutes, result.budgetConsumed, result.breachProbability]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('with an objective of 100 % has no budget to consume, and any outage is a breach', () => {
    const result = evaluateReliability({ ...withTier(2, 2, 0.3), slo: { objective: 1, windowDays: 30 } });

    expect(result.budgetMinutes).toBe(0);
    expect(result.budgetConsumed).toBeNull();
    expect(result.breachProbability).toBeGreaterThan(0);
  });

  test('of an overloaded tier names the overload, and the budget is gone for certain', () => {
    const result = evaluateReliability(withTier(3, 3, 0.9));

    expect(result.topDriver).toBe('overload');
    expect(result.breachProbability).toBe(1);
  });

  test('adds events of the window to it, and only to it', () => {
    const model = withTier(3, 3, 0.3, { changeFailureRate: 0.2 });
    const oneOff: RiskChange[] = [{ kind: 'change-event', multiplier: 1.5, reason: 'a restart' }];
    const quiet = evaluateReliability(model);
    const busy = evaluateReliability(model, { oneOff });

    expect(busy.byClass.map(({ name }) => name)).toContain('lever change');
    expect(busy.expectedBadMinutes - quiet.expectedBadMinutes).toBeCloseTo(
      0.2 * 1.5 * 0.2 * (1.41 / 6) * 60 * Math.exp(0.32),
      9,
    );
    expect(busy.breachProbability!).toBeGreaterThan(quiet.breachProbability!);
  });

  test('reports classes of one name together', () => {
    const databases = [30, 60].map((restoreMinutes, i) => ({
      resourceId: `db-${i}`,
      multiAz: false,
      restoreMinutes,
    }));
    const names = evaluateReliability({ ...CALM, databases }).byClass.map(({ name }) => name);

    expect(names).toEqual([...new Set(names)]);
  });

  test('leaves out classes without bad minutes', () => {
    const dependencies = [{ id: 'search', availability: 0.9, hard: false, degradeFraction: 0 }];

    expect(evaluateReliability({ ...CALM, dependencies }).byClass).toEqual([]);
  });

  test('can be made with other constants', () => {
    const fragile = {
      ...RELIABILITY_CONSTANTS,
      instanceFailuresPerYear: { ...RELIABILITY_CONSTANTS.instanceFailuresPerYear, value: 5 },
    };
    const model = withTier(1, 1, 0.3);

    expect(evaluateReliability(model, { constants: fragile }).expectedBadMinutes).toBeGreaterThan(
      evaluateReliability(model).expectedBadMinutes,
    );
  });

  test('rests on the weakest number of each class', () => {
    const dependency = { id: 'dns', availability: 0.9999, hard: true, degradeFraction: 0 };
    expect(evaluateReliability({ ...CALM, dependencies: [dependency] }).evidence).toEqual({
      published: 0,
      dataset: 1,
      default: 0,
    });

    const mixed = evaluateReliability(withTier(1, 1, 0.3, { dependencies: [dependency] })).evidence;
    expect(mixed.dataset).toBeGreaterThan(0);
    expect(mixed.default).toBeGreaterThan(0);
    expect(mixed.published + mixed.dataset + mixed.default).toBeCloseTo(1, 12);
  });

  test('refuses impossible classes', () => {
    const broken = {
      ...asClass({ name: 'x', ratePerYear: Number.NaN, impact: 1, duration: { dist: 'fixed', minutes: 1 } }),
    };
    expect(() =>
      evaluateClasses({ workload: 'x', slo: null, costPerBadMinute: null, classes: [broken] }),
    ).toThrow();
    expect(() =>
      evaluateClasses({
        workload: 'x',
        slo: null,
        costPerBadMinute: null,
        classes: [{ ...broken, ratePerYear: 1, impact: 2 }],
      }),
    ).toThrow();
  });
});

describe('laws over any workload', () => {
  /** Never more bad minutes, never a larger chance of a breach beyond the lattice's own error. */
  const neverWorse = (better: Availability, worse: Availability) => {
    const a = evaluateReliability(better);
    const b = evaluateReliability(worse);
    expect(a.expectedBadMinutes).toBeLessThanOrEqual(b.expectedBadMinutes * (1 + 1e-9) + 1e-9);
    expect(a.breachProbability!).toBeLessThanOrEqual(b.breachProbability! + 1e-5);
  };
  const neverMoreMinutes = (better: Availability, worse: Availability) => {
    expect(evaluateReliability(better).expectedBadMinutes).toBeLessThanOrEqual(
      evaluateReliability(worse).expectedBadMinutes * (1 + 1e-9) + 1e-9,
    );
  };
  const tierWith = (
    availability: Availability,
    change: Partial<NonNullable<Availability['compute']>>,
  ): Availability => ({
    ...availability,
    compute: { ...availability.compute!, ...change },
  });

  test('the classes add up to the expected bad minutes', () => {
    fc.assert(
      fc.property(availabilities, availability => {
        const { byClass, expectedBadMinutes, evidence } = evaluateReliability(availability);
        expect(byClass.reduce((sum, item) => sum + item.expectedBadMinutes, 0)).toBeCloseTo(
          expectedBadMinutes,
          8,
        );
        if (expectedBadMinutes > 0)
          expect(evidence.published + evidence.dataset + evidence.default).toBeCloseTo(1, 9);
      }),
    );
  });

  // A further zone fails as often as any other: more events, each of a smaller share. The minutes fall; against a budget
  // below a single event the chance of a breach may rise with the number of events.
  test('one more zone never costs more bad minutes', () => {
    fc.assert(
      fc.property(availabilities, availability =>
        neverMoreMinutes(tierWith(availability, { zones: availability.compute!.zones + 1 }), availability),
      ),
    );
  });

  test('more headroom never raises risk', () => {
    fc.assert(
      fc.property(availabilities, fc.integer({ min: 100, max: 300 }), (availability, percent) => {
        const larger = availability.compute!.machines.map(machine => ({
          ...machine,
          capacity: (machine.capacity * percent) / 100,
        }));
        neverWorse(tierWith(availability, { machines: larger }), availability);
      }),
    );
  });

  test('one more machine of the same size never costs more bad minutes', () => {
    fc.assert(
      fc.property(availabilities, availability => {
        const spare = { resourceId: 'spare', count: 1, capacity: 4, peakDemand: 0 };
        neverMoreMinutes(
          tierWith(availability, { machines: [...availability.compute!.machines, spare] }),
          availability,
        );
      }),
    );
  });

  test('less capacity on any machine never lowers the bad minutes, as long as one is left', () => {
    fc.assert(
      fc.property(availabilities, fc.integer({ min: 0, max: 100 }), (availability, percent) => {
        const single = availability.compute!.machines.length === 1;
        const ratio = single ? Math.max(1, percent) / 100 : percent / 100;
        neverMoreMinutes(
          availability,
          applyRisk(availability, [{ kind: 'capacity', resourceId: 'i-0', ratio, reason: '' }]),
        );
      }),
    );
  });

  test('repair without a person never costs more bad minutes', () => {
    fc.assert(
      fc.property(availabilities, availability =>
        neverMoreMinutes({ ...availability, autoHeal: true }, { ...availability, autoHeal: false }),
      ),
    );
  });

  test('fewer deployments, and fewer that fail, never raise risk', () => {
    fc.assert(
      fc.property(availabilities, availability => {
        neverWorse({ ...availability, deploysPerMonth: availability.deploysPerMonth / 2 }, availability);
        neverWorse({ ...availability, changeFailureRate: availability.changeFailureRate / 2 }, availability);
      }),
    );
  });

  test('a standby never costs more bad minutes', () => {
    fc.assert(
      fc.property(availabilities, availability => {
        const all = (multiAz: boolean) => ({
          ...availability,
          databases: availability.databases.map(item => ({ ...item, multiAz })),
        });
        neverMoreMinutes(all(true), all(false));
      }),
    );
  });

  test('one dependency less never raises risk', () => {
    fc.assert(
      fc.property(availabilities, availability =>
        neverWorse({ ...availability, dependencies: availability.dependencies.slice(1) }, availability),
      ),
    );
  });

  test('a change in a window never lowers its risk', () => {
    fc.assert(
      fc.property(availabilities, fc.integer({ min: 0, max: 30 }), (availability, tenths) => {
        const oneOff: RiskChange[] = [
          { kind: 'change-event', multiplier: tenths / 10, reason: '' },
          { kind: 'wrong-removal', probability: tenths / 1000, restoreMinutes: 30, reason: '' },
        ];
        const quiet = evaluateReliability(availability);
        const busy = evaluateReliability(availability, { oneOff });
        expect(busy.expectedBadMinutes).toBeGreaterThanOrEqual(quiet.expectedBadMinutes - 1e-12);
        expect(busy.breachProbability!).toBeGreaterThanOrEqual(quiet.breachProbability! - 1e-5);
      }),
    );
  });

  test('a stricter objective is never easier to keep', () => {
    fc.assert(
      fc.property(availabilities, availability => {
        const at = (objective: number) =>
          evaluateReliability({ ...availability, slo: { objective, windowDays: 30 } }).breachProbability!;
        expect(at(0.9999)).toBeGreaterThanOrEqual(at(0.999) - 1e-5);
        expect(at(0.999)).toBeGreaterThanOrEqual(at(0.99) - 1e-5);
      }),
    );
  });
});
