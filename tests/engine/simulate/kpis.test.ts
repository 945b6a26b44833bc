/** FinOps KPIs of commitments, in numbers by hand. */

import { describe, expect, test } from 'vitest';
import type { Allocation, CommitmentUse } from '../../../src/engine/pricing/allocate-demand.ts';
import { commitmentKpis } from '../../../src/engine/simulate/kpis.ts';

const use = (committedCost: number, usedCost: number, coveredOnDemandCost: number): CommitmentUse => ({
  id: 'x',
  committedCost,
  usedCost,
  unusedCost: committedCost - usedCost,
  coveredOnDemandCost,
});
const kpis = (more: Partial<Allocation>) =>
  commitmentKpis({ eligibleOnDemandCost: 0, onDemandEquivalent: 0, uses: [], ...more });

describe('KPIs', () => {
  test('of nothing are unknown, not zero', () => {
    expect(kpis({})).toEqual({
      commitmentCoverage: null,
      commitmentUtilization: null,
      effectiveSavingsRate: null,
      unusedCost: 0,
    });
  });

  test('of usage without commitments are zero, and utilisation unknown', () => {
    expect(kpis({ eligibleOnDemandCost: 100, onDemandEquivalent: 100 })).toEqual({
      commitmentCoverage: 0,
      commitmentUtilization: null,
      effectiveSavingsRate: 0,
      unusedCost: 0,
    });
  });

  test('of commitments without usage: nothing used, everything lost', () => {
    expect(kpis({ uses: [use(10, 0, 0)] })).toMatchObject({ commitmentUtilization: 0, unusedCost: 10 });
  });

  test('add up over all commitments', () => {
    const found = kpis({
      eligibleOnDemandCost: 20,
      onDemandEquivalent: 100,
      uses: [use(40, 35, 50), use(20, 15, 30)],
    });
    expect(found.commitmentCoverage).toBeCloseTo(0.8, 12);
    expect(found.commitmentUtilization).toBeCloseTo(50 / 60, 12);
    // 1 - (20 on demand + 60 committed) / 100.
    expect(found.effectiveSavingsRate).toBeCloseTo(0.2, 12);
    expect(found.unusedCost).toBeCloseTo(10, 12);
  });

  test('a commitment used below its break-even costs more than it saves', () => {
    expect(
      kpis({ eligibleOnDemandCost: 0, onDemandEquivalent: 50, uses: [use(70, 35, 50)] }).effectiveSavingsRate,
    ).toBeCloseTo(-0.4, 12);
  });
});
