/** What a purchase lever answers, and what the run says of it. */

import type { Commitment } from '../../../../src/engine/commitments/commitment.ts';
import type { Estate } from '../../../../src/engine/estate/estate.ts';
import { createSimulator } from '../../../../src/engine/simulate/simulate.ts';
import { testBook } from '../../../helpers/test-book.ts';
import { ask, move, plan } from '../../estates.ts';

type Params = Readonly<Record<string, number | string | boolean>>;

/** The commitments that a lever would buy; none when it says no. */
export function bought(lever: string, estate: Estate, params: Params = {}): readonly Commitment[] {
  const found = ask(lever, estate, null, params);
  if ('reason' in found) return [];
  return found.effect.kind === 'commit' ? found.effect.commitments : [];
}

/** Why a lever says no; null when it says yes. */
export function reasonOf(lever: string, estate: Estate, params: Params = {}): string | null {
  const found = ask(lever, estate, null, params);
  return 'reason' in found ? found.reason : null;
}

/** Share of the bill that a lever takes off it by itself. */
export function savingShare(lever: string, estate: Estate, params: Params = {}): number {
  const run = createSimulator(estate, testBook()).run(plan([move(lever, { params })]), { horizonMonths: 2 });
  const before = estate.resources.reduce((sum, { effectiveCost }) => sum + Number(effectiveCost), 0);
  return (run.moves[0]?.savedPerMonth.toNumber() ?? 0) / before;
}
