/** Purchases: whether a commitment of the planned kind is on the later bill, how large, and how well it is used. */

import type { BillExtract } from '../../bill-extract.ts';
import type { Commitment } from '../../commitments/commitment.ts';
import { effectivePerHour } from '../../commitments/fees.ts';
import { type Decimal, toLedger, ZERO } from '../../money.ts';
import type { CommitmentUse } from '../../pricing/allocate-demand.ts';
import { byShare, notDone, type Verdict } from '../verdict.ts';

/** A purchase as the bill shows it. */
export type BoughtCommitment = {
  readonly id: string;
  readonly perHour: number;
  /** Used over committed by the bill's own lines; null where it has neither. */
  readonly utilization: number | null;
  /** On-demand price of what it covers less what it costs, in the month. */
  readonly saved: Decimal;
};

/** What became of a planned purchase. */
export type PurchaseVerdict = {
  readonly moveId: string;
  readonly verdict: Verdict;
  readonly plannedPerHour: number;
  readonly bought: readonly BoughtCommitment[];
};

/** What a purchase must agree in: its kind and what ties it to a place or family. */
function productOf(commitment: Commitment): string {
  const { kind } = commitment;
  const places: Readonly<Record<string, unknown>> = { ...commitment };
  const names = ['offering', 'family', 'region', 'offeringClass', 'service', 'engine', 'series', 'product'];
  return JSON.stringify([kind, ...names.map(name => places[name] ?? null)]);
}

/** Used over committed of a commitment in the bill. */
function utilizationOf(id: string, { commitments }: BillExtract): number | null {
  const found = commitments.find(each => each.id === id);
  if (!found) return null;
  const [used, unused] = [Number(found.usedCost), Number(found.unusedCost)];
  return used + unused > 0 ? used / (used + unused) : null;
}

/** What the later month has of commitments. */
export type LaterCommitments = {
  /** On the later bill and not on the reference bill. */
  readonly fresh: readonly Commitment[];
  readonly uses: readonly CommitmentUse[];
  readonly extract: BillExtract;
};

/**
 * Looks for the purchases of a plan among the commitments that the later bill has and the reference bill has not. A
 * commitment stands for one purchase: the first in the plan's order that it fits.
 */
export function verifyPurchases(
  planned: readonly {
    readonly moveId: string;
    readonly effect: { readonly commitments: readonly Commitment[] };
  }[],
  { fresh, uses, extract }: LaterCommitments,
): PurchaseVerdict[] {
  const taken = new Set<string>();
  return planned.map(({ moveId, effect }) => {
    const products = new Set(effect.commitments.map(productOf));
    const plannedPerHour = effect.commitments.reduce((sum, each) => sum + effectivePerHour(each), 0);
    const bought = fresh
      .filter(each => !taken.has(each.id) && products.has(productOf(each)))
      .map((commitment): BoughtCommitment => {
        const use = uses.find(({ id }) => id === commitment.id);
        return {
          id: commitment.id,
          perHour: effectivePerHour(commitment),
          utilization: utilizationOf(commitment.id, extract),
          saved: use ? toLedger(use.coveredOnDemandCost - use.committedCost) : ZERO,
        };
      });
    for (const { id } of bought) taken.add(id);
    const perHour = bought.reduce((sum, each) => sum + each.perHour, 0);
    const why = `${perHour.toFixed(3)} an hour bought, ${plannedPerHour.toFixed(3)} planned`;
    const verdict =
      bought.length === 0
        ? notDone('no such commitment on the bill')
        : byShare(perHour / plannedPerHour, why);
    return { moveId, verdict, plannedPerHour, bought };
  });
}
