/** The two CSV layouts of metrics; docs/metrics.md describes them for people. */

import type { Percentiles } from '../engine/estate/estate.ts';
import type { CsvLayout } from '../input/csv-table.ts';

/** Metrics that a file gives as quantiles, and the words that their columns start with. */
export const QUANTILE_METRICS = [
  { metric: 'cpu', column: 'cpuPercent', isPercent: true },
  { metric: 'memory', column: 'memoryPercent', isPercent: true },
  { metric: 'iops', column: 'iops', isPercent: false },
  { metric: 'throughputMibps', column: 'throughputMibps', isPercent: false },
  { metric: 'networkMbps', column: 'networkMbps', isPercent: false },
] as const;

/** Quantiles in rising order, and the words that their columns end with. */
export const QUANTILES = [
  { quantile: 'p50', suffix: 'P50' },
  { quantile: 'p95', suffix: 'P95' },
  { quantile: 'p99', suffix: 'P99' },
  { quantile: 'max', suffix: 'Max' },
] as const satisfies readonly { quantile: keyof Percentiles; suffix: string }[];

/** One row for each resource. */
export const UTILIZATION_LAYOUT: CsvLayout<'utilization'> = {
  name: 'utilization',
  required: ['resourceId'],
  optional: [
    'observedDays',
    ...QUANTILE_METRICS.flatMap(({ column }) => QUANTILES.map(({ suffix }) => `${column}${suffix}`)),
    'lastAccess',
  ],
};

/** One row for each bucket and age of its objects. */
export const OBJECT_AGES_LAYOUT: CsvLayout<'object ages'> = {
  name: 'object ages',
  required: [
    'resourceId',
    'objectAgeFromDays',
    'objectCount',
    'storageGib',
    'smallObjectCount',
    'smallObjectGib',
    'retrievedGibPerMonth',
  ],
  optional: [],
};
