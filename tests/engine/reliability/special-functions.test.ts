import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  erfc,
  logGamma,
  normalCdf,
  poissonProbabilities,
  regularizedBeta,
} from '../../../src/engine/reliability/special-functions.ts';
import { integrate } from './oracles.ts';

const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

describe('the error function', () => {
  // Values of a 50-digit computation.
  test.each([
    [0, 1.0],
    [1e-10, 0.999999999887162],
    [0.1, 0.8875370839817152],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [2, 0.004677734981047266],
    [3, 2.209049699858544e-5],
    [5, 1.537459794428035e-12],
    [10, 2.088487583762545e-45],
    [20, 5.395865611607901e-176],
  ])('erfc(%d) has its published digits', (x, expected) => {
    expect(relative(erfc(x), expected)).toBeLessThan(1e-15 * Math.max(4, x * x));
  });

  test('erfc(x) + erfc(-x) = 2, and it never rises', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -30, max: 30, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (x, more) => {
          expect(erfc(x) + erfc(-x)).toBeCloseTo(2, 14);
          expect(erfc(x + more)).toBeLessThanOrEqual(erfc(x) * (1 + 1e-13));
        },
      ),
    );
  });

  test('the normal distribution keeps its far tail and stays within [0, 1]', () => {
    expect(normalCdf(1.6448536269514722)).toBeCloseTo(0.95, 14);
    expect(relative(normalCdf(-20), 2.753624118606233e-89)).toBeLessThan(1e-12);
    expect(normalCdf(-Infinity)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
  });
});

describe('gamma and beta', () => {
  test.each([1, 2, 3, 5, 10, 20])('logGamma(%d) is the logarithm of a factorial', n => {
    let factorial = 1;
    for (let i = 2; i < n; i++) factorial *= i;
    expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 12);
  });

  test('logGamma(1/2) is half the logarithm of pi', () => {
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
  });

  test('the incomplete beta function is the integral of its density, and mirrors', () => {
    const shape = fc.integer({ min: 8, max: 24 }).map(quarters => quarters / 4);
    fc.assert(
      fc.property(shape, shape, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, b, x) => {
        const norm = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b));
        const integral = integrate(t => norm * t ** (a - 1) * (1 - t) ** (b - 1), 0, x);
        expect(regularizedBeta(x, a, b)).toBeCloseTo(integral, 6);
        expect(regularizedBeta(x, a, b) + regularizedBeta(1 - x, b, a)).toBeCloseTo(1, 13);
      }),
      { numRuns: 50 },
    );
  });

  test('a beta distribution with a = 1 has a closed form', () => {
    expect(regularizedBeta(0.3, 1, 4)).toBeCloseTo(1 - 0.7 ** 4, 14);
    expect(regularizedBeta(0.3, 4, 1)).toBeCloseTo(0.3 ** 4, 14);
  });
});

describe('Poisson counts', () => {
  test('the likely counts carry all the probability and the mean', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 5000, noNaN: true }), mean => {
        const { first, probabilities } = poissonProbabilities(mean, Infinity);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10);
        const weighted = probabilities.reduce((sum, p, i) => sum + p * (first + i), 0);
        expect(Math.abs(weighted / mean - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  test('a mean of 0 is no event', () => {
    expect(poissonProbabilities(0, 10)).toEqual({ first: 0, probabilities: [1] });
  });
});
