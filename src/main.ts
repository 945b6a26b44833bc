/** Composition root: argv to a command, errors to an exit code. Nothing else ends the program. */

import type { Io } from './cli/command.ts';
import { dispatch } from './cli/dispatch.ts';
import { UserError } from './engine/errors.ts';
import { escapeControl } from './engine/text.ts';

/** Width of text where no terminal says its own. */
const PIPE_COLUMNS = 120;

function createIo(signal: AbortSignal): Io {
  const { stdout, stderr, stdin, env } = process;
  return {
    out: text => {
      stdout.write(text);
    },
    err: text => {
      stderr.write(text);
    },
    cwd: process.cwd(),
    env,
    platform: process.platform,
    isOutTty: stdout.isTTY === true,
    isErrTty: stderr.isTTY === true,
    isInTty: stdin.isTTY === true,
    columns: Math.max(60, stdout.columns ?? PIPE_COLUMNS),
    signal,
    openScreens: async options => (await import('./ui/start.tsx')).startUi(options),
  };
}

/** Says what went wrong; the exit code tells whose move it is. */
function report(error: unknown, io: Io): number {
  if (error instanceof UserError) {
    const message = error.message.split('\n').map(escapeControl).join('\n');
    io.err(`${message}\n${escapeControl(error.hint)}\n`);
    return error.exitCode;
  }
  if (io.signal.aborted) {
    io.err('Stopped. Nothing was changed.\n');
    return 130;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`This is a bug in trimtab, not in what you did. Please report it with these lines:\n${stack}\n`);
  return 70;
}

/** A reader that goes away (`trimtab ... | head`) is no error. */
function ignoreClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

/** Runs the program. */
export async function main(): Promise<void> {
  const stop = new AbortController();
  const io = createIo(stop.signal);
  ignoreClosedPipe();
  // The first Ctrl+C lets the command clean up; the second one is Node's own and ends the process.
  process.once('SIGINT', () => stop.abort(new Error('stopped by Ctrl+C')));
  try {
    process.exitCode = await dispatch(process.argv.slice(2), io);
  } catch (error) {
    process.exitCode = report(error, io);
  }
}
