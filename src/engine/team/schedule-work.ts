/** When the work of a plan gets done: moves draw days from their team, in the order they are due; what does not fit waits. */

/** Work to do. */
export type WorkItem = {
  readonly id: string;
  /** First month, from 1, in which it may be worked on. */
  readonly start: number;
  readonly effortDays: number;
  /** Index of the pool whose days it needs; null: whichever has most left. */
  readonly pool: number | null;
};

/** What one item took of one month. */
export type WorkDays = { readonly month: number; readonly pool: number; readonly days: number };

/** When an item gets done. */
export type ScheduledWork = {
  readonly id: string;
  /** Month in which work began; null: never within the horizon. */
  readonly begun: number | null;
  /** Month in which the last day was spent; null: not within the horizon. */
  readonly done: number | null;
  readonly days: readonly WorkDays[];
};

/** Days left below this are rounding. */
const ROUNDING = 1e-9;

type Open = {
  readonly item: WorkItem;
  left: number;
  begun: number | null;
  done: number | null;
  days: WorkDays[];
};

function mostLeft(left: readonly number[]): number | null {
  let best: number | null = null;
  left.forEach((days, pool) => {
    if (days > ROUNDING && (best === null || days > (left[best] ?? 0))) best = pool;
  });
  return best;
}

/** Takes what a month has for an item, from its own pool or from all of them, fullest first. */
function workOn(open: Open, month: number, left: number[]): void {
  while (open.left > ROUNDING) {
    const pool = open.item.pool ?? mostLeft(left);
    const available = pool === null ? 0 : (left[pool] ?? 0);
    if (pool === null || available <= ROUNDING) return;
    const days = Math.min(open.left, available);
    left[pool] = available - days;
    open.left -= days;
    open.begun ??= month;
    open.days.push({ month, pool, days });
  }
  open.begun ??= month;
  open.done = month;
}

/**
 * Schedules work on the days of pools. Items are served by their start, then in the order given; a later one may use what
 * an earlier one cannot.
 * @param daysOf days of a pool in a month from 1; with no pool at all nothing waits
 */
export function scheduleWork(
  items: readonly WorkItem[],
  pools: number,
  daysOf: (pool: number, month: number) => number,
  months: number,
): ScheduledWork[] {
  const all = items.map((item): Open => ({ item, left: item.effortDays, begun: null, done: null, days: [] }));
  if (pools === 0) {
    return items.map(({ id, start, effortDays }) => ({
      id,
      begun: start,
      done: start,
      days: effortDays > 0 ? [{ month: start, pool: -1, days: effortDays }] : [],
    }));
  }
  const queue = [...all].sort((a, b) => a.item.start - b.item.start);
  for (let month = 1; month <= months; month++) {
    const left = Array.from({ length: pools }, (_, pool) => daysOf(pool, month));
    for (const open of queue) {
      if (open.done === null && open.item.start <= month) workOn(open, month, left);
    }
  }
  return all.map(({ item, begun, done, days }) => ({ id: item.id, begun, done, days }));
}
