/** Cost Explorer's answers (GetCostAndUsage) as a table: one line for each period and group. */

import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../../engine/errors.ts';
import { type Group, type Page, type Period, pagesOf } from './cost-explorer-answer.ts';
import { answerFindings, answerPage, granularityOf } from './cost-explorer-findings.ts';
import { groupValue, type NamedPage, nameGroups } from './cost-explorer-groups.ts';
import { type ExactJson, parseExactJson } from './exact-json.ts';
import type { JsonTableWriter } from './json-table.ts';
import { openTable } from './table-writer.ts';

/** Longest document, unpacked: it is read at once. A year by day and service takes a few megabytes. */
const DOCUMENT_BYTES_MAX = 64 * 1024 * 1024;

/** Amounts on an invoice, the one that is asked for first. BlendedCost is on none. */
const COSTS = ['UnblendedCost', 'NetUnblendedCost', 'AmortizedCost', 'NetAmortizedCost'];
const USAGE = 'UsageQuantity';

function cannot(name: string, code: string, what: string, hint: string): UserError {
  return new UserError({ code, message: `${name} can't be imported: ${what}`, hint, exitCode: 3 });
}

function readText(path: string, name: string, isGzip: boolean): string {
  const tooLarge = () =>
    cannot(
      name,
      'file-too-large',
      `an answer of more than ${DOCUMENT_BYTES_MAX / 1024 ** 2} MB is not read`,
      'Ask Cost Explorer for fewer days at a time and import the files together.',
    );
  if (statSync(path).size > DOCUMENT_BYTES_MAX) throw tooLarge();
  const bytes = readFileSync(path);
  if (!isGzip) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: DOCUMENT_BYTES_MAX }).toString('utf8');
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw cannot(name, 'damaged-file', 'it is a damaged gzip file', 'Download it again.');
  }
}

/** One document, or one on each line. @throws SyntaxError, RangeError */
function parseDocuments(text: string): ExactJson {
  try {
    return parseExactJson(text);
  } catch (error) {
    const lines = text.split('\n').filter(line => line.trim() !== '');
    if (lines.length < 2 || !(error instanceof SyntaxError)) throw error;
    return lines.map(parseExactJson);
  }
}

function readPages(
  file: { readonly path: string; readonly name: string },
  isGzip: boolean,
): readonly NamedPage[] {
  const text = readText(file.path, file.name, isGzip);
  try {
    return pagesOf(parseDocuments(text.replace(/^\uFEFF/, ''))).map(nameGroups);
  } catch {
    throw cannot(
      file.name,
      'damaged-file',
      'it is not complete JSON',
      'Save the answer of GetCostAndUsage again: one answer in a file, in a list or on a line.',
    );
  }
}

function metricsOf(pages: readonly Page[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { periods } of pages) {
    for (const { groups } of periods)
      for (const { metrics } of groups) for (const name of metrics.keys()) names.add(name);
  }
  return names;
}

function cellsOf(page: NamedPage, period: Period, group: Group): ReadonlyMap<string, string> {
  const cells = new Map([
    ['TimePeriod.Start', period.start],
    ['TimePeriod.End', period.end],
  ]);
  for (const [place, { definition, column }] of page.groups.entries()) {
    const value = groupValue(definition, group.keys[place] ?? '');
    if (column === null) continue;
    cells.set(column, value);
    if (definition.key === 'LINKED_ACCOUNT') cells.set('AccountName', page.names.get(value) ?? '');
  }
  for (const cost of COSTS) {
    const metric = group.metrics.get(cost);
    if (metric === undefined) continue;
    cells.set(cost, metric.amount);
    if (!cells.has('Unit')) cells.set('Unit', metric.unit);
  }
  const usage = group.metrics.get(USAGE);
  // Without a unit the quantity adds hours to gigabytes.
  if (usage !== undefined && usage.unit !== '' && usage.unit !== 'N/A') {
    cells.set(USAGE, usage.amount);
    cells.set('UsageUnit', usage.unit);
  }
  return cells;
}

async function write(pages: readonly NamedPage[], costs: readonly string[], target: string): Promise<void> {
  const groups = pages.flatMap(page => page.groups.flatMap(({ column }) => column ?? []));
  const periods = pages.flatMap(page => page.periods);
  const table = await openTable(target, [
    'TimePeriod.Start',
    'TimePeriod.End',
    'Unit',
    `Granularity.${granularityOf(periods)}`,
    ...costs,
    USAGE,
    'UsageUnit',
    ...new Set(groups),
    'AccountName',
  ]);
  for (const page of pages) {
    for (const period of page.periods)
      for (const group of period.groups) await table.write(cellsOf(page, period, group));
  }
  await table.close();
}

/** @throws UserError (data) when the JSON is damaged or holds nothing but blended costs or usage */
export const writeCostExplorerTable: JsonTableWriter = async (file, isGzip, target, signal) => {
  const pages = readPages(file, isGzip);
  signal?.throwIfAborted();
  if (pages.length === 0) {
    throw cannot(
      file.name,
      'damaged-file',
      'it holds no list ResultsByTime',
      'Save the answer of GetCostAndUsage as it came.',
    );
  }
  const metrics = metricsOf(pages);
  const costs = COSTS.filter(cost => metrics.has(cost));
  if (metrics.size > 0 && costs.length === 0) {
    throw cannot(
      file.name,
      'missing-column',
      `its only metrics are ${[...metrics]
        .sort()
        .slice(0, 5)
        .map(name => JSON.stringify(name))
        .join(', ')}, and no invoice is made of them`,
      'Ask Cost Explorer for UnblendedCost and AmortizedCost.',
    );
  }
  await write(pages, costs, target);
  return { findings: answerFindings(pages, file.name), pages: pages.map(answerPage) };
};
