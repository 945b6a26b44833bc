/** Laws of scheduling: nobody gives more days than they have, all work is done once, and in the order it is due. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ScheduledWork, scheduleWork, type WorkItem } from '../../../src/engine/team/schedule-work.ts';

const MONTHS = 8;
const POOLS = 3;

/** Halves and quarters: their sums are exact. */
const quarters = (max: number) => fc.integer({ min: 0, max: max * 4 }).map(value => value / 4);

const items: fc.Arbitrary<readonly WorkItem[]> = fc
  .array(
    fc.record({
      start: fc.integer({ min: 1, max: MONTHS + 2 }),
      effortDays: quarters(20),
      pool: fc.constantFrom(null, null, 0, 1, 2),
    }),
    { maxLength: 8 },
  )
  .map(list => list.map((item, index) => ({ id: `w-${index}`, ...item })));

/** Days by pool and month. */
const capacity = fc.array(fc.array(quarters(12), { minLength: MONTHS, maxLength: MONTHS }), {
  minLength: POOLS,
  maxLength: POOLS,
});

type Capacity = readonly (readonly number[])[];

const schedule = (work: readonly WorkItem[], days: Capacity, pools = POOLS) =>
  scheduleWork(work, pools, (pool, month) => days[pool]?.[month - 1] ?? 0, MONTHS);

const spentOf = ({ days }: ScheduledWork) => days.reduce((total, each) => total + each.days, 0);

/** Days that a pool gives in a month. */
function drawn(scheduled: readonly ScheduledWork[], pool: number, month: number): number {
  return scheduled
    .flatMap(({ days }) => days)
    .filter(each => each.pool === pool && each.month === month)
    .reduce((total, { days }) => total + days, 0);
}

function check(
  law: (work: readonly WorkItem[], days: Capacity, scheduled: readonly ScheduledWork[]) => void,
) {
  fc.assert(
    fc.property(items, capacity, (work, days) => law(work, days, schedule(work, days))),
    { numRuns: 300 },
  );
}

describe('days', () => {
  test('are never overdrawn', () => {
    check((_work, days, scheduled) => {
      days.forEach((months, pool) => {
        months.forEach((available, at) => {
          expect(drawn(scheduled, pool, at + 1)).toBeLessThanOrEqual(available + 1e-9);
        });
      });
    });
  });

  test('spent on an item are its effort when it is done, and less when it is not', () => {
    check((work, _days, scheduled) => {
      scheduled.forEach((each, at) => {
        const effort = work[at]?.effortDays ?? 0;
        if (each.done === null) expect(spentOf(each)).toBeLessThan(effort + (effort === 0 ? 1 : 0));
        else expect(spentOf(each)).toBeCloseTo(effort, 9);
      });
    });
  });

  test('come from the pool that an item needs', () => {
    check((work, _days, scheduled) => {
      scheduled.forEach(({ days }, at) => {
        const pool = work[at]?.pool ?? null;
        if (pool !== null) expect(days.every(each => each.pool === pool)).toBe(true);
      });
    });
  });

  test('are not left while something that may use them waits', () => {
    check((work, days, scheduled) => {
      for (let month = 1; month <= MONTHS; month++) {
        days.forEach((months, pool) => {
          const left = (months[month - 1] ?? 0) - drawn(scheduled, pool, month);
          if (left <= 1e-9) return;
          scheduled.forEach(({ done }, at) => {
            const item = work[at];
            const mayUse = item && item.start <= month && (item.pool === null || item.pool === pool);
            if (mayUse) expect(done !== null && done <= month, `${item.id} in month ${month}`).toBe(true);
          });
        });
      }
    });
  });
});

describe('an item', () => {
  test('begins no sooner than it is due, ends no sooner than it begins, and works in between', () => {
    check((work, _days, scheduled) => {
      scheduled.forEach(({ begun, done, days }, at) => {
        const start = work[at]?.start ?? 0;
        if (begun !== null) expect(begun).toBeGreaterThanOrEqual(start);
        if (done !== null) expect(done).toBeGreaterThanOrEqual(begun ?? Number.POSITIVE_INFINITY);
        if (done !== null) expect(done).toBeLessThanOrEqual(MONTHS);
        for (const { month, days: spent } of days) {
          expect(spent).toBeGreaterThan(0);
          expect(month).toBeGreaterThanOrEqual(begun ?? Number.POSITIVE_INFINITY);
          expect(month).toBeLessThanOrEqual(done ?? MONTHS);
        }
      });
    });
  });

  test('alone is never delayed by more days', () => {
    const one = fc.record({
      id: fc.constant('one'),
      start: fc.integer({ min: 1, max: MONTHS }),
      effortDays: quarters(40),
      pool: fc.constantFrom(null, 0, 1),
    });
    fc.assert(
      fc.property(one, capacity, capacity, (item, days, more) => {
        const [before] = schedule([item], days);
        const [after] = schedule(
          [item],
          days.map((months, pool) => months.map((each, at) => each + (more[pool]?.[at] ?? 0))),
        );
        expect(after?.done ?? MONTHS + 1).toBeLessThanOrEqual(before?.done ?? MONTHS + 1);
      }),
      { numRuns: 300 },
    );
  });

  test('of the same pool and effort that is due sooner, or stands first, is done no later', () => {
    fc.assert(
      fc.property(items, capacity, quarters(20), (work, days, effortDays) => {
        const same = work.map(item => ({ ...item, effortDays, pool: 0 }));
        const scheduled = schedule(same, days);
        const doneOf = (at: number) => scheduled[at]?.done ?? MONTHS + 1;
        const order = same
          .map(({ start }, at) => ({ start, at }))
          .sort((a, b) => a.start - b.start || a.at - b.at);
        order.slice(1).forEach(({ at }, index) => {
          expect(doneOf(order[index]?.at ?? 0)).toBeLessThanOrEqual(doneOf(at));
        });
      }),
      { numRuns: 300 },
    );
  });

  test('that comes later never delays the ones before it', () => {
    fc.assert(
      fc.property(items, capacity, quarters(20), (work, days, effortDays) => {
        const late = { id: 'late', start: MONTHS, effortDays, pool: null };
        expect(
          schedule([...work, late], days)
            .slice(0, -1)
            .map(({ done }) => done),
        ).toEqual(schedule(work, days).map(({ done }) => done));
      }),
      { numRuns: 200 },
    );
  });
});

test('with no teams nothing waits, and the effort is spent in the month of the start', () => {
  fc.assert(
    fc.property(items, work => {
      const scheduled = scheduleWork(work, 0, () => 0, MONTHS);
      expect(scheduled.map(({ begun, done }) => [begun, done])).toEqual(
        work.map(({ start }) => [start, start]),
      );
      expect(scheduled.map(spentOf)).toEqual(work.map(({ effortDays }) => effortDays));
    }),
  );
});

test('half a pool does the work over as many months as it takes', () => {
  const [first, second] = schedule(
    [
      { id: 'a', start: 1, effortDays: 5, pool: 0 },
      { id: 'b', start: 2, effortDays: 2, pool: 0 },
    ],
    [[2, 2, 2, 2, 2, 2, 2, 2]],
    1,
  );
  expect([first?.begun, first?.done, second?.begun, second?.done]).toEqual([1, 3, 3, 4]);
});
