/**
 * Measures the import of a generated CUR 2.0 against DuckDB's bare read of the same file into a table and against a pipeline of
 * csv-parse and decimal.js, and the queries of the estate on the store; each in its own process.
 * Usage: node bench/bills.ts [rows, default 1000000] [runs, default 3]
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../src/bill/duckdb.ts';
import { extractBill } from '../src/bill/extract/extract.ts';
import { extractHourly } from '../src/bill/extract/extract-hourly.ts';
import { EXTRACT_COLUMNS } from '../src/bill/extract/extract-lines.ts';
import { importBills } from '../src/bill/import.ts';
import { chargesRelation } from '../src/bill/query/charges.ts';
import { withCharges } from '../src/bill/query/query.ts';
import { summarizeBill } from '../src/bill/query/summary.ts';
import { sqlPath, sqlPaths } from '../src/bill/sql.ts';
import { listBills, parquetFiles } from '../src/bill/store.ts';
import { monthPeriod } from '../src/engine/calendar.ts';
import { runPipeline } from './csv-parse-pipeline.ts';
import { writeCur2Bill } from './cur2-bill.ts';

type Task =
  | 'bare-csv'
  | 'bare-parquet'
  | 'import'
  | 'import-1gb'
  | 'csv-parse'
  | 'summary'
  | 'resources'
  | 'profiles'
  | 'extract';

/** Records that the csv-parse pipeline reads: it is linear, and the whole file would take most of an hour. */
const PIPELINE_ROWS = 100_000;

/** What one process took. */
type Measure = { readonly seconds: number; readonly cpuSeconds: number; readonly peakMb: number };

async function bareRead(reader: string, folder: string): Promise<void> {
  const duckdb = await openDuckDb({ tempDirectory: join(folder, 'spill') });
  await duckdb.run(`CREATE TABLE bill AS FROM ${reader}`);
  duckdb.close();
}

/** The same totals as the import has for the same records, or the comparison compares nothing. */
async function comparePipeline(folder: string, path: string): Promise<void> {
  const pipeline = await runPipeline(path, PIPELINE_ROWS, join(folder, 'normalised.csv'));
  const files = parquetFiles(listBills(join(folder, 'workspace'))).map(file => file.path);
  const duckdb = await openDuckDb({ tempDirectory: join(folder, 'spill') });
  const sums = await duckdb.rows(
    `SELECT CAST(sum(BilledCost) AS VARCHAR), CAST(sum(EffectiveCost) AS VARCHAR)
     FROM read_parquet(${sqlPaths(files)}, file_row_number = true) WHERE file_row_number < ${PIPELINE_ROWS}`,
  );
  duckdb.close();
  const [billed, effective] = sums[0] ?? [];
  if (Number(billed) !== Number(pipeline.billedCost) || Number(effective) !== Number(pipeline.effectiveCost))
    throw new Error(`csv-parse reads ${JSON.stringify(pipeline)}, the import ${billed} and ${effective}`);
}

/** Usage by the hour of every machine, alone. */
async function hourProfiles(workspace: string): Promise<void> {
  await withCharges({ workspace }, async (duckdb, files) => {
    await duckdb.run(`CREATE TEMP VIEW charges AS FROM ${chargesRelation(files, EXTRACT_COLUMNS)}`);
    const [row] = await duckdb.rows("SELECT strftime(min(BillingPeriodStart), '%Y-%m') FROM charges");
    await extractHourly(duckdb, monthPeriod(String(row?.[0])));
  });
}

async function runTask(task: Task, folder: string, path: string): Promise<void> {
  const workspace = join(folder, 'workspace');
  switch (task) {
    case 'bare-csv':
      return bareRead(`read_csv(${sqlPath(path)})`, folder);
    case 'bare-parquet':
      return bareRead(`read_parquet(${sqlPath(path)})`, folder);
    case 'import':
    case 'import-1gb': {
      rmSync(workspace, { recursive: true, force: true });
      await importBills({ paths: [path], workspace, memoryLimit: task === 'import-1gb' ? '1GB' : undefined });
      return;
    }
    case 'csv-parse':
      await runPipeline(path, PIPELINE_ROWS, join(folder, 'normalised.csv'));
      return;
    case 'resources':
      await summarizeBill({ workspace, by: ['resource'] });
      return;
    case 'profiles':
      return hourProfiles(workspace);
    case 'summary':
      await summarizeBill({ workspace, by: ['service', 'account'] });
      return;
    case 'extract':
      await extractBill({ workspace });
      return;
  }
}

/** Child process: one task, one line of JSON. */
async function child(task: Task, folder: string, path: string): Promise<void> {
  const start = performance.now();
  await runTask(task, folder, path);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const measure: Measure = {
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMb: maxRSS / 1024,
  };
  console.log(JSON.stringify(measure));
}

/** The fastest of several runs: the others measure what else the machine was doing. */
function best(task: Task, folder: string, path: string, runs: number): Measure {
  const measures = Array.from({ length: runs }, (): Measure => {
    const output = execFileSync(process.execPath, [import.meta.filename, '--child', task, folder, path], {
      encoding: 'utf8',
    });
    return JSON.parse(output);
  });
  return measures.reduce((fastest, measure) => (measure.seconds < fastest.seconds ? measure : fastest));
}

function print(label: string, { seconds, cpuSeconds, peakMb }: Measure, rows: number, bare?: Measure): void {
  const ratio =
    bare === undefined
      ? ''
      : `  ${(seconds / bare.seconds).toFixed(2)}x wall, ${(cpuSeconds / bare.cpuSeconds).toFixed(2)}x CPU`;
  const speed = `${Math.round(rows / seconds / 1000)}k rows/s`;
  console.log(
    `${label.padEnd(34)}${seconds.toFixed(2).padStart(7)} s ${speed.padStart(14)} ${Math.round(peakMb)} MB peak${ratio}`,
  );
}

/** Measured on the first records and extrapolated to all of them. */
async function printPipeline(folder: string, path: string, rows: number, whole: Measure): Promise<void> {
  await comparePipeline(folder, path);
  const read = Math.min(rows, PIPELINE_ROWS);
  const part = best('csv-parse', folder, path, 1);
  print(`csv-parse, first ${read.toLocaleString('en')} rows`, part, read);
  const seconds = (part.seconds / read) * rows;
  console.log(
    `csv-parse extrapolated to all rows: ${seconds.toFixed(0)} s, ${(seconds / whole.seconds).toFixed(1)}x the import`,
  );
}

async function main(rows: number, runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-bench-'));
  try {
    const csv = join(folder, 'cur2.csv.gz');
    const parquet = join(folder, 'cur2.parquet');
    const duckdb = await openDuckDb({ tempDirectory: join(folder, 'spill'), memoryLimit: '8GB' });
    await writeCur2Bill(duckdb.connection, rows, csv, parquet);
    duckdb.close();
    for (const [name, path, bareTask] of [
      ['CSV.gz', csv, 'bare-csv'],
      ['Parquet', parquet, 'bare-parquet'],
    ] as const) {
      console.log(
        `\nCUR 2.0 ${name}, ${rows.toLocaleString('en')} rows, 127 columns, ${Math.round(statSync(path).size / 1e6)} MB`,
      );
      const bare = best(bareTask, folder, path, runs);
      print('bare read into a table', bare, rows);
      print('import, 1 GB of memory', best('import-1gb', folder, path, 1), rows, bare);
      const whole = best('import', folder, path, runs);
      print('import', whole, rows, bare);
      if (bareTask === 'bare-csv') await printPipeline(folder, path, rows, whole);
    }
    console.log('\nQueries on the store');
    print('summary by service and account', best('summary', folder, '', runs), rows);
    print('totals by resource', best('resources', folder, '', runs), rows);
    print('hour profiles', best('profiles', folder, '', runs), rows);
    print('the whole extract for the engine', best('extract', folder, '', runs), rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [first, task, folder, path] = process.argv.slice(2);
if (first === '--child') await child(task as Task, folder ?? '', path ?? '');
else await main(Number(first ?? 1_000_000), Number(task ?? 3));
