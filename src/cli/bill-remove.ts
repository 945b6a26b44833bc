/** `trimtab bill remove`: takes an imported bill out of the workspace; the files it came from are not touched. */

import { workspaceFolder } from '../app/folders.ts';
import { removeDocument } from '../bill/documents/document-store.ts';
import { removeBill } from '../bill/store.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION, WORKSPACE_OPTION } from './command.ts';

export const billRemove: Command = {
  name: 'bill remove',
  summary:
    'Takes an imported bill, estimate or allocation out of the workspace. The files it was read from stay.',
  positionals: 'ID',
  arity: [1, 1],
  options: {
    ...WORKSPACE_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const wanted = positionals[0] ?? '';
    const id = removeDocument(workspace, wanted) ?? removeBill(workspace, wanted);
    if (input.flag('json')) printJson(io, { schema: 'trimtab/bill-remove/1', id });
    else printLines(io, [`Removed ${id}.`]);
    return 0;
  },
};
