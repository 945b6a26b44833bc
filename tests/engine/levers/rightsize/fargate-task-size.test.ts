/** Tasks lose vCPUs by halves, as far as their use, their memory and the smallest task allow. */

import { describe, expect, test } from 'vitest';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS } from '../../../../src/engine/plan.ts';
import { applyMove } from '../../../../src/engine/simulate/apply-move.ts';
import { costOf, createBaseline } from '../../../../src/engine/simulate/model-cost.ts';
import { metered, meteredPrices, meterShape } from '../../../helpers/metered-usage.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, estateOf, flat, move, other, ratesOf, utilization } from '../../estates.ts';

const LEVER = 'fargate-task-size';
const CPU = meterShape('AWSFargate', 'Fargate-vCPU-Hours:perCPU');
const GB = meterShape('AWSFargate', 'Fargate-GB-Hours');
const WINDOWS = meterShape('AWSFargate', 'Fargate-Windows-vCPU-Hours:perCPU');
const PRICES = meteredPrices([
  [CPU, 0.04],
  [GB, 0.004],
  [WINDOWS, 0.09],
]);

function tasks(cpu: number | null, vcpus = 4, gb: number | null = 8, shape = CPU) {
  const metrics = cpu === null ? null : utilization({ cpu: { p99: cpu } });
  const uses = [
    { shape, unit: 'vcpu-hour', hours: flat(vcpus) },
    ...(gb === null ? [] : [{ shape: GB, unit: 'gb-hour', hours: flat(gb) }]),
  ];
  return estateOf([metered('t', uses, { utilization: metrics })], { paidRates: PRICES });
}
const answer = (...parts: Parameters<typeof tasks>) => ask(LEVER, tasks(...parts), 't');

test('half of the vCPUs at 40 % of the CPU', () => {
  expect(answer(0.4)).toMatchObject({
    why: 'CPU p99 40 %: 50 % of the vCPUs, 4.0 GB for each',
    effect: { kind: 'reshape', to: CPU, quantityRatio: 0.5, capacityRatio: 0.5 },
    risks: [
      { kind: 'machines', capacityRatio: 0.5 },
      { kind: 'change-event', multiplier: 1 },
    ],
  });
});

test('saves two vCPUs for a week at $0.04 and no memory', () => {
  const estate = tasks(0.4);
  const rates = ratesOf(estate);
  const lever = leverById(LEVER);
  if (!lever) throw new Error('no lever');
  const baseline = createBaseline(estate, rates);
  const { estate: after } = applyMove(estate, move(LEVER), lever, DEFAULT_GUARDRAILS, rates);
  expect(baseline.effective.minus(costOf(after, baseline).effective).toNumber()).toBeCloseTo(
    168 * 2 * 0.04,
    6,
  );
});

describe('no', () => {
  const NOTHING_SMALLER = 'no smaller task size fits its use and its memory';
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    ['without metrics', answer(null), 'not observed long enough'],
    ['when its CPU is used', answer(0.45), NOTHING_SMALLER],
    ['when its memory needs the vCPUs: 4 GB for each, 8 afterwards', answer(0.1, 4, 16), NOTHING_SMALLER],
    ['at the smallest task', answer(0.1, 0.25, 0.5), NOTHING_SMALLER],
    [
      'when memory is not billed with it',
      answer(0.1, 4, null),
      'memory of its tasks unknown: vCPUs and memory are sold together',
    ],
    ['for Windows', answer(0.1, 4, 8, WINDOWS), 'Windows tasks have sizes of their own'],
    [
      'without a price',
      answer(0.1, 4, 8, {
        ...meterShape('AWSFargate', 'Fargate-ARM-vCPU-Hours:perCPU'),
        region: UNKNOWN_REGION,
      }),
      'no known price of its vCPU-hours',
    ],
    ['for a plain charge', ask(LEVER, estateOf([other('o', '5')]), 'o'), 'runs no Fargate tasks'],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});
