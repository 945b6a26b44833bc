/** Options of the commands that hold a plan against bills that came after it. */

import { workspaceFolder } from '../app/folders.ts';
import type { LaterRequest } from '../app/later-bills.ts';
import { estateRequest } from './ask-engine.ts';
import { type Command, type CommandInput, ESTATE_OPTIONS, type OptionSpec, usageError } from './command.ts';

const { month: _month, ...MONTHLESS } = ESTATE_OPTIONS;

/** Where both bills are. */
export const LATER_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  'later-workspace': {
    kind: 'text',
    value: 'DIR',
    description: 'Folder with the later bills, where they are not in the same workspace.',
  },
  ...MONTHLESS,
};

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

function monthOption(command: Command, input: CommandInput, option: 'from' | 'to'): string | null {
  const text = Object.hasOwn(command.options, option) ? input.text(option) : null;
  if (text === null || MONTH.test(text)) return text;
  throw usageError(command, `--${option} must be a month such as 2025-09, not ${JSON.stringify(text)}.`);
}

/** The months and places that a command's options name. @throws UserError (usage) */
export function laterRequest(
  command: Command,
  input: CommandInput,
  planScenario: string | null,
): LaterRequest {
  const laterWorkspace = input.text('later-workspace');
  return {
    estate: estateRequest(input, planScenario),
    laterWorkspace: laterWorkspace === null ? null : workspaceFolder(laterWorkspace, input.io.cwd),
    from: monthOption(command, input, 'from'),
    to: monthOption(command, input, 'to'),
  };
}
