import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  burstableMachine,
  capacityAfterExhaustion,
  creditsAccrued,
  creditsKept,
  creditsPerHour,
  hoursToExhaustion,
} from '../../../src/engine/reliability/burstable-credits.ts';

describe('published credits', () => {
  test.each([
    ['t2.nano', 3, 72],
    ['t2.micro', 6, 144],
    ['t2.small', 12, 288],
    ['t2.medium', 24, 576],
    ['t2.large', 36, 864],
    ['t2.xlarge', 54, 1296],
    ['t2.2xlarge', 81.6, 1958.4],
    ['t3.micro', 12, 288],
    ['t3a.small', 24, 576],
    ['t4g.medium', 24, 576],
    ['t3.xlarge', 96, 2304],
    ['db.t4g.2xlarge', 192, 4608],
  ])('%s earns %d an hour and keeps %d', (type, perHour, kept) => {
    expect(creditsPerHour(burstableMachine(type)!)).toBeCloseTo(perHour, 9);
    expect(creditsKept(burstableMachine(type)!)).toBeCloseTo(kept, 9);
  });

  test.each(['m5.large', 't3', 't3.metal', '', 't3.constructor', 'constructor.nano'])(
    '%j is not burstable',
    name => {
      expect(burstableMachine(name)).toBeNull();
    },
  );
});

const machine = fc.record({
  vcpus: fc.integer({ min: 1, max: 96 }),
  baseline: fc.integer({ min: 1, max: 100 }).map(percent => percent / 100),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const hours = fc.double({ min: 0, max: 1000, noNaN: true });

describe('the balance', () => {
  test('is never above what is kept nor below zero', () => {
    fc.assert(
      fc.property(machine, share, hours, share, (item, utilization, time, filled) => {
        const start = filled * creditsKept(item);
        const balance = start + creditsAccrued(item, utilization, time, start);
        expect(balance).toBeGreaterThanOrEqual(-1e-9);
        expect(balance).toBeLessThanOrEqual(creditsKept(item) * (1 + 1e-12));
      }),
    );
  });

  test('falls with the load', () => {
    fc.assert(
      fc.property(machine, share, share, hours, (item, a, b, time) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(creditsAccrued(item, more, time)).toBeLessThanOrEqual(creditsAccrued(item, less, time) + 1e-9);
      }),
    );
  });

  test('is empty exactly when it was said to run out', () => {
    fc.assert(
      fc.property(machine, share, share, (item, utilization, filled) => {
        const start = filled * creditsKept(item);
        const left = hoursToExhaustion(item, utilization, start);
        fc.pre(Number.isFinite(left) && left < 1e6);
        expect(start + creditsAccrued(item, utilization, left, start)).toBeCloseTo(0, 6);
      }),
    );
  });

  test('never runs out at the baseline, whatever float noise says', () => {
    fc.assert(
      fc.property(machine, item => {
        expect(hoursToExhaustion(item, item.baseline, 0)).toBe(Infinity);
        expect(capacityAfterExhaustion(item, item.baseline)).toBe(1);
      }),
    );
  });

  test('without a start may show what would be overspent', () => {
    expect(creditsAccrued({ vcpus: 2, baseline: 0.1 }, 0.3, 1)).toBeCloseTo(-24, 9);
    expect(creditsAccrued({ vcpus: 2, baseline: 0.1 }, 0.3, 1, 10)).toBe(-10);
    expect(creditsAccrued({ vcpus: 2, baseline: 0.1 }, 0, 48)).toBeCloseTo(288, 9);
  });

  test('once gone leaves the baseline: a third of the wanted speed at three times the baseline', () => {
    expect(capacityAfterExhaustion({ vcpus: 2, baseline: 0.2 }, 0.6)).toBeCloseTo(1 / 3, 12);
  });
});
