/** Runs a command of the program in this process. */

import type { Io } from '../../src/cli/command.ts';
import { dispatch } from '../../src/cli/dispatch.ts';

/** Runs `trimtab ARGS` and gives what it writes to stdout and its exit code; throws what main.ts would show as an error. */
export async function runForCode(cwd: string, ...args: string[]): Promise<{ out: string; code: number }> {
  let out = '';
  const io: Io = {
    out: text => {
      out += text;
    },
    err: () => {},
    cwd,
    env: {},
    platform: 'linux',
    isOutTty: false,
    isErrTty: false,
    isInTty: false,
    columns: 100,
    signal: new AbortController().signal,
    openScreens: () => Promise.reject(new Error('no screens here')),
  };
  const code = await dispatch(args, io);
  return { out, code };
}

/** What `trimtab ARGS` writes to stdout. */
export async function runCommand(cwd: string, ...args: string[]): Promise<string> {
  return (await runForCode(cwd, ...args)).out;
}
