/** Which commitments of the bill still run in a month of the future. */

import { addMonths, HOURS_PER_MONTH } from '../calendar.ts';
import type { Commitment } from '../commitments/commitment.ts';
import { effectivePerHour } from '../commitments/fees.ts';
import type { Estate } from '../estate/estate.ts';
import type { Finding } from '../finding.ts';
import type { Assumptions } from './assumptions.ts';

function startOf(month: string): number {
  return Date.parse(`${month}-01T00:00:00Z`);
}

/**
 * Commitments of the bill that run in a month, with their ends moved into the reference period: a run repeats that period,
 * so a commitment that ends halfway through the month ends halfway through it. The same array while nothing has ended.
 */
export function commitmentsInForce(
  estate: Estate,
  month: string,
  assumptions: Assumptions,
): readonly Commitment[] {
  if (assumptions.existingCommitments === 'renew') return estate.commitments;
  const monthStart = startOf(month);
  const monthLength = startOf(addMonths(month, 1)) - monthStart;
  const ended = ({ endMs }: Commitment) => endMs !== null && endMs < monthStart + monthLength;
  if (!estate.commitments.some(ended)) return estate.commitments;
  const { startMs, endMs } = estate.period;
  return estate.commitments.flatMap(commitment => {
    if (commitment.endMs === null || !ended(commitment)) return [commitment];
    const share = (commitment.endMs - monthStart) / monthLength;
    return share <= 0 ? [] : [{ ...commitment, endMs: startMs + share * (endMs - startMs) }];
  });
}

/** One finding for each commitment of the bill that ends within the run. */
export function expiryFindings(
  estate: Estate,
  referenceMonth: string,
  horizonMonths: number,
  assumptions: Assumptions,
): Finding[] {
  if (assumptions.existingCommitments === 'renew') return [];
  const endOfRun = startOf(addMonths(referenceMonth, horizonMonths + 1));
  return estate.commitments.flatMap((commitment): Finding[] => {
    const { id, endMs } = commitment;
    if (endMs === null || endMs >= endOfRun) return [];
    const perMonth = Math.round(effectivePerHour(commitment) * HOURS_PER_MONTH).toLocaleString('en-US');
    const name = id.split(':').at(-1) || id;
    return [
      {
        code: 'commitment-expires',
        severity: 'info',
        message: `Commitment ${name} of ${perMonth} ${estate.currency} a month ends on ${new Date(endMs).toISOString().slice(0, 10)}: its usage falls back to on-demand.`,
        hint: 'Plan a purchase for that month, or set `assumptions: { existingCommitments: renew }` in the plan.',
        source: null,
      },
    ];
  });
}
