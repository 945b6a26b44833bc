/** Fargate on arm64: a fifth of vCPU and memory by the list, less whatever the bill shows as a discount. */

import { describe, expect, test } from 'vitest';
import { metered, meteredPrices, meterShape } from '../../../helpers/metered-usage.ts';
import { flat } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'fargate-graviton';
const VCPU = meterShape('AWSFargate', 'Fargate-vCPU-Hours:perCPU');
const MEMORY = meterShape('AWSFargate', 'Fargate-GB-Hours');
const tasks = (...shapes: readonly (typeof VCPU)[]) =>
  metered(
    't',
    shapes.map(shape => ({ shape, hours: flat(shape === MEMORY ? 4 : 2) })),
  );

test('2 vCPUs and 4 GB: 2 x (0.04048 - 0.03238) + 4 x (0.004445 - 0.00356) USD an hour', () => {
  expect(savedBy(LEVER, [tasks(VCPU, MEMORY)])).toBeCloseTo((2 * 0.0081 + 4 * 0.000885) * 168, 9);
  expect(answerFor(LEVER, [tasks(VCPU, MEMORY)])).toMatchObject({
    effect: {
      kind: 'reshape',
      to: { item: 'Fargate-ARM-vCPU-Hours:perCPU' },
      also: [{ to: { item: 'Fargate-ARM-GB-Hours' } }],
    },
  });
});

test('who pays half of the list on x86 pays half of it on arm64', () => {
  const paidRates = meteredPrices([[VCPU, 0.02024]]);
  expect(savedBy(LEVER, [tasks(VCPU)], {}, { paidRates })).toBeCloseTo(2 * 0.00405 * 168, 9);
});

describe('no', () => {
  test.each([
    ['without tasks', tasks(meterShape('AWSLambda', 'Request')), 'runs no Linux tasks on Fargate'],
    [
      'for Windows',
      tasks(meterShape('AWSFargate', 'Fargate-Windows-vCPU-Hours:perCPU')),
      'runs no Linux tasks on Fargate',
    ],
    ['on arm64', tasks(meterShape('AWSFargate', 'Fargate-ARM-vCPU-Hours:perCPU')), 'already on arm64'],
    [
      'without a price',
      tasks({ ...VCPU, region: 'eu-west-1' }),
      'no price of Fargate-ARM-vCPU-Hours:perCPU in eu-west-1',
    ],
  ])('%s', (_name, resource, reason) => {
    expect(
      reasonOf(
        answerFor(
          LEVER,
          [resource],
          {},
          {
            paidRates: meteredPrices([
              [meterShape('AWSLambda', 'Request'), 1],
              [meterShape('AWSFargate', 'Fargate-Windows-vCPU-Hours:perCPU'), 1],
            ]),
          },
        ),
      ),
    ).toBe(reason);
  });
});
