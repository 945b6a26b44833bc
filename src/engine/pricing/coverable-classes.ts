/** Kinds of usage that a commitment may cover, by the providers' rules of application. */

import type { Commitment } from '../commitments/commitment.ts';
import type { RateCard } from '../rate-card.ts';
import { type AllocationTerms, commitmentClass, orderFor } from './allocate-demand.ts';
import type { UsageDemand } from './usage-demand.ts';

/** Classes of usage (see `commitmentClass`) that these commitments may cover in this demand, whenever they run. */
export function coverableClasses(
  demand: UsageDemand,
  commitments: readonly Commitment[],
  rates: RateCard,
  terms: AllocationTerms,
): Set<string> {
  const found = new Set<string>();
  const always = commitments.map(each => ({ ...each, startMs: null, endMs: null }));
  for (const step of orderFor(demand, always, rates, terms).steps) {
    for (const { usage } of step.kind === 'draw' ? [step] : step.targets) {
      const shape = demand.pools[usage]?.shape;
      if (shape) found.add(commitmentClass(shape));
    }
  }
  return found;
}
