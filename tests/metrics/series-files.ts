/** Writes files of series for tests, and reads them. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { billResources } from '../../src/metrics/bill-resources.ts';
import { type ImportOptions, importMetrics, type MetricsImport } from '../../src/metrics/import-metrics.ts';

export const START = Date.UTC(2026, 6, 1) / 1000;

type Extra = { readonly map?: string; readonly metric?: string; readonly bill?: readonly string[] };

/** Imports texts as files named `0.txt`, `1.txt`, ..., or under names of their own. */
export async function readTexts(
  texts: readonly (string | readonly [name: string, text: string])[],
  extra: Extra = {},
): Promise<MetricsImport> {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-series-'));
  try {
    const paths = texts.map((text, index) => {
      const [name, content] = typeof text === 'string' ? [`${index}.txt`, text] : text;
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    });
    const bill = extra.bill === undefined ? null : billResources(extra.bill);
    const options: ImportOptions = { map: extra.map ?? null, metric: extra.metric ?? null, bill };
    return await importMetrics(paths, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A page of GetMetricData: one point every five minutes from the first of July on. */
export function cloudWatch(
  label: string,
  values: readonly unknown[],
  { from = 0, id = 'm1', period = 300 }: { from?: number; id?: string; period?: number } = {},
): string {
  const times = values.map((_, index) => new Date((START + (from + index) * period) * 1000).toISOString());
  return JSON.stringify({
    MetricDataResults: [{ Id: id, Label: label, Timestamps: times, Values: values, StatusCode: 'Complete' }],
  });
}

/** The answer of a range query: one series with a point every minute. */
export function prometheus(
  metric: Readonly<Record<string, string>>,
  values: readonly unknown[],
  step = 60,
): string {
  const pairs = values.map((value, index) => [START + index * step, value]);
  return JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric, values: pairs }] },
  });
}

/** Codes of the findings. */
export function codes({ findings }: MetricsImport): readonly string[] {
  return findings.map(({ code }) => code);
}
