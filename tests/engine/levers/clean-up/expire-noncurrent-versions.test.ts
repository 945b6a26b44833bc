/** Old versions: what the bill charges beyond the listed objects. */

import { describe, expect, test } from 'vitest';
import type { BucketResource } from '../../../../src/engine/estate/estate.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ages, ask, bucket, estateOf, utilization } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'expire-noncurrent-versions';
const listed = (gib: number) => ({ utilization: utilization({ objectAges: [ages(0, gib)] }) });

function answer(more: Partial<BucketResource>, params: Record<string, number> = {}) {
  return ask(LEVER, estateOf([bucket('b', more)]), 'b', params);
}

test.each<readonly [string, ReturnType<typeof ask>, string]>([
  [
    'when nobody has listed its objects',
    answer({}),
    'its objects are not listed: import ages and sizes before it is tiered',
  ],
  ['when all of it is listed', answer(listed(1000)), '0.0 % of its storage is beyond its listed objects'],
  ['when more is listed', answer(listed(1200)), '0.0 % of its storage is beyond its listed objects'],
  ['when the gap is small', answer(listed(960)), '4.0 % of its storage is beyond its listed objects'],
  [
    'when everything is listed and any gap would do',
    answer(listed(1000), { unlistedPercentMin: 0 }),
    '0.0 % of its storage is beyond its listed objects',
  ],
  ['when nothing is in Standard', answer({ ...listed(10), storage: [] }), 'holds no Standard storage'],
  [
    'where Standard has no price',
    answer({ ...listed(500), region: UNKNOWN_REGION }),
    `no Standard price in ${UNKNOWN_REGION}`,
  ],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});

describe('yes', () => {
  test('inferred from the gap between bill and list', () => {
    expect(answer(listed(600))).toMatchObject({
      evidence: 'inferred',
      why: '1,000 GiB charged, 40.0 % of it beyond its listed objects: about 320.0 GiB of old versions',
      risks: [{ kind: 'copy-deletion' }, {}, {}],
    });
  });

  test.each([
    [20, 320 * 0.023],
    [0, 400 * 0.023],
  ])('with %i %% of them kept it saves $%f', (keptPercent, amount) => {
    expect(saved(LEVER, bucket('b', listed(600)), { keptPercent }).perPeriod).toBeCloseTo(amount, 6);
  });
});
