import { describe, expect, test } from 'vitest';
import type { Utilization } from '../../src/engine/estate/estate.ts';
import {
  evidenceOf,
  isObserved,
  LEVER_METRICS,
  METRIC_NAMES,
  type MetricName,
} from '../../src/engine/evidence.ts';
import { LEVERS } from '../../src/engine/index.ts';
import { NO_UTILIZATION } from '../../src/metrics/utilization.ts';

const given = { p50: null, p95: null, p99: 0.4, max: null };
const cpuOnly: Utilization = { ...NO_UTILIZATION, cpu: given };

describe('evidence', () => {
  test.each<[string, Utilization | null, readonly MetricName[], string, string | null]>([
    ['every metric is there', { ...cpuOnly, memory: given }, ['cpu', 'memory'], 'measured', null],
    ['memory is missing', cpuOnly, ['cpu', 'memory'], 'assumed', 'memory unobserved'],
    ['nothing is there', null, ['cpu', 'memory'], 'assumed', 'CPU and memory unobserved'],
    [
      'three are missing',
      NO_UTILIZATION,
      ['cpu', 'memory', 'networkMbps'],
      'assumed',
      'CPU, memory and network unobserved',
    ],
    [
      'a lowest value is zero',
      { ...NO_UTILIZATION, cpuCreditBalanceMin: 0 },
      ['cpuCreditBalanceMin'],
      'measured',
      null,
    ],
    ['no metric is needed', cpuOnly, [], 'assumed', null],
  ])('%s', (_what, utilization, needed, evidence, note) => {
    expect(evidenceOf(utilization, needed)).toMatchObject({ evidence, note });
  });

  test('a lever says what it stands on without metrics', () => {
    expect(evidenceOf(null, ['iops'], 'inferred').evidence).toBe('inferred');
    expect(evidenceOf({ ...NO_UTILIZATION, iops: given }, ['iops'], 'inferred').evidence).toBe('measured');
  });

  test('nothing is observed of a resource without metrics', () => {
    expect(METRIC_NAMES.filter(metric => isObserved(NO_UTILIZATION, metric))).toEqual([]);
  });

  test('the list of levers names levers', () => {
    const known = LEVERS.map(({ meta }) => meta.id);

    expect(Object.keys(LEVER_METRICS).filter(lever => !known.includes(lever))).toEqual([]);
  });
});
