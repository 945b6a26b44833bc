/** Talks to the engine in its worker thread; to its caller it is an engine host like any other. */

import { Worker } from 'node:worker_threads';
import { BugError, type Plan, UserError } from '../engine/index.ts';
import type { BillDimension, BillView } from '../report/bill-view.ts';
import type { AskOptions, EngineHost, Progress } from './engine-host.ts';
import type { EstateRequest } from './estate-source.ts';

/** What the worker is asked. */
export type WorkerQuestion =
  | { readonly id: number; readonly kind: 'open'; readonly request: EstateRequest }
  | {
      readonly id: number;
      readonly kind: 'bill';
      readonly by: BillDimension;
      readonly filters: BillView['filters'];
    }
  | { readonly id: number; readonly kind: 'opportunities'; readonly plan: Plan }
  | { readonly id: number; readonly kind: 'judge'; readonly plan: Plan }
  | { readonly id: number; readonly kind: 'judge-ranges'; readonly plan: Plan }
  | { readonly id: number; readonly kind: 'judge-chance'; readonly plan: Plan }
  | {
      readonly id: number;
      readonly kind: 'commitments';
      readonly plan: Plan;
      readonly month: number | null;
    }
  | { readonly id: number; readonly kind: 'outlook'; readonly plan: Plan }
  | { readonly id: number; readonly kind: 'cancel' };

/** What it answers. */
export type WorkerAnswer =
  | { readonly id: number; readonly kind: 'value'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'progress'; readonly progress: Progress }
  | {
      readonly id: number;
      readonly kind: 'user-error';
      readonly problem: ConstructorParameters<typeof UserError>[0];
    }
  | { readonly id: number; readonly kind: 'bug'; readonly text: string };

/** A question without its number. */
type Ask = WorkerQuestion extends infer Q ? (Q extends { kind: 'cancel' } ? never : Omit<Q, 'id'>) : never;

type Waiting = {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
};

/** The worker's file: TypeScript in a checkout's tests, the bundle in a build. */
function workerUrl(): URL {
  return new URL(
    import.meta.url.endsWith('.ts') ? './engine-worker.ts' : './engine-worker.js',
    import.meta.url,
  );
}

/** A host whose work happens in another thread. Close it, or the program does not end. */
export type EngineClient = EngineHost & { close(): Promise<void> };

/** Starts the worker. */
export function startEngineClient(): EngineClient {
  const worker = new Worker(workerUrl());
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  worker.on('message', (answer: WorkerAnswer) => {
    const asked = waiting.get(answer.id);
    if (!asked) return;
    if (answer.kind === 'progress') {
      asked.onProgress?.(answer.progress);
      return;
    }
    waiting.delete(answer.id);
    if (answer.kind === 'value') asked.resolve(answer.value as never);
    else
      asked.reject(answer.kind === 'user-error' ? new UserError(answer.problem) : new BugError(answer.text));
  });
  worker.on('error', error => {
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
  });

  function ask<T>(question: Ask, options: AskOptions = {}): Promise<T> {
    const id = ++lastId;
    const { signal, onProgress } = options;
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      waiting.set(id, { resolve: resolve as (value: never) => void, reject, onProgress });
      signal?.addEventListener('abort', () => {
        worker.postMessage({ id, kind: 'cancel' } satisfies WorkerQuestion);
        waiting.delete(id);
        reject(signal.reason);
      });
      worker.postMessage({ ...question, id } as WorkerQuestion);
    });
  }

  return {
    open: (request, options) => ask({ kind: 'open', request }, options),
    bill: (by, filters) => ask({ kind: 'bill', by, filters }),
    opportunities: (plan, options) => ask({ kind: 'opportunities', plan }, options),
    judge: (plan, options) => ask({ kind: 'judge', plan }, options),
    judgeRanges: (plan, options) => ask({ kind: 'judge-ranges', plan }, options),
    judgeChance: (plan, options) => ask({ kind: 'judge-chance', plan }, options),
    commitments: (plan, month, options) => ask({ kind: 'commitments', plan, month }, options),
    outlook: (plan, options) => ask({ kind: 'outlook', plan }, options),
    close: async () => {
      await worker.terminate();
    },
  };
}
