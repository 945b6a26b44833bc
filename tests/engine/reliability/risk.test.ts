import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evaluation, RiskChange } from '../../../src/engine/reliability/index.ts';
import { applyRisk, evaluateReliability } from '../../../src/engine/reliability/index.ts';
import { availabilities, CALM, withTier } from './estates.ts';

const MODEL = withTier(3, 3, 0.3, { databases: [{ resourceId: 'db', multiAz: true, restoreMinutes: null }] });

describe('applying risk', () => {
  test('nothing applied is nothing changed', () => {
    fc.assert(
      fc.property(availabilities, availability => {
        expect(applyRisk(availability, [])).toEqual(availability);
        expect(applyRisk(availability, [{ kind: 'none', reason: 'a billing instrument' }])).toEqual(
          availability,
        );
      }),
    );
  });

  test('a capacity change scales one machine and leaves its demand', () => {
    const { compute } = applyRisk(MODEL, [
      { kind: 'capacity', resourceId: 'i-1', ratio: 0.5, reason: 'half the vCPUs' },
    ]);

    expect(compute?.machines.map(({ capacity }) => capacity)).toEqual([4, 2, 4]);
    expect(compute?.machines.map(({ peakDemand }) => peakDemand)).toEqual(
      MODEL.compute?.machines.map(({ peakDemand }) => peakDemand),
    );
  });

  test('a database loses its standby', () => {
    const { databases } = applyRisk(MODEL, [
      { kind: 'database-deployment', resourceId: 'db', multiAz: false, reason: 'no standby' },
    ]);

    expect(databases).toEqual([{ resourceId: 'db', multiAz: false, restoreMinutes: null }]);
  });

  test('resources the model does not hold are passed over', () => {
    const changes: RiskChange[] = [
      { kind: 'capacity', resourceId: 'elsewhere', ratio: 0, reason: '' },
      { kind: 'database-deployment', resourceId: 'elsewhere', multiAz: false, reason: '' },
    ];

    expect(applyRisk(MODEL, changes)).toEqual(MODEL);
    expect(applyRisk(CALM, changes)).toEqual(CALM);
  });

  test('events of a month change no parameter', () => {
    const events: RiskChange[] = [
      { kind: 'change-event', multiplier: 2, reason: '' },
      { kind: 'wrong-removal', probability: 0.01, restoreMinutes: 30, reason: '' },
    ];

    expect(applyRisk(MODEL, events)).toEqual(MODEL);
  });

  test('the input is never changed', () => {
    const frozen = structuredClone(MODEL);
    applyRisk(MODEL, [
      { kind: 'capacity', resourceId: 'i-0', ratio: 0, reason: '' },
      { kind: 'start-failure', startsPerMonth: 20, probability: 0.01, minutes: 15, reason: '' },
    ]);

    expect(MODEL).toEqual(frozen);
  });

  test.each<[string, RiskChange]>([
    ['a negative ratio', { kind: 'capacity', resourceId: 'a', ratio: -1, reason: '' }],
    ['a ratio that is not a number', { kind: 'capacity', resourceId: 'a', ratio: Number.NaN, reason: '' }],
    [
      'a probability above 1',
      { kind: 'start-failure', startsPerMonth: 1, probability: 2, minutes: 1, reason: '' },
    ],
    ['an endless restore', { kind: 'wrong-removal', probability: 0.1, restoreMinutes: Infinity, reason: '' }],
    ['an availability in percent', { kind: 'storage-availability', from: 99.99, to: 99.9, reason: '' }],
    ['an endless multiplier', { kind: 'change-event', multiplier: Infinity, reason: '' }],
  ])('%s is refused', (_what, change) => {
    expect(() => applyRisk(MODEL, [change])).toThrow();
  });
});

const same = (a: Evaluation, b: Evaluation) => {
  expect(a.expectedBadMinutes).toBeCloseTo(b.expectedBadMinutes, 9);
  expect(a.breachProbability).toBeCloseTo(b.breachProbability!, 9);
};

test('the order of changes does not matter where each has its own parameter', () => {
  const changes: RiskChange[] = [
    { kind: 'capacity', resourceId: 'i-0', ratio: 0.5, reason: '' },
    { kind: 'capacity', resourceId: 'i-2', ratio: 0, reason: '' },
    { kind: 'database-deployment', resourceId: 'db', multiAz: false, reason: '' },
    { kind: 'start-failure', startsPerMonth: 20, probability: 0.01, minutes: 15, reason: '' },
    { kind: 'start-failure', startsPerMonth: 22, probability: 0.02, minutes: 10, reason: '' },
    { kind: 'storage-availability', from: 0.9999, to: 0.999, reason: '' },
    { kind: 'storage-availability', from: 0.9999, to: 0.999, requestShare: 0.2, reason: '' },
  ];
  const reference = evaluateReliability(applyRisk(MODEL, changes));

  fc.assert(
    fc.property(fc.shuffledSubarray(changes, { minLength: changes.length }), shuffled => {
      same(evaluateReliability(applyRisk(MODEL, shuffled)), reference);
    }),
  );
});

test('two changes that are harmless alone can hurt together', () => {
  // Six machines at 46 % of themselves may lose one, or be a quarter smaller, but not both.
  const model = withTier(6, 3, 0.46);
  const remove: RiskChange[] = [{ kind: 'capacity', resourceId: 'i-0', ratio: 0, reason: '' }];
  const shrink: RiskChange[] = model.compute!.machines.map(({ resourceId }) => ({
    kind: 'capacity',
    resourceId,
    ratio: 0.75,
    reason: '',
  }));
  const minutes = (changes: RiskChange[]) =>
    evaluateReliability(applyRisk(model, changes)).expectedBadMinutes;
  const before = minutes([]);

  expect(minutes([...remove, ...shrink]) - before).toBeGreaterThan(
    10 * (minutes(remove) - before + minutes(shrink) - before),
  );
});
