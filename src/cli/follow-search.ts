/** Follows a search to its end: progress for people, and an end to it on Ctrl+C. */

import { progressLine } from './ask-engine.ts';
import type { Io } from './command.ts';

/** Something that is done step by step. */
type Search<Found> = {
  readonly total: number;
  next(): { readonly done: number } | null;
  found(): Found;
};

/** What a search finds. @throws the reason of the signal when it was aborted */
export async function followSearch<Found>(search: Search<Found>, io: Io, text: string): Promise<Found> {
  const line = progressLine(io);
  try {
    for (let step = search.next(); step; step = search.next()) {
      line.show(text, step.done / search.total);
      // Lets the signal in.
      await new Promise(resolve => setImmediate(resolve));
      io.signal.throwIfAborted();
    }
    return search.found();
  } finally {
    line.end();
  }
}
