/** Fewer custom metrics: the ones above 10,000 cost a third, and go first. */

import { describe, expect, test } from 'vitest';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { other } from '../../estates.ts';

const LEVER = 'metric-cardinality';
const metrics = (count: number, cost: number) =>
  billed('m', [meter('EU-CW:MetricMonitorUsage', count, cost / count)]);

describe('no', () => {
  test.each([
    ['without custom metrics', other('x', '5'), {}, 'no custom metrics in the bill'],
    [
      'for alarms, which are another meter',
      billed('a', [meter('CW:AlarmMonitorUsage', 100, 0.1)]),
      {},
      'no custom metrics in the bill',
    ],
    ['when nothing is dropped', metrics(1000, 300), { dropPercent: 0 }, 'nothing would change'],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test('below 10,000 each costs 30 cents', () => {
  expect(yesOf(LEVER, metrics(9000, 2700)).saved).toBe(810);
});

test('of 50,000 the dropped ones cost 10 cents each, not the average of 14', () => {
  // 10,000 x .30 + 40,000 x .10 = 7,000; 15,000 go.
  expect(yesOf(LEVER, metrics(50_000, 7000)).saved).toBe(1500);
});
