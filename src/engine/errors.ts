/** Errors that a person can act on: what, where, and what to do. */

/** 2 usage, 3 data, 4 environment (see the exit codes in README.md). */
export type ErrorExitCode = 2 | 3 | 4;

/** One thing the user must change before the command can work. Caught only in main.ts. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: string;
  readonly hint: string;
  readonly exitCode: ErrorExitCode;

  /** @param problem `code` is kebab-case and stable; `hint` is a sentence that says what to do. */
  constructor(problem: { code: string; message: string; hint: string; exitCode: ErrorExitCode }) {
    super(problem.message);
    this.code = problem.code;
    this.hint = problem.hint;
    this.exitCode = problem.exitCode;
  }
}
