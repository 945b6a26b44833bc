/** Standard-IA to Glacier Instant: two thirds less for the bytes, three times as much for reading them. */

import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { meter } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { bucket } from '../../estates.ts';

const LEVER = 's3-infrequent-to-glacier-instant';

const infrequent = (gibMonths: number, more = {}) =>
  bucket('b', { storage: [{ storageClass: 'STANDARD_IA', gibMonths }], ...more });

describe('no', () => {
  test.each([
    ['when nothing is in Standard-IA', bucket('b'), {}, 'holds no Standard-IA storage'],
    ['when nothing would be moved', infrequent(1000), { movedPercent: 0 }, 'nothing would be moved'],
    [
      'where prices are unknown',
      infrequent(1000, { region: UNKNOWN_REGION }),
      {},
      `no GLACIER_IR price in ${UNKNOWN_REGION}`,
    ],
    // 550 GiB save 4.675; half of it read a month costs 8.25; 23,467 new objects x .02/1k = .47.
    [
      'when half of it is read every month',
      infrequent(1000),
      { readPercent: 50 },
      'retrieval and fees would cost $4.04 more than storage saves',
    ],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test('saves .0085 a GiB less reading and new transitions, and pays for every object once', () => {
  // 550 x .0085 = 4.675; 5.5 GiB x .03 = .165; 563,200 / 24 x .02/1k = .469. Once: 563,200 x .02/1k = 11.26.
  expect(yesOf(LEVER, infrequent(1000))).toMatchObject({ saved: 4.04, once: 11.26, evidence: 'assumed' });
});

test('takes what the bill shows as retrieval from Standard-IA for reads of the moved part', () => {
  const read = infrequent(1000, { meters: [meter('USW2-Retrieval-SIA', 50, 0.01)] });
  // 4.675 - 50 x .03 - .469.
  expect(yesOf(LEVER, read)).toMatchObject({ saved: 2.71, evidence: 'inferred' });
});

test('the published case of Canva: at list prices the bytes alone promise $1.1 million a month, reads and new objects less', () => {
  const book = openEmbeddedBook();
  const moved = infrequent(230_000_000);
  const bytesOnly = {
    movedPercent: (100 * 130) / 230,
    readPercent: 0,
    turnoverMonths: 240,
    meanObjectKib: 1_048_576,
  };
  const { saved } = yesOf(LEVER, moved, bytesOnly, book);
  expect(saved / 1_105_000).toBeCloseTo(1, 3);
  // Published: 300,000. One percent read and objects of 1 MiB take a tenth off; the rest is private pricing and request fees.
  const withFees = yesOf(LEVER, moved, { movedPercent: (100 * 130) / 230 }, book).saved;
  expect(withFees).toBeLessThan(saved * 0.9);
  expect(withFees).toBeGreaterThan(300_000);
});
