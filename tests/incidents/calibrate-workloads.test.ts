/** Whose incidents they are, which of them count, and over what time. */

import { describe, expect, test } from 'vitest';
import type { Workload } from '../../src/engine/estate/workload.ts';
import { workloadsFileSchema, workloadsOf } from '../../src/engine/estate/workload-file.ts';
import { calibrateWorkloads } from '../../src/incidents/calibrate-workloads.ts';
import { type Incident, isWithin, NO_HISTORY, periodOf, yearsOf } from '../../src/incidents/incident.ts';

const workloads = (...entries: readonly object[]): Workload[] =>
  workloadsOf(
    workloadsFileSchema.parse({
      schema: 'trimtab/workloads/1',
      workloads: entries.map(entry => ({ match: [{ region: '*' }], ...entry })),
    }),
  );

const incident = (id: string, service: string, more: Partial<Incident> = {}): Incident => ({
  id,
  service,
  urgency: 'high',
  createdAt: '2026-03-01T00:00:00.000Z',
  minutes: 30,
  acknowledgedMinutes: null,
  ...more,
});
const YEAR = { from: '2025-07-01', until: '2026-06-30' };
const ownersOf = (all: readonly Workload[], ...services: readonly string[]) =>
  calibrateWorkloads(all, {
    ...YEAR,
    incidents: services.map((service, index) => incident(String(index), service)),
  }).services.map(({ workload }) => workload);

describe('an incident belongs', () => {
  test('to the workload that is called like its service, whatever the spelling', () => {
    expect(ownersOf(workloads({ name: 'checkout-api' }), 'Checkout API')).toEqual(['checkout-api']);
  });

  test('to the first workload that names the service, before one that is called like it', () => {
    const all = workloads({ name: 'search' }, { name: 'web', incidentServices: ['sea*'] });
    expect(ownersOf(all, 'search')).toEqual(['web']);
  });

  test('to nobody when nobody is called like it, which is told', () => {
    expect(ownersOf(workloads({ name: 'search' }), 'billing')).toEqual([null]);
  });
});

describe('a calibration', () => {
  const all = workloads({ name: 'search' }, { name: 'quiet' }, { name: 'unknown' });
  const history = {
    ...YEAR,
    incidents: [
      incident('1', 'search'),
      incident('2', 'search', { minutes: null }),
      incident('3', 'search', { urgency: 'low' }),
      incident('4', 'search', { createdAt: '2024-01-01T00:00:00.000Z' }),
      incident('5', 'quiet', { urgency: 'low' }),
    ],
  };
  const {
    workloads: [search, quiet, unknown],
    lowUrgency,
    outside,
  } = calibrateWorkloads(all, history);

  test('counts urgent incidents of the period, with a length or without', () => {
    expect(search?.calibration).toMatchObject({ incidents: 2, resolved: 1, observedYears: 1 });
    expect({ lowUrgency, outside }).toEqual({ lowUrgency: 2, outside: 1 });
  });

  test('takes silence of a service that is watched for an observation', () => {
    expect(quiet?.calibration?.ratePerYear.observed).toBe(0);
  });

  test('is not made for a workload that the history does not know', () => {
    expect(unknown).toEqual(all[2]);
  });

  test('is not made without a history', () => {
    expect(calibrateWorkloads(all, NO_HISTORY).workloads).toEqual(all);
  });
});

describe('the period', () => {
  const incidents = [
    incident('1', 's', { createdAt: '2026-01-10T23:59:59.000Z' }),
    incident('2', 's', { createdAt: '2026-01-01T00:00:00.000Z' }),
  ];

  test('runs from the first incident to the last where nobody says better', () => {
    expect(periodOf({ incidents, from: null, until: null })).toEqual({
      from: '2026-01-01',
      until: '2026-01-10',
    });
    expect(periodOf({ incidents, from: '2025-01-01', until: null })).toEqual({
      from: '2025-01-01',
      until: '2026-01-10',
    });
    expect(periodOf(NO_HISTORY)).toBeNull();
  });

  test('has both ends in it, and years of 365 days', () => {
    expect(yearsOf(YEAR)).toBe(1);
    expect(yearsOf({ from: '2026-01-01', until: '2026-01-01' })).toBeCloseTo(1 / 365, 12);
    expect(isWithin(incident('1', 's', { createdAt: '2026-06-30T23:59:59.999Z' }), YEAR)).toBe(true);
    expect(isWithin(incident('1', 's', { createdAt: '2026-07-01T00:00:00.000Z' }), YEAR)).toBe(false);
  });
});
