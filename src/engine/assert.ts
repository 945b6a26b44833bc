/** Bugs stop the program; problems in data never come here (they are findings). */

/** A broken promise between two parts of this program. Shown with its stack and exit code 70. */
export class BugError extends Error {
  override readonly name = 'BugError';
}

/**
 * Stops when `condition` is false.
 * @param why the sentence that must hold, for the stack trace
 * @throws BugError
 */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new BugError(why);
}

/** Closes a discriminated union: the compiler refuses a forgotten case. */
export function assertNever(value: never): never {
  throw new BugError(`unexpected case: ${JSON.stringify(value)}`);
}
