import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  availabilityFromMtbfMttr,
  downProbability,
  duplexUnavailability,
  expectedShedFraction,
  kOfN,
  machinesFor,
  outagesOfKOfN,
  parallel,
  serial,
  shedFraction,
  sparesApproximation,
  staticStabilityFactor,
  unavailabilityOf,
} from '../../../src/engine/reliability/composition.ts';
import { allowance, workedExamples } from './worked-examples.ts';

type Inputs = Record<string, number>;
const list = (inputs: Inputs) => (inputs as unknown as { availabilities: number[] }).availabilities;
const COMPUTE: Record<string, (inputs: Inputs) => Record<string, number>> = {
  serial: inputs => ({ availabilityPct: 100 * serial(list(inputs)) }),
  parallel: inputs => ({ availabilityPct: 100 * parallel(list(inputs)) }),
  availabilityFromMtbfMttr: ({ mtbfHours, mttrHours }) => ({
    availabilityPct: 100 * availabilityFromMtbfMttr(mtbfHours!, mttrHours!),
  }),
  kOfN: ({ n, k, a }) => ({ availability: kOfN(n!, k!, a!) }),
  sparesApprox: ({ n, spares, a }) => ({ availability: sparesApproximation(n!, spares!, a!) }),
  staticStabilityFactor: ({ zones, zonesLost }) => ({
    capacityFactor: staticStabilityFactor(zones!, zonesLost!),
  }),
  serversForUtilisation: ({ rps, rpsPerServer, targetUtilisation, zones, survive }) => ({
    servers: machinesFor({
      requestsPerSecond: rps!,
      requestsPerSecondPerMachine: rpsPerServer!,
      targetUtilization: targetUtilisation!,
      ...(zones === undefined ? {} : { zones }),
      ...(survive === undefined ? {} : { survive }),
    }),
  }),
  expectedShedFraction: ({ n, k, a }) => ({ fraction: expectedShedFraction(n!, k!, a!) }),
  // The example's u is the plain product, without the time under repair taken off.
  duplexWithCommonCause: ({ failuresPerYear, mttrMinutes, beta }) => ({
    unavailability: duplexUnavailability((failuresPerYear! * mttrMinutes!) / 525_600, beta!),
  }),
};

const examples = [...workedExamples('composition').values()].filter(({ fn }) => fn in COMPUTE);

describe('worked examples', () => {
  test('all but the scenario of a year are covered here', () => {
    expect(examples).toHaveLength(workedExamples('composition').size - 1);
  });

  test.each(examples)('$id', example => {
    const actual = COMPUTE[example.fn]!(example.inputs);
    for (const [key, expected] of Object.entries(example.expected)) {
      expect(Math.abs(actual[key]! - expected), key).toBeLessThanOrEqual(allowance(example, expected));
    }
  });
});

const availability = fc.double({ min: 0, max: 1, noNaN: true });
const size = fc.integer({ min: 1, max: 40 });

test('the states of n machines carry all the probability', () => {
  fc.assert(
    fc.property(size, availability, (n, u) => {
      let total = 0;
      for (let down = 0; down <= n; down++) total += downProbability(n, down, u);
      expect(total).toBeCloseTo(1, 11);
    }),
  );
});

test('1 of n is a parallel, n of n is a series', () => {
  fc.assert(
    fc.property(size, availability, (n, a) => {
      expect(kOfN(n, 1, a)).toBeCloseTo(parallel(new Array(n).fill(a)), 10);
      expect(kOfN(n, n, a)).toBeCloseTo(serial(new Array(n).fill(a)), 10);
    }),
  );
});

test('unavailability is one minus MTBF over MTBF and MTTR', () => {
  expect(unavailabilityOf(1 / 600_000, 1200)).toBeCloseTo(1 - availabilityFromMtbfMttr(10_000, 20), 15);
});

test('a tier sheds what is missing, and collapses below its limit when it cannot shed', () => {
  expect(shedFraction(5, 4)).toBe(0);
  expect(shedFraction(3, 4)).toBe(0.25);
  expect(shedFraction(0, 4)).toBe(1);
  expect(shedFraction(0, 0)).toBe(0);
  expect(shedFraction(3, 4, 0.7)).toBe(0.25);
  expect(shedFraction(2, 4, 0.7)).toBe(1);
});

test('static stability with every zone lost is refused', () => {
  expect(() => staticStabilityFactor(1, 1)).toThrow();
});

test('n of n machines fail as often as any of them; outages and their length make up the time below k', () => {
  // One machine: its own failures, each as long as the time down over their number.
  const single = outagesOfKOfN(1, 1, 0.99, 2);
  expect(single.perYear).toBeCloseTo(1.98, 10);
  expect(single.meanMinutes).toBeCloseTo((0.01 * 525_600) / 1.98, 8);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), (n, k) => {
      fc.pre(k <= n);
      const { perYear, meanMinutes } = outagesOfKOfN(n, k, 0.9, 4);
      expect((perYear * meanMinutes) / 525_600).toBeCloseTo(1 - kOfN(n, k, 0.9), 10);
    }),
  );
});

test('a machine more is never worse, a machine more needed never better', () => {
  fc.assert(
    fc.property(size, size, fc.double({ min: 0.5, max: 1, noNaN: true }), (n, k, a) => {
      fc.pre(k <= n);
      expect(kOfN(n + 1, k, a)).toBeGreaterThanOrEqual(kOfN(n, k, a) - 1e-12);
      if (k > 1) expect(kOfN(n, k, a)).toBeLessThanOrEqual(kOfN(n, k - 1, a) + 1e-12);
      expect(expectedShedFraction(n + 1, k, a)).toBeLessThanOrEqual(expectedShedFraction(n, k, a) + 1e-12);
      expect(expectedShedFraction(n, k + 1, a)).toBeGreaterThanOrEqual(expectedShedFraction(n, k, a) - 1e-12);
    }),
  );
});

test('more zones never need more machines to survive one, as far as whole machines allow', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 20 }), zones => {
      expect(staticStabilityFactor(zones + 1)).toBeLessThan(staticStabilityFactor(zones));
    }),
  );
  expect(staticStabilityFactor(2)).toBe(2);
});

test('a load that fills its machines exactly needs no machine for float noise', () => {
  const load = { requestsPerSecond: 5500, requestsPerSecondPerMachine: 1000, targetUtilization: 0.55 };
  expect(machinesFor(load)).toBe(10);
  expect(machinesFor({ ...load, requestsPerSecond: 5501 })).toBe(11);
  expect(machinesFor({ ...load, zones: 3, survive: 1 })).toBe(15);
});

test('a common cause is worse than none, and with all of the failures the pair is one machine', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.5, noNaN: true }), share, share, (u, a, b) => {
      expect(duplexUnavailability(u, 1)).toBeCloseTo(u, 12);
      expect(duplexUnavailability(u, 0)).toBeCloseTo(u * u, 12);
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      expect(duplexUnavailability(u, more)).toBeGreaterThanOrEqual(duplexUnavailability(u, less) - 1e-12);
    }),
  );
});
