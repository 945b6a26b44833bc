import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Queue } from '../../../src/engine/reliability/queueing.ts';
import {
  erlangB,
  erlangC,
  generalWait,
  latencyBurn,
  queueStatistics,
  responseTail,
  serviceLevel,
  singleServerResponse,
} from '../../../src/engine/reliability/queueing.ts';
import { integrate } from './oracles.ts';

const servers = fc.integer({ min: 1, max: 200 });
const load = fc.double({ min: 0.01, max: 0.98, noNaN: true });
const queue = fc
  .tuple(servers, load, fc.double({ min: 0.1, max: 50, noNaN: true }))
  .map(([c, rho, serviceRate]): Queue => ({ servers: c, serviceRate, arrivalRate: rho * c * serviceRate }));

describe('Erlang', () => {
  /** a^c / c! over the sum of a^k / k!: the definition. */
  const lossByDefinition = (c: number, a: number) => {
    let term = 1;
    let total = 1;
    for (let k = 1; k <= c; k++) {
      term *= a / k;
      total += term;
    }
    return term / total;
  };

  test('the recursion is the loss formula', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 40, noNaN: true }), (c, a) => {
        expect(erlangB(c, a)).toBeCloseTo(lossByDefinition(c, a), 12);
      }),
    );
  });

  test('one server makes the share rho wait', () => {
    fc.assert(
      fc.property(load, rho => {
        expect(erlangC(1, rho)).toBeCloseTo(rho, 12);
      }),
    );
  });

  test.each([
    [2, 1, 1 / 3],
    [3, 2, 4 / 9],
  ])('%d servers under %d erlangs: %d wait', (c, a, expected) => {
    expect(erlangC(c, a)).toBeCloseTo(expected, 14);
  });

  test('the share that waits is within (0, 1), more than is lost, and falls with every server', () => {
    fc.assert(
      fc.property(servers, load, (c, rho) => {
        const wait = erlangC(c, rho * c);
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThan(1);
        expect(wait).toBeGreaterThanOrEqual(erlangB(c, rho * c));
        expect(erlangC(c + 1, rho * c)).toBeLessThan(wait);
      }),
    );
  });

  test('a hundred thousand servers do not overflow', () => {
    expect(erlangC(100_000, 99_900)).toBeGreaterThan(0);
    expect(erlangC(100_000, 99_900)).toBeLessThan(1);
  });

  test('with as much load as servers everybody waits, for ever', () => {
    expect(erlangC(4, 4)).toBe(1);
    const statistics = queueStatistics({ arrivalRate: 8, serviceRate: 1, servers: 4 });
    expect(statistics).toMatchObject({ utilization: 2, waitProbability: 1, meanWait: Infinity });
    expect(serviceLevel({ arrivalRate: 4, serviceRate: 1, servers: 4 }, 100)).toBe(0);
    expect(responseTail({ arrivalRate: 4, serviceRate: 1, servers: 4 }, 100)).toBe(1);
  });

  test('without arrivals nobody waits', () => {
    expect(queueStatistics({ arrivalRate: 0, serviceRate: 2, servers: 3 })).toEqual({
      utilization: 0,
      waitProbability: 0,
      meanWait: 0,
      meanResponse: 0.5,
      meanQueueLength: 0,
    });
  });

  test.each([
    ['no server', { arrivalRate: 1, serviceRate: 1, servers: 0 }],
    ['half a server', { arrivalRate: 1, serviceRate: 1, servers: 1.5 }],
    ['a negative load', { arrivalRate: -1, serviceRate: 1, servers: 1 }],
    ['a server that never ends', { arrivalRate: 1, serviceRate: 0, servers: 1 }],
    ['no number', { arrivalRate: Number.NaN, serviceRate: 1, servers: 1 }],
  ])('%s is refused', (_what, impossible) => {
    expect(() => queueStatistics(impossible)).toThrow();
  });
});

describe('response times', () => {
  test('the tail starts at 1 and falls', () => {
    fc.assert(
      fc.property(
        queue,
        fc.double({ min: 0, max: 20, noNaN: true }),
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        (item, time, more) => {
          expect(responseTail(item, 0)).toBeCloseTo(1, 12);
          const now = responseTail(item, time);
          expect(now).toBeGreaterThanOrEqual(0);
          expect(responseTail(item, time + more)).toBeLessThanOrEqual(now + 1e-15);
        },
      ),
    );
  });

  test('its integral is the mean response', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        (c, rho) => {
          const item = { servers: c, serviceRate: 1, arrivalRate: rho * c };
          const slowest = Math.min(1, c - item.arrivalRate);
          const area = integrate(time => responseTail(item, time), 0, 45 / slowest, 20_000);
          expect(area / queueStatistics(item).meanResponse).toBeCloseTo(1, 6);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('rates that are equal, or nearly, lose no digits', () => {
    // c mu - lambda = mu: the limit is e^-mt (1 + C m t).
    const limit = (t: number) => Math.exp(-t) * (1 + erlangC(3, 2) * t);
    expect(responseTail({ servers: 3, serviceRate: 1, arrivalRate: 2 }, 4)).toBeCloseTo(limit(4), 14);
    expect(responseTail({ servers: 3, serviceRate: 1, arrivalRate: 2 - 1e-9 }, 4)).toBeCloseTo(limit(4), 8);
    expect(responseTail({ servers: 3, serviceRate: 1, arrivalRate: 2 + 1e-9 }, 4)).toBeCloseTo(limit(4), 8);
    expect(responseTail({ servers: 3, serviceRate: 1, arrivalRate: 2.5 }, 5000)).toBe(0);
  });

  test('one server is the exponential of its spare capacity, and its mean s / (1 - rho)', () => {
    fc.assert(
      fc.property(load, rho => {
        expect(responseTail({ servers: 1, serviceRate: 1, arrivalRate: rho }, 3)).toBeCloseTo(
          Math.exp(-3 * (1 - rho)),
          11,
        );
        const { meanResponse } = queueStatistics({ servers: 1, serviceRate: 1, arrivalRate: rho });
        expect(meanResponse).toBeCloseTo(singleServerResponse(1, rho), 9);
      }),
    );
  });

  test('the mean wait is the integral of who still waits', () => {
    const item = { servers: 4, serviceRate: 1, arrivalRate: 3 };
    const area = integrate(time => 1 - serviceLevel(item, time), 0, 60);
    expect(area).toBeCloseTo(queueStatistics(item).meanWait, 8);
  });
});

describe('any arrivals and services', () => {
  test('is exact for one exponential server', () => {
    fc.assert(
      fc.property(load, rho => {
        const { meanWait } = queueStatistics({ servers: 1, serviceRate: 1, arrivalRate: rho });
        expect(generalWait({ utilization: rho, serviceTime: 1 })).toBeCloseTo(meanWait, 9);
      }),
    );
  });

  test('is close for several: within a tenth at 80 % load', () => {
    const { meanWait } = queueStatistics({ servers: 8, serviceRate: 1, arrivalRate: 6.4 });
    expect(generalWait({ utilization: 0.8, serviceTime: 1, servers: 8 }) / meanWait).toBeGreaterThan(0.9);
    expect(generalWait({ utilization: 0.8, serviceTime: 1, servers: 8 }) / meanWait).toBeLessThan(1.1);
  });

  test('clockwork never waits, and a full queue always does', () => {
    expect(generalWait({ utilization: 0.9, serviceTime: 1, arrivalVariation: 0, serviceVariation: 0 })).toBe(
      0,
    );
    expect(generalWait({ utilization: 1, serviceTime: 1 })).toBe(Infinity);
    expect(singleServerResponse(1, 1)).toBe(Infinity);
  });
});

describe('a resize seen by a latency objective', () => {
  const resize = { queue: { arrivalRate: 40, serviceRate: 10, servers: 8 }, latency: 1, target: 0.99 };

  test('the same size changes nothing', () => {
    const { before, after, burnRateBefore, burnRateAfter } = latencyBurn({ ...resize, capacityRatio: 1 });
    expect(after).toBe(before);
    expect(burnRateAfter).toBe(burnRateBefore);
  });

  test('a smaller machine never burns less', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        (r, f) => {
          const larger = latencyBurn({ ...resize, capacityRatio: r }).burnRateAfter;
          expect(latencyBurn({ ...resize, capacityRatio: r * f }).burnRateAfter).toBeGreaterThanOrEqual(
            larger - 1e-12,
          );
        },
      ),
    );
  });

  test('a machine too small for the load spends the budget at its full speed', () => {
    expect(latencyBurn({ ...resize, capacityRatio: 0.5 })).toMatchObject({ after: 1 });
    expect(latencyBurn({ ...resize, capacityRatio: 0.5 }).burnRateAfter).toBeCloseTo(100, 9);
  });
});
