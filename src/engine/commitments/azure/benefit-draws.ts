/** One Azure benefit with the usage that draws on it, in order: what every rule of this folder compiles to. */

import { assert } from '../../assert.ts';
import { compareText } from '../../text-order.ts';
import type { ApplicationOrder, Benefit, Step } from '../draw.ts';
import type { UsagePool } from '../usage.ts';

/** A benefit and who draws on it, first to last. */
export type BenefitDraws = {
  readonly benefit: Benefit;
  readonly draws: readonly {
    /** Index of the usage pool. */
    readonly usage: number;
    /** Units of benefit that one unit of usage takes; > 0. */
    readonly unitsPerQuantity: number;
  }[];
};

/** A usage pool with its place in the input. */
export type IndexedPool = { readonly usage: number; readonly pool: UsagePool };

/** Pools in the order they are served where no rule says otherwise: by id. */
export function poolsById(pools: readonly UsagePool[]): readonly IndexedPool[] {
  return pools
    .map((pool, usage) => ({ usage, pool }))
    .sort((a, b) => compareText(a.pool.id, b.pool.id) || a.usage - b.usage);
}

/** @throws BugError when an amount of a commitment is no amount: the reader of commitments must have refused it. */
export function assertAmount(amount: number, what: string): number {
  assert(Number.isFinite(amount) && amount >= 0, `${what} is a number of 0 or more`);
  return amount;
}

/** Benefits and their steps, in order. */
export function orderOf(parts: readonly BenefitDraws[]): ApplicationOrder {
  return {
    benefits: parts.map(({ benefit }) => benefit),
    steps: parts.flatMap(({ draws }, benefit) =>
      draws.map((draw): Step => ({ kind: 'draw', benefit, ...draw })),
    ),
  };
}
