/** Reads tables of series: a column with times, and either one column for each series or one row for each point. */

import { type OnCsvRow, streamCsv } from '../input/csv-stream.ts';
import { parseCsvTable, separatorOf } from '../input/csv-table.ts';
import { datadogMetric, datadogName } from './datadog-name.ts';
import { suffixOf } from './metric-catalogue.ts';
import { PointList } from './point-list.ts';
import { POINTS_MAX, type SeriesImport } from './read-json.ts';
import { statisticOf } from './series.ts';
import { seriesReport } from './series-report.ts';
import { readChunks } from './text-chunks.ts';

const ROWS_MAX = 20_000_000;
const COLUMNS_MAX = 1_000;
/** Series of one table. */
const SERIES_MAX = 200_000;
const HEAD_CHARACTERS = 200_000;
const HEAD_BYTES_MAX = 20_000_000_000;

const TIME_NAMES: ReadonlySet<string> = new Set(['timestamp', '@timestamp', 'time', 'date', 'datetime']);
const METRIC_NAMES: ReadonlySet<string> = new Set(['metric', 'metric_name', 'display_name', 'expression']);
const VALUE_NAMES: ReadonlySet<string> = new Set(['value', 'point']);
/** Columns that hold tags as `name:value`, not one tag's value. */
const SCOPE_NAMES: ReadonlySet<string> = new Set(['scope', 'group', 'tags', 'tag_set', 'series']);

/** The cells of the first row, trimmed; null when the file has none or is no text. */
export function headerOf(path: string): readonly string[] | null {
  let head = '';
  const problem = readChunks(path, HEAD_BYTES_MAX, chunk => {
    head += chunk;
    return head.length < HEAD_CHARACTERS && !/\S[\s\S]*\n/.test(head);
  });
  if (problem !== null || head.trim() === '') return null;
  // Read under a header of our own: the reader of tables then takes theirs for a row.
  const places = Array.from({ length: COLUMNS_MAX }, (_, index) => `c${index}`);
  const own = { name: 'head' as const, required: ['c0'], optional: places.slice(1) };
  const text = `${places.join(separatorOf(head))}\n${head.slice(0, HEAD_CHARACTERS)}`;
  const cells = parseCsvTable(text, path, [own]).rows[0]?.cells ?? {};
  const names = places.map(place => cells[place] ?? '');
  return names.slice(0, names.findLastIndex(name => name !== '') + 1);
}

const isIn = (names: ReadonlySet<string>) => (name: string) => names.has(name.toLowerCase());

/** True for a header with a column of times. */
export function isSeriesHeader(header: readonly string[]): boolean {
  return header.some(isIn(TIME_NAMES));
}

/** A series that grows by rows. */
type Growing = {
  readonly metric: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  readonly list: PointList;
};

/** Columns of a table, by what they hold. */
type Table = {
  readonly time: string;
  readonly metric: string | null;
  /** Null in a table with a column for each series. */
  readonly value: string | null;
  readonly others: readonly string[];
};

function tableOf(header: readonly string[]): Table {
  const names = header.filter(name => name !== '');
  const time = names.find(isIn(TIME_NAMES)) ?? '';
  const metric = names.find(isIn(METRIC_NAMES)) ?? null;
  const value = names.find(isIn(VALUE_NAMES)) ?? null;
  return {
    time,
    metric,
    value,
    others: names.filter(name => name !== time && name !== metric && name !== value),
  };
}

/** Rows of a table with a column for each series. */
function wideRows(table: Table, into: SeriesImport, series: Map<string, Growing>): OnCsvRow {
  const names = table.others.map(name => ({ name, parts: datadogName(name) }));
  const first = table.metric === null ? 1 : 2;
  return cells => {
    names.forEach(({ name, parts }, index) => {
      const cell = cells[first + index] ?? '';
      if (cell === '') return;
      const metric = parts.metric ?? (table.metric === null ? null : datadogMetric(cells[1] ?? ''));
      const key = JSON.stringify([name, metric]);
      const known = series.get(key) ?? { ...parts, metric, list: new PointList() };
      if (known.list.length === 0) series.set(key, known);
      known.list.add(cells[0], cell);
      into.pointsLeft -= 1;
    });
  };
}

/** Tags of a row: cells of tag columns, and tags in columns that hold several. */
function rowLabels(names: readonly string[], cells: readonly string[]): Omit<Growing, 'list'> {
  const labels: [string, string][] = [];
  const words: string[] = [];
  let metric: string | null = null;
  names.forEach((name, index) => {
    const cell = cells[index] ?? '';
    if (cell === '') return;
    if (!SCOPE_NAMES.has(name.toLowerCase())) {
      labels.push([name, cell]);
      return;
    }
    const parts = datadogName(cell);
    metric ??= parts.metric;
    labels.push(...Object.entries(parts.labels));
    words.push(...parts.words);
  });
  return { metric, labels: Object.fromEntries(labels), words };
}

/** Rows of a table with a row for each point. */
function longRows(table: Table, into: SeriesImport, series: Map<string, Growing>): OnCsvRow {
  const first = table.metric === null ? 2 : 3;
  return cells => {
    const cell = cells[1] ?? '';
    if (cell === '') return;
    const named = table.metric === null ? null : datadogMetric(cells[2] ?? '');
    const others = cells.slice(first);
    const key = JSON.stringify([named, others]);
    let known = series.get(key);
    if (known === undefined) {
      if (series.size >= SERIES_MAX) return;
      const labels = rowLabels(table.others, others);
      known = { ...labels, metric: named ?? labels.metric, list: new PointList() };
      series.set(key, known);
    }
    known.list.add(cells[0], cell);
    into.pointsLeft -= 1;
  };
}

function emitAll(file: string, into: SeriesImport, series: ReadonlyMap<string, Growing>): void {
  const report = seriesReport(into.findings);
  for (const { metric, labels, words, list } of series.values()) {
    const suffix = metric === null ? null : suffixOf(metric);
    const name = metric ?? Object.values(labels)[0] ?? words[0] ?? '';
    report.unread({ file, row: null, name }, list.unread);
    into.emit({
      source: 'datadog',
      file,
      row: null,
      labels,
      words,
      metric,
      statistic: suffix === null ? null : statisticOf(suffix),
      periodSeconds: null,
      unit: null,
      points: list.points(),
    });
  }
}

/**
 * Reads a table of series row by row.
 * @param header as `headerOf` gives it, with a column of times
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export async function readSeriesCsv(
  file: string,
  header: readonly string[],
  into: SeriesImport,
  signal?: AbortSignal,
): Promise<void> {
  const table = tableOf(header);
  const series = new Map<string, Growing>();
  const own = [table.time, table.value, table.metric].filter(name => name !== null);
  const layout = { name: 'series' as const, required: own, optional: table.others };
  const addRow = (table.value === null ? wideRows : longRows)(table, into, series);
  const guarded: OnCsvRow = (cells, row) => {
    if (into.pointsLeft > 0) addRow(cells, row);
  };
  const options = { maxRows: ROWS_MAX, ...(signal ? { signal } : {}) };
  const { findings } = await streamCsv(file, [layout], guarded, options);
  for (const finding of findings) into.findings.add(finding);
  const source = { file, row: null, column: null };
  if (into.pointsLeft <= 0) {
    const message = `the files hold more than ${POINTS_MAX / 1e6} million points: the rest is not read`;
    const hint = 'Split them, or ask for longer periods.';
    into.findings.add({ code: 'metric-too-many-points', severity: 'error', message, hint, source });
  }
  if (series.size >= SERIES_MAX) {
    const message = `the table has more than ${SERIES_MAX} series: the rest is not read`;
    into.findings.add({ code: 'metric-too-many-series', severity: 'error', message, hint: null, source });
  }
  if (series.size === 0 && findings.length === 0) {
    const message = 'the table has no points';
    into.findings.add({ code: 'metric-no-series', severity: 'warning', message, hint: null, source });
  }
  emitAll(file, into, series);
}
