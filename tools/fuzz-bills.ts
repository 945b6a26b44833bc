/**
 * Imports generated hostile files for as long as one likes; the first that is read wrongly is made small and kept.
 * Usage: node tools/fuzz-bills.ts [minutes, default 5] [seed, default: the time]
 */

import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { atDesk } from '../tests/bill/workspace.ts';
import { damagedFile, type HostileFile, wholeFile } from '../tests/helpers/hostile-bills.ts';
import { judgeImport } from '../tests/helpers/judge-import.ts';

/** Files between two lines of progress. */
const ROUND = 100;

async function main(minutes: number, seed: number): Promise<number> {
  const end = performance.now() + minutes * 60_000;
  const judge = (file: HostileFile) => atDesk(desk => judgeImport(desk, file));
  for (let round = 0; performance.now() < end; round++) {
    for (const [name, files] of [
      ['whole', wholeFile],
      ['damaged', damagedFile],
    ] as const) {
      const property = fc.asyncProperty(files, async file => (await judge(file)).length === 0);
      const result = await fc.check(property, { numRuns: ROUND, seed: seed + round, endOnFailure: false });
      const [file] = result.counterexample ?? [];
      if (file === undefined) continue;
      const path = `fuzz-${name}-${seed + round}.bill`;
      writeFileSync(path, file.bytes);
      console.log(`${name} file of seed ${seed + round}: ${(await judge(file)).join('; ')}\nkept as ${path}`);
      return 1;
    }
    console.log(`${(round + 1) * ROUND * 2} files, seed ${seed + round}: nothing wrong`);
  }
  return 0;
}

const [minutes = '5', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
process.exitCode = await main(Number(minutes), Number(seed));
