/** Parameters as data: their defaults and what fits them. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  booleanParam,
  choiceParam,
  defaultParams,
  numberParam,
  paramProblem,
} from '../../src/engine/lever-params.ts';
import { LEVERS } from '../../src/engine/levers/index.ts';

const words = { label: 'A', unit: '%', description: 'Something.' };
const percent = numberParam({ ...words, default: 20, min: 0, max: 100, step: 5 });
const choice = choiceParam({ ...words, default: 'a', choices: ['a', 'b'] });
const flag = booleanParam({ ...words, default: false });

describe('a number', () => {
  test.each([0, 100, 20, 0.5, -0])('%f fits', value => {
    expect(paramProblem(percent, value)).toBeNull();
  });

  test.each([-0.001, 100.001, 1e308, -1e308])('%f is out of its limits', value => {
    expect(paramProblem(percent, value)).toBe('must be between 0 and 100 %');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, '20', null, undefined, true, [20], {}, 20n])(
    '%s is no number',
    value => {
      expect(paramProblem(percent, value)).toBe('must be a number');
    },
  );
});

describe('a choice', () => {
  test.each(['a', 'b'])('%s fits', value => {
    expect(paramProblem(choice, value)).toBeNull();
  });

  test.each(['A', '', 'toString', 0, null, undefined, ['a']])('%j does not', value => {
    expect(paramProblem(choice, value)).toBe('must be one of a, b');
  });
});

test.each(['true', 1, 0, null, undefined])('%j is neither true nor false', value => {
  expect(paramProblem(flag, value)).toBe('must be true or false');
  expect(paramProblem(flag, true)).toBeNull();
  expect(paramProblem(flag, false)).toBeNull();
});

test('defaults of every lever fit, and are a new object every time', () => {
  for (const { params } of LEVERS) {
    const defaults = defaultParams(params);
    expect(Object.keys(defaults)).toEqual(Object.keys(params));
    for (const [name, param] of Object.entries(params))
      expect(paramProblem(param, defaults[name])).toBeNull();
    expect(defaultParams(params)).not.toBe(defaults);
  }
});

test('any value at all gets an answer', () => {
  fc.assert(
    fc.property(fc.anything(), value => {
      for (const param of [percent, choice, flag]) {
        const problem = paramProblem(param, value);
        expect(problem === null || problem.startsWith('must be')).toBe(true);
      }
    }),
  );
});
