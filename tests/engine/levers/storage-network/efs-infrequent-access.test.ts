/** EFS Infrequent Access: cheap to keep, paid for by the GB whenever it is opened or moved. */

import { describe, expect, test } from 'vitest';
import { billed, meter, stored } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { other } from '../../estates.ts';

const LEVER = 'efs-infrequent-access';
const files = (more = {}) => billed('fs', [stored('AmazonEFS', 1000, 0.3)], more);

describe('no', () => {
  test.each([
    ['without a file system', other('x', '5'), {}, 'no EFS Standard storage in the bill'],
    [
      'for logs, whose meter has the same name',
      billed('l', [stored('AmazonCloudWatch', 1000, 0.03)]),
      {},
      'no EFS Standard storage in the bill',
    ],
    [
      'for One Zone storage, which is another meter',
      billed('z', [meter('TimedStorage-Z-ByteHrs', 1000, 0.16, { serviceCode: 'AmazonEFS' })]),
      {},
      'no EFS Standard storage in the bill',
    ],
    [
      'where the price is unknown',
      files({ region: UNKNOWN_REGION }),
      {},
      `no price of efs standard_ia storage in ${UNKNOWN_REGION}`,
    ],
    ['when nothing is cold', files(), { coldPercent: 0 }, 'nothing would change'],
    // 500 GB save 150; as files of 4 KiB they are billed as 16,000 GB: 400; .25 for reads.
    [
      'when files are small',
      files(),
      { meanFileKib: 4 },
      'what takes its place costs $250.25 more than it saves',
    ],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test('saves the difference of the classes less what is opened, and pays for the move once', () => {
  // 500 x (.30 - .025) = 137.50; 25 GB x .01 = .25. Once: 500 x .01.
  expect(yesOf(LEVER, files())).toMatchObject({ saved: 137.25, once: 5, evidence: 'assumed' });
});

test('is measured when somebody says so', () => {
  expect(yesOf(LEVER, files(), { measured: true }).evidence).toBe('measured');
});
