import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  expectedVolumeFailures,
  lossAge,
  lossEventsPerYear,
  OPERATOR_DELETIONS,
  probabilityAnyVolumeFails,
  VOLUME_FAILURE_RATES,
} from '../../../src/engine/reliability/data-loss.ts';
import {
  DWELL_SIGMA,
  MEDIAN_DWELL_DAYS,
  MISSING_EVIDENCE_FACTOR,
  probabilityEvidenceExpired,
  repairTimeFactor,
} from '../../../src/engine/reliability/evidence-retention.ts';

const minutes = fc.double({ min: 0, max: 1e6, noNaN: true });

describe('the age of the newest copy', () => {
  test('never improves with a longer interval or lag', () => {
    fc.assert(
      fc.property(minutes, minutes, minutes, (intervalMinutes, lagMinutes, more) => {
        const base = lossAge({ intervalMinutes, lagMinutes });
        expect(base.mean).toBeLessThanOrEqual(base.p95);
        expect(base.p95).toBeLessThanOrEqual(base.longest);
        expect(lossAge({ intervalMinutes: intervalMinutes + more, lagMinutes }).mean).toBeGreaterThanOrEqual(
          base.mean,
        );
        expect(lossAge({ intervalMinutes, lagMinutes: lagMinutes + more }).p95).toBeGreaterThanOrEqual(
          base.p95,
        );
      }),
    );
  });

  test('of a point-in-time restore is five minutes at most; of a synchronous replica nothing', () => {
    expect(lossAge({ intervalMinutes: 1440, lagMinutes: 0, pointInTime: true })).toEqual({
      mean: 2.5,
      p95: 4.75,
      longest: 5,
    });
    expect(lossAge({ intervalMinutes: 2, lagMinutes: 1, pointInTime: true }).longest).toBe(3);
    expect(lossAge({ intervalMinutes: 1440, lagMinutes: 9, synchronous: true }).longest).toBe(0);
  });
});

describe('volumes', () => {
  test('few failures are as likely as they are many', () => {
    expect(probabilityAnyVolumeFails(1, 0.002, 1)).toBeCloseTo(0.002, 12);
    expect(probabilityAnyVolumeFails(1e6, 1e-9, 1)).toBeCloseTo(0.001, 6);
    expect(probabilityAnyVolumeFails(0, 1, 1)).toBe(0);
    expect(probabilityAnyVolumeFails(3, 1, 1)).toBe(1);
  });

  test('a chance is never more than the expected number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (n, afr) => {
          expect(probabilityAnyVolumeFails(n, afr, 1)).toBeLessThanOrEqual(
            expectedVolumeFailures(n, afr, 1) + 1e-12,
          );
        },
      ),
    );
  });

  test('io2 loses a hundredth of what gp3 loses; people delete more than either', () => {
    expect(VOLUME_FAILURE_RATES.gp3.low / VOLUME_FAILURE_RATES.io2.value).toBeCloseTo(100, 9);
    expect(lossEventsPerYear(1, VOLUME_FAILURE_RATES.gp3.value)).toBeCloseTo(0.052, 12);
    expect(OPERATOR_DELETIONS).toMatchObject({ provenance: 'default', value: 0.05 });
  });

  test('an impossible rate is refused', () => {
    expect(() => expectedVolumeFailures(1, 1.5, 1)).toThrow();
    expect(() => expectedVolumeFailures(-1, 0.1, 1)).toThrow();
  });
});

describe('logs', () => {
  test('kept for the median are gone half of the time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1000, noNaN: true }),
        fc.double({ min: 0.1, max: 4, noNaN: true }),
        (days, sigma) => {
          expect(probabilityEvidenceExpired(days, days, sigma)).toBeCloseTo(0.5, 12);
        },
      ),
    );
  });

  test('kept longer are never gone more often', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 4000, noNaN: true }),
        fc.double({ min: 0, max: 4000, noNaN: true }),
        (days, more) => {
          const base = probabilityEvidenceExpired(days, 11, DWELL_SIGMA.value);
          expect(probabilityEvidenceExpired(days + more, 11, DWELL_SIGMA.value)).toBeLessThanOrEqual(base);
        },
      ),
    );
  });

  test('that are not kept are gone; without spread the median decides', () => {
    expect(probabilityEvidenceExpired(0, 10, 1.8)).toBe(1);
    expect(probabilityEvidenceExpired(9, 10, 0)).toBe(1);
    expect(probabilityEvidenceExpired(10, 10, 0)).toBe(0);
  });

  test('that are gone make a repair at most three times as long', () => {
    expect(repairTimeFactor(0)).toBe(1);
    expect(repairTimeFactor(1)).toBe(1.5);
    expect(repairTimeFactor(0.5)).toBe(1.25);
    expect(MISSING_EVIDENCE_FACTOR.high).toBe(3);
    expect(Object.values(MEDIAN_DWELL_DAYS).map(({ value }) => value)).toEqual([10, 11, 14]);
  });
});
