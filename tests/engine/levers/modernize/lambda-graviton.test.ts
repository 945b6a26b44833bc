/** Lambda on arm64: a fifth less for a GB-second where the price of arm64 is known, unless it runs longer. */

import { describe, expect, test } from 'vitest';
import { metered, meteredPrices, meterShape } from '../../../helpers/metered-usage.ts';
import { testBook } from '../../../helpers/test-book.ts';
import { flat } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'lambda-graviton';
const DURATION = meterShape('AWSLambda', 'Lambda-GB-Second');
const ARM = meterShape('AWSLambda', 'Lambda-GB-Second-ARM');
const REQUESTS = meterShape('AWSLambda', 'Request');

const paidRates = meteredPrices([
  [DURATION, 0.0000166667],
  [ARM, 0.0000133334],
  [REQUESTS, 0.0000002],
]);
const options = { book: testBook(), paidRates };
const lambda = (...items: readonly (typeof DURATION)[]) =>
  metered(
    'f',
    items.map(shape => ({ shape, hours: flat(1_000_000) })),
  );

test('a million GB-seconds an hour save 3.3333 USD an hour; requests cost what they did', () => {
  expect(savedBy(LEVER, [lambda(DURATION, REQUESTS)], {}, options)).toBeCloseTo(3.3333 * 168, 6);
  expect(answerFor(LEVER, [lambda(DURATION, REQUESTS)], {}, options)).toMatchObject({
    evidence: 'inferred',
    effect: { kind: 'reshape', to: ARM, quantityRatio: 1 },
  });
});

test('a tenth longer leaves 12 % of the saving', () => {
  const perHour = 16.6667 - 1.1 * 13.3334;
  expect(savedBy(LEVER, [lambda(DURATION)], { durationPercent: 110 }, options)).toBeCloseTo(perHour * 168, 6);
});

describe('no', () => {
  test.each([
    ['without duration', lambda(REQUESTS), {}, 'is billed no Lambda duration'],
    ['on arm64', lambda(ARM), {}, 'already on arm64'],
    ['on arm64 in part', lambda(DURATION, ARM), {}, 'already on arm64'],
    [
      'where it would run a quarter longer',
      lambda(DURATION),
      { durationPercent: 125 },
      'at 125 % of the duration arm64 costs more than it saves',
    ],
  ])('%s', (_name, resource, params, reason) => {
    expect(reasonOf(answerFor(LEVER, [resource], params, options))).toBe(reason);
  });

  test('without a price of arm64', () => {
    const elsewhere = metered('f', [{ shape: { ...DURATION, region: 'eu-west-1' }, hours: flat(1) }]);
    expect(reasonOf(answerFor(LEVER, [elsewhere]))).toBe('no price of Lambda-GB-Second-ARM in eu-west-1');
  });
});

test('the price of arm64 is that of the book, less the discount that the bill shows on x86', () => {
  const paid = meteredPrices([[DURATION, 0.0000166667 / 2]]);
  expect(savedBy(LEVER, [lambda(DURATION)], {}, { paidRates: paid })).toBeCloseTo((3.3333 / 2) * 168, 6);
});
