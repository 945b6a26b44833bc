/**
 * Measures how fast the built program starts, against Node starting with nothing to do.
 * Usage: npm run build && node bench/start.ts [runs, default 9]
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';

const PROGRAM = join(import.meta.dirname, '../dist/bin.js');
const NAME_WIDTH = 44;
/** On the brief once the sample is open. */
const FIRST_SCREEN = 'Your task';

type Environment = Readonly<Record<string, string>>;

function command(args: readonly string[], cwd: string, env: Environment): number {
  const start = performance.now();
  execFileSync(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  return performance.now() - start;
}

/** Until the first screen with something to read on it is drawn. */
function firstScreen(cwd: string, env: Environment): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [PROGRAM, 'play'], { cols: 80, rows: 24, cwd, env: { ...env } });
  return new Promise((resolve, reject) => {
    let seen = '';
    child.onData(data => {
      seen += data;
      if (!seen.includes(FIRST_SCREEN)) return;
      resolve(performance.now() - start);
      child.kill('SIGKILL');
    });
    child.onExit(() => reject(new Error(`it ended before its first screen:\n${seen}`)));
  });
}

async function median(runs: number, run: () => number | Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let done = 0; done < runs; done += 1) times.push(await run());
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

async function main(runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-bench-'));
  const env = {
    PATH: process.env.PATH ?? '',
    TERM: 'xterm-256color',
    TRIMTAB_CACHE_DIR: join(folder, 'cache'),
  };
  try {
    const veryFirst = await firstScreen(folder, env);
    await firstScreen(folder, env);
    const peer = await median(runs, () => command(['-e', '0'], folder, env));
    const print = (name: string, milliseconds: number) =>
      console.log(
        `${name.padEnd(NAME_WIDTH)}${milliseconds.toFixed(0).padStart(7)} ms ${(milliseconds / peer).toFixed(1).padStart(7)} x`,
      );
    console.log(`Median of ${runs} runs\n`);
    print('node -e 0 (the peer)', peer);
    print('--version', await median(runs, () => command([PROGRAM, '--version'], folder, env)));
    print('levers', await median(runs, () => command([PROGRAM, 'levers'], folder, env)));
    print('summary of the sample in a pipe', await median(runs, () => command([PROGRAM], folder, env)));
    print('first screen, sample there', await median(runs, () => firstScreen(folder, env)));
    print('first screen, the very first time', veryFirst);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(Number(process.argv[2] ?? 9));
