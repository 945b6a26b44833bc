/** FinOps KPIs of commitments, from one allocation. */

import type { Allocation } from '../commitments/allocate.ts';
import type { CommitmentKpis } from './run.ts';

/** Coverage, utilisation and effective savings rate of a period. */
export function commitmentKpis({ uses, onDemandCost, onDemandEquivalent }: Allocation): CommitmentKpis {
  const total = (pick: (use: Allocation['uses'][number]) => number) =>
    uses.reduce((sum, use) => sum + pick(use), 0);
  const committed = total(use => use.committedCost);
  const covered = total(use => use.coveredOnDemandCost);
  return {
    commitmentCoverage: onDemandEquivalent > 0 ? covered / onDemandEquivalent : null,
    commitmentUtilization: committed > 0 ? total(use => use.usedCost) / committed : null,
    effectiveSavingsRate: onDemandEquivalent > 0 ? 1 - (onDemandCost + committed) / onDemandEquivalent : null,
    unusedCost: total(use => use.unusedCost),
  };
}
