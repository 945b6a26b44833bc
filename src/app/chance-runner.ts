/** Draws runs of a plan: in place when they are few, else spread over worker threads. The numbers are the same either way. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  type Chance,
  type DrawnBlock,
  drawBlock,
  prepareChance,
  type Run,
  type Simulator,
  type Surrogate,
  summarise,
} from '../engine/index.ts';
import type { AskOptions } from './engine-host.ts';
import { breathe } from './follow-search.ts';

/** What one worker draws. */
export type ChanceWork = {
  readonly surrogate: Surrogate;
  readonly seed: number | string;
  readonly parts: readonly RunPart[];
};

/** Runs `from` to `to` (exclusive). */
type RunPart = { readonly from: number; readonly to: number };

/** Runs drawn between two looks at the signal, and shown as progress together. */
const PART_RUNS = 2048;

/** Fewer runs than this are drawn sooner than a worker starts. */
const SPREAD_FROM = 8 * PART_RUNS;

/** The preparation of a surrogate takes about this share of the time. */
const PREPARATION_SHARE = 0.8;

/** How runs are drawn. */
export type ChanceRunOptions = AskOptions & {
  readonly seed: number | string;
  readonly runs: number;
  /** Left out: as many as the machine has processors. 1 or less draws in this thread. */
  readonly workers?: number;
};

/** The runs in parts, in their order. */
function partsOf(runs: number): RunPart[] {
  return Array.from({ length: Math.ceil(runs / PART_RUNS) }, (_, part) => ({
    from: part * PART_RUNS,
    to: Math.min(runs, (part + 1) * PART_RUNS),
  }));
}

/** The worker's file: TypeScript in a checkout, the bundle in a build. */
function workerUrl(): URL {
  const name = import.meta.url.endsWith('.ts') ? './chance-worker.ts' : './chance-worker.js';
  return new URL(name, import.meta.url);
}

/** Draws parts in a thread of its own. Rejects at once with the signal's reason when it is aborted. */
function drawInWorker(
  work: ChanceWork,
  onBlock: (block: DrawnBlock) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl(), { workerData: work });
    const stop = () => {
      void worker.terminate();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', onBlock);
    worker.on('error', reject);
    worker.on('exit', () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
  });
}

/** Draws all runs of a surrogate. @throws the signal's reason when it is aborted */
export async function drawRuns(surrogate: Surrogate, options: ChanceRunOptions): Promise<DrawnBlock[]> {
  const { seed, runs, signal, onProgress } = options;
  const fewest = runs < SPREAD_FROM ? 1 : availableParallelism();
  const parts = partsOf(runs);
  const workers = Math.min(options.workers ?? fewest, parts.length);
  const blocks: DrawnBlock[] = [];
  let drawn = 0;
  const onBlock = (block: DrawnBlock) => {
    blocks.push(block);
    drawn += block.to - block.from;
    onProgress?.({ text: 'Drawing', share: drawn / runs });
  };
  signal?.throwIfAborted();
  if (workers <= 1) {
    for (const { from, to } of parts) {
      onBlock(drawBlock(surrogate, seed, from, to));
      await breathe(signal);
    }
    return blocks;
  }
  await Promise.all(
    Array.from({ length: workers }, (_, worker) => {
      const own = parts.filter((_part, place) => place % workers === worker);
      return drawInWorker({ surrogate, seed, parts: own }, onBlock, signal);
    }),
  );
  return blocks;
}

/** What a run leaves to chance, with progress, and stopped at once. @throws the signal's reason when it is aborted */
export async function runChance(simulator: Simulator, run: Run, options: ChanceRunOptions): Promise<Chance> {
  const { seed, signal, onProgress } = options;
  const preparing = prepareChance(simulator, run, seed);
  let step = preparing.next();
  for (; !step.done; step = preparing.next()) {
    onProgress?.({ text: 'Playing what may differ', share: step.value * PREPARATION_SHARE });
    await breathe(signal);
  }
  const blocks = await drawRuns(step.value, {
    ...options,
    onProgress: ({ text, share }) =>
      onProgress?.({ text, share: PREPARATION_SHARE + share * (1 - PREPARATION_SHARE) }),
  });
  return summarise(step.value, seed, blocks);
}
