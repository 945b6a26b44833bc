/**
 * Measures how long the price book takes to answer its first question about a Region, against reading and parsing the same
 * files with nothing around; then the same with a refreshed Region over it, as large as the largest of AWS. Each run is a
 * process of its own; the goal is under 50 ms for a provider and Region.
 * Usage: node bench/prices.ts [runs, default 15]
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openEmbeddedBook } from '../src/prices/embedded-book.ts';
import { OFFERINGS, PAYMENTS, TERMS } from '../src/prices/listed-rates.ts';
import { type OverlayPrice, writeOverlay } from '../src/prices/overlay-store.ts';

const BOOK = pathToFileURL(join(import.meta.dirname, '../src/prices/embedded-book.ts')).href;
const LAYERS = pathToFileURL(join(import.meta.dirname, '../src/prices/override-store.ts')).href;
const DATA = join(import.meta.dirname, '../src/prices/data');
const NAME_WIDTH = 44;

/** A first question for each provider, and the files that its answer is read from. */
const QUESTIONS = [
  ['aws us-east-1', 'm5.large', 'us-east-1', ['aws-ec2.us-east-1.json']],
  ['gcp us-central1', 'n2-standard-4', 'us-central1', ['gcp-compute.us-central1.json']],
  ['azure eastus', 'Standard_D4s_v5', 'eastus', ['azure-vm.eastus.json']],
] as const;

/** Runs a program in a process of its own and takes the milliseconds that it prints. */
function milliseconds(program: string): number {
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}

function median(runs: number, program: string): number {
  const times = Array.from({ length: runs }, () => milliseconds(program)).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)] ?? 0;
}

/** Modules are loaded before the clock starts: `bench/start.ts` measures those. */
function question(type: string, region: string): string {
  return `const { openEmbeddedBook } = await import(${JSON.stringify(BOOK)});
    const start = performance.now();
    const fact = openEmbeddedBook().instancePrice(${JSON.stringify(type)}, ${JSON.stringify(region)}, 'linux');
    if (!fact) throw new Error('the book has no such price');
    console.log(performance.now() - start);`;
}

/** Items of every machine of the book's largest Region: on demand and reserved, or under plans, as a refresh writes them. */
function refreshedItems(offerings: readonly string[]): readonly string[] {
  const machines = openEmbeddedBook().findPrices({ words: [' linux'], service: 'ec2', region: 'us-east-1' });
  const types = [...new Set(machines.map(({ item }) => item.split(' ')[0] ?? ''))];
  return types.flatMap(type =>
    ['linux', 'windows'].flatMap(system => [
      `${type} ${system}`,
      ...offerings.flatMap(offering =>
        TERMS.flatMap(term => PAYMENTS.map(payment => `${type} ${system} ${offering} ${term}y ${payment}`)),
      ),
    ]),
  );
}

/** Writes a refreshed Region. @returns bytes and prices of its two files */
function writeRefreshed(workspace: string): { readonly bytes: number; readonly prices: number } {
  const lists = [
    { service: 'ec2', offerings: OFFERINGS.filter(name => name.endsWith('-ri')) },
    { service: 'ec2-savings-plans', offerings: OFFERINGS.filter(name => name.endsWith('-plan')) },
  ];
  const head = {
    provider: 'aws',
    region: 'us-east-1',
    readAt: '2026-11-01T00:00:00.000Z',
    source: 'bench',
  } as const;
  const total = { bytes: 0, prices: 0 };
  for (const { service, offerings } of lists) {
    const fact = { unit: 'hour', price: 0.1, kind: 'measured', date: '2026-11-01', note: null } as const;
    const prices: readonly OverlayPrice[] = refreshedItems(offerings).map(item => ({ ...fact, item }));
    total.bytes += statSync(writeOverlay(workspace, { ...head, service, prices })).size;
    total.prices += prices.length;
  }
  return total;
}

/** The price on demand of a machine, and then its price under a plan: the second reads the list of plans. */
function refreshedQuestion(workspace: string, hasPlan: boolean): string {
  const offer = {
    ...{ instanceType: 'm5.large', region: 'us-east-1', operatingSystem: 'linux' },
    ...{ offering: 'compute-savings-plan', termYears: 1, payment: 'no-upfront' },
  };
  const ask = hasPlan
    ? `book.commitmentRate(${JSON.stringify(offer)})`
    : "book.instancePrice('m5.large', 'us-east-1', 'linux')";
  return `const { openEmbeddedBook } = await import(${JSON.stringify(BOOK)});
    const { openPriceLayers } = await import(${JSON.stringify(LAYERS)});
    const start = performance.now();
    const book = openEmbeddedBook(openPriceLayers(${JSON.stringify(workspace)}, '2026-11-23'));
    if (${ask}?.layer !== 'overlay') throw new Error('not the refreshed price');
    console.log(performance.now() - start);`;
}

function measureRefreshed(runs: number): void {
  const workspace = mkdtempSync(join(tmpdir(), 'trimtab-bench-prices-'));
  try {
    const { bytes, prices } = writeRefreshed(workspace);
    console.log(`\nWith us-east-1 refreshed: ${prices} prices, ${(bytes / 1e6).toFixed(1)} MB`);
    for (const [name, hasPlan] of [
      ['on demand (one list)', false],
      ['under a plan (both lists)', true],
    ] as const) {
      const own = median(runs, refreshedQuestion(workspace, hasPlan));
      console.log(`${name.padEnd(NAME_WIDTH)}${own.toFixed(1).padStart(7)} ms`);
    }
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function peer(files: readonly string[]): string {
  const paths = ['index.json', 'sources.json', ...files].map(file => join(DATA, file));
  return `import { readFileSync } from 'node:fs';
    const start = performance.now();
    for (const path of ${JSON.stringify(paths)}) JSON.parse(readFileSync(path, 'utf8'));
    console.log(performance.now() - start);`;
}

function main(runs: number): void {
  console.log(`Median of ${runs} processes; the peer reads and parses the same files\n`);
  for (const [name, type, region, files] of QUESTIONS) {
    const bytes = files.reduce((sum, file) => sum + readFileSync(join(DATA, file)).byteLength, 0);
    const own = median(runs, question(type, region));
    const base = median(runs, peer(files));
    console.log(
      `${`${name} (${Math.round(bytes / 1000)} kB)`.padEnd(NAME_WIDTH)}${own.toFixed(1).padStart(7)} ms ${(own / base).toFixed(1).padStart(6)} x`,
    );
  }
  measureRefreshed(runs);
}

main(Number(process.argv[2] ?? 15));
