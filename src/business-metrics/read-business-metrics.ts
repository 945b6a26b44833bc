/** Reads a CSV of business metrics: orders, customers, requests by the month. A row that cannot be read is a finding. */

import type { BusinessMetric, Finding } from '../engine/index.ts';
import { type CsvLayout, type CsvRow, parseCsvTable, readCsvTable } from '../input/csv-table.ts';
import { type FindingLog, findingLog } from '../input/finding-log.ts';
import { quote } from '../input/quote.ts';

const LAYOUT: CsvLayout<'business-metrics'> = {
  name: 'business-metrics',
  required: ['month', 'metric', 'value'],
  optional: ['workload'],
};

/** Each of them is a table of its own in the answer. */
export const MAX_METRICS = 200;
/** Longer than any name that people give one. */
const MAX_NAME_CHARACTERS = 100;
/** Requests of a large service in a month are a thousandth of it; a larger number is another unit. */
const MAX_VALUE = 1e15;
const MAX_FINDINGS = 200;

const MONTH = /^(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])$/;
/** Decimal point or exponent; no thousands separators, no signs of a currency, no spreadsheet formulas. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** Metrics of a file, in the order in which they first appear; null when the file is none. */
export type BusinessMetricsFile = {
  readonly value: readonly BusinessMetric[] | null;
  readonly findings: readonly Finding[];
};

type Problem = Pick<Finding, 'code' | 'message' | 'hint'>;
type Column = 'month' | 'metric' | 'value' | 'workload';

function problem(code: string, message: string, hint: string): Problem {
  return { code: `business-metric-${code}`, message, hint };
}

function monthProblem(cell: string): Problem | null {
  if (MONTH.test(cell)) return null;
  const message = cell === '' ? 'the row names no month' : `${quote(cell)} is not a month`;
  return problem('month', message, 'Write it as 2026-09.');
}

function nameProblem(cell: string, column: 'metric' | 'workload'): Problem | null {
  if (cell === '' && column === 'metric') {
    return problem('no-name', 'the row names no metric', 'Write for example orders.');
  }
  if ([...cell].length <= MAX_NAME_CHARACTERS) return null;
  const message = `the name ${quote(cell)} has more than ${MAX_NAME_CHARACTERS} characters`;
  return problem('name-too-long', message, 'Give it a shorter one.');
}

function valueProblem(cell: string): Problem | null {
  if (cell === '') return problem('no-value', 'the row has no value', 'Leave the row out, or write 0.');
  if (!NUMBER.test(cell)) {
    const hint = /^[\d.]+,\d+$/.test(cell) ? 'Write the decimals after a point.' : 'Write a plain number.';
    return problem('not-a-number', `${quote(cell)} is not a number`, hint);
  }
  const value = Number(cell);
  if (value >= 0 && value <= MAX_VALUE) return null;
  return problem('out-of-range', `${quote(cell)} is not from 0 to 1e15`, 'Look at the unit of the metric.');
}

/** One row that can be read. */
type Entry = {
  readonly month: string;
  readonly metric: string;
  readonly workload: string;
  readonly value: number;
};

function readRow({ row, cells }: CsvRow, file: string, log: FindingLog): Entry | null {
  const cell = (column: Column) => cells[column] ?? '';
  const problems: readonly (readonly [Column, Problem | null])[] = [
    ['month', monthProblem(cell('month'))],
    ['metric', nameProblem(cell('metric'), 'metric')],
    ['value', valueProblem(cell('value'))],
    ['workload', nameProblem(cell('workload'), 'workload')],
  ];
  const found = problems.flatMap(([column, what]) => (what === null ? [] : [{ column, what }]));
  for (const { column, what } of found)
    log.add({ ...what, severity: 'error', source: { file, row, column } });
  if (found.length > 0) return null;
  return {
    month: cell('month'),
    metric: cell('metric'),
    workload: cell('workload') || '*',
    // Not -0.
    value: Number(cell('value')) || 0,
  };
}

function metricsOf(rows: readonly CsvRow[], file: string, log: FindingLog): BusinessMetric[] {
  const known = new Map<string, { readonly of: Entry; readonly values: Map<string, number> }>();
  for (const each of rows) {
    const entry = readRow(each, file, log);
    if (entry === null) continue;
    const refuse = (what: Problem, column: Column) =>
      log.add({ ...what, severity: 'error', source: { file, row: each.row, column } });
    const key = JSON.stringify([entry.metric, entry.workload]);
    const series = known.get(key) ?? { of: entry, values: new Map<string, number>() };
    if (!known.has(key) && known.size >= MAX_METRICS) {
      const message = `there are more than ${MAX_METRICS} metrics: ${quote(entry.metric)} is not read`;
      refuse(problem('too-many', message, 'Keep the ones that people ask for.'), 'metric');
    } else if (series.values.has(entry.month)) {
      const message = `${quote(entry.metric)} has a value for ${entry.month} already: the first one is read`;
      refuse(problem('duplicate', message, 'Remove one of the two.'), 'month');
    } else {
      known.set(key, series);
      series.values.set(entry.month, entry.value);
    }
  }
  return [...known.values()].map(({ of, values }) => ({
    metric: of.metric,
    workload: of.workload,
    values: [...values]
      .map(([month, value]) => ({ month, value }))
      .sort((a, b) => (a.month < b.month ? -1 : 1)),
  }));
}

function fileOf(
  table: ReturnType<typeof readCsvTable<'business-metrics'>>,
  file: string,
): BusinessMetricsFile {
  const log = findingLog(MAX_FINDINGS);
  for (const finding of table.findings) log.add(finding);
  const value = table.layout === null ? null : metricsOf(table.rows, file, log);
  return { value, findings: log.all() };
}

/** Reads the text of a business metrics file. @param file its name for the findings */
export function parseBusinessMetrics(text: string, file: string): BusinessMetricsFile {
  return fileOf(parseCsvTable(text, file, [LAYOUT]), file);
}

/**
 * Reads a business metrics file.
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export function readBusinessMetrics(path: string): BusinessMetricsFile {
  return fileOf(readCsvTable(path, [LAYOUT]), path);
}
