import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupReasons } from '../../src/report/reasons.ts';

describe('reasons', () => {
  test('that differ in numbers become one, with the range', () => {
    expect(
      groupReasons(['CPU p95 is 14.6 %', 'network p95 is 7 Mbit/s', 'CPU p95 is 9.5 %', 'CPU p95 is 90.1 %']),
    ).toEqual([
      { count: 3, text: 'CPU p95 is 9.5 to 90.1 %' },
      { count: 1, text: 'network p95 is 7 Mbit/s' },
    ]);
  });

  test('keep numbers that are the same everywhere', () => {
    const reasons = ['observed for 3 days, 14 asked for', 'observed for 9 days, 14 asked for'];
    expect(groupReasons(reasons)).toEqual([{ count: 2, text: 'observed for 3 to 9 days, 14 asked for' }]);
  });

  test.each([
    [
      'types of instances',
      'm5.large is the smallest size that fits',
      'm6.large is the smallest size that fits',
    ],
    ['sizes', '2xlarge', '4xlarge'],
    ['types of volumes', 'already gp3', 'already io2'],
    ['regions', 'no gp3 price in us-east-1', 'no gp3 price in us-east-2'],
  ])('tell %s apart: their digits are names', (_what, one, other) => {
    expect(groupReasons([one, other])).toHaveLength(2);
  });

  test('are all counted', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), reasons => {
        const counted = groupReasons(reasons).reduce((sum, { count }) => sum + count, 0);
        expect(counted).toBe(reasons.length);
      }),
    );
  });
});
