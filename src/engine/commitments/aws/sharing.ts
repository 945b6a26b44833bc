/**
 * Who in an organisation gets the benefit of a commitment, and after whom (AWS Billing user guide, "Reserved Instances and
 * Savings Plans discount sharing", text of November 2025 or later).
 */

import { assertNever } from '../../assert.ts';
import type { SharingPreferences } from '../settings.ts';

/** Turn of an account: the owner, then its group, then everybody else. */
export type SharingTurn = 0 | 1 | 2;

/** All turns in order. */
export const SHARING_TURNS: readonly SharingTurn[] = [0, 1, 2];

/**
 * Compiles the preferences for one owner.
 * @param owner account that bought the commitment; null when unknown. Then nobody comes first, and what is not shared
 *   with the whole organisation stays with usage whose account is unknown too.
 * @returns the turn of an account, null when the benefit never reaches it
 */
export function sharingTurnOf(
  owner: string | null,
  { mode, groups, notSharing }: SharingPreferences,
): (account: string) => SharingTurn | null {
  const buyer = owner ?? '';
  const isSharedWithAll = mode === 'organization' || mode === 'prioritized-group';
  const ownTurn: SharingTurn = owner === null && isSharedWithAll ? 2 : 0;
  const own = (account: string): SharingTurn | null => (account === buyer ? ownTurn : null);
  const group = new Set(groups.find(accounts => accounts.includes(buyer)) ?? []);
  const excluded = new Set(notSharing);
  if (mode === 'off' || excluded.has(buyer)) return own;
  return account => {
    if (account === buyer || excluded.has(account)) return own(account);
    switch (mode) {
      case 'organization':
        return 2;
      case 'prioritized-group':
        return group.has(account) ? 1 : 2;
      case 'restricted-group':
        return group.has(account) ? 1 : null;
      default:
        return assertNever(mode);
    }
  };
}

/** Usage that could receive benefit in a turn, with what it would save. */
export type SharingCandidate = { readonly account: string; readonly saving: number };

/**
 * Rank of each account by what it could save, the largest first; equal ones by id.
 * Assumption: the saving over the whole period decides. AWS says "the largest calculated saving" and not over which time.
 */
export function rankBySaving(candidates: readonly SharingCandidate[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { account, saving } of candidates) totals.set(account, (totals.get(account) ?? 0) + saving);
  const sorted = [...totals].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  return new Map(sorted.map(([account], rank) => [account, rank]));
}
