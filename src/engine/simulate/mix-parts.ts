/** A month that changes halfway: its parts weighted by how long they last. */

import { type Decimal, decimal, toLedger, ZERO } from '../money.ts';
import { commitmentKpis } from './kpis.ts';
import type { LedgerAmount } from './ledger.ts';
import type { CommitmentKpis } from './run.ts';
import type { PlayedPart } from './timeline.ts';

/** What moves changed in a month, in the order of application; whole parts are taken as they are. */
export function mixedChanges(parts: readonly PlayedPart[]): LedgerAmount[] {
  const [only, ...others] = parts;
  if (others.length === 0) return only?.state.steps.flatMap(({ changes }) => changes) ?? [];
  const mixed = new Map<string, LedgerAmount>();
  for (const { weight, state } of parts) {
    for (const change of state.steps.flatMap(({ changes }) => changes)) {
      const key = JSON.stringify([change.moveId, change.resourceId]);
      const before = mixed.get(key)?.amount ?? ZERO;
      mixed.set(key, { ...change, amount: before.plus(change.amount.times(weight)) });
    }
  }
  return [...mixed.values()].map(change => ({ ...change, amount: toLedger(change.amount) }));
}

/** As invoiced, without one-time charges. */
export function mixedBilled(parts: readonly PlayedPart[]): Decimal {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only.state.cost.billed;
  return toLedger(
    parts.reduce((total, { weight, state }) => total.plus(state.cost.billed.times(decimal(weight))), ZERO),
  );
}

function meanOf(
  parts: readonly { readonly weight: number; readonly kpis: CommitmentKpis }[],
  pick: (kpis: CommitmentKpis) => number | null,
): number | null {
  let total = 0;
  for (const { weight, kpis } of parts) {
    const value = pick(kpis);
    if (value === null) return null;
    total += weight * value;
  }
  return total;
}

/** Use of the commitments over the month. */
export function mixedKpis(parts: readonly PlayedPart[]): CommitmentKpis {
  const each = parts.map(({ weight, state }) => ({
    weight,
    kpis: commitmentKpis(state.cost.price.allocation),
  }));
  const [only, ...others] = each;
  if (only && others.length === 0) return only.kpis;
  return {
    commitmentCoverage: meanOf(each, kpis => kpis.commitmentCoverage),
    commitmentUtilization: meanOf(each, kpis => kpis.commitmentUtilization),
    effectiveSavingsRate: meanOf(each, kpis => kpis.effectiveSavingsRate),
    unusedCost: each.reduce((total, { weight, kpis }) => total + weight * kpis.unusedCost, 0),
  };
}
