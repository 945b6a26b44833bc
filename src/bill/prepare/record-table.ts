/** JSON lines (or one JSON list) of records as a table: objects are spread over columns with dots, lists stay JSON text. */

import type { Finding } from '../../engine/finding.ts';
import type { FoundFile } from '../find/find-files.ts';
import { duplicateKey, type ExactJson, isJsonObject, parseExactJson } from './exact-json.ts';
import { type JsonRecord, jsonRecords } from './json-records.ts';
import type { JsonTableWriter } from './json-table.ts';
import { openTable } from './table-writer.ts';

/** Deeper objects stay JSON text. */
const DEPTH_MAX = 4;
/** Bills have a few dozen columns; further ones are not read. */
const COLUMNS_MAX = 1000;
const NAME_CHARACTERS_MAX = 200;
/** Records that get a finding of their own. */
const FINDINGS_MAX = 100;
/** Objects with data as keys: a column each would be a column for every label. */
const KEYED_BY_DATA = /(^|\.)(labels|system_labels|tags)$/i;

/** Cells of one record by column. */
function cellsOf(record: ExactJson): ReadonlyMap<string, string> | null {
  if (!isJsonObject(record)) return null;
  const cells = new Map<string, string>();
  const spread = (value: ExactJson, name: string, depth: number) => {
    if (value === null) return;
    if (typeof value === 'string') cells.set(name, value);
    else if (isJsonObject(value) && depth < DEPTH_MAX && !KEYED_BY_DATA.test(name)) {
      for (const [key, member] of Object.entries(value))
        spread(member, depth === 0 ? key : `${name}.${key}`, depth + 1);
    } else cells.set(name, JSON.stringify(value));
  };
  spread(record, '', 0);
  return cells;
}

type Reading =
  | { readonly cells: ReadonlyMap<string, string> }
  | { readonly problem: string; readonly hint: string };

function read(record: JsonRecord, parse: (text: string) => ExactJson): Reading {
  if (!('text' in record)) return record;
  const hint = 'Export it again as JSON lines: one record on each line.';
  try {
    const cells = cellsOf(parse(record.text));
    return cells === null ? { problem: 'The record is no JSON object.', hint } : { cells };
  } catch (error) {
    // Of a text that nests tens of thousands of levels deep the reader's stack runs out.
    const problem = error instanceof RangeError ? 'The record nests too deep.' : 'The record is not JSON.';
    return { problem, hint };
  }
}

/** Faster than the exact way, where only the keys are looked at. */
const parseForKeys = (text: string) => JSON.parse(text) as ExactJson;

/** Column names of all records, in the order in which they come up. */
async function columnsOf(
  records: AsyncIterable<JsonRecord>,
): Promise<{ names: readonly string[]; left: number }> {
  const names = new Set<string>();
  let left = 0;
  for await (const record of records) {
    const reading = read(record, parseForKeys);
    if (!('cells' in reading)) continue;
    for (const name of reading.cells.keys()) {
      if (names.has(name)) continue;
      if (names.size < COLUMNS_MAX && name.length <= NAME_CHARACTERS_MAX) names.add(name);
      else left++;
    }
  }
  return { names: [...names], left };
}

/** Findings of a file; of many with one code the first are kept and the others counted. */
function collector(file: Pick<FoundFile, 'name'>) {
  const findings: Finding[] = [];
  const counts = new Map<string, number>();
  const add = (found: Omit<Finding, 'source'>, row: number | null) =>
    findings.push({ ...found, source: { file: file.name, row, column: null } });
  return {
    add: (found: Omit<Finding, 'source'>, row: number | null) => {
      const count = (counts.get(found.code) ?? 0) + 1;
      counts.set(found.code, count);
      if (count <= FINDINGS_MAX) add(found, row);
    },
    all: (): readonly Finding[] => {
      for (const [code, count] of counts) {
        if (count <= FINDINGS_MAX) continue;
        const severity = code === 'unreadable-record' ? 'error' : 'warning';
        add(
          {
            code,
            severity,
            message: `${count - FINDINGS_MAX} more records have the same problem.`,
            hint: null,
          },
          null,
        );
      }
      return findings;
    },
  };
}

/**
 * Reads twice: once for the columns, once for the cells. A record that can't be read becomes an empty line of the table, so
 * that the rows after it keep their number, and a finding.
 */
export const writeRecordTable: JsonTableWriter = async (file, isGzip, target, signal) => {
  const findings = collector(file);
  const { names, left } = await columnsOf(jsonRecords(file, isGzip, signal));
  if (left > 0) {
    const message = `More than ${COLUMNS_MAX} different keys (or very long ones): the others are not read.`;
    findings.add(
      {
        code: 'too-many-columns',
        severity: 'warning',
        message,
        hint: 'Export only the columns of the bill.',
      },
      null,
    );
  }
  const table = await openTable(target, names);
  for await (const record of jsonRecords(file, isGzip, signal)) {
    const reading = read(record, parseExactJson);
    if ('cells' in reading) {
      const twice = 'text' in record ? duplicateKey(record.text) : null;
      if (twice !== null) {
        const message = `The record has the key ${JSON.stringify(twice)} more than once; the last one is read.`;
        findings.add(
          {
            code: 'duplicate-key',
            severity: 'warning',
            message,
            hint: 'Compare the amounts with the invoice.',
          },
          record.row,
        );
      }
      await table.write(reading.cells);
    } else {
      const { problem: message, hint } = reading;
      findings.add({ code: 'unreadable-record', severity: 'error', message, hint }, record.row);
      await table.skip();
    }
  }
  await table.close();
  return { findings: findings.all() };
};
