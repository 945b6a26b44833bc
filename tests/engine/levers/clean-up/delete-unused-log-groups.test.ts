/** Logs that are stored and no longer written. */

import { describe, expect, test } from 'vitest';
import type { OtherResource } from '../../../../src/engine/estate/estate.ts';
import { meter, silence } from '../../../helpers/lever-samples/clean-up.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, estateOf, other } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'delete-unused-log-groups';
const LOGS = { serviceCode: 'AmazonCloudWatch' };
/** 1,000 GiB-months at .03 = 30. */
const STORED = meter('TimedStorage-ByteHrs', 1000, 0.03, LOGS);

const group = (more: Partial<OtherResource> = {}) => other('logs', '30', { meters: [STORED], ...more });
const answer = (more: Partial<OtherResource>, params: Record<string, number | string> = {}) =>
  ask(LEVER, estateOf([group(more)]), 'logs', params);

test.each<readonly [string, ReturnType<typeof ask>, string]>([
  [
    'when lines are written',
    answer({ meters: [STORED, meter('DataProcessing-Bytes', 2, 0.5, LOGS)] }),
    '2.0 GB were written to it',
  ],
  [
    'when services write to it',
    answer({ meters: [STORED, meter('USE2-VendedLog-Bytes', 2, 0.5, LOGS)] }),
    '2.0 GB were written to it',
  ],
  [
    'for a bucket, whose meter has the same name',
    answer({ meters: [{ ...STORED, serviceCode: 'AmazonS3' }] }),
    'no log storage',
  ],
  [
    'when it was written to lately',
    answer({ utilization: silence({ lastAccess: '2023-12-09T00:00:00Z' }) }),
    'used 30 days ago',
  ],
  [
    'where the export has no price',
    answer({ region: UNKNOWN_REGION }),
    `no price to keep them in ${UNKNOWN_REGION}`,
  ],
  [
    'when the export would be dearer',
    answer({ meters: [{ ...STORED, cost: 1 }] }),
    'to keep them in S3 would cost $3.00 more',
  ],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});

describe('yes', () => {
  test('inferred from a bill without a line written, measured with the last event', () => {
    expect(answer({})).toMatchObject({ evidence: 'inferred' });
    const old = silence({ lastAccess: '2023-01-01T00:00:00Z' });
    expect(answer({ utilization: old })).toMatchObject({
      evidence: 'measured',
      why: '1000.0 GiB-months of logs, not used for 372 days',
    });
  });

  test.each([
    // 1,000 GiB at .004 take their place; 10,000 objects cost .20 once.
    ['export', 26, 0.2],
    ['nothing', 30, 0],
  ])('keeping %s saves $%f', (keep, amount, once) => {
    const result = saved(LEVER, group(), { keep });
    expect(result.perPeriod).toBeCloseTo(amount, 6);
    expect(result.once).toBeCloseTo(once, 6);
  });

  test('says that lines are gone, so that duties of retention can speak', () => {
    expect(answer({}, { keep: 'nothing' })).toMatchObject({
      risks: [{ kind: 'log-retention', days: 90, daysBefore: 3653 }, {}, {}],
    });
  });
});
