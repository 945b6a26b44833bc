/** An attachment is charged by the hour, whether something goes through it or not. */

import { describe, expect, test } from 'vitest';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { other } from '../../estates.ts';

const LEVER = 'idle-transit-attachments';
const attachment = (hours: number, gb: number) =>
  billed('tgw', [meter('TransitGateway-Hours', hours, 0.05), meter('USE1-TransitGateway-Bytes', gb, 0.02)]);

describe('no', () => {
  test.each([
    ['without an attachment', other('x', '5'), 'no hours of a transit gateway attachment in the bill'],
    ['when it is used', attachment(730, 40), 'carries 40.0 GB a month'],
    [
      'when several stand in one line',
      attachment(2190, 0),
      'the bill does not tell its attachments apart: no resource ids',
    ],
  ])('%s', (_name, resource, reason) => {
    expect(outcome(LEVER, resource)).toBe(reason);
  });
});

test('saves its hours: $36.50 a month', () => {
  expect(yesOf(LEVER, attachment(730, 0.5))).toMatchObject({
    saved: 36.51,
    evidence: 'inferred',
    why: 'carries 0.5 GB a month',
    risks: [{ kind: 'wrong-removal' }, { kind: 'change-event' }],
  });
});
