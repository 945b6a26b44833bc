/** Loads all files of an import and makes sure that they add up together. */

import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { areSameFacts, checkFacts } from './facts.ts';
import type { Hashed, Session } from './import-session.ts';
import { checkText } from './integrity.ts';
import { type Loaded, loadFile } from './load.ts';
import type { StoredFile } from './manifest.ts';
import type { BillSource } from './source.ts';
import { sqlPath } from './sql.ts';

/** Runs DuckDB work with progress, and stops it when the signal says so. */
async function watched<T>(
  session: Session,
  file: string,
  index: number,
  count: number,
  work: () => Promise<T>,
): Promise<T> {
  const { options, duckdb } = session;
  const stop = () => duckdb.connection.interrupt();
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', stop);
  const report = () => {
    const { percentage } = duckdb.connection.progress;
    options.onProgress?.({
      step: 'read',
      file,
      index,
      count,
      fraction: percentage < 0 ? null : percentage / 100,
    });
  };
  const timer = options.onProgress === undefined ? undefined : setInterval(report, 250);
  try {
    const result = await work();
    options.signal?.throwIfAborted();
    return result;
  } finally {
    clearInterval(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}

/** Loads the files one by one; CUR files again when the whole bill shows that they were read with the wrong facts. */
export async function loadAll(session: Session, sources: readonly Hashed[]): Promise<readonly Loaded[]> {
  const { duckdb, folder, options, findings } = session;
  const context = (source: BillSource) => {
    const { container, file } = source;
    const text =
      container.kind === 'csv' ? checkText(file, container.isGzip, options.signal) : Promise.resolve(null);
    // The text is checked while DuckDB reads it; a failure is met when the result is awaited.
    text.catch(() => undefined);
    return { duckdb, folder, text };
  };
  const load = (source: BillSource, index: number, facts: Loaded['plan']['facts'] | null) =>
    watched(session, source.file.name, index + 1, sources.length, () =>
      loadFile(context(source), source, index, facts),
    );
  const loaded: Loaded[] = [];
  for (const [index, { source }] of sources.entries()) loaded.push(await load(source, index, null));

  const isCur = ({ source }: Loaded) => source.format === 'aws-cur-2' || source.format === 'aws-cur-legacy';
  const { facts, findings: factFindings } = await checkFacts(duckdb, loaded.filter(isCur));
  findings.push(...factFindings);
  for (const [index, file] of loaded.entries()) {
    if (isCur(file) && !areSameFacts(file.plan.facts, facts))
      loaded[index] = await load(file.source, index, facts);
  }
  return loaded;
}

/** What the manifest keeps of a loaded file. */
export async function describeFile({ duckdb }: Session, loaded: Loaded, sha256: string): Promise<StoredFile> {
  const { source, parquet, plan } = loaded;
  const relation = `read_parquet(${sqlPath(parquet)})`;
  const [count] = await duckdb.rows(
    `SELECT CAST(count(*) FILTER (WHERE NOT x_Bad) AS DOUBLE) FROM ${relation}`,
  );
  const scopes = await duckdb.rows(
    `SELECT DISTINCT coalesce(SubAccountId, BillingAccountId, ''), coalesce(strftime(BillingPeriodStart, '%Y-%m'), '')
     FROM ${relation} WHERE NOT x_Bad ORDER BY 1, 2`,
  );
  return {
    path: source.file.name,
    format: source.format,
    version: source.version,
    container: source.container.kind,
    rows: Number(count?.[0] ?? 0),
    sha256,
    parquet: basename(parquet),
    parquetBytes: statSync(parquet).size,
    widths: plan.widths,
    scopes: scopes.map(([account, month]) => ({ account: String(account), month: String(month) })),
  };
}
