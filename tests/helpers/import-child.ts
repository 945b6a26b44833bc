/** Imports bills in a process of its own that a test can stop, kill or limit; run as a program it is that process. */

import { type ChildProcess, spawn } from 'node:child_process';
import { importBills } from '../../src/bill/import.ts';

/** What the process is told. */
type Task = {
  readonly workspace: string;
  readonly paths: readonly string[];
  readonly memoryLimit?: string;
  /** It stops itself (SIGSTOP) when it has read the files and before it puts them in place. */
  readonly stopsBeforeCommit?: boolean;
};

/** How it ended: `imported`, or the code of its error and what it said. */
export type ChildOutcome = {
  readonly signal: NodeJS.Signals | null;
  readonly code: string | null;
  readonly message: string;
};

/** An import under way. */
export type ImportChild = {
  readonly process: ChildProcess;
  /** When it begins to import; the start of Node is not part of it. */
  readonly started: Promise<void>;
  /** When it is about to stop itself. */
  readonly stopped: Promise<void>;
  readonly ended: Promise<ChildOutcome>;
  /** Lets it go on after it stopped itself. */
  resume(): void;
};

/** How the process is started. */
type Limits = {
  /** Largest file that it may write, in units of 1024 bytes: how a full disk looks from inside. */
  readonly fileKib?: number;
  /** User and group it runs as, for tests that run as root, whom no permission stops. */
  readonly userId?: number;
};

/** Starts an import. */
export function startImport(task: Task, { fileKib, userId }: Limits = {}): ImportChild {
  const node = [process.execPath, '--no-warnings', import.meta.filename, JSON.stringify(task)];
  const [command = '', ...args] =
    fileKib === undefined ? node : ['bash', '-c', `ulimit -f ${fileKib} && exec "$@"`, 'bash', ...node];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '' },
    ...(userId === undefined ? {} : { uid: userId, gid: userId }),
  });
  let text = '';
  const waiting = new Map<string, () => void>();
  /** Resolved by the line, or by the end. */
  const line = (word: string) => new Promise<void>(resolve => waiting.set(word, resolve));
  const [started, stopped] = [line('started'), line('stopping')];
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    for (const [word, resolve] of waiting) if (text.includes(`${word}\n`)) resolve();
  });
  const ended = new Promise<ChildOutcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_exit, signal) => {
      for (const go of waiting.values()) go();
      const answer = text.split('\n').find(each => each.startsWith('{')) ?? '{}';
      resolve({ code: null, message: '', ...JSON.parse(answer), signal });
    });
  });
  const resume = () => {
    // Sent again: it is lost when it comes before the stop that follows the word.
    const timer = setInterval(() => child.kill('SIGCONT'), 20);
    void ended.finally(() => clearInterval(timer));
  };
  return { process: child, started, stopped, ended, resume };
}

async function main({ stopsBeforeCommit, ...options }: Task): Promise<void> {
  process.stdout.write('started\n');
  try {
    await importBills({
      ...options,
      onProgress: ({ step }) => {
        if (stopsBeforeCommit !== true || step !== 'check') return;
        process.stdout.write('stopping\n');
        process.kill(process.pid, 'SIGSTOP');
      },
    });
    process.stdout.write(`${JSON.stringify({ code: 'imported' })}\n`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'bug';
    const text = error instanceof Error ? error.message : String(error);
    const hint = error instanceof Error && 'hint' in error ? String(error.hint) : '';
    process.stdout.write(`${JSON.stringify({ code, message: `${text}. ${hint}` })}\n`);
  }
}

if (process.argv[1] === import.meta.filename) await main(JSON.parse(process.argv[2] ?? ''));
