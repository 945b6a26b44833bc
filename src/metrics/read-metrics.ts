/** Reads utilisation and object ages from CSV files. */

import type { ObjectAgeGroup, Percentiles, Utilization } from '../engine/estate/estate.ts';
import type { Finding } from '../engine/finding.ts';
import { type CsvRow, type CsvTable, readCsvTable } from '../input/csv-table.ts';
import { type FindingLog, findingLog } from '../input/finding-log.ts';
import { quote } from '../input/quote.ts';
import { type CellReader, cellReader, type NumberRange } from './metric-cells.ts';
import { OBJECT_AGES_LAYOUT, QUANTILE_METRICS, QUANTILES, UTILIZATION_LAYOUT } from './metric-layouts.ts';
import { NO_UTILIZATION, type UtilizationByResource } from './utilization.ts';

/** What the files say. */
export type MetricsRead = {
  readonly utilization: UtilizationByResource;
  readonly findings: readonly Finding[];
};

const MAX_FINDINGS = 1_000;
const LAYOUTS = [UTILIZATION_LAYOUT, OBJECT_AGES_LAYOUT] as const;

const PERCENT: NumberRange = { low: 0, high: 100 };
/** No disk or network of this decade does more; a larger number is another unit. */
const RATE: NumberRange = { low: 0, high: 1e9 };
const DAYS: NumberRange = { low: 0, high: 36_500 };
const COUNT: NumberRange = { low: 0, high: 1e15, isWhole: true };
/** A zebibyte. */
const GIB: NumberRange = { low: 0, high: 2 ** 40 };

/** Rows of one resource that were read so far, and where the first one stood. */
type Collected = {
  readonly utilization: Map<string, Utilization>;
  readonly ages: Map<string, Map<number, ObjectAgeGroup>>;
  readonly firstRows: Map<string, string>;
  readonly findings: FindingLog;
};

function readPercentiles(cells: CellReader, metric: (typeof QUANTILE_METRICS)[number]): Percentiles {
  const range = metric.isPercent ? PERCENT : RATE;
  const scale = metric.isPercent ? 100 : 1;
  const values = QUANTILES.map(({ suffix }) => cells.number(`${metric.column}${suffix}`, range));
  const given = values.filter(value => value !== null);
  const isRising = given.every((value, index) => index === 0 || value >= (given[index - 1] ?? 0));
  if (!isRising) {
    const message = `${metric.column}: P50, P95, P99 and Max do not rise; none of them is read`;
    cells.report(
      { code: 'metric-not-rising', message, hint: 'Look for mixed up columns.' },
      `${metric.column}P50`,
    );
    return NO_UTILIZATION[metric.metric];
  }
  const [p50 = null, p95 = null, p99 = null, max = null] = values.map(value =>
    value === null ? null : value / scale,
  );
  return { p50, p95, p99, max };
}

function readUtilization(cells: CellReader): Utilization {
  const quantiles = QUANTILE_METRICS.map(metric => [metric.metric, readPercentiles(cells, metric)]);
  return {
    ...NO_UTILIZATION,
    ...Object.fromEntries(quantiles),
    observedDays: cells.number('observedDays', DAYS),
    lastAccess: cells.date('lastAccess'),
  };
}

/** True when this is the first row of the key; else a finding says where the first one stands. */
function isFirst(
  collected: Collected,
  key: string,
  what: string,
  place: { cells: CellReader; file: string; row: number },
): boolean {
  const first = collected.firstRows.get(key);
  if (first === undefined) {
    collected.firstRows.set(key, `${place.file} row ${place.row}`);
    return true;
  }
  const message = `${what} has a row already (${quote(first).slice(1, -1)}): the first one is read`;
  place.cells.report({ code: 'metric-duplicate', message, hint: 'Remove one of the two.' }, 'resourceId');
  return false;
}

function addUtilization(collected: Collected, row: CsvRow, file: string): void {
  const cells = cellReader(row, file, collected.findings);
  const id = cells.id('resourceId');
  if (id === null || !isFirst(collected, `utilization ${id}`, quote(id), { cells, file, row: row.row }))
    return;
  collected.utilization.set(id, readUtilization(cells));
}

/** A group of objects; null when a cell is missing or wrong: a group with a hole would be a guess. */
function readAgeGroup(cells: CellReader): ObjectAgeGroup | null {
  const fromDays = cells.number('objectAgeFromDays', { ...DAYS, isWhole: true });
  const objectCount = cells.number('objectCount', COUNT);
  const storageGib = cells.number('storageGib', GIB);
  const smallObjectCount = cells.number('smallObjectCount', COUNT);
  const smallObjectGib = cells.number('smallObjectGib', GIB);
  const retrievedGibPerMonth = cells.number('retrievedGibPerMonth', GIB);
  const isWhole =
    fromDays !== null &&
    objectCount !== null &&
    storageGib !== null &&
    smallObjectCount !== null &&
    smallObjectGib !== null &&
    retrievedGibPerMonth !== null;
  if (!isWhole) {
    const message = 'a number of this age group is missing or wrong: the row is not read';
    cells.report({ code: 'metric-age-group', message, hint: 'Fill every cell of the row.' }, null);
    return null;
  }
  if (smallObjectCount > objectCount || smallObjectGib > storageGib) {
    const message = 'there are more small objects than objects: the row is not read';
    cells.report(
      { code: 'metric-age-group', message, hint: 'Small objects are a part of all objects.' },
      'smallObjectCount',
    );
    return null;
  }
  return { fromDays, objectCount, storageGib, smallObjectCount, smallObjectGib, retrievedGibPerMonth };
}

function addAgeGroup(collected: Collected, row: CsvRow, file: string): void {
  const cells = cellReader(row, file, collected.findings);
  const id = cells.id('resourceId');
  const group = id === null ? null : readAgeGroup(cells);
  if (id === null || group === null) return;
  const what = `the age of ${group.fromDays} days of ${quote(id)}`;
  if (!isFirst(collected, `age ${group.fromDays} ${id}`, what, { cells, file, row: row.row })) return;
  const groups = collected.ages.get(id) ?? new Map<number, ObjectAgeGroup>();
  groups.set(group.fromDays, group);
  collected.ages.set(id, groups);
}

function addTable(
  collected: Collected,
  table: CsvTable<(typeof LAYOUTS)[number]['name']>,
  file: string,
): void {
  for (const finding of table.findings) collected.findings.add(finding);
  const add = table.layout === 'object ages' ? addAgeGroup : addUtilization;
  for (const row of table.rows) add(collected, row, file);
}

/**
 * Reads metrics files; each is recognised by its header. Where two rows say something of the same resource (and age), the
 * first one counts and the second is a finding.
 * @throws UserError when a file is not there or cannot be opened (exit code 3)
 */
export function readMetrics(paths: readonly string[]): MetricsRead {
  const collected: Collected = {
    utilization: new Map(),
    ages: new Map(),
    firstRows: new Map(),
    findings: findingLog(MAX_FINDINGS),
  };
  for (const path of paths) addTable(collected, readCsvTable(path, LAYOUTS), path);
  const utilization = new Map(collected.utilization);
  for (const [id, groups] of collected.ages) {
    const objectAges = [...groups.values()].sort((a, b) => a.fromDays - b.fromDays);
    utilization.set(id, { ...(utilization.get(id) ?? NO_UTILIZATION), objectAges });
  }
  return { utilization, findings: collected.findings.all() };
}
