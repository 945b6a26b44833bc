/** Changes that fail: how many a team has to expect, and the clusters of the DORA reports. */

import { assert } from '../assert.ts';

/** Names of the clusters. */
export type DoraCluster = 'elite' | 'high' | 'medium' | 'low';

/** One cluster of a year's report. */
export type DoraBand = {
  readonly cluster: DoraCluster;
  /** Share of changes that need remediation, 0..1: one figure, or the ends of a range. */
  readonly changeFailureRate: number | readonly [low: number, high: number];
  /** Time until a failed deployment is recovered, as the report words it. */
  readonly recovery: string;
};

/** The reports by year: https://dora.dev/research/. Tables of 2023 and 2024 were read in public copies, that of 2022 from memory. */
const REPORTS: Readonly<Record<number, readonly DoraBand[]>> = {
  2024: [
    { cluster: 'elite', changeFailureRate: 0.05, recovery: '<1 h' },
    { cluster: 'high', changeFailureRate: 0.2, recovery: '<1 day' },
    { cluster: 'medium', changeFailureRate: 0.1, recovery: '<1 day' },
    { cluster: 'low', changeFailureRate: 0.4, recovery: '1 week-1 month' },
  ],
  2023: [
    { cluster: 'elite', changeFailureRate: 0.05, recovery: '<1 h' },
    { cluster: 'high', changeFailureRate: 0.1, recovery: '<1 day' },
    { cluster: 'medium', changeFailureRate: 0.15, recovery: '1 day-1 week' },
    { cluster: 'low', changeFailureRate: 0.64, recovery: '1 month-6 months' },
  ],
  2022: [
    { cluster: 'high', changeFailureRate: [0, 0.15], recovery: '<1 day' },
    { cluster: 'medium', changeFailureRate: [0.16, 0.3], recovery: '1 day-1 week' },
    { cluster: 'low', changeFailureRate: [0.46, 0.6], recovery: '1 week-1 month' },
  ],
};

/** Clusters of a report, best first; null for a year without one here. */
export function doraReport(year: number): readonly DoraBand[] | null {
  return Object.hasOwn(REPORTS, year) ? (REPORTS[year] ?? null) : null;
}

/** Failed changes expected in some months. */
export function expectedChangeFailures(
  deploysPerMonth: number,
  changeFailureRate: number,
  months: number,
): number {
  assert(deploysPerMonth >= 0 && months >= 0, 'deployments are not negative');
  assert(changeFailureRate >= 0 && changeFailureRate <= 1, 'a change failure rate is a share');
  return deploysPerMonth * changeFailureRate * months;
}
