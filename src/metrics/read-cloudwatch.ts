/** Makes series of what CloudWatch answers: `GetMetricData` and `GetMetricStatistics`. */

import { quote } from '../input/quote.ts';
import { partsOfLabel } from './cloudwatch-label.ts';
import { type CloudWatchQuery, QueryBook, queryOf } from './cloudwatch-queries.ts';
import { isRecord, type JsonRecord, listOf, textOf } from './json-values.ts';
import { PointList } from './point-list.ts';
import type { SeriesPart, SeriesSink, Statistic } from './series.ts';
import type { SeriesReport } from './series-report.ts';

/** A series of `GetMetricData` that waits for the queries. */
type Result = {
  readonly file: string;
  readonly row: number;
  readonly id: string | null;
  readonly label: string;
  readonly list: PointList;
  /** Queries of the same document. */
  readonly own: QueryBook;
};

/** Statistics that a point of `GetMetricStatistics` may carry. */
const DATAPOINT_STATISTICS = {
  Average: 'average',
  Sum: 'sum',
  Maximum: 'maximum',
  Minimum: 'minimum',
} as const satisfies Readonly<Record<string, Statistic>>;

/** Reads one document after the other, and hands the series out when everything is known. */
export class CloudWatchReader {
  /** Queries of documents that hold nothing else: they are for all answers. */
  readonly #shared = new QueryBook();
  #own = new QueryBook();
  readonly #results: Result[] = [];
  readonly #datapoints = new Map<keyof typeof DATAPOINT_STATISTICS, PointList>();
  #units = new Set<string>();
  #row = 0;
  readonly #emit: SeriesSink;
  readonly #report: SeriesReport;

  constructor(emit: SeriesSink, report: SeriesReport) {
    this.#emit = emit;
    this.#report = report;
  }

  /** An element of `MetricDataResults`. @returns points read */
  addResult(file: string, value: JsonRecord): number {
    this.#row += 1;
    const list = new PointList();
    const [times, values] = [listOf(value, 'Timestamps'), listOf(value, 'Values')];
    const length = Math.min(times.length, values.length);
    for (let index = 0; index < length; index++) list.add(times[index], values[index]);
    const [id, label] = [textOf(value, 'Id'), textOf(value, 'Label') ?? ''];
    const place = { file, row: this.#row, name: label === '' ? (id ?? '') : label };
    if (times.length !== values.length)
      this.#report('metric-points-uneven', place, `${times.length} times and ${values.length} values`);
    this.#status(place, textOf(value, 'StatusCode'));
    this.#report.unread(place, list.unread);
    this.#results.push({ file, row: this.#row, id, label, list, own: this.#own });
    return list.length;
  }

  #status(place: Parameters<SeriesReport>[1], status: string | null): void {
    if (status === 'Forbidden' || status === 'InternalError')
      this.#report('metric-refused', place, quote(status));
    // A page that is not the last one is partial too: the next one continues it.
  }

  /** An element of `Datapoints`. @returns points read */
  addDatapoint(value: JsonRecord): number {
    const unit = textOf(value, 'Unit');
    if (unit !== null) this.#units.add(unit);
    let added = 0;
    for (const name of Object.keys(DATAPOINT_STATISTICS) as (keyof typeof DATAPOINT_STATISTICS)[]) {
      if (!Object.hasOwn(value, name)) continue;
      const list = this.#datapoints.get(name) ?? new PointList();
      list.add(value.Timestamp, value[name]);
      this.#datapoints.set(name, list);
      added += 1;
    }
    return added;
  }

  /** An element of `MetricDataQueries`, or a document of its own. @returns false when it is no query */
  addQuery(value: unknown, isShared: boolean): boolean {
    const found = queryOf(value);
    if (found === null) return false;
    (isShared ? this.#shared : this.#own).add(found.id, found.query);
    return true;
  }

  /** The end of a document: `value` is what stands around its lists. */
  endDocument(file: string, value: JsonRecord): void {
    const hasResults = Object.hasOwn(value, 'MetricDataResults');
    if (!hasResults) for (const [id, query] of this.#own) this.#shared.add(id, query);
    if (Object.hasOwn(value, 'Datapoints')) this.#endDatapoints(file, value);
    for (const message of listOf(value, 'Messages')) {
      const text = isRecord(message) ? (textOf(message, 'Value') ?? textOf(message, 'Code')) : null;
      if (text !== null) this.#report('metric-message', { file, row: null, name: '' }, quote(text));
    }
    this.#own = new QueryBook();
  }

  /** A document that was cut short: what belongs to it alone is let go. */
  dropDocument(): void {
    this.#datapoints.clear();
    this.#own = new QueryBook();
  }

  #endDatapoints(file: string, value: JsonRecord): void {
    this.#row += 1;
    const label = textOf(value, 'Label') ?? '';
    const parts = partsOfLabel(label);
    const units = [...this.#units];
    if (units.length > 1)
      this.#report('metric-units-mixed', { file, row: this.#row, name: label }, units.map(quote).join(', '));
    for (const [name, list] of units.length > 1 ? [] : this.#datapoints) {
      this.#report.unread({ file, row: this.#row, name: label }, list.unread);
      this.#emit({
        source: 'cloudwatch',
        file,
        row: this.#row,
        labels: parts.dimensions,
        words: parts.words,
        metric: parts.metric ?? (label === '' ? null : label),
        statistic: DATAPOINT_STATISTICS[name],
        periodSeconds: null,
        unit: units[0] ?? null,
        points: list.points(),
      });
    }
    this.#datapoints.clear();
    this.#units = new Set();
  }

  /** All files are read: hands out the series of `GetMetricData`. */
  end(): void {
    for (const result of this.#results.splice(0)) this.#emit(this.#seriesOf(result));
  }

  #queryOf({ id, own, file, row }: Result): CloudWatchQuery | null {
    if (id === null) return null;
    const query = own.get(id) ?? this.#shared.get(id);
    if (query === null && (own.isAmbiguous(id) || this.#shared.isAmbiguous(id)))
      this.#report('metric-query-ambiguous', { file, row, name: id }, id);
    return query;
  }

  #seriesOf(result: Result): SeriesPart {
    const query = this.#queryOf(result);
    const parts = partsOfLabel(result.label);
    return {
      source: 'cloudwatch',
      file: result.file,
      row: result.row,
      labels: { ...parts.dimensions, ...query?.dimensions },
      words: parts.words,
      metric: query?.metric ?? parts.metric,
      statistic: query?.statistic ?? parts.statistic,
      periodSeconds: query?.periodSeconds ?? null,
      unit: null,
      points: result.list.points(),
    };
  }
}
