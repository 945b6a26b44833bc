/** Charges of a run that come once: what a change costs, what runs side by side, fees paid upfront. */

import { MONTHS_PER_YEAR } from '../calendar.ts';
import { upfrontFee } from '../commitments/fees.ts';
import { decimal, toLedger } from '../money.ts';
import type { LedgerAmount } from './ledger.ts';
import type { Purchases } from './play-moves.ts';
import type { TimedMove } from './timed-moves.ts';
import type { PlayedMonth } from './timeline.ts';

/** What a change costs by the lever, in the first month in which each resource is changed. */
function changeCharges(months: readonly PlayedMonth[]): LedgerAmount[][] {
  const charged = new Set<string>();
  return months.map(({ state }) =>
    state.steps.flatMap(({ move, result }) => {
      const fresh = result.oneOff.filter(({ resourceId }) => !charged.has(`${move.id}\u0000${resourceId}`));
      for (const { resourceId } of fresh) charged.add(`${move.id}\u0000${resourceId}`);
      return fresh.map(({ cost, ...place }) => ({
        ...place,
        leverId: move.lever,
        moveId: move.id,
        amount: toLedger(cost),
      }));
    }),
  );
}

/** What the plan says a move costs once, in the first month of its effect. */
function statedCharges(timed: readonly TimedMove[], index: number): LedgerAmount[] {
  return timed.flatMap(({ move, delivery, effectMonth }) => {
    if (effectMonth !== index || Number(delivery.oneOffCost) === 0) return [];
    const amount = toLedger(decimal(delivery.oneOffCost));
    return [{ resourceId: `(${move.id})`, workload: '', leverId: move.lever, moveId: move.id, amount }];
  });
}

/**
 * What the new costs while the old still runs: the resources of the first wave at what they cost afterwards. A purchase
 * has no new beside an old.
 */
function dualRunCharges(
  timed: readonly TimedMove[],
  months: readonly PlayedMonth[],
  index: number,
): LedgerAmount[] {
  return timed.flatMap(({ move, lever, delivery, effectMonth }) => {
    const isRunning =
      effectMonth !== null && index < effectMonth && index >= effectMonth - delivery.dualRunMonths;
    const first = effectMonth === null ? undefined : months[effectMonth - 1];
    const step = first?.state.steps.find(each => each.move.id === move.id);
    if (!isRunning || !step || lever.target === 'estate') return [];
    return step.result.applied.flatMap(({ resourceId, workload }) => {
      const amount = step.cost.byResource.get(resourceId);
      if (!amount?.greaterThan(0)) return [];
      return [{ resourceId, workload, leverId: move.lever, moveId: move.id, amount }];
    });
  });
}

/** One-off charges of each month. */
export function oneOffByMonth(timed: readonly TimedMove[], months: readonly PlayedMonth[]): LedgerAmount[][] {
  const changes = changeCharges(months);
  return months.map(({ index }, at) => [
    ...(changes[at] ?? []),
    ...statedCharges(timed, index),
    ...dualRunCharges(timed, months, index),
  ]);
}

/** Fees due in the month in which a commitment is bought, and again whenever its term is over and it is bought again. */
export function upfrontFees(timed: readonly TimedMove[], purchases: Purchases, index: number): number {
  let total = 0;
  for (const { move, effectMonth, expires } of timed) {
    const effect = purchases.get(move.id)?.effect;
    if (effect?.kind !== 'commit' || effectMonth === null || index < effectMonth) continue;
    const monthsSince = index - effectMonth;
    if (expires && monthsSince > 0) continue;
    for (const bought of effect.commitments) {
      if (monthsSince % ((bought.termYears ?? 1) * MONTHS_PER_YEAR) === 0) total += upfrontFee(bought);
    }
  }
  return total;
}
