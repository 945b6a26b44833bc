/** Rules that say which workload a resource belongs to: patterns, tags, and people who write hostile ones. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type MatchSubject,
  matchesPattern,
  matchWorkload,
} from '../../../src/engine/estate/match-workload.ts';
import type { WorkloadMatch } from '../../../src/engine/estate/workload.ts';
import { workload } from '../estates.ts';

const SUBJECT: MatchSubject = {
  id: 'i-0123',
  name: 'shop-web-1',
  account: '111122223333',
  accountName: 'Production',
  serviceName: 'Amazon Elastic Compute Cloud',
  serviceCode: 'AmazonEC2',
  region: 'us-east-1',
  tags: {
    env: 'prod',
    user_team: 'Checkout',
    'user:owner': 'ann',
    'resourceTags/user_cost': '42',
    empty: '',
  },
};

describe('a pattern', () => {
  test.each([
    ['shop', 'shop', true],
    ['shop', 'Shop', true],
    ['shop', 'shop ', false],
    ['shop', 'shopping', false],
    ['shop*', 'shopping', true],
    ['shop*', 'shop', true],
    ['*shop', 'my shop', true],
    ['*shop*', 'my shop is open', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'acb', false],
    // The end may not lie inside what has been matched already.
    ['aba*ba', 'aba', false],
    ['aba*ba', 'ababa', true],
    ['*', '', true],
    ['**', 'x', true],
    ['', '', true],
    ['', 'x', false],
    // Nothing but the star is special.
    ['a.c', 'abc', false],
    ['a+', 'aa', false],
    ['[ab]', 'a', false],
    ['?', 'x', false],
    ['\\d*', '\\d5', true],
  ])('%j matches %j: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  test('says what a regular expression would say', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '*'), maxLength: 7 });
    fc.assert(
      fc.property(patterns, letters, (pattern, text) => {
        const expression = pattern
          .split('*')
          .map(part => part.replaceAll('.', '\\.'))
          .join('[^]*');
        expect(matchesPattern(pattern, text)).toBe(new RegExp(`^${expression}$`).test(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('of thousands of stars answers at once, where a backtracking match would not end', () => {
    const pattern = `${'a*'.repeat(5000)}b`;
    expect(matchesPattern(pattern, 'a'.repeat(20_000))).toBe(false);
    expect(matchesPattern(pattern, `${'a'.repeat(20_000)}b`)).toBe(true);
  });
});

describe('a rule', () => {
  const matches = (rule: WorkloadMatch, subject = SUBJECT) =>
    matchWorkload([workload('w', 'production', { match: [rule] })], subject) === 'w';

  test.each<readonly [string, WorkloadMatch, boolean]>([
    ['a tag', { tags: { env: 'prod' } }, true],
    ['a tag with a pattern', { tags: { env: 'p*' } }, true],
    ['a tag with another value', { tags: { env: 'staging' } }, false],
    ['a tag that is missing', { tags: { nope: '*' } }, false],
    ['a tag of nothing', { tags: { empty: '' } }, true],
    ['two tags, both right', { tags: { env: 'prod', team: 'checkout' } }, true],
    ['two tags, one wrong', { tags: { env: 'prod', team: 'search' } }, false],
    ['a tag under the prefix user_', { tags: { team: 'Checkout' } }, true],
    ['a tag under the prefix user:', { tags: { owner: 'ann' } }, true],
    ['a tag under the prefix of a report', { tags: { cost: '42' } }, true],
    ['a tag out of the prototype', { tags: { constructor: '*' } }, false],
    ['a tag called __proto__', { tags: JSON.parse('{"__proto__": "*"}') as Record<string, string> }, false],
    ['the account number', { account: '1111*' }, true],
    ['the name of the account', { account: 'production' }, true],
    ['another account', { account: 'staging' }, false],
    ['the service by name', { service: 'amazon elastic*' }, true],
    ['the service by code', { service: 'AmazonEC2' }, true],
    ['the Region', { region: 'us-*' }, true],
    ['another Region', { region: 'eu-*' }, false],
    ['the id of the resource', { resourceId: 'i-*' }, true],
    ['its name', { resourceId: 'shop-web-*' }, true],
    [
      'everything at once',
      { tags: { env: 'prod' }, account: '*', service: '*', region: '*', resourceId: '*' },
      true,
    ],
    ['everything but one', { tags: { env: 'prod' }, account: '*', region: 'eu-*' }, false],
  ])('on %s', (_name, rule, expected) => {
    expect(matches(rule)).toBe(expected);
  });

  test('never matches what the bill does not say', () => {
    const nameless = {
      ...SUBJECT,
      name: null,
      account: null,
      accountName: null,
      region: null,
      serviceCode: null,
    };
    expect(matches({ account: '*' }, nameless)).toBe(false);
    expect(matches({ region: '*' }, nameless)).toBe(false);
    expect(matches({ service: '*' }, nameless)).toBe(true);
  });
});

describe('of several workloads', () => {
  const rule = { tags: { env: 'prod' } };

  test('the first with a rule that matches wins', () => {
    const workloads = [
      workload('none', 'production', { match: [{ region: 'eu-*' }] }),
      workload('first', 'production', { match: [{ region: 'eu-*' }, rule] }),
      workload('second', 'production', { match: [rule] }),
    ];
    expect(matchWorkload(workloads, SUBJECT)).toBe('first');
    expect(matchWorkload(workloads.toReversed(), SUBJECT)).toBe('second');
  });

  test('none leaves the resource unallocated', () => {
    expect(matchWorkload([], SUBJECT)).toBe('unallocated');
    expect(matchWorkload([workload('w')], SUBJECT)).toBe('unallocated');
  });
});
