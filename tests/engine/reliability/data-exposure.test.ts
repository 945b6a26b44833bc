import { describe, expect, test } from 'vitest';
import { UNDECLARED_DATA } from '../../../src/engine/estate/workload-inputs.ts';
import {
  type DataExposure,
  dataExposureOf,
  dataLossOf,
  repairFactorOf,
} from '../../../src/engine/reliability/data-exposure.ts';
import { applyRisk, type RiskChange } from '../../../src/engine/reliability/index.ts';
import { CALM } from './estates.ts';

const DAILY: DataExposure = {
  volumes: 10,
  annualFailureRate: 0.002,
  backupIntervalMinutes: 1440,
  lagMinutes: 10,
  pointInTime: false,
  synchronous: false,
  backupRetentionDays: null,
  restoreMinutes: 120,
};

describe('data loss', () => {
  test('is half an interval and the lag on average, and all of it at worst', () => {
    expect(dataLossOf(DAILY)).toMatchObject({
      minutesP50: 730,
      minutesP95: 0.95 * 1440 + 10,
      rpoMinutes: 1450,
      eventsPerYear: 0.05 + 0.02,
    });
    expect(dataLossOf(DAILY)?.minutesPerYear).toBeCloseTo(0.07 * 730, 9);
  });

  test('comes from people alone where a replica has every write', () => {
    expect(dataLossOf({ ...DAILY, synchronous: true })?.eventsPerYear).toBe(0.05);
  });

  test('is five minutes where logs are kept between backups', () => {
    expect(dataLossOf({ ...DAILY, pointInTime: true })?.rpoMinutes).toBe(15);
    expect(dataLossOf({ ...DAILY, pointInTime: true, backupIntervalMinutes: null })?.rpoMinutes).toBe(15);
  });

  test('has no minutes where no backup is declared, and is unknown where nothing is', () => {
    expect(dataLossOf({ ...DAILY, backupIntervalMinutes: null })?.minutesPerYear).toBeNull();
    expect(dataLossOf(null)).toBeNull();
    expect(dataExposureOf({ data: null }, true)).toBeNull();
  });

  test('reads what a workload declares', () => {
    const data = { ...UNDECLARED_DATA, backupIntervalMinutes: 60, volumes: 3, replicationLagMinutes: 2 };
    expect(dataExposureOf({ data }, false)).toMatchObject({
      volumes: 3,
      backupIntervalMinutes: 60,
      lagMinutes: 2,
      synchronous: false,
    });
    expect(dataExposureOf({ data: { ...data, replicationLagMinutes: 0 } }, false)?.synchronous).toBe(true);
  });
});

test.each<[string, RiskChange, Partial<DataExposure>]>([
  [
    'backups half as often',
    { kind: 'backup', intervalMinutes: 2880, reason: '' },
    { backupIntervalMinutes: 2880 },
  ],
  [
    'backups for a week',
    { kind: 'backup', retentionDays: 7, reason: '' },
    { backupRetentionDays: 7, backupIntervalMinutes: 1440 },
  ],
  [
    'cheaper volumes for half of them',
    { kind: 'volume-type', volumes: 5, annualFailureRate: 0.004, reason: '' },
    { volumes: 10, annualFailureRate: 0.003 },
  ],
])('%s change what they say and nothing else', (_what, change, expected) => {
  expect(applyRisk({ ...CALM, data: DAILY }, [change]).data).toEqual({ ...DAILY, ...expected });
});

test('backups kept for a shorter time are gone more often when damage is found', () => {
  const late = (backupRetentionDays: number) =>
    dataLossOf({ ...DAILY, backupRetentionDays })?.foundTooLate ?? 0;

  expect(late(7)).toBeGreaterThan(late(35));
  expect(late(35)).toBeGreaterThan(0);
});

test('logs only cost what a lever takes away, and never more than the factor', () => {
  expect(repairFactorOf(null, 1.5)).toBe(1);
  expect(repairFactorOf({ days: 90, daysBefore: 90 }, 1.5)).toBe(1);
  expect(repairFactorOf({ days: 7, daysBefore: 365 }, 1.5)).toBeGreaterThan(1);
  expect(repairFactorOf({ days: 0, daysBefore: 100_000 }, 1.5)).toBeLessThanOrEqual(1.5);
});
