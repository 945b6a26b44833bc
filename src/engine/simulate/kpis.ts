/** FinOps KPIs of commitments, from one allocation. */

import type { Allocation } from '../pricing/allocate-demand.ts';
import type { CommitmentKpis } from './run.ts';

/** Coverage, utilisation and effective savings rate of a period. */
export function commitmentKpis(
  allocation: Pick<Allocation, 'uses' | 'eligibleOnDemandCost' | 'onDemandEquivalent'>,
): CommitmentKpis {
  const { uses, eligibleOnDemandCost, onDemandEquivalent } = allocation;
  const total = (pick: (use: Allocation['uses'][number]) => number) =>
    uses.reduce((sum, use) => sum + pick(use), 0);
  const committed = total(use => use.committedCost);
  const covered = total(use => use.coveredOnDemandCost);
  return {
    // Sums over hundreds of hours differ in their last digits.
    commitmentCoverage: onDemandEquivalent > 0 ? Math.min(1, covered / onDemandEquivalent) : null,
    commitmentUtilization: committed > 0 ? total(use => use.usedCost) / committed : null,
    effectiveSavingsRate:
      onDemandEquivalent > 0 ? 1 - (eligibleOnDemandCost + committed) / onDemandEquivalent : null,
    unusedCost: total(use => use.unusedCost),
  };
}
