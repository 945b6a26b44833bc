/** Custom metrics that nobody reads: a share that no bill tells, at the price of the last ones. */

import { describe, expect, test } from 'vitest';
import { meter } from '../../../helpers/lever-samples/clean-up.ts';
import { testBook } from '../../../helpers/test-book.ts';
import { ask, estateOf, other } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'delete-unused-metrics';

/** First 10,000 at .30, the next at .10: 30,000 cost 5,000, .1667 on average. */
const BOOK = testBook({
  unitPrices: { 'cloudwatch custom_metric first_10k': 0.3, 'cloudwatch custom_metric next_240k': 0.1 },
});

function charged(count: number, cost: number) {
  return other('m', String(cost), { meters: [{ ...meter('CW:MetricMonitorUsage', count, 0), cost }] });
}
function answer(count: number, cost: number, params: Record<string, number> = {}, book = BOOK) {
  return ask(LEVER, estateOf([charged(count, cost)]), 'm', params, book);
}
function factorOf(...args: Parameters<typeof answer>) {
  const found = answer(...args);
  if ('reason' in found || found.effect.kind !== 'remeter') throw new Error(JSON.stringify(found));
  return found.effect.meters[0]?.factor;
}

test.each<readonly [string, ReturnType<typeof ask>, string]>([
  ['where none is charged', answer(0, 0), 'no custom metrics are charged'],
  [
    'where all are said to be read',
    answer(9000, 2700, { unusedPercent: 0 }),
    'all of its metrics are taken to be read',
  ],
  ['for anything else', ask(LEVER, estateOf([other('m', '1')]), 'm'), 'no custom metrics are charged'],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});

describe('yes', () => {
  test('assumed: the bill counts metrics, never readers', () => {
    expect(answer(9000, 2700)).toMatchObject({
      evidence: 'assumed',
      why: '20 % of about 9,000 metric-months assumed to be read by nobody',
    });
  });

  test('saves a share of what they cost', () => {
    expect(saved(LEVER, charged(9000, 2700)).perPeriod).toBeCloseTo(540, 6);
  });

  test('takes the cheapest metrics first where their price falls with their number', () => {
    // 6,000 fewer of 30,000: at .10 each 600 of 5,000, and not 1,000.
    expect(factorOf(30_000, 5000)).toBeCloseTo(1 - 600 / 5000, 10);
    expect(factorOf(9000, 2700)).toBeCloseTo(0.8, 10);
    // 27,000 fewer: all 20,000 at .10 and 7,000 of those at .30.
    expect(factorOf(30_000, 5000, { unusedPercent: 90 })).toBeCloseTo(1 - 4100 / 5000, 10);
    const unknown = testBook({ unitPrices: { 'cloudwatch custom_metric next_240k': null } });
    expect(factorOf(30_000, 5000, {}, unknown)).toBeCloseTo(0.8, 10);
  });
});
