/** Traffic between zones is charged where it leaves and where it arrives, and a standby must have it. */

import { describe, expect, test } from 'vitest';
import { crossZoneCost } from '../../../../src/engine/pricing/network.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { database, instance } from '../../estates.ts';

const LEVER = 'cross-zone-affinity';
const between = [
  meter('USE1-DataTransfer-xAZ-Out-Bytes', 1000, 0.01),
  meter('USE1-DataTransfer-xAZ-In-Bytes', 1000, 0.01),
];

describe('no', () => {
  test.each([
    ['without traffic between zones', instance('i'), {}, 'no traffic between zones in the bill'],
    [
      'for a database, whose standby must have it',
      database('db', { meters: between }),
      {},
      'what a database sends to its standby cannot stay',
    ],
    ['when all of it is replication', billed('x', between), { staysPercent: 0 }, 'nothing would change'],
    [
      'for traffic between Regions, which is another meter',
      billed('x', [meter('USE1-EUW1-AWS-Out-Bytes', 1000, 0.02)]),
      {},
      'no traffic between zones in the bill',
    ],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test('saves both sides of what stays', () => {
  expect(yesOf(LEVER, billed('x', between)).saved).toBe(8);
});

test('a GB between zones costs twice a cent', () => {
  const price = openEmbeddedBook().unitPrice(
    'data_transfer',
    'cross_az',
    'each_direction',
    'us-east-1',
  )?.price;
  expect(crossZoneCost(1, price ?? 0)).toBe(0.02);
});

test('is found on machines, whose bill has it', () => {
  const machine = instance('i', {}, { meters: [meter('DataTransfer-Regional-Bytes', 1000, 0.01)] });
  expect(yesOf(LEVER, machine)).toMatchObject({
    saved: 4,
    risks: [{ kind: 'zone-affinity' }, { kind: 'change-event' }],
  });
});
