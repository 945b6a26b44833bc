/** Clusters that can pause are paused; caches and search domains only when somebody builds them again every morning. */

import { describe, expect, test } from 'vitest';
import type { UsageShape } from '../../../../src/engine/commitments/usage.ts';
import { metered, meteredPrices, meterShape, nodeShape } from '../../../helpers/metered-usage.ts';
import { ask, estateOf, flat, officeHours, other } from '../../estates.ts';

const LEVER = 'schedule-clusters';
const REDSHIFT = nodeShape({ service: 'redshift', nodeClass: 'ra3.xlplus', engine: null });
const DOCUMENTS = nodeShape({ service: 'documentdb', nodeClass: 'db.r7g.large', engine: null });
const CACHE = nodeShape();
const FARGATE = meterShape('AWSFargate', 'Fargate-vCPU-Hours:perCPU');
const PRICES = meteredPrices([
  [REDSHIFT, 1],
  [DOCUMENTS, 0.3],
  [FARGATE, 0.04],
]);

function answer(
  shapes: readonly UsageShape[],
  {
    workload = 'staging',
    hours = flat(1),
    params = {},
  }: Partial<{ workload: string; hours: Float64Array; params: Record<string, boolean> }> = {},
) {
  const cluster = metered(
    'c',
    shapes.map(shape => ({ shape, hours })),
    { workload },
  );
  return ask(LEVER, estateOf([cluster], { paidRates: PRICES }), 'c', params);
}

test.each<readonly [string, readonly UsageShape[]]>([
  ['a warehouse', [REDSHIFT]],
  ['a document cluster', [DOCUMENTS]],
  ['Fargate tasks', [FARGATE]],
])('%s is paused for 64 %% of its hours', (_name, shapes) => {
  expect(answer(shapes)).toMatchObject({
    why: 'staging: 64 % of its hours fall outside the schedule',
    effect: { kind: 'schedule', resourceId: 'c' },
  });
});

test('a cache that is built again every morning says so and risks it', () => {
  expect(answer([CACHE], { params: { rebuild: true } })).toMatchObject({
    why: 'staging: 64 % of its hours fall outside the schedule; built again every morning',
    risks: [
      { kind: 'start-failure' },
      { kind: 'change-event', multiplier: 0.5 },
      { kind: 'change-event', multiplier: 2 },
    ],
  });
});

describe('no', () => {
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    [
      'for a cache: it has no stop',
      answer([CACHE]),
      'caches and search nodes cannot be stopped, only deleted and built again',
    ],
    [
      'for a search domain',
      answer([nodeShape({ service: 'opensearch', nodeClass: 'r5.large.search', engine: null })]),
      'caches and search nodes cannot be stopped, only deleted and built again',
    ],
    [
      'for SageMaker',
      answer([meterShape('AmazonSageMaker', 'ml.m5.large')]),
      'uses something that has no stop',
    ],
    ['in production', answer([REDSHIFT], { workload: 'shop' }), 'environment is production'],
    [
      'when it pauses already',
      answer([REDSHIFT], { hours: officeHours() }),
      'already runs in these hours only',
    ],
    ['when it never ran', answer([REDSHIFT], { hours: flat(0) }), 'did not run'],
    [
      'without a price',
      answer([nodeShape({ service: 'redshift', nodeClass: 'x9.large', engine: null })]),
      'part of it has no known price',
    ],
    [
      'for a plain charge',
      ask(LEVER, estateOf([other('o', '10', { workload: 'staging' })]), 'o'),
      'no nodes or tasks that a schedule could stop',
    ],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});
