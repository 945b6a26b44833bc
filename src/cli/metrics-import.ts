/** `trimtab metrics import`: reads utilisation into the workspace. */

import { existsSync } from 'node:fs';
import { workspaceFolder } from '../app/folders.ts';
import { readBilledMonths, readMonthSums } from '../bill/query/month-sums.ts';
import { listBills } from '../bill/store.ts';
import { METRIC_NAMES, METRIC_TITLES } from '../engine/evidence.ts';
import { LEVERS, UserError } from '../engine/index.ts';
import { type BillResources, billResources } from '../metrics/bill-resources.ts';
import { importMetrics, type MetricsImport } from '../metrics/import-metrics.ts';
import { leverSummaries, metricSummaries } from '../metrics/import-summary.ts';
import { addMetrics } from '../metrics/metrics-store.ts';
import type { Observation } from '../metrics/series-utilization.ts';
import type { UtilizationByResource } from '../metrics/utilization.ts';
import type { MetricsImportReport } from '../report/contract.ts';
import { count, days, plural } from '../report/format.ts';
import { findingsText } from '../report/text/findings.ts';
import { table } from '../report/text/table.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION, WORKSPACE_OPTION } from './command.ts';

/** Resources of the latest month of the workspace, in all its currencies; null without a bill. */
async function resourcesOf(workspace: string): Promise<BillResources | null> {
  if (!existsSync(workspace) || listBills(workspace).length === 0) return null;
  const { periods } = await readBilledMonths({ workspace });
  const latest = periods
    .map(({ month }) => month)
    .sort()
    .at(-1);
  if (latest === undefined) return null;
  const currencies = new Set(periods.flatMap(each => (each.month === latest ? [each.currency] : [])));
  const ids = new Set<string>();
  for (const currency of currencies) {
    const { charges } = await readMonthSums({ workspace, months: [latest], currency });
    for (const { resourceId } of charges) if (resourceId !== null) ids.add(resourceId);
  }
  return billResources(ids);
}

function observationReport(observation: Observation): MetricsImportReport['observations'][number] {
  const { quantiles, firstSecond, lastSecond, ...rest } = observation;
  const { p50 = null, p95 = null, p99 = null, p995 = null, max = null } = quantiles ?? {};
  return {
    ...rest,
    first: new Date(firstSecond * 1000).toISOString(),
    last: new Date(lastSecond * 1000).toISOString(),
    ...{ p50, p95, p99, p995, max },
  };
}

/** @param known everything that the workspace knows now: a lever may stand on CPU of one import and memory of another */
function reportOf(
  files: readonly string[],
  read: MetricsImport,
  known: UtilizationByResource,
): MetricsImportReport {
  const touched = new Map([...known].filter(([id]) => read.utilization.has(id)));
  const isKnown = (lever: string) => LEVERS.some(({ meta }) => meta.id === lever);
  return {
    schema: 'trimtab/metrics-import/1',
    files: [...files],
    resources: read.utilization.size,
    series: { read: read.series, unmatched: read.unmatchedSeries },
    metrics: metricSummaries(read.utilization).map(each => ({ ...each })),
    observations: read.observations.map(observationReport),
    levers: leverSummaries(touched, isKnown).map(each => ({ ...each, needs: [...each.needs] })),
    findings: read.findings.map(each => ({ ...each })),
  };
}

function daysText(observed: { readonly low: number; readonly high: number } | null): string {
  if (observed === null) return 'not told';
  const [low, high] = [days(observed.low), days(observed.high)];
  return low === high ? low : `${low} to ${high}`;
}

function metricLines({ metrics }: MetricsImportReport, width: number): string[] {
  const columns = [
    { head: 'Metric' },
    { head: 'Resources', align: 'right' as const },
    { head: 'Points', align: 'right' as const },
    { head: 'Days', align: 'right' as const },
  ];
  const rows = metrics.map(({ metric, resources, samples, observedDays }) => [
    titleOf(metric),
    count(resources),
    samples === 0 ? '-' : count(samples),
    daysText(observedDays),
  ]);
  return rows.length === 0 ? [] : ['', ...table(columns, rows, width)];
}

function titleOf(metric: string): string {
  return METRIC_NAMES.flatMap(name => (name === metric ? [METRIC_TITLES[name]] : []))[0] ?? metric;
}

function leverLines({ levers }: MetricsImportReport): string[] {
  const lines = levers.map(({ lever, needs, resources, lacking }) => {
    const without =
      lacking === 0 ? '' : `; ${count(lacking)} more lack one of ${needs.map(titleOf).join(', ')}`;
    return `  ${lever}: ${plural(resources, 'resource')}${without}`;
  });
  return lines.length === 0 ? [] : ['', 'Levers that now stand on measurements:', ...lines];
}

function textOf(report: MetricsImportReport, width: number): string[] {
  const { read, unmatched } = report.series;
  const lost =
    unmatched === 0 ? '' : ` ${count(unmatched)} of ${plural(read, 'series part')} could not be used.`;
  return [
    `Metrics of ${plural(report.resources, 'resource')} imported.${lost}`,
    ...metricLines(report, width),
    ...leverLines(report),
    ...(report.findings.length === 0 ? [] : ['', ...findingsText(report.findings)]),
  ];
}

export const metricsImport: Command = {
  name: 'metrics import',
  summary:
    'Reads utilisation from CSV tables and from series of CloudWatch, Prometheus and Datadog; docs/metrics.md shows what is read and how it is computed.',
  positionals: 'FILE...',
  arity: [1, 1000],
  options: {
    map: {
      kind: 'text',
      value: 'LABEL=RESOURCE,...',
      description: 'Which resource of the bill a label names: its value, or name=value.',
    },
    metric: {
      kind: 'text',
      value: 'THEIRS=OURS,...',
      description: 'What a metric is, or OURS alone for series that do not tell, for example cpuPercent.',
    },
    ...WORKSPACE_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const read = await importMetrics(positionals, {
      map: input.text('map'),
      metric: input.text('metric'),
      bill: await resourcesOf(workspace),
      signal: io.signal,
    });
    if (read.utilization.size === 0) {
      throw new UserError({
        code: 'no-metrics-read',
        message: ['No metrics could be read.', ...findingsText(read.findings)].join('\n'),
        hint: 'docs/metrics.md shows the files that are read.',
        exitCode: 3,
      });
    }
    const known = addMetrics(workspace, read.utilization);
    const report = reportOf(positionals, read, known);
    if (input.flag('json')) printJson(io, report);
    else printLines(io, textOf(report, io.columns));
    return 0;
  },
};
