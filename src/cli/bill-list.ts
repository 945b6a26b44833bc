/** `trimtab bill list`: what has been imported. */

import { workspaceFolder } from '../app/folders.ts';
import { listDocuments } from '../bill/documents/document-store.ts';
import { listBills } from '../bill/store.ts';
import { count } from '../report/format.ts';
import { documentsText } from '../report/text/documents.ts';
import { table } from '../report/text/table.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION, WORKSPACE_OPTION } from './command.ts';

export const billList: Command = {
  name: 'bill list',
  summary: 'Lists the bills of the workspace.',
  positionals: '',
  arity: [0, 0],
  options: {
    ...WORKSPACE_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io } = input;
    const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const documents = listDocuments(workspace);
    const bills = listBills(workspace).map(({ id, manifest }) => ({
      id,
      rows: manifest.files.reduce((total, { rows }) => total + rows, 0),
      months: [...new Set(manifest.files.flatMap(({ scopes }) => scopes.map(({ month }) => month)))].sort(),
      files: manifest.files.map(({ path, format, version, rows, sha256 }) => ({
        path,
        format,
        version,
        rows,
        sha256,
      })),
      findings: manifest.findings.length,
    }));
    if (input.flag('json')) {
      printJson(io, { schema: 'trimtab/bill-list/1', bills, documents });
      return 0;
    }
    const kept = documentsText(documents, io.columns);
    const billLines =
      bills.length === 0
        ? ['No bill has been imported. `trimtab bill import FILE` reads one.']
        : table(
            [
              { head: 'Id' },
              { head: 'Months' },
              { head: 'Charges', align: 'right' },
              { head: 'Findings', align: 'right' },
              { head: 'Files', shrink: 12 },
            ],
            bills.map(({ id, months, rows, findings, files }) => [
              id.slice(0, 12),
              months.join(', '),
              count(rows),
              count(findings),
              files.map(({ path }) => path).join(', '),
            ]),
            io.columns,
          );
    printLines(io, [...billLines, ...(kept.length > 0 ? ['', ...kept] : [])]);
    return 0;
  },
};
