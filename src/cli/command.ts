/** What a command is: words, options, and a function. Help, parsing and error hints come from this one description. */

import { parseArgs } from 'node:util';
import type { OpenScreens } from '../app/screens.ts';
import { UserError } from '../engine/errors.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { wrap } from '../report/text/table.ts';

/** Exit codes: done, target missed or check failed, usage, data, environment, bug. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 70;

/** One option. */
export type OptionSpec = {
  readonly kind: 'text' | 'flag';
  /** What stands for the value in the help, for example `DIR`. */
  readonly value?: string;
  readonly description: string;
};

/** Where a command reads and writes. */
export type Io = {
  /** The result, and nothing else. */
  out(text: string): void;
  /** People and progress. */
  err(text: string): void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isOutTty: boolean;
  readonly isErrTty: boolean;
  readonly isInTty: boolean;
  /** Width of a line of text. */
  readonly columns: number;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  /** Opens the terminal UI: the screens are loaded only when this is called. */
  readonly openScreens: OpenScreens;
};

/** What a command is given. */
export type CommandInput = {
  readonly io: Io;
  readonly positionals: readonly string[];
  text(option: string): string | null;
  flag(option: string): boolean;
};

/** A command: `run` is loaded only when it is called. */
export type Command = {
  /** `bill import`. */
  readonly name: string;
  readonly summary: string;
  /** Positional arguments in the help: `PATH...`. */
  readonly positionals: string;
  /** Fewest and most positional arguments. */
  readonly arity: readonly [number, number];
  readonly options: Readonly<Record<string, OptionSpec>>;
  run(input: CommandInput): Promise<ExitCode>;
};

/** Options that every command has. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  help: { kind: 'flag', description: 'Show this help.' },
};

type Options = Readonly<Record<string, OptionSpec>>;

/** `--workspace`. */
export const WORKSPACE_OPTION: Options = {
  workspace: {
    kind: 'text',
    value: 'DIR',
    description: 'Folder with the imported bills (default .trimtab).',
  },
};

/** `--workspace`, or `--scenario` in its place. */
export const BILL_OPTIONS: Options = {
  ...WORKSPACE_OPTION,
  scenario: {
    kind: 'text',
    value: 'NAME',
    description: 'Work on a scenario instead of the workspace, for example saas-500k.',
  },
};

/** `--workloads`. */
export const WORKLOADS_OPTION: Options = {
  workloads: {
    kind: 'text',
    value: 'FILE',
    description: 'Workloads file (default workloads.yaml beside the workspace).',
  },
};

/** `--memory`. */
export const MEMORY_OPTION: Options = {
  memory: {
    kind: 'text',
    value: 'SIZE',
    description: 'Memory to use, for example 1GB (default: a quarter of the machine).',
  },
};

/** Options of commands that work on one month of a workspace or a scenario. */
export const ESTATE_OPTIONS: Options = {
  ...BILL_OPTIONS,
  ...WORKLOADS_OPTION,
  commitments: {
    kind: 'text',
    value: 'FILE',
    description:
      'What the bill does not tell of its commitments (default commitments.yaml beside the workspace).',
  },
  month: { kind: 'text', value: 'YYYY-MM', description: 'Billing period to work on (default: the latest).' },
  currency: { kind: 'text', value: 'CODE', description: 'Currency to work on (default: the most frequent).' },
};

/** `--json`. */
export const JSON_OPTION: Readonly<Record<string, OptionSpec>> = {
  json: { kind: 'flag', description: 'Print one JSON document (see docs/schemas).' },
};

/** A usage error with the command's help as the next step. */
export function usageError(command: Command | null, message: string, hint?: string): UserError {
  const help = command === null ? 'trimtab --help' : `trimtab ${command.name} --help`;
  return new UserError({
    code: 'usage',
    message,
    hint: hint ?? `\`${help}\` shows what it takes.`,
    exitCode: 2,
  });
}

/** Parses what follows a command's words. @throws UserError (usage) */
export function parseCommand(command: Command, args: readonly string[], io: Io): CommandInput {
  const specs = { ...COMMON_OPTIONS, ...command.options };
  for (const arg of args) {
    if (arg === '--') break;
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name === undefined || Object.hasOwn(specs, name)) continue;
    const close = closestWord(name, Object.keys(specs));
    throw usageError(
      command,
      `Unknown option --${name}.`,
      close === null ? undefined : `Did you mean --${close}?`,
    );
  }
  const parsed = parseOrThrow(command, specs, args);
  const [fewest, most] = command.arity;
  const { positionals } = parsed;
  if (parsed.values.help !== true && positionals.length < fewest)
    throw usageError(command, `\`trimtab ${command.name}\` needs ${command.positionals}.`);
  if (positionals.length > most)
    throw usageError(command, `Too many arguments: ${positionals.slice(most).join(' ')}.`);
  return {
    io,
    positionals,
    text: option => {
      const value = parsed.values[option];
      return typeof value === 'string' ? value : null;
    },
    flag: option => parsed.values[option] === true,
  };
}

function parseOrThrow(
  command: Command,
  specs: Readonly<Record<string, OptionSpec>>,
  args: readonly string[],
) {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { kind }]) => [
      name,
      { type: kind === 'text' ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError(command, error instanceof Error ? error.message : String(error));
  }
}

/** Reads a whole number option. @throws UserError (usage) when it is not one or out of range */
export function wholeNumber(
  input: CommandInput,
  command: Command,
  option: string,
  fallback: number,
  low: number,
  high: number,
): number {
  const text = input.text(option);
  if (text === null) return fallback;
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= low && value <= high) return value;
  throw usageError(
    command,
    `--${option} must be a whole number from ${low} to ${high}, not ${JSON.stringify(text)}.`,
  );
}

/** Columns of an option's name in the help. */
const OPTION_WIDTH = 24;

/** Help of one command. */
export function commandHelp(command: Command, width: number): string {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS }).flatMap(
    ([name, { kind, value, description }]) => {
      const left = `  --${name}${kind === 'text' ? ` ${value ?? 'TEXT'}` : ''}`;
      const [first = '', ...more] = wrap(description, Math.max(32, width - OPTION_WIDTH - 1));
      return [
        `${left.padEnd(OPTION_WIDTH)} ${first}`,
        ...more.map(line => `${' '.repeat(OPTION_WIDTH)} ${line}`),
      ];
    },
  );
  return [
    `trimtab ${command.name} ${command.positionals}`.trim(),
    '',
    ...wrap(command.summary, width),
    '',
    'Options:',
    ...options,
    '',
  ].join('\n');
}
