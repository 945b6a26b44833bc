/** Interface endpoints: many of them cost more than the NAT they spare. */

import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { other } from '../../estates.ts';

const LEVER = 'nat-interface-endpoints';
const gateway = (gb: number, more = {}) => billed('nat', [meter('NatGateway-Bytes', gb, 0.045)], more);

describe('no', () => {
  test.each([
    ['without a NAT gateway', other('x', '5'), {}, 'no NAT traffic in the bill'],
    // 200 GB save 9; five endpoints x 730 h x .01 = 36.50, and 2 for the GB.
    [
      'when endpoints cost more than NAT',
      gateway(1000),
      {},
      'what takes its place costs $29.50 more than it saves',
    ],
    // 2,000 GB save 90 of NAT; 20 services in three zones: 438 + 20.
    [
      'when there are many of them',
      gateway(10_000),
      { services: 20, zonesPerGateway: 3 },
      'what takes its place costs $368.00 more than it saves',
    ],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test('saves .035 a GB less the hours of every endpoint', () => {
  // 5,000 GB: 225 - 50 - 36.50.
  expect(yesOf(LEVER, gateway(25_000)).saved).toBe(138.5);
});

test('an endpoint pays in a zone from 209 GB a month, at list prices', () => {
  const book = openEmbeddedBook();
  const one = { services: 1, sharePercent: 100 };
  expect(outcome(LEVER, gateway(208), one, book)).toMatch(/^what takes its place costs \$0.0\d more/);
  expect(yesOf(LEVER, gateway(209), one, book).saved).toBeGreaterThan(0);
});

test('above a petabyte a GB costs less', () => {
  // 2,097,152 GB: NAT 94,371.84; 1,048,576 x .01 + 1,048,576 x .006 = 16,777.22; 7.30 an endpoint.
  expect(yesOf(LEVER, gateway(2_097_152), { services: 1, sharePercent: 100 }).saved).toBe(77_587.32);
});

test('a Region in which only the first band has a price knows nothing of a petabyte', () => {
  const book = openEmbeddedBook();
  const ireland = { region: 'eu-west-1' };
  const one = { services: 1, sharePercent: 100 };
  expect(yesOf(LEVER, gateway(10_000, ireland), one, book).saved).toBeGreaterThan(0);
  expect(outcome(LEVER, gateway(2_000_000, ireland), one, book)).toMatch(
    /^no price of vpc_endpoint interface/,
  );
});
