/** Reads a JSON file of metrics: answers of CloudWatch and Prometheus, told apart by their keys. */

import type { Finding } from '../engine/finding.ts';
import type { FindingLog } from '../input/finding-log.ts';
import { JsonLists, JsonTextError } from './json-lists.ts';
import { isRecord, type JsonRecord, textOf } from './json-values.ts';
import type { CloudWatchReader } from './read-cloudwatch.ts';
import { addPrometheusSeries, prometheusMessages } from './read-prometheus.ts';
import type { SeriesSink } from './series.ts';
import { type SeriesReport, seriesReport } from './series-report.ts';
import { readChunks } from './text-chunks.ts';

/** Points of one import: sixteen bytes each are kept in memory. */
export const POINTS_MAX = 20_000_000;
const JSON_BYTES_MAX = 2_000_000_000;

const LISTS: ReadonlySet<string> = new Set([
  'MetricDataResults',
  'Datapoints',
  'MetricDataQueries',
  'result',
]);

/** What is shared by the files of one import. */
export type SeriesImport = {
  readonly emit: SeriesSink;
  readonly findings: FindingLog;
  readonly cloudWatch: CloudWatchReader;
  /** Points that may still be read. */
  pointsLeft: number;
};

/** One JSON file as its pieces come. */
class JsonFile {
  /** Known answers, their records and queries so far: with none the file is something else. */
  known = 0;
  /** Of these, records with points and queries: with none the answer was empty. */
  useful = 0;
  #rows = 0;
  #hasOddElements = false;
  readonly #file: string;
  readonly #into: SeriesImport;
  readonly #report: SeriesReport;

  constructor(file: string, into: SeriesImport) {
    this.#file = file;
    this.#into = into;
    this.#report = seriesReport(into.findings);
  }

  element(list: string, text: string): void {
    const value: unknown = JSON.parse(text);
    const points = isRecord(value) ? this.#add(list, value) : null;
    if (points === null) {
      this.#hasOddElements = true;
      return;
    }
    this.known += 1;
    this.useful += 1;
    this.#into.pointsLeft -= points;
    if (this.#into.pointsLeft < 0)
      throw new JsonTextError(`the files hold more than ${POINTS_MAX / 1e6} million points`);
  }

  #add(list: string, value: JsonRecord): number | null {
    const { cloudWatch, emit } = this.#into;
    if (list === 'MetricDataResults') return cloudWatch.addResult(this.#file, value);
    if (list === 'Datapoints') return cloudWatch.addDatapoint(value);
    if (list === 'MetricDataQueries') return cloudWatch.addQuery(value, false) ? 0 : null;
    this.#rows += 1;
    return addPrometheusSeries(value, { file: this.#file, row: this.#rows }, emit, this.#report);
  }

  document(text: string): void {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return;
    const { cloudWatch } = this.#into;
    const place = { file: this.#file, row: null, name: '' };
    if (cloudWatch.addQuery(value, true)) {
      this.known += 1;
      this.useful += 1;
    }
    if (['MetricDataResults', 'Datapoints'].some(key => Object.hasOwn(value, key))) this.known += 1;
    cloudWatch.endDocument(this.#file, value);
    for (const message of prometheusMessages(value)) this.#report('metric-message', place, message);
    const data = isRecord(value.data) ? value.data : {};
    const type = textOf(data, 'resultType');
    if (textOf(value, 'status') !== null && (type !== null || textOf(value, 'error') !== null))
      this.known += 1;
    if (type !== null && type !== 'matrix') {
      this.#problem(
        'metric-no-range',
        'the answer of an instant query holds no series: it is not read',
        'Ask for a range: /api/v1/query_range.',
      );
    } else if (this.#hasOddElements) {
      this.#problem('metric-json-shape', 'some records are no series and are not read', null);
    }
    this.#hasOddElements = false;
  }

  #problem(code: string, message: string, hint: string | null): void {
    const source = { file: this.#file, row: null, column: null };
    this.#into.findings.add({ code, severity: 'error', message, hint, source });
  }

  /** The text ended, or cannot be read further. */
  failed(error: unknown): void {
    if (!(error instanceof JsonTextError || error instanceof SyntaxError)) throw error;
    this.#into.cloudWatch.dropDocument();
    const why = error instanceof JsonTextError ? error.message : 'a record is not JSON';
    this.#problem(
      'metric-json',
      `${why}: what follows is not read`,
      'Export it again, or ask for longer periods.',
    );
  }
}

/**
 * Reads one JSON file, record by record.
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export function readJsonSeries(file: string, into: SeriesImport): void {
  const reader = new JsonFile(file, into);
  const lists = new JsonLists({
    lists: LISTS,
    onElement: (list, text) => reader.element(list, text),
    onDocument: text => reader.document(text),
  });
  const add = (problem: Pick<Finding, 'code' | 'message' | 'hint'>) =>
    into.findings.add({ ...problem, severity: 'error', source: { file, row: null, column: null } });
  try {
    const problem = readChunks(file, JSON_BYTES_MAX, chunk => {
      lists.take(chunk);
      return true;
    });
    if (problem === null) lists.end();
    else add(problem);
  } catch (error) {
    reader.failed(error);
    return;
  }
  if (reader.useful > 0) return;
  if (reader.known > 0) {
    const source = { file, row: null, column: null };
    const message = 'the answer holds no series';
    into.findings.add({ code: 'metric-no-series', severity: 'warning', message, hint: null, source });
    return;
  }
  add({
    code: 'metric-json-unknown',
    message: 'the file is no answer of CloudWatch or Prometheus that is known',
    hint: 'GetMetricData, GetMetricStatistics and range queries are read (docs/metrics.md).',
  });
}
