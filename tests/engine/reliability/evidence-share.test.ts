import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Availability } from '../../../src/engine/reliability/availability.ts';
import { RELIABILITY_CONSTANTS } from '../../../src/engine/reliability/constants.ts';
import { evidenceOfChange, evidenceOfMinutes } from '../../../src/engine/reliability/evidence-share.ts';
import { failureClasses, overloadShare } from '../../../src/engine/reliability/failure-classes.ts';
import type { RisksUnder } from '../../../src/engine/reliability/parameter-uncertainty.ts';
import { availabilities, CALM, withTier } from './estates.ts';

const MONTH = 43_200;
const risksOf =
  (availability: Availability): RisksUnder =>
  constants => ({
    classes: failureClasses(availability, constants),
    burnMinutes: overloadShare(availability) * MONTH,
  });
const fixed = (minutes: number) => ({ kind: 'fixed', minutes }) as const;
const sumOf = (share: ReturnType<typeof evidenceOfMinutes>) =>
  share.published + share.dataset + share.default + share.declared;

describe('what minutes rest on', () => {
  test('shares add up to 1 for every workload that can fail', () => {
    fc.assert(
      fc.property(availabilities, availability => {
        const share = evidenceOfMinutes(risksOf(availability), MONTH);
        const hasMinutes = failureClasses(availability).length > 0;
        expect(sumOf(share)).toBeCloseTo(hasMinutes ? 1 : 0, 9);
        const carried = share.byConstant.reduce((sum, item) => sum + item.share, 0);
        expect(carried + share.declared).toBeCloseTo(hasMinutes ? 1 : 0, 9);
        expect(share.isMostlyDefault).toBe(share.default > 0.5);
      }),
      { numRuns: 40 },
    );
  });

  test('a product of three constants rests on each of them by a third', () => {
    const share = evidenceOfMinutes(
      constants => ({
        classes: [
          {
            name: 'zone',
            ratePerYear: constants.zoneEventsPerZoneYear.value,
            impact: constants.zoneHitProbability.value,
            duration: fixed(constants.pointInTimeRecoveryMinutes.value),
          },
        ],
      }),
      MONTH,
    );

    expect(share.published).toBeCloseTo(1 / 3, 6);
    expect(share.dataset).toBeCloseTo(1 / 3, 6);
    expect(share.default).toBeCloseTo(1 / 3, 6);
    expect(share.isMostlyDefault).toBe(false);
    expect(share.byConstant.map(({ name }) => name).sort()).toEqual([
      'pointInTimeRecoveryMinutes',
      'zoneEventsPerZoneYear',
      'zoneHitProbability',
    ]);
  });

  test('classes weigh by their minutes', () => {
    const share = evidenceOfMinutes(
      constants => ({
        classes: [
          {
            name: 'a',
            ratePerYear: 3,
            impact: 1,
            duration: fixed(constants.pointInTimeRecoveryMinutes.value),
          },
          { name: 'b', ratePerYear: 1, impact: 1, duration: fixed(constants.autoHealMinutes.value) },
        ],
      }),
      MONTH,
    );

    // Both last 5 minutes; one is printed by its source, the other assumed.
    expect(share.published).toBeCloseTo(0.75, 6);
    expect(share.default).toBeCloseTo(0.25, 6);
  });

  test('distributions count by their middle', () => {
    const share = evidenceOfMinutes(
      constants => ({
        classes: [
          { name: 'a', ratePerYear: 1, impact: 1, duration: constants.zoneEventMinutes.value },
          { name: 'b', ratePerYear: 1, impact: constants.changeImpact.value, duration: fixed(1) },
        ],
      }),
      MONTH,
    );

    expect(share.byConstant.map(({ name }) => name)).toEqual(['zoneEventMinutes', 'changeImpact']);
    expect(share.dataset).toBeGreaterThan(0.9);
  });

  test('a declared availability of a dependency rests on nothing of ours', () => {
    const dependencies = [{ id: 'payments', availability: 0.999, hard: true, degradeFraction: 1 }];
    const share = evidenceOfMinutes(risksOf({ ...CALM, dependencies }), MONTH);

    expect(share).toMatchObject({ declared: 1, published: 0, dataset: 0, default: 0, byConstant: [] });
  });

  test('failed changes are mostly default-based', () => {
    const share = evidenceOfMinutes(risksOf({ ...CALM, deploysPerMonth: 30, changeFailureRate: 0.1 }), MONTH);

    expect(share.default).toBeCloseTo(1, 9);
    expect(share.isMostlyDefault).toBe(true);
  });

  test('without minutes every share is 0', () => {
    expect(evidenceOfMinutes(risksOf(CALM), MONTH)).toEqual({
      published: 0,
      dataset: 0,
      default: 0,
      declared: 0,
      byConstant: [],
      isMostlyDefault: false,
    });
  });
});

describe('what a change rests on', () => {
  const database = (multiAz: boolean) =>
    withTier(6, 3, 0.4, {
      deploysPerMonth: 30,
      changeFailureRate: 0.1,
      databases: [{ resourceId: 'db', multiAz, restoreMinutes: null }],
    });

  test('shares add up to 1, and what did not change carries nothing', () => {
    const share = evidenceOfChange(risksOf(database(true)), risksOf(database(false)), MONTH);
    const names = share.byConstant.map(({ name }) => name);

    expect(sumOf(share)).toBeCloseTo(1, 9);
    expect(names).toContain('databaseMaintenanceMinutes');
    expect(names).not.toContain('changeImpact');
    expect(names).not.toContain('instanceFailuresPerYear');
    expect(share.isMostlyDefault).toBe(true);
  });

  test('there and back rests on the same', () => {
    const there = evidenceOfChange(risksOf(database(true)), risksOf(database(false)), MONTH);
    const back = evidenceOfChange(risksOf(database(false)), risksOf(database(true)), MONTH);

    for (const kind of ['published', 'dataset', 'default', 'declared'] as const)
      expect(back[kind]).toBeCloseTo(there[kind], 9);
  });

  test('another rank of a constant moves its share', () => {
    const known = {
      ...RELIABILITY_CONSTANTS,
      databaseMaintenanceMinutes: {
        ...RELIABILITY_CONSTANTS.databaseMaintenanceMinutes,
        provenance: 'published' as const,
      },
    };
    const before = evidenceOfChange(risksOf(database(true)), risksOf(database(false)), MONTH);
    const after = evidenceOfChange(risksOf(database(true)), risksOf(database(false)), MONTH, known);
    const moved = before.byConstant.find(({ name }) => name === 'databaseMaintenanceMinutes')!.share;

    expect(after.published).toBeCloseTo(before.published + moved, 12);
    expect(after.default).toBeCloseTo(before.default - moved, 12);
  });

  test('no change rests on nothing', () => {
    expect(sumOf(evidenceOfChange(risksOf(database(true)), risksOf(database(true)), MONTH))).toBe(0);
  });
});
