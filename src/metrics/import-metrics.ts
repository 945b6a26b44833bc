/** Reads metrics files of every known kind; what a file is shows in its content, not in its name. */

import { basename } from 'node:path';
import type { Finding } from '../engine/finding.ts';
import { findingLog } from '../input/finding-log.ts';
import { quote } from '../input/quote.ts';
import type { BillResources } from './bill-resources.ts';
import { CloudWatchReader } from './read-cloudwatch.ts';
import { POINTS_MAX, readJsonSeries, type SeriesImport } from './read-json.ts';
import { readMetrics } from './read-metrics.ts';
import { headerOf, isSeriesHeader, readSeriesCsv } from './read-series-csv.ts';
import { type ResolvedPart, resolveSeries } from './resolve-series.ts';
import type { SeriesPart } from './series.ts';
import { seriesNames } from './series-names.ts';
import { seriesReport } from './series-report.ts';
import { type Observation, seriesUtilization } from './series-utilization.ts';
import { readChunks } from './text-chunks.ts';
import { givenTwice, mergeUtilization, type UtilizationByResource } from './utilization.ts';

/** What the files say. */
export type MetricsImport = {
  readonly utilization: UtilizationByResource;
  /** What was computed from series. */
  readonly observations: readonly Observation[];
  /** Series in the files, and those whose resource or metric nobody knows. */
  readonly series: number;
  readonly unmatchedSeries: number;
  readonly findings: readonly Finding[];
};

/** What helps to read them. */
export type ImportOptions = {
  /** `LABEL=RESOURCE,...`. */
  readonly map: string | null;
  /** `NAME` or `THEIRS=OURS,...`. */
  readonly metric: string | null;
  /** Resources of the imported bill; null without one. */
  readonly bill: BillResources | null;
  readonly signal?: AbortSignal;
};

const FINDINGS_MAX = 1_000;
const SNIFF_BYTES_MAX = 20_000_000_000;

/** True for a text that begins with a bracket. */
function isJson(path: string): boolean {
  let first = '';
  readChunks(path, SNIFF_BYTES_MAX, chunk => {
    first = chunk.trimStart().slice(0, 1);
    return first === '';
  });
  return first === '{' || first === '[';
}

/** The name of a file may name its resource: an answer of GetMetricStatistics has no other place for it. */
function withFileName(part: SeriesPart): SeriesPart {
  if (part.source !== 'cloudwatch') return part;
  const word = basename(part.file).replace(/\.[a-z0-9]{1,5}$/i, '');
  return { ...part, words: [...part.words, word, ...(word.match(/(?:i|vol|nat)-[0-9a-f]{8,17}/g) ?? [])] };
}

async function readFiles(paths: readonly string[], into: SeriesImport, signal: AbortSignal | undefined) {
  const tables: string[] = [];
  for (const path of paths) {
    signal?.throwIfAborted();
    if (isJson(path)) {
      readJsonSeries(path, into);
      continue;
    }
    const header = headerOf(path);
    const isTable = header === null || header.some(name => name.toLowerCase() === 'resourceid');
    if (isTable || !isSeriesHeader(header)) tables.push(path);
    else await readSeriesCsv(path, header, into, signal);
  }
  into.cloudWatch.end();
  return tables;
}

/** Tables of percentiles, and under them what series say: a metric that both give is the series'. */
function laidOver(
  tables: UtilizationByResource,
  series: UtilizationByResource,
  add: (finding: Finding) => void,
): UtilizationByResource {
  const merged = new Map(tables);
  for (const [id, utilization] of series) {
    const known = tables.get(id);
    merged.set(id, known === undefined ? utilization : mergeUtilization(known, utilization));
    const twice = known === undefined ? [] : givenTwice(known, utilization);
    if (twice.length === 0) continue;
    const message = `${quote(id)}: a table and series both give ${twice.join(', ')}: the series count`;
    add({ code: 'metric-given-twice', severity: 'warning', message, hint: null, source: null });
  }
  return merged;
}

/**
 * Reads the files.
 * @throws UserError when a file is not there (exit code 3) or an option cannot be read (exit code 2)
 */
export async function importMetrics(
  paths: readonly string[],
  options: ImportOptions,
): Promise<MetricsImport> {
  const findings = findingLog(FINDINGS_MAX);
  const report = seriesReport(findings);
  const names = seriesNames(options.map, options.metric);
  const context = { names, bill: options.bill, report };
  const resolved: ResolvedPart[] = [];
  let series = 0;
  const emit = (part: SeriesPart) => {
    series += 1;
    const found = resolveSeries(withFileName(part), context);
    if (found !== null) resolved.push(found);
  };
  const cloudWatch = new CloudWatchReader(emit, report);
  const into: SeriesImport = { emit, findings, cloudWatch, pointsLeft: POINTS_MAX };
  const tablePaths = await readFiles(paths, into, options.signal);
  const tables = readMetrics(tablePaths);
  for (const finding of tables.findings) findings.add(finding);
  const computed = seriesUtilization(resolved, report);
  return {
    utilization: laidOver(tables.utilization, computed.utilization, finding => findings.add(finding)),
    observations: computed.observations,
    series,
    unmatchedSeries: series - resolved.length,
    findings: findings.all(),
  };
}
