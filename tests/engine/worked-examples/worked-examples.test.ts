/** Published examples through the engine's own functions: within the tolerance that each example states. */

import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_COVERED } from './answers.ts';
import { type Json, TOPICS, workedExamples } from './example.ts';

/** Compares numbers within a tolerance, everything else exactly, and nothing that the engine did not answer. */
function expectClose(computed: unknown, published: Json, tolerance: number, path: string): void {
  if (typeof published === 'number') {
    expect(typeof computed, path).toBe('number');
    // Rounding of the tolerance itself: 52,900.0 within .005 of 52,900.
    expect(Math.abs((computed as number) - published), path).toBeLessThanOrEqual(tolerance * (1 + 1e-9));
  } else if (Array.isArray(published)) {
    expect(Array.isArray(computed), path).toBe(true);
    expect((computed as readonly unknown[]).length, path).toBe(published.length);
    published.forEach((value, index) => {
      expectClose((computed as readonly unknown[])[index], value, tolerance, `${path}[${index}]`);
    });
  } else if (typeof published === 'object' && published !== null) {
    for (const [name, value] of Object.entries(computed as Record<string, unknown>))
      expectClose(value, (published as Record<string, Json>)[name] ?? null, tolerance, `${path}.${name}`);
  } else expect(computed, path).toEqual(published);
}

describe.each(TOPICS)('%s', topic => {
  const examples = workedExamples(topic);
  const covered = examples.filter(({ id }) => Object.hasOwn(ANSWERS, id));

  test.each(covered.map(example => [example.id, example] as const))('%s', (id, example) => {
    const answer = ANSWERS[id]?.(example.inputs) ?? {};
    expect(Object.keys(answer)).toEqual(expect.arrayContaining(Object.keys(example.expected)));
    for (const [name, value] of Object.entries(answer)) {
      const published = example.expected[name] ?? example.derived[name];
      // `volumeCost` prints more parts than some examples do.
      if (published !== undefined) expectClose(value, published, example.tolerance, name);
    }
  });

  test('every example is either answered or has a reason why not', () => {
    const open = examples.filter(({ id }) => !Object.hasOwn(ANSWERS, id)).map(({ id }) => id);
    expect(open.filter(id => NOT_COVERED[id] === undefined)).toEqual([]);
    expect(examples.filter(({ id }) => Object.hasOwn(ANSWERS, id) && id in NOT_COVERED)).toEqual([]);
  });
});

test('no answer and no reason is kept for an example that does not exist', () => {
  const ids = new Set(TOPICS.flatMap(topic => workedExamples(topic).map(({ id }) => id)));
  expect([...Object.keys(ANSWERS), ...Object.keys(NOT_COVERED)].filter(id => !ids.has(id))).toEqual([]);
});

test('examples that are covered, by file', () => {
  const counts = TOPICS.map(topic => {
    const ids = workedExamples(topic).map(({ id }) => id);
    return [topic, `${ids.filter(id => Object.hasOwn(ANSWERS, id)).length} of ${ids.length}`];
  });
  expect(Object.fromEntries(counts)).toEqual({
    'aws-savings-plans': '5 of 7',
    'aws-reserved-instances': '6 of 15',
    'aws-ebs': '6 of 9',
    'aws-s3': '4 of 5',
    'calculator-goldens': '3 of 11',
    'stacking-and-metrics': '4 of 4',
    'focus-commitments': '5 of 6',
  });
});
