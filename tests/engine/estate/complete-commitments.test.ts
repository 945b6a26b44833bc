/** What people know of the commitments of a bill, put beside what the bill tells. */

import { describe, expect, test } from 'vitest';
import { completeCommitments, NOTHING_STATED } from '../../../src/engine/estate/complete-commitments.ts';
import { reservedInstance, savingsPlan } from '../estates.ts';

const PLAN = 'arn:aws:savingsplans::111122223333:savingsplan/0a1b';
const RESERVED = 'arn:aws:ec2:us-east-1:111122223333:reserved-instances/2c3d';
const END = Date.UTC(2027, 2, 15);
const read = [savingsPlan(PLAN, 2), reservedInstance(RESERVED)];

describe('commitments of a bill', () => {
  test('stay as they were read when nothing is stated', () => {
    expect(completeCommitments(read, [PLAN, RESERVED], NOTHING_STATED)).toEqual({
      commitments: read,
      findings: [],
    });
  });

  test.each([
    ['their whole id', PLAN],
    ['the last part of it', '0a1b'],
  ])('end when a person says so by %s', (_name, id) => {
    const { commitments, findings } = completeCommitments(read, [PLAN, RESERVED], {
      commitments: [],
      ends: new Map([[id, END]]),
    });
    expect(commitments.map(({ endMs }) => endMs)).toEqual([END, null]);
    expect(findings).toEqual([]);
  });

  test('that could not be read are applied when a person states them', () => {
    const stated = reservedInstance('2c3d', { availabilityZone: 'us-east-1a', count: 3 });
    const { commitments } = completeCommitments([], [RESERVED], { commitments: [stated], ends: new Map() });
    expect(commitments).toEqual([{ ...stated, id: RESERVED }]);
  });

  test('that the bill does not have are left out, by name: they would cover usage it does not', () => {
    const { commitments, findings } = completeCommitments(read, [PLAN, RESERVED], {
      commitments: [savingsPlan('another', 9)],
      ends: new Map([['nobody', END]]),
    });
    expect(commitments).toEqual(read);
    expect(findings).toMatchObject([
      { code: 'commitment-not-in-bill', message: expect.stringContaining('another, nobody') },
    ]);
  });
});
