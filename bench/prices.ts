/**
 * Measures how long the price book takes to answer its first question about a Region, against reading and parsing the same
 * files with nothing around. Each run is a process of its own; the goal is under 50 ms.
 * Usage: node bench/prices.ts [runs, default 15]
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const BOOK = pathToFileURL(join(import.meta.dirname, '../src/prices/embedded-book.ts')).href;
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
}

main(Number(process.argv[2] ?? 15));
