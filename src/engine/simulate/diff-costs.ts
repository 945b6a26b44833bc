/** Differences between two costs of the same estate, resource by resource, as ledger amounts. */

import { UNALLOCATED } from '../estate/estate.ts';
import { ZERO } from '../money.ts';
import type { LedgerAmount } from './ledger.ts';
import type { Baseline, EstateCost } from './model-cost.ts';

/** What a step changed: one amount per resource that costs something else than before. Adds up to the whole difference. */
export function diffCosts(
  before: EstateCost,
  after: EstateCost,
  baseline: Baseline,
  by: Pick<LedgerAmount, 'leverId' | 'moveId' | 'cause'>,
): LedgerAmount[] {
  if (before === after) return [];
  const amounts: LedgerAmount[] = [];
  const add = (resourceId: string, change: LedgerAmount['amount']) => {
    if (change.isZero()) return;
    const workload = baseline.resources.get(resourceId)?.workload ?? UNALLOCATED;
    amounts.push({ resourceId, workload, ...by, amount: change });
  };
  for (const [resourceId, now] of after.byResource) {
    const then = before.byResource.get(resourceId) ?? ZERO;
    if (now !== then) add(resourceId, now.minus(then));
  }
  for (const [resourceId, then] of before.byResource) {
    if (!after.byResource.has(resourceId)) add(resourceId, then.negated());
  }
  return amounts;
}
