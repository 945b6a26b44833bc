/** A CDN charges for GB and for requests: at list prices it often saves nothing. */

import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { testBook, UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { other } from '../../estates.ts';

const LEVER = 'cdn-before-egress';
const out = (gb: number, price: number, more = {}) =>
  billed('lb', [meter('DataTransfer-Out-Bytes', gb, price)], more);

describe('no', () => {
  test.each([
    ['without traffic to the internet', other('x', '5'), {}, 'no traffic to the internet in the bill'],
    // 800 GB: 72 against 68; 50 KiB a response are 16,777,216 requests: 16.78.
    [
      'when responses are small',
      out(1000, 0.09),
      { meanResponseKib: 50 },
      'what takes its place costs $12.78 more than it saves',
    ],
    [
      'where prices are unknown',
      out(1000, 0.09, { region: UNKNOWN_REGION }),
      {},
      `no price of cloudfront us_mx_ca_eu first_10tb in ${UNKNOWN_REGION}`,
    ],
    // 263 TB in all: what goes costs .058 a GB on average, the CDN .060 and requests.
    [
      'for a quarter of a petabyte: the bands of both are as cheap',
      out(2048, 0.0634),
      {},
      /^what takes its place costs \$\d+\.\d+ more than it saves$/,
    ],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toEqual(
      typeof reason === 'string' ? reason : expect.stringMatching(reason),
    );
  });
});

test('saves half a cent a GB in the first band, less a cent for 10,000 requests', () => {
  // 800 x (.09 - .085) = 4; 1,677,722 requests: 1.68.
  expect(yesOf(LEVER, out(1000, 0.09)).saved).toBe(2.32);
});

test('saves more in a Region whose traffic is dear', () => {
  const book = openEmbeddedBook();
  const singapore = out(1000, 0.12, { region: 'ap-southeast-1' });
  expect(yesOf(LEVER, singapore, {}, book).saved).toBe(26.32);
});

test('in the bands of a large organisation each part pays its share of all of them', () => {
  // 250 TB at the bill's average: the CDN has all of it too, and the last of its GB cost .04.
  const everybody = 256_000;
  const cost = 10_240 * 0.09 + 40_960 * 0.085 + 102_400 * 0.07 + 102_400 * 0.05;
  const cdn = 10_240 * 0.085 + 40_960 * 0.08 + 102_400 * 0.06 + 102_400 * 0.04;
  const book = testBook({ unitPrices: { 'cloudfront us_mx_ca https_requests': 0 } });
  const one = yesOf(LEVER, out(everybody / 100, cost / everybody), { sharePercent: 100 }, book);
  expect(one.saved).toBeCloseTo((cost - cdn) / 100, 2);
});

test('makes the origin a softer dependency by its hit ratio', () => {
  expect(yesOf(LEVER, out(1000, 0.09), { hitPercent: 90 }).risks[0]).toMatchObject({
    kind: 'dependency',
    hard: false,
    degradeFraction: expect.closeTo(0.1, 12),
  });
});
