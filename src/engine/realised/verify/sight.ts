/** What a verifier sees: a resource as the plan found it, what the later bill has of it, and both bills. */

import type { Effect } from '../../effect.ts';
import type { Estate, Resource } from '../../estate/estate.ts';
import type { ChargeSum } from '../../growth/charge-sum.ts';
import type { PriceBook } from '../../price-book.ts';

/** Kinds of effects that act on one resource. */
export type ResourceEffect = Exclude<Effect, { kind: 'commit' }>;

/** One planned change of one resource beside the two bills. */
export type Sight<E extends ResourceEffect = ResourceEffect> = {
  readonly effect: E;
  /** In the reference month. */
  readonly before: Resource;
  /** With the moves before this one: what the plan changes here. */
  readonly plannedFrom: Resource;
  /** In the later month: itself, or what has taken its place. */
  readonly after: Resource;
  readonly beforeCharges: readonly ChargeSum[];
  readonly afterCharges: readonly ChargeSum[];
  readonly from: Estate;
  readonly to: Estate;
  readonly book: PriceBook;
};
