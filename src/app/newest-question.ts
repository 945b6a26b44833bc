/** Of questions that replace each other only the newest counts: an older one is told to stop, and its answer is dropped. */

/** Asks a question in place of the one before it. Neither `done` nor `failed` is called once a newer one was asked. */
export type AskNewest = <T>(
  ask: (signal: AbortSignal) => Promise<T>,
  done: (value: T) => void,
  failed: (error: unknown) => void,
) => Promise<void>;

/** One line of questions. */
export function newestOnly(): AskNewest {
  let running: AbortController | null = null;
  return async (ask, done, failed) => {
    running?.abort(new Error('a newer question'));
    const controller = new AbortController();
    running = controller;
    try {
      const value = await ask(controller.signal);
      if (running === controller) done(value);
    } catch (error) {
      if (!controller.signal.aborted) failed(error);
    }
  };
}
