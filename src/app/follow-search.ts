/** Follows something that is done step by step to its end, letting questions, progress and cancellations in between. */

import type { AskOptions } from './engine-host.ts';

/** Something that is done step by step. */
export type Search<Found> = {
  readonly total: number;
  /** Null when done. */
  next(): { readonly done: number } | null;
  found(): Found;
};

/** Lets waiting questions and cancellations in. @throws the signal's reason when it was aborted */
export async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
  signal?.throwIfAborted();
}

/** What a search finds. @throws the reason of the signal when it was aborted */
export async function followSearch<Found>(
  search: Search<Found>,
  text: string,
  options: AskOptions = {},
): Promise<Found> {
  await breathe(options.signal);
  for (let step = search.next(); step; step = search.next()) {
    options.onProgress?.({ text, share: step.done / search.total });
    await breathe(options.signal);
  }
  return search.found();
}
