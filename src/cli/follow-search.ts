/** Follows a search to its end: progress for people, and an end to it on Ctrl+C. */

import { followSearch as follow, type Search } from '../app/follow-search.ts';
import { progressLine } from './ask-engine.ts';
import type { Io } from './command.ts';

/** What a search finds. @throws the reason of the signal when it was aborted */
export async function followSearch<Found>(search: Search<Found>, io: Io, text: string): Promise<Found> {
  const line = progressLine(io);
  try {
    return await follow(search, text, {
      signal: io.signal,
      onProgress: progress => line.show(progress.text, progress.share),
    });
  } finally {
    line.end();
  }
}
