/** Which instances are idle enough to terminate, and what is said about the risk. */

import { describe, expect, test } from 'vitest';
import type { Utilization } from '../../../../src/engine/estate/estate.ts';
import { ask, estateOf, instance, utilization, volume } from '../../estates.ts';

const LEVER = 'terminate-idle-compute';
const IDLE = { cpu: { p95: 0.012 }, networkMbps: { p95: 0.3 } };

function answer(metrics: Utilization | null, params: Record<string, number> = {}) {
  return ask(LEVER, estateOf([instance('a', {}, { utilization: metrics })]), 'a', params);
}

describe('no', () => {
  test.each<readonly [string, Utilization | null, Record<string, number>, string]>([
    ['without metrics', null, {}, 'CPU not observed: import metrics'],
    [
      'with metrics of everything but the CPU',
      utilization({ networkMbps: { p95: 0 } }),
      {},
      'CPU not observed: import metrics',
    ],
    [
      'when seen for too short a time',
      utilization({ ...IDLE, observedDays: 13 }),
      {},
      'observed for 13 days, 14 asked for',
    ],
    [
      'when nobody knows for how long',
      utilization({ ...IDLE, observedDays: null }),
      {},
      'observed for 0 days, 14 asked for',
    ],
    ['when the CPU works', utilization({ cpu: { p95: 0.2 } }), {}, 'CPU p95 is 20.0 %'],
    ['at the limit itself', utilization({ cpu: { p95: 0.03 } }), {}, 'CPU p95 is 3.0 %'],
    [
      'when the network is used',
      utilization({ cpu: { p95: 0.01 }, networkMbps: { p95: 2 } }),
      {},
      'network p95 is 2 Mbit/s',
    ],
    ['when a stricter limit is asked for', utilization(IDLE), { cpuPercentP95Below: 1 }, 'CPU p95 is 1.2 %'],
    [
      'when longer observation is asked for',
      utilization(IDLE),
      { observedDaysMin: 90 },
      'observed for 30 days, 90 asked for',
    ],
  ])('%s', (_name, metrics, params, reason) => {
    expect(answer(metrics, params)).toEqual({ eligible: false, reason });
  });

  test('for anything that is no instance', () => {
    expect(ask(LEVER, estateOf([volume('v')]), 'v')).toMatchObject({ reason: 'acts on a instance' });
  });
});

describe('yes', () => {
  test('when CPU and network were idle, measured', () => {
    expect(answer(utilization(IDLE))).toMatchObject({
      evidence: 'measured',
      why: 'CPU p95 1.2 % over 30 days',
      effect: { kind: 'terminate', resourceId: 'a' },
    });
  });

  test('when only the CPU is known, inferred', () => {
    expect(answer(utilization({ cpu: { p95: 0.01 } }))).toMatchObject({ evidence: 'inferred' });
  });

  test('with a wider limit', () => {
    expect(answer(utilization({ cpu: { p95: 0.08 } }), { cpuPercentP95Below: 10 })).toMatchObject({
      effect: { kind: 'terminate' },
    });
  });

  test('says what may go wrong: less capacity, the wrong machine, the change itself', () => {
    const found = answer(utilization(IDLE));
    if ('reason' in found) throw new Error(found.reason);
    expect(found.risks.map(({ kind }) => kind)).toEqual(['capacity', 'wrong-removal', 'change-event']);
    expect(found.risks[0]).toMatchObject({ resourceId: 'a', ratio: 0 });
  });
});
