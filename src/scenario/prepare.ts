/** Prepares a scenario: generates its bill and metrics once and imports them like a customer's, into a workspace of its own. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importBills } from '../bill/import.ts';
import type { PriceBook } from '../engine/index.ts';
import { readYamlFile } from '../input/yaml-file.ts';
import { writeMetrics } from '../metrics/metrics-store.ts';
import { companySchema } from './company.ts';
import { coverUsage } from './cover-usage.ts';
import { generateUsage, monthOfCompany } from './generate-usage.ts';
import { readPackText, type Scenario, valueOrThrow } from './pack.ts';
import { writeCur } from './write-cur.ts';

/** Changes when the generator makes other bills out of the same company: prepared scenarios are then made anew. */
const GENERATOR_VERSION = 2;

/** Told what is being done, with a share of the whole. */
export type OnPrepare = (step: { readonly text: string; readonly share: number }) => void;

/** Folder of a prepared scenario under a cache folder; its name tells everything the result depends on. */
export function preparedFolder(scenario: Scenario, cacheFolder: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([GENERATOR_VERSION, scenario.seed, readPackText(scenario.companyFile)]))
    .digest('hex')
    .slice(0, 16);
  return join(cacheFolder, 'scenarios', `${scenario.id}-${hash}`);
}

async function generateInto(
  folder: string,
  scenario: Scenario,
  book: PriceBook,
  onProgress: OnPrepare,
): Promise<void> {
  onProgress({ text: 'Inventing a month of usage', share: 0.05 });
  const company = valueOrThrow(
    readYamlFile(scenario.companyFile, companySchema),
    'The company of the scenario',
  );
  const month = monthOfCompany(company);
  const usage = generateUsage(company, scenario.seed, book);
  const covered = coverUsage(company, usage.lines, month.hours, book);
  onProgress({ text: 'Writing the bill, hour by hour', share: 0.2 });
  const bill = join(folder, 'export.parquet');
  const rows = await writeCur({ company, month, lines: usage.lines, covered }, bill, join(folder, 'tmp'));
  onProgress({ text: `Importing ${rows.toLocaleString('en-US')} charges`, share: 0.6 });
  await importBills({ paths: [bill], workspace: folder });
  writeMetrics(
    folder,
    new Map(usage.metrics.map(({ resourceId, utilization }) => [resourceId, utilization])),
  );
  rmSync(join(folder, 'tmp'), { recursive: true, force: true });
  onProgress({ text: 'Ready', share: 1 });
}

/** Another process may have been faster, or an older attempt was cut off: a complete folder is as good as ours. */
function putInPlace(draft: string, target: string): void {
  try {
    renameSync(draft, target);
  } catch {
    if (existsSync(join(target, 'prepared.json'))) return;
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  }
}

/**
 * The workspace of a scenario, made on first use. Interrupted or failed attempts leave nothing behind: the folder
 * appears under its name only when it is complete.
 */
export async function prepareScenario(
  scenario: Scenario,
  options: { readonly cacheFolder: string; readonly book: PriceBook; readonly onProgress?: OnPrepare },
): Promise<string> {
  const target = preparedFolder(scenario, options.cacheFolder);
  if (existsSync(join(target, 'prepared.json'))) return target;
  mkdirSync(dirname(target), { recursive: true });
  const draft = mkdtempSync(`${target}-draft-`);
  try {
    await generateInto(draft, scenario, options.book, options.onProgress ?? (() => {}));
    writeFileSync(
      join(draft, 'prepared.json'),
      JSON.stringify({ scenario: scenario.id, generator: GENERATOR_VERSION }),
    );
    putInPlace(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}
