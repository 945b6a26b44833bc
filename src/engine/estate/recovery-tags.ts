/** What tags say of disaster recovery: which resources wait in another Region for the loss of the first, and how. */

import { type RecoveryStrategy, recoveryStrategy } from '../reliability/disaster-recovery.ts';
import type { Resource } from './estate.ts';

/** Strategies from the dearest to the cheapest. */
export const STRATEGIES = ['active-active', 'warm-standby', 'pilot-light', 'backup-restore'] as const;

const KEY = /^(dr|dr[-_ ]?(role|strategy|posture)|disaster[-_ ]?recovery|recovery[-_ ]?strategy)$/i;
const STANDBY = /^(standby|secondary|passive|replica|dr|true|yes)$/i;

/** The part of a resource in disaster recovery: its strategy, `standby` without one, or null for no part in it. */
export function recoveryRole({ tags }: Pick<Resource, 'tags'>): RecoveryStrategy | 'standby' | null {
  for (const [key, value] of Object.entries(tags)) {
    if (!KEY.test(key.trim())) continue;
    const strategy = recoveryStrategy(value);
    if (strategy !== null) return strategy;
    if (STANDBY.test(value.trim())) return 'standby';
  }
  return null;
}

/**
 * How a workload is prepared for the loss of its Region: the best posture among its resources; null when no tag speaks of one.
 * A tag that says standby and no more counts as a warm standby (assumption, the same as the lever's default).
 */
export function recoveryPosture(resources: readonly Pick<Resource, 'tags'>[]): RecoveryStrategy | null {
  const roles = new Set(resources.map(recoveryRole));
  if (roles.has('standby')) roles.add('warm-standby');
  return STRATEGIES.find(strategy => roles.has(strategy)) ?? null;
}
