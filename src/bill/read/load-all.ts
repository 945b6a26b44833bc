/** Loads all files of an import and makes sure that they add up together. */

import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { listPriceFindings } from '../azure/azure-list-price.ts';
import { widenQuantities } from '../azure/azure-rewrite.ts';
import { settleViews } from '../azure/azure-views.ts';
import { paceOf } from '../import-pace.ts';
import type { Hashed, Session } from '../import-session.ts';
import type { CostView, StoredFile } from '../manifest.ts';
import type { BillSource } from '../source.ts';
import { sqlPath } from '../sql.ts';
import { areSameFacts, checkFacts } from './facts.ts';
import { checkText } from './integrity.ts';
import { type Loaded, loadFile } from './load.ts';

/** Runs DuckDB work with progress, and stops it when the signal says so. */
async function watched<T>(
  { options, duckdb }: Session,
  sources: readonly Hashed[],
  position: number,
  startedAt: number,
  work: () => Promise<T>,
): Promise<T> {
  const sizes = sources.map(({ source }) => source.file.bytes);
  const file = sources[position]?.source.file.name ?? '';
  const stop = () => duckdb.connection.interrupt();
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', stop);
  const report = () => {
    const { percentage } = duckdb.connection.progress;
    const fraction = percentage < 0 ? null : percentage / 100;
    options.onProgress?.({
      step: 'read',
      file,
      index: position + 1,
      count: sources.length,
      fraction,
      pace: paceOf(sizes, position, fraction ?? 0, (performance.now() - startedAt) / 1000),
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

/** A loaded file, and which of Azure's views it is. */
type ViewedFile = Loaded & { readonly view: CostView | null };

function isAzure({ source }: Loaded): boolean {
  return source.format === 'azure-cost-details' || source.format === 'azure-legacy-usage';
}

/** Loads the files one by one; CUR files again when the whole bill shows that they were read with the wrong facts. */
export async function loadAll(session: Session, sources: readonly Hashed[]): Promise<readonly ViewedFile[]> {
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
    watched(session, sources, index, startedAt, () => loadFile(context(source), source, index, facts));
  const startedAt = performance.now();
  const loaded: Loaded[] = [];
  for (const [index, { source }] of sources.entries()) loaded.push(await load(source, index, null));

  const isCur = ({ source }: Loaded) => source.format === 'aws-cur-2' || source.format === 'aws-cur-legacy';
  const { facts, findings: factFindings } = await checkFacts(duckdb, loaded.filter(isCur));
  findings.push(...factFindings);
  for (const [index, file] of loaded.entries()) {
    if (isCur(file) && !areSameFacts(file.plan.facts, facts))
      loaded[index] = await load(file.source, index, facts);
  }
  return withViews(loaded, session, work => watched(session, sources, sources.length - 1, startedAt, work));
}

/** Azure files in the view they turn out to be; the others as they are. */
async function withViews(
  loaded: readonly Loaded[],
  { duckdb, findings }: Session,
  watch: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<readonly ViewedFile[]> {
  if (!loaded.some(isAzure)) return loaded.map(file => ({ ...file, view: null }));
  return watch(async () => {
    const widened: Loaded[] = [];
    for (const file of loaded) {
      widened.push(isAzure(file) ? await widenQuantities(duckdb, file) : file);
      if (isAzure(file)) findings.push(...(await listPriceFindings(duckdb, file)));
    }
    const settled = await settleViews(duckdb, widened);
    findings.push(...settled.findings);
    return widened.map((file, index) => ({ ...file, view: settled.views[index] ?? null }));
  });
}

/** What the manifest keeps of a loaded file. */
export async function describeFile(
  { duckdb }: Session,
  loaded: ViewedFile,
  sha256: string,
): Promise<StoredFile> {
  const { source, parquet, plan, view } = loaded;
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
    ...(view === null ? {} : { view }),
  };
}
