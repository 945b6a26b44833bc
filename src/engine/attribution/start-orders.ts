/** Orders of a plan: the same moves on the same start months, given out in another way. */

import type { Plan } from '../plan.ts';

/** Start month of each move, in the order of the plan's file. */
export type Starts = readonly number[];

/** Start months as the plan has them. */
export function startsOf({ moves }: Plan): Starts {
  return moves.map(({ start }) => start);
}

/** The plan with other start months, nothing else changed. */
export function withStarts(plan: Plan, starts: Starts): Plan {
  return {
    ...plan,
    moves: plan.moves.map((move, index) => ({ ...move, start: starts[index] ?? move.start })),
  };
}

/** Number of different ways to give the months out: n! over the factorials of how often each month occurs. */
export function distinctOrders(starts: Starts): number {
  const seen = new Map<number, number>();
  let orders = 1;
  starts.forEach((start, index) => {
    const times = (seen.get(start) ?? 0) + 1;
    seen.set(start, times);
    orders = (orders * (index + 1)) / times;
  });
  return Math.round(orders);
}

/** Every different way to give the months out, each once: the next permutation by Narayana Pandita's rule. */
export function* allOrders(starts: Starts): Generator<Starts> {
  const order = starts.toSorted((a, b) => a - b);
  const at = (index: number) => order[index] ?? 0;
  const swap = (a: number, b: number) => {
    [order[a], order[b]] = [at(b), at(a)];
  };
  for (;;) {
    yield [...order];
    let last = order.length - 2;
    while (last >= 0 && at(last) >= at(last + 1)) last--;
    if (last < 0) return;
    let above = order.length - 1;
    while (at(above) <= at(last)) above--;
    swap(last, above);
    for (let low = last + 1, high = order.length - 1; low < high; low++, high--) swap(low, high);
  }
}

/** Every way that differs by the months of two moves. */
export function swapsOf(starts: Starts): Starts[] {
  return starts.flatMap((first, i) =>
    starts.slice(0, i).flatMap((second, j) => {
      if (first === second) return [];
      const swapped = [...starts];
      [swapped[i], swapped[j]] = [second, first];
      return [swapped];
    }),
  );
}

/** The months, earliest first, given to the moves by a rank: the lowest first, among equal ones as they start now. */
export function orderedBy(starts: Starts, rankOf: (move: number) => number): Starts {
  const months = starts.toSorted((a, b) => a - b);
  const moves = [...starts.keys()].sort(
    (a, b) => rankOf(a) - rankOf(b) || (starts[a] ?? 0) - (starts[b] ?? 0) || a - b,
  );
  const given = [...starts];
  moves.forEach((move, place) => {
    given[move] = months[place] ?? 1;
  });
  return given;
}
