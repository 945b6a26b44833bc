import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/validation/answer.ts';
import { runExample, runExamples } from './packs.ts';

const sum: Answer = {
  kind: 'sum',
  accepts: inputs => Array.isArray(inputs.numbers),
  compute: inputs => {
    const numbers = inputs.numbers as readonly number[];
    const total = numbers.reduce((all, each) => all + each, 0);
    return { total, count: numbers.length, parts: numbers.map(value => ({ value, share: value / total })) };
  },
  resolve: (key, _inputs, computed) => {
    const [, times] = /^total_times_(\d+)$/.exec(key) ?? [];
    return times === undefined ? undefined : Number(computed.total) * Number(times);
  },
};
const broken: Answer = {
  kind: 'broken',
  accepts: inputs => {
    if (inputs.in === 'accepts') throw new Error('asked in vain');
    return true;
  },
  compute: () => {
    throw new RangeError('out of range');
  },
};
const ANSWERS = [sum, broken];
const numbers = { numbers: [1, 2, 3] };
const run = (rest: object) => runExample(ANSWERS, { id: 'x', kind: 'sum', inputs: numbers, ...rest });

describe('an example', () => {
  test('passes within its tolerance, and says by how much it is off', () => {
    expect(run({ expected: { total: 6.004, count: 3 }, tolerance: 0.005 })).toMatchObject({
      status: 'pass',
      computed: { total: 6, count: 3 },
      error: expect.closeTo(0.004, 12),
      reason: null,
    });
  });

  test('fails when one value is off, and names it', () => {
    expect(run({ expected: { total: 7, count: 3 }, tolerance: 0.005 })).toMatchObject({
      status: 'fail',
      error: 1,
      reason: '`total` out of tolerance',
    });
  });

  test('is answered with exactly the keys that are expected, nested ones too', () => {
    const { computed } = run({ expected: { parts: [{ value: 1 }, { value: 2 }, { share: 0.5 }] } });

    expect(computed).toEqual({ parts: [{ value: 1 }, { value: 2 }, { share: 0.5 }] });
  });

  test('without expected shows everything that is computed', () => {
    const { status, computed, error } = run({});

    expect([status, error]).toEqual(['computed', null]);
    expect(Object.keys(computed ?? {})).toEqual(['total', 'count', 'parts']);
  });

  test('may ask by the name of a key', () => {
    expect(run({ expected: { total_times_4: 24 } })).toMatchObject({
      status: 'pass',
      computed: { total_times_4: 24 },
    });
  });

  test('that expects what is not computed fails with a null for it', () => {
    expect(run({ expected: { total: 6, median: 2 } })).toMatchObject({
      status: 'fail',
      computed: { total: 6, median: null },
      reason: 'the engine computes no `median` from these inputs',
    });
  });

  test('that expects null of something that is not computed fails too', () => {
    expect(run({ expected: { median: null } }).status).toBe('fail');
  });

  test('fails on a derived fact that is computed and off, not on a remark', () => {
    expect(run({ expected: { total: 6 }, derived: { count: 4 } })).toMatchObject({
      status: 'fail',
      reason: '`count` out of tolerance',
    });
    expect(run({ expected: { total: 6 }, derived: { not: '0.60 (additive)' } }).status).toBe('pass');
    expect(run({ derived: { count: 4 } }).status).toBe('fail');
  });

  test('does not count derived facts in its error', () => {
    expect(run({ expected: { total: 6 }, derived: { count: 3.1 }, tolerance: 0.2 }).error).toBe(0);
  });
});

describe('an example that nobody can answer', () => {
  test.each([
    ['of an unknown kind', { kind: 'quantum' }, 'no answer of the kind `quantum`'],
    [
      'of a kind that is a key of every mapping',
      { kind: 'constructor' },
      'no answer of the kind `constructor`',
    ],
    ['of another shape', { inputs: { letters: 'abc' } }, 'fits the shape of its inputs'],
  ])('%s is not covered', (_what, rest, reason) => {
    expect(run({ expected: { total: 6 }, ...rest })).toMatchObject({
      status: 'not-covered',
      published: { total: 6 },
      computed: null,
      error: null,
      reason: expect.stringContaining(reason),
    });
  });
});

test('an answer that breaks is a failed example, and the next one is run', () => {
  const results = runExamples(ANSWERS, [
    { id: 'a', kind: 'broken', inputs: {} },
    { id: 'b', kind: 'broken', inputs: { in: 'accepts' } },
    'no example',
    { id: 'd', kind: 'sum', inputs: numbers },
  ]);

  expect(results.map(({ status, reason }) => [status, reason])).toEqual([
    ['fail', 'it cannot be computed: out of range'],
    ['fail', 'it cannot be computed: asked in vain'],
    ['fail', 'the example must be a mapping'],
    ['computed', null],
  ]);
});

test('a result that only the rounding of its inputs explains passes, and says so', () => {
  const rounded: Answer = { ...sum, kind: 'rounded', inputRounding: key => (key === 'total' ? 0.5 : 0) };
  const one = (expected: object) =>
    runExample([rounded], { id: 'x', kind: 'rounded', inputs: numbers, expected, tolerance: 0.01 });

  expect(one({ total: 6.4 })).toMatchObject({
    status: 'pass',
    error: expect.closeTo(0.4, 12),
    reason: '`total` out of tolerance, within the rounding of the printed inputs',
  });
  expect(one({ total: 6.6 }).status).toBe('fail');
  expect(one({ count: 3.4 }).status).toBe('fail');
  expect(one({ total: 6.4, count: 4 })).toMatchObject({ status: 'fail', reason: '`count` out of tolerance' });
});
