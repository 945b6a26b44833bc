/** Findings about series: one sentence for each kind, with the series named. */

import type { Severity } from '../engine/finding.ts';
import type { FindingLog } from '../input/finding-log.ts';
import { quote } from '../input/quote.ts';

/** Which series. `name` is whatever tells a person which one it is. */
export type SeriesPlace = {
  readonly file: string;
  readonly row: number | null;
  readonly name: string;
};

type Kind = {
  readonly severity: Severity;
  /** Follows the name of the series and a colon; `detail` is already safe for a terminal. */
  readonly says: (detail: string) => string;
  readonly hint: string | null;
};

const KINDS = {
  'metric-resource-unknown': {
    severity: 'error',
    says: detail => `no label names a resource (${detail}): the series is not read`,
    hint: 'Say which one it is: --map LABEL=RESOURCE, for example --map web-1:9100=i-0a1b2c3d4e5f60718.',
  },
  'metric-resource-ambiguous': {
    severity: 'error',
    says: detail => `several resources of the bill have this name (${detail}): the series is not read`,
    hint: 'Say which one it is with --map LABEL=RESOURCE.',
  },
  'metric-not-in-bill': {
    severity: 'warning',
    says: detail => `${detail} is no resource of the imported bill: kept under this name`,
    hint: 'Import its bill, or say which resource it is with --map LABEL=RESOURCE.',
  },
  'metric-no-name': {
    severity: 'error',
    says: detail => `the series does not tell which metric it is (${detail}): it is not read`,
    hint: 'Say it with --metric NAME, for example --metric cpuPercent (docs/metrics.md lists the names).',
  },
  'metric-unknown': {
    severity: 'info',
    says: () => 'no lever needs this metric: it is not read',
    hint: 'If it is one of those in docs/metrics.md, say so with --metric THEIRS=OURS.',
  },
  'metric-counter': {
    severity: 'error',
    says: () => 'a counter that only rises: it is not read',
    hint: 'Ask Prometheus for rate(...) and name the result with --metric.',
  },
  'metric-unit-ambiguous': {
    severity: 'error',
    says: detail => `is it a percentage or a share of 1? The name does not tell (${detail}): it is not read`,
    hint: 'Say it with --metric NAME=cpuPercent or NAME=cpuShare (memoryPercent, memoryShare).',
  },
  'metric-unit-contradicted': {
    severity: 'error',
    says: detail => `${detail}: the series is not read`,
    hint: 'Say what it is with --metric THEIRS=OURS.',
  },
  'metric-statistic-unknown': {
    severity: 'error',
    says: () =>
      'a count needs the statistic Sum, and the file does not tell which one it has: it is not read',
    hint: 'Add the file with the MetricDataQueries, or write the word Sum into the label.',
  },
  'metric-statistic': {
    severity: 'info',
    says: detail =>
      `the statistic ${detail} is not used: percentiles are computed from Average, Sum and Maximum`,
    hint: null,
  },
  'metric-period-unknown': {
    severity: 'error',
    says: () => 'a count needs its period, and one point does not tell it: the series is not read',
    hint: 'Add the file with the MetricDataQueries.',
  },
  'metric-part-missing': {
    severity: 'error',
    says: detail => `only ${detail} was given, and the sum needs the other part too: it is not read`,
    hint: 'Export both directions.',
  },
  'metric-several-series': {
    severity: 'error',
    says: detail => `several series of one resource differ in ${detail}: none of them is read`,
    hint: 'Aggregate them in the query: the average of processors, the sum of devices.',
  },
  'metric-competing': {
    severity: 'info',
    says: detail => `measures the same as ${detail}, and the higher of the two counts`,
    hint: null,
  },
  'metric-conflict': {
    severity: 'warning',
    says: detail => `${detail} given twice with different values: the first ones count`,
    hint: 'Remove one of the files, or see whether both are of the same resource.',
  },
  'metric-mixed-periods': {
    severity: 'warning',
    says: detail => `${detail}: only the period that covers most time is read`,
    hint: 'Export it with one period.',
  },
  'metric-gaps': {
    severity: 'warning',
    says: detail => `${detail} of the points between the first and the last are missing`,
    hint: 'Percentiles are of the points that are there.',
  },
  'metric-not-finite': {
    severity: 'warning',
    says: detail => `${detail} not finite or not known (NaN, Inf): left out`,
    hint: 'Look for divisions by zero in the query.',
  },
  'metric-out-of-range': {
    severity: 'error',
    says: detail => `${detail} out of range and left out`,
    hint: 'Look at the unit of the metric.',
  },
  'metric-above-full': {
    severity: 'warning',
    says: detail => `${detail} above 100 %: counted as 100 %`,
    hint: 'A resource above its share is used fully.',
  },
  'metric-unread-points': {
    severity: 'error',
    says: detail => `${detail} without a time or a number: left out`,
    hint: 'Times are RFC 3339 or seconds since 1970, values plain numbers.',
  },
  'metric-points-uneven': {
    severity: 'error',
    says: detail => `${detail}: what has no partner is left out`,
    hint: 'Export it again.',
  },
  'metric-no-points': { severity: 'warning', says: () => 'no point is left of the series', hint: null },
  'metric-refused': {
    severity: 'error',
    says: detail => `CloudWatch answered ${detail}: points are missing`,
    hint: 'Ask for it again.',
  },
  'metric-message': { severity: 'warning', says: detail => `the answer says ${detail}`, hint: null },
  'metric-units-mixed': {
    severity: 'error',
    says: detail => `points of several units (${detail}): none of them is read`,
    hint: 'Ask for one unit.',
  },
  'metric-query-ambiguous': {
    severity: 'error',
    says: detail => `two requests use the id ${detail} for different series`,
    hint: 'Import the answer of each request with its own queries.',
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type SeriesFindingCode = keyof typeof KINDS;

/** Adds a finding about a series. `detail` must be safe for a terminal where it is other people's text. */
export type SeriesReport = {
  (code: SeriesFindingCode, place: SeriesPlace, detail?: string): void;
  /** Points without a time or number, if any. */
  unread(place: SeriesPlace, count: number): void;
};

/** `1 point is`, `3 points are`. */
export function pointsAre(count: number): string {
  return count === 1 ? '1 point is' : `${count} points are`;
}

/** @param log where the findings go */
export function seriesReport(log: FindingLog): SeriesReport {
  const report = (code: SeriesFindingCode, { file, row, name }: SeriesPlace, detail = '') => {
    const { severity, says, hint }: Kind = KINDS[code];
    const message = `${name === '' ? '' : `${quote(name)}: `}${says(detail)}`;
    log.add({ code, severity, message, hint, source: { file, row, column: null } });
  };
  return Object.assign(report, {
    unread: (place: SeriesPlace, count: number) => {
      if (count > 0) report('metric-unread-points', place, pointsAre(count));
    },
  });
}
