/** What a purchase lever bought, for its tests. */

import type { Commitment } from '../../../../src/engine/commitments/commitment.ts';
import type { Estate } from '../../../../src/engine/estate/estate.ts';
import { ask } from '../../estates.ts';

/** Commitments that a lever would buy with these parameters; none when it says no. */
export function bought(
  lever: string,
  estate: Estate,
  params: Readonly<Record<string, number | string>> = {},
): readonly Commitment[] {
  const found = ask(lever, estate, null, params);
  if ('reason' in found) return [];
  if (found.effect.kind !== 'commit') throw new Error('a purchase lever commits');
  return found.effect.commitments;
}

/** The reason for a no; empty for a yes. */
export function refusal(
  lever: string,
  estate: Estate,
  params: Readonly<Record<string, number | string>> = {},
): string {
  const found = ask(lever, estate, null, params);
  return 'reason' in found ? found.reason : '';
}

/** Why a lever says yes. */
export function why(
  lever: string,
  estate: Estate,
  params: Readonly<Record<string, number | string>> = {},
): string {
  const found = ask(lever, estate, null, params);
  return 'why' in found ? found.why : '';
}
