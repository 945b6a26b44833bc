/** GB-seconds fall with memory and rise with the duration; a function bound by its CPU saves nothing. */

import { describe, expect, test } from 'vitest';
import type { Utilization } from '../../../../src/engine/estate/estate.ts';
import { metered, meteredPrices, meterShape } from '../../../helpers/metered-usage.ts';
import { ask, estateOf, flat, other, utilization } from '../../estates.ts';

const LEVER = 'lambda-memory';
const X86 = meterShape('AWSLambda', 'Lambda-GB-Second');
const ARM = meterShape('AWSLambda', 'Lambda-GB-Second-ARM');
const REQUEST = meterShape('AWSLambda', 'Request');
const PRICES = meteredPrices([
  [X86, 0.00002],
  [REQUEST, 0.0000002],
]);

const seen = (memory: number | null, p50: number | null = null): Utilization => ({
  ...utilization({ memory: { max: memory } }),
  durationMs: { p50, p95: null, p99: null, max: null },
});

/** 1,000 invocations an hour of one second with 1 GB: 1,000 GB-seconds. */
function answer(metrics: Utilization | null, params: Record<string, number> = {}, shapes = [X86, REQUEST]) {
  const uses = shapes.map(shape => ({ shape, unit: 'gb-second', hours: flat(1000) }));
  const estate = estateOf([metered('f', uses, { utilization: metrics })], { paidRates: PRICES });
  return ask(LEVER, estate, 'f', params);
}

describe('the change', () => {
  // Half of the memory, a fifth of headroom: 60 %. A quarter of the time takes 1 / 0.6 as long: 0.75 + 0.25 / 0.6.
  test.each<readonly [string, number, number, number]>([
    ['of a function that mostly waits', 0.5, 25, 0.6 * (0.75 + 0.25 / 0.6)],
    ['of a function that only waits', 0.5, 0, 0.6],
    ['of a function that mostly computes', 0.5, 90, 0.6 * (0.1 + 0.9 / 0.6)],
  ])('%s', (_name, memory, cpuBoundPercent, quantityRatio) => {
    expect(answer(seen(memory, 1000), { cpuBoundPercent })).toMatchObject({
      evidence: 'measured',
      effect: {
        kind: 'reshape',
        to: X86,
        quantityRatio: expect.closeTo(quantityRatio, 9),
        capacityRatio: expect.closeTo(0.6, 9),
      },
    });
  });

  test('is inferred where duration and invocations do not tell the size', () => {
    expect(answer(seen(0.5))).toMatchObject({
      evidence: 'inferred',
      why: '50 % of its memory used at most: 60 % of it, 17 % longer; size unknown',
    });
  });
});

describe('no', () => {
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    ['without metrics', answer(null), 'not observed long enough'],
    ['without memory', answer(seen(null)), 'memory unobserved: import Lambda Insights'],
    ['when its memory is used', answer(seen(0.8)), 'uses 80 % of its memory'],
    [
      'when it is bound by its CPU',
      answer(seen(0.5), { cpuBoundPercent: 100 }),
      'bound by its CPU: it would run as much longer',
    ],
    // 1,024 MB x 5 % x 1.2.
    [
      'below the smallest size',
      answer(seen(0.05, 1000)),
      'needs 61 MB, less than the 128 MB that Lambda gives at least',
    ],
    ['when nothing was measured', answer(seen(0)), 'memory use of 0 is no measurement'],
    [
      'on two architectures',
      answer(seen(0.5), {}, [X86, ARM]),
      'runs on two architectures: its metrics do not tell them apart',
    ],
    ['without a price', answer(seen(0.5), {}, [ARM, REQUEST]), 'no known price of its GB-seconds'],
    ['for a plain charge', ask(LEVER, estateOf([other('o', '5')]), 'o'), 'is billed no Lambda duration'],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});
