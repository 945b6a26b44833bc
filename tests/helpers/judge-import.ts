/** Imports a hostile file and says what is wrong with what came out: the same judge for the tests and for the long run. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportResult } from '../../src/bill/import.ts';
import { listBills } from '../../src/bill/store.ts';
import { UserError } from '../../src/engine/errors.ts';
import { sum, toText } from '../../src/engine/money.ts';
import type { Desk } from '../bill/workspace.ts';
import { expectedOf, type HostileFile, isStillReadable } from './hostile-bills.ts';

/** What is wrong, as sentences; nothing when all is well. */
export type Complaints = readonly string[];

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

async function judgeRecords(desk: Desk, file: HostileFile, result: ImportResult): Promise<Complaints> {
  const expected = expectedOf(file);
  const billed = toText(sum(result.totals.map(({ billedCost }) => billedCost ?? '0')));
  // As JSON: on its way out of DuckDB a text loses a byte order mark that it begins with.
  const stored = await desk.query('SELECT to_json(ServiceName) FROM charges WHERE NOT x_Bad ORDER BY row');
  const services = stored.map(([service]) => (service === null ? null : JSON.parse(String(service))));
  const errors = new Set(
    result.findings.filter(({ severity }) => severity === 'error').map(({ source }) => source?.row),
  );
  const complaints: string[] = [];
  if (result.rows !== expected.rows) complaints.push(`${result.rows} charges instead of ${expected.rows}`);
  if (billed !== expected.billedCost) complaints.push(`billed ${billed} instead of ${expected.billedCost}`);
  if (!isSameList(services, expected.services)) complaints.push('other service names');
  // In a damaged file other cells than the cost may be broken too.
  if (!file.isDamaged && errors.size !== expected.records - expected.rows)
    complaints.push(`${errors.size} records with errors instead of ${expected.records - expected.rows}`);
  return complaints;
}

/** What readers of CSV disagree on has no oracle: its totals are still numbers. */
function judgePlain(result: ImportResult): Complaints {
  const amounts = result.totals.flatMap(({ billedCost, effectiveCost }) => [billedCost, effectiveCost]);
  const isPlain = amounts.every(text => text === null || /^-?\d+(\.\d+)?$/.test(text));
  return isPlain ? [] : [`totals are not plain numbers: ${amounts.join(' ')}`];
}

function judgeError(error: unknown, hasOracle: boolean, file: HostileFile): Complaints {
  if (!(error instanceof UserError)) {
    return [`a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
  if (error.hint === '' || error.message === '') return ['an error that says nothing'];
  if (!hasOracle) return [];
  if (error.code === 'nothing-read' && expectedOf(file).rows === 0) return [];
  return [`refused: ${error.code}: ${error.message}`];
}

/** Imports a file on a fresh desk and compares. */
export async function judgeImport(desk: Desk, file: HostileFile): Promise<Complaints> {
  const path = desk.file('hostile bill', file.bytes);
  const complaints: string[] = [];
  const hasOracle = !file.isDamaged || isStillReadable(file);
  try {
    const result = await desk.import(path);
    complaints.push(...(hasOracle ? await judgeRecords(desk, file, result) : judgePlain(result)));
    const again = await desk.import(path);
    if (!again.findings.some(({ code }) => code === 'already-imported')) complaints.push('imported twice');
  } catch (error) {
    complaints.push(...judgeError(error, hasOracle, file));
    if (listBills(desk.workspace).length > 0) complaints.push('a refused file is in the store');
  }
  const left = readdirSync(join(desk.workspace, 'tmp')).filter(name => name !== 'test');
  if (left.length > 0) complaints.push(`left behind: ${left.join(' ')}`);
  return complaints;
}
