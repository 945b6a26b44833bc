/** What several rules ask of a run: words for amounts, places of moves, what a commitment binds, what one move strands. */

import { MONTHS_PER_YEAR } from '../calendar.ts';
import type { Commitment } from '../commitments/commitment.ts';
import type { Stage, TargetKind } from '../lever.ts';
import { leverById } from '../levers/index.ts';
import { type Decimal, decimal, toLedger, toText } from '../money.ts';
import type { MoveOutcome, Run } from '../simulate/run.ts';
import type { Replay } from './replay.ts';

/** Smallest amount a month, in the bill's currency, that is worth a line. */
export const WORTH_A_LINE = 1;

/** `$1,234` or `1,234 EUR`: a whole amount inside a sentence. */
export function amountWords(amount: Decimal | number, currency: string): string {
  const whole = Math.round(Number(amount)).toLocaleString('en-US');
  return currency === 'USD' ? `$${whole}` : `${whole} ${currency}`;
}

/** `12 %`. */
export function shareWords(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `one move`, `3 moves`. */
export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** An amount as a mistake states it. */
export function amountText(amount: Decimal | number): string {
  return toText(toLedger(decimal(amount)));
}

/** The stage of a move's lever; null for a lever that is not in the catalogue. */
export function stageOf({ leverId }: MoveOutcome): Stage | null {
  return leverById(leverId)?.meta.stage ?? null;
}

/** Commitments that a move bought. */
export function boughtBy({ applied }: MoveOutcome): readonly Commitment[] {
  return applied.flatMap(({ effect }) => (effect.kind === 'commit' ? effect.commitments : []));
}

/** Moves that bought something. */
export function purchasesOf(run: Run): MoveOutcome[] {
  return run.moves.filter(move => boughtBy(move).length > 0);
}

/** What kind of thing a commitment pays for. */
export function coveredKind(commitment: Commitment): TargetKind {
  switch (commitment.kind) {
    case 'savings-plan':
      if (commitment.offering === 'sagemaker') return 'other';
      return commitment.offering === 'database' ? 'database' : 'instance';
    case 'reserved-node':
      return commitment.service === 'rds' || commitment.service === 'aurora' ? 'database' : 'other';
    default:
      return 'instance';
  }
}

/** True when the workload matters to somebody outside: it is production, or, where nobody knows, it has an objective. */
export function isProduction(run: Run, replay: Replay | null, name: string): boolean {
  const known = replay?.estate.workloads.find(each => each.name === name);
  if (known) return known.environment === 'production';
  return run.reliability.some(({ workload, slo }) => workload === name && slo !== null);
}

/** What a month saves with a move, by the ledger; negative when it costs. */
export function savedIn(run: Run, moveId: string, month: number): number {
  const changes = run.months[month - 1]?.changes ?? [];
  return -changes.reduce((sum, change) => sum + (change.moveId === moveId ? Number(change.amount) : 0), 0);
}

/** The part of a commitment that one move leaves unused. */
export type Stranded = {
  readonly commitment: Commitment;
  readonly unusedCost: number;
  readonly until: string;
};

/** Month after a commitment's last, `yyyy-mm-dd`, or in words where nobody knows. */
function endOf(commitment: Commitment, run: Run): string {
  if (commitment.endMs !== null) return new Date(commitment.endMs).toISOString().slice(0, 10);
  const buyer = purchasesOf(run).find(move => boughtBy(move).some(({ id }) => id === commitment.id));
  const months = (commitment.termYears ?? 1) * MONTHS_PER_YEAR;
  return buyer?.effectMonth ? `month ${buyer.effectMonth + months - 1} of the run` : 'its end';
}

/** First month in which all of a move is in effect, or the last one played; null when it never is. */
export function monthOfEffect(run: Run, { effectMonth, fullMonth }: MoveOutcome): number | null {
  return effectMonth === null ? null : (fullMonth ?? run.horizonMonths);
}

/**
 * What a move leaves unused of the commitments of the bill and the plan in the first month of its full effect: the
 * difference to the same month without it, what was bought left as it is.
 */
export function strandedBy(
  run: Run,
  move: MoveOutcome,
  replay: Replay,
  isMeant: (commitment: Commitment) => boolean,
): Stranded[] {
  const month = monthOfEffect(run, move);
  const meant = [...replay.estate.commitments, ...run.purchases].filter(isMeant);
  if (month === null || meant.length === 0) return [];
  const [withIt, withoutIt] = [replay.usesIn(month, null), replay.usesIn(month, move.moveId)];
  return meant.flatMap(commitment => {
    const unusedOf = (uses: typeof withIt) => uses.get(commitment.id)?.unusedCost ?? 0;
    const unusedCost = unusedOf(withIt) - unusedOf(withoutIt);
    return unusedCost < WORTH_A_LINE ? [] : [{ commitment, unusedCost, until: endOf(commitment, run) }];
  });
}
