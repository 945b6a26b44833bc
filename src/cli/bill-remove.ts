/** `trimtab bill remove`: takes an imported bill out of the workspace; the files it came from are not touched. */

import { workspaceFolder } from '../app/folders.ts';
import { removeBill } from '../bill/store.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION } from './command.ts';

export const billRemove: Command = {
  name: 'bill remove',
  summary: 'Takes an imported bill out of the workspace. The files it was read from stay.',
  positionals: 'ID',
  arity: [1, 1],
  options: {
    workspace: {
      kind: 'text',
      value: 'DIR',
      description: 'Folder with the imported bills (default .trimtab).',
    },
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const id = removeBill(
      workspaceFolder(input.text('workspace') ?? undefined, io.cwd),
      positionals[0] ?? '',
    );
    if (input.flag('json')) printJson(io, { schema: 'trimtab/bill-remove/1', id });
    else printLines(io, [`Removed ${id}.`]);
    return 0;
  },
};
