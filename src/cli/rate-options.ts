/** `--rates` and `--to`: an explicit conversion into one currency. */

import { resolve } from 'node:path';
import type { RateTable } from '../bill/query/convert.ts';
import { readRates } from '../bill/query/rates-file.ts';
import { type Command, type CommandInput, type OptionSpec, usageError } from './command.ts';

/** The two options. */
export const RATE_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  rates: {
    kind: 'text',
    value: 'FILE',
    description: 'Rates to convert with, CSV or YAML: currency, rate, date, source.',
  },
  to: {
    kind: 'text',
    value: 'CODE',
    description: 'Currency to convert to, for example USD (needs --rates).',
  },
};

/** The rates that the options name; null when no conversion is asked for. @throws UserError */
export function ratesOf(input: CommandInput, command: Command): RateTable | null {
  const [path, to] = [input.text('rates'), input.text('to')];
  if (path === null && to === null) return null;
  if (path === null)
    throw usageError(command, '--to needs --rates FILE.', 'No rate is built in: name a file with the rates.');
  return readRates(resolve(input.io.cwd, path), to);
}
