/** From a workspace or a scenario to an estate: the bill, who owns what, and how it is used. */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { extractBill } from '../bill/extract/extract.ts';
import { listBills } from '../bill/store.ts';
import { readBusinessMetrics } from '../business-metrics/read-business-metrics.ts';
import { workloadsFileSchema, workloadsOf } from '../engine/estate/workload-file.ts';
import {
  type BillExtract,
  type BusinessMetric,
  buildEstate,
  type Estate,
  type Finding,
  type PriceBook,
  type ResourceKind,
  UserError,
  type Workload,
} from '../engine/index.ts';
import { calibrateWorkloads } from '../incidents/calibrate-workloads.ts';
import { loadIncidents } from '../incidents/incident-store.ts';
import { readYamlFile } from '../input/yaml-file.ts';
import { loadMetrics } from '../metrics/metrics-store.ts';
import { EMPTY_PORTFOLIO, type Portfolio, readPortfolio } from '../portfolio/read-portfolio.ts';
import type { EmbeddedPriceBook } from '../prices/embedded-book.ts';
import { loadScenario, type Scenario, valueOrThrow } from '../scenario/pack.ts';
import { type OnPrepare, prepareScenario } from '../scenario/prepare.ts';
import { readExtract, storeExtract } from './extract-cache.ts';

/** What to open. */
export type EstateRequest = {
  /** Scenario by name or folder; null for the bill of the workspace. */
  readonly scenario: string | null;
  readonly workspace: string;
  readonly cacheFolder: string;
  /** `workloads.yaml` to use instead of the workspace's own. */
  readonly workloadsFile: string | null;
  /** `commitments.yaml` to use instead of the workspace's own; null for that, absent in a scenario. */
  readonly commitmentsFile: string | null;
  /** `business-metrics.csv` to use instead of the workspace's or the scenario's own; null or left out for that. */
  readonly businessMetricsFile?: string | null;
  /** `yyyy-mm` and currency of the bill; null for the latest and the most frequent. */
  readonly period: string | null;
  readonly currency: string | null;
};

/** An opened estate and where it came from. */
export type OpenedEstate = {
  readonly estate: Estate;
  readonly extract: BillExtract;
  readonly scenario: Scenario | null;
  readonly workspace: string;
  /** What the business does by the month, and what could not be read of it. */
  readonly businessMetrics: {
    readonly value: readonly BusinessMetric[];
    readonly findings: readonly Finding[];
  };
  readonly findings: readonly Finding[];
};

/** Names what an extract depends on. */
function extractKey(workspace: string, request: EstateRequest): string {
  const bills = listBills(workspace)
    .map(({ id }) => id)
    .sort();
  return createHash('sha256')
    .update(JSON.stringify([bills, request.period, request.currency]))
    .digest('hex')
    .slice(0, 16);
}

async function extractOf(workspace: string, request: EstateRequest): Promise<BillExtract> {
  const key = extractKey(workspace, request);
  const known = readExtract(workspace, key);
  if (known) return known;
  const extract = await extractBill({
    workspace,
    period: request.period ?? undefined,
    currency: request.currency ?? undefined,
  });
  try {
    storeExtract(workspace, key, extract);
  } catch {
    // A read-only workspace works too, only slower.
  }
  return extract;
}

/** A file beside the workspace, or in the folder around it; null when there is none. */
function besideWorkspace(workspace: string, name: string): string | null {
  return [join(workspace, name), join(dirname(workspace), name)].find(path => existsSync(path)) ?? null;
}

/** The workloads file that counts: the given one, the scenario's, the workspace's; null when there is none. */
export function workloadsFileOf(
  request: EstateRequest,
  workspace: string,
  scenario: Scenario | null,
): string | null {
  if (request.workloadsFile !== null) return request.workloadsFile;
  return scenario ? scenario.workloadsFile : besideWorkspace(workspace, 'workloads.yaml');
}

/** The commitments file that counts: the given one, or the workspace's; a scenario's bill tells all of its commitments. */
export function commitmentsFileOf(
  request: EstateRequest,
  workspace: string,
  scenario: Scenario | null,
): string | null {
  if (request.commitmentsFile !== null) return request.commitmentsFile;
  return scenario ? null : besideWorkspace(workspace, 'commitments.yaml');
}

/** The business metrics that count: of the given file, the scenario's, the workspace's. @throws UserError (data) */
function businessMetricsOf(
  request: EstateRequest,
  workspace: string,
  scenario: Scenario | null,
): OpenedEstate['businessMetrics'] {
  const own = scenario ? scenario.businessMetricsFile : besideWorkspace(workspace, 'business-metrics.csv');
  const path = request.businessMetricsFile ?? own;
  if (path === null) return { value: [], findings: [] };
  const read = readBusinessMetrics(path);
  return { value: valueOrThrow(read, 'The business metrics file'), findings: read.findings };
}

/** What people say of the commitments of a bill; nothing without a file. @throws UserError (data) naming every problem */
function readCommitmentsFile(path: string | null, book: EmbeddedPriceBook): Portfolio {
  if (path === null) return EMPTY_PORTFOLIO;
  const { portfolio, findings } = readPortfolio(path, book);
  return valueOrThrow({ value: portfolio, findings }, 'The commitments file');
}

/** Workloads of a file; none without a file. @throws UserError (data) naming every problem */
export function readWorkloads(path: string | null): Workload[] {
  return path === null
    ? []
    : workloadsOf(valueOrThrow(readYamlFile(path, workloadsFileSchema), 'The workloads file'));
}

function noBill(workspace: string): UserError {
  return new UserError({
    code: 'no-bill',
    message: `There is no bill in ${workspace}.`,
    hint: 'Import one with `trimtab bill import FILE`, or practise on the sample with `trimtab play`.',
    exitCode: 3,
  });
}

/** The folder with the bill: of the scenario, prepared when it is opened the first time, or the workspace. @throws UserError */
export async function workspaceOf(
  request: EstateRequest,
  book: PriceBook,
  onPrepare?: OnPrepare,
): Promise<{ readonly workspace: string; readonly scenario: Scenario | null }> {
  const scenario = request.scenario === null ? null : loadScenario(request.scenario);
  const options = { cacheFolder: request.cacheFolder, book, ...(onPrepare ? { onProgress: onPrepare } : {}) };
  const workspace = scenario ? await prepareScenario(scenario, options) : request.workspace;
  if (!existsSync(workspace) || listBills(workspace).length === 0) throw noBill(workspace);
  return { workspace, scenario };
}

/** Opens an estate; the first time a scenario is opened, it is prepared. @throws UserError */
export async function openEstate(
  request: EstateRequest,
  book: EmbeddedPriceBook,
  onPrepare?: OnPrepare,
): Promise<OpenedEstate> {
  const { workspace, scenario } = await workspaceOf(request, book, onPrepare);
  const extract = await extractOf(workspace, request);
  const workloadsFile = workloadsFileOf(request, workspace, scenario);
  const portfolio = readCommitmentsFile(commitmentsFileOf(request, workspace, scenario), book);
  const estate = buildEstate({
    extract,
    workloads: calibrateWorkloads(readWorkloads(workloadsFile), loadIncidents(workspace)).workloads,
    utilization: loadMetrics(workspace),
    book,
    stated: portfolio,
    rules: { settings: portfolio.settings, azureSizeRatios: portfolio.azureSizeRatios },
  });
  const businessMetrics = businessMetricsOf(request, workspace, scenario);
  const findings = [...sourceFindings(estate, workloadsFile), ...businessMetrics.findings];
  return { estate, extract, scenario, workspace, businessMetrics, findings };
}

/** Kinds of resources that levers can change; the others stay as billed. */
const ACTED_ON: ReadonlySet<ResourceKind> = new Set(['instance', 'volume', 'bucket', 'database']);

/** Says what the levers cannot do on this bill; null where they can change something. */
function leversFinding({ provider, resources }: Estate): Finding | null {
  if (resources.some(({ kind }) => ACTED_ON.has(kind))) return null;
  const isCommittable = resources.some(each => each.kind === 'other' && each.metered.length > 0);
  return isCommittable
    ? {
        code: 'only-purchases-for-bill',
        severity: 'info',
        message: `On this ${provider} bill the levers can only buy commitments: what they change themselves are AWS instances, volumes, buckets and databases.`,
        hint: 'The commands on bills show where the rest goes: summary, why, addressable, drivers, export.',
        source: null,
      }
    : {
        code: 'no-lever-for-bill',
        severity: 'warning',
        message: `No lever acts on this ${provider} bill: the levers know AWS instances, volumes, buckets and databases, and the machines of Google Cloud and Azure that commitments cover.`,
        hint: 'The commands on bills work on it: summary, why, addressable, drivers, export.',
        source: null,
      };
}

/** What is missing for a better answer. */
function sourceFindings(estate: Estate, workloadsFile: string | null): Finding[] {
  const findings: Finding[] = [];
  const what = leversFinding(estate);
  if (what !== null) findings.push(what);
  if (workloadsFile === null) {
    findings.push({
      code: 'no-workloads',
      severity: 'warning',
      message: 'No workloads file: the whole bill is one workload, unallocated, without an objective.',
      hint: 'Write workloads.yaml beside the workspace (docs/workloads.md): three lines per workload are enough.',
      source: null,
    });
  }
  if (!estate.resources.some(({ utilization }) => utilization !== null)) {
    findings.push({
      code: 'no-metrics',
      severity: 'warning',
      message: 'No metrics: idle and oversized resources cannot be told from busy ones.',
      hint: 'Import utilisation with `trimtab metrics import FILE` (docs/metrics.md).',
      source: null,
    });
  }
  return findings;
}
