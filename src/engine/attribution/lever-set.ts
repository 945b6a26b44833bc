/** Sets of levers, of any number: bit i of a bigint stands for lever i. */

/** A set of levers. */
export type LeverSet = bigint;

/** Cost with a set of levers applied, in any currency; the same set always costs the same. */
export type CostOfSet = (levers: LeverSet) => number;

/** No lever. */
export const NO_LEVERS: LeverSet = 0n;

/** The set of one lever. */
export function only(lever: number): LeverSet {
  return 1n << BigInt(lever);
}

/** The levers 0 to count - 1. */
export function allLevers(count: number): LeverSet {
  return (1n << BigInt(count)) - 1n;
}

/** A set of these levers. */
export function setOf(levers: Iterable<number>): LeverSet {
  let set = NO_LEVERS;
  for (const lever of levers) set |= only(lever);
  return set;
}

/** The set without one lever. */
export function without(set: LeverSet, lever: number): LeverSet {
  return set & ~only(lever);
}

/** Whether a lever is in the set. */
export function has(set: LeverSet, lever: number): boolean {
  return (set & only(lever)) !== 0n;
}

/** 0 to count - 1. */
export function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/**
 * Every set of these levers, each one after the set it only adds a last lever to, and sets that share their first levers
 * next to each other: whoever applies levers in this order finds everything but the last one done lately.
 */
export function* subsetsOf(levers: readonly number[], chosen: LeverSet = NO_LEVERS): Generator<LeverSet> {
  yield chosen;
  for (let index = levers.length - 1; index >= 0; index--)
    yield* subsetsOf(levers.slice(index + 1), chosen | only(levers[index] ?? 0));
}

/** The same costs, each set asked for once. */
export function remembered(costOf: CostOfSet): CostOfSet {
  const known = new Map<LeverSet, number>();
  return set => {
    const cost = known.get(set) ?? costOf(set);
    known.set(set, cost);
    return cost;
  };
}
