/**
 * EBS snapshots: what increments, the archive and fast restores are charged.
 * Sources: EC2 user guide, "Amazon EBS snapshots" and "Archive Amazon EBS snapshots" (2023-06-15); EBS price page (2025-07 or later).
 */

/** A volume at the time of a snapshot, GiB. */
export type VolumeState = {
  readonly dataGib: number;
  /** Blocks changed or added since the snapshot before; all of them for the first. */
  readonly changedGib: number | null;
};

/** GiB that each snapshot of a series stores: the first all of the data, each later one what has changed since. */
export function incrementalSnapshotGib(states: readonly VolumeState[]): readonly number[] {
  return states.map(({ dataGib, changedGib }, index) => (index === 0 ? dataGib : (changedGib ?? dataGib)));
}

/** Months for which the archive tier charges a snapshot at least: 90 days. */
export const ARCHIVE_MINIMUM_MONTHS = 3;

/**
 * Charge for a snapshot that leaves the archive early, USD: the rest of the minimum for what has been archived.
 * @param archivedGib the full snapshot, or the part that was archived when it was deleted
 * @param monthsArchived months paid so far
 */
export function archiveEarlyFee(
  archivedGib: number,
  perGibMonth: number,
  monthsArchived: number,
  minimumMonths = ARCHIVE_MINIMUM_MONTHS,
): number {
  return archivedGib * perGibMonth * Math.max(0, minimumMonths - monthsArchived);
}

/** Minutes for which a fast snapshot restore is charged at least in each zone. */
const FAST_RESTORE_MINIMUM_MINUTES = 60;

/**
 * Fast Snapshot Restore, USD: charged by the minute for each snapshot in each zone, at least an hour.
 * @param perDsuHour price of a data services unit-hour
 */
export function fastRestoreCost(
  snapshots: number,
  zones: number,
  minutes: number,
  perDsuHour: number,
): number {
  if (minutes === 0) return 0;
  return snapshots * zones * (Math.max(FAST_RESTORE_MINIMUM_MINUTES, minutes) / 60) * perDsuHour;
}
