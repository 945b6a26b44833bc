/** Instance size flexibility: inside a group, sizes stand for each other by a published ratio. */

import type { CommitmentRates } from '../application.ts';
import { isSameName } from './scopes.ts';

/** How many reserved units one reservation of a size gives, and how many a running size takes. */
export type SizeFlexibility = {
  /** Units of one reservation: its ratio, or 1 where only the exact size counts. */
  readonly unitsPerReservation: number;
  /** Units that one hour of a size takes; null: the reservation does not apply to it. */
  unitsTaken(size: string): number | null;
};

type RatioOf = CommitmentRates['azureSizeRatio'];

function isRatio(found: ReturnType<RatioOf>): found is { readonly group: string; readonly ratio: number } {
  return found !== null && Number.isFinite(found.ratio) && found.ratio > 0;
}

/**
 * How a reservation of `size` applies to running sizes.
 *
 * With `group` it gives as many units as its ratio says, and each running size of the same group takes its own ratio:
 * covered = min(left / ratio, running). With `size` (capacity priority), and for a size outside every group, only the
 * exact size counts.
 *
 * Ratios are not prices and not vCPU counts: Azure publishes them as a file (ISFRatio.csv), handed in as `ratioOf`.
 * Source: learn.microsoft.com/azure/virtual-machines/reserved-vm-instance-size-flexibility, 2021-02-02.
 */
export function sizeFlexibility(
  size: string,
  flexibility: 'group' | 'size',
  ratioOf: RatioOf,
): SizeFlexibility {
  const own = flexibility === 'group' ? ratioOf(size) : null;
  if (!isRatio(own)) {
    return { unitsPerReservation: 1, unitsTaken: other => (isSameName(size, other) ? 1 : null) };
  }
  return {
    unitsPerReservation: own.ratio,
    unitsTaken: other => {
      if (isSameName(size, other)) return own.ratio;
      const found = ratioOf(other);
      return isRatio(found) && found.group === own.group ? found.ratio : null;
    },
  };
}

/** A ratio table of one or more groups, sizes compared without regard to case. */
export function ratioTable(groups: Readonly<Record<string, Readonly<Record<string, number>>>>): RatioOf {
  const bySize = new Map<string, { readonly group: string; readonly ratio: number }>();
  for (const [group, sizes] of Object.entries(groups)) {
    for (const [size, ratio] of Object.entries(sizes)) bySize.set(size.toLowerCase(), { group, ratio });
  }
  return size => bySize.get(size.toLowerCase()) ?? null;
}
