/** A long answer that is kept up to date: asked once for each question, in place of an older one, with its progress shown. */

import type { AskOptions } from './engine-host.ts';
import { newestOnly } from './newest-question.ts';

/** What is asked, and who is told. */
export type KeptAnswer<Question, Value> = {
  readonly ask: (question: Question, options: AskOptions) => Promise<Value>;
  readonly isSame: (a: Question, b: Question) => boolean;
  /** Share of the answer that is worked out; null when nothing is. */
  readonly onShare: (share: number | null) => void;
  readonly onValue: (value: Value, question: Question) => void;
  readonly onError: (error: unknown) => void;
};

/** Asks a question, unless it was the last one asked; after a failure it may be asked again. */
export function keepAnswer<Question, Value>({
  ask,
  isSame,
  onShare,
  onValue,
  onError,
}: KeptAnswer<Question, Value>): (question: Question) => Promise<void> {
  const askNewest = newestOnly();
  let asked: { readonly question: Question } | null = null;
  return async question => {
    if (asked && isSame(asked.question, question)) return;
    asked = { question };
    onShare(0);
    await askNewest(
      signal => ask(question, { signal, onProgress: ({ share }) => onShare(share) }),
      value => {
        onValue(value, question);
        onShare(null);
      },
      error => {
        asked = null;
        onShare(null);
        onError(error);
      },
    );
  };
}
