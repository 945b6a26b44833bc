/** `trimtab bill import`: reads bills into the workspace. */

import { workspaceFolder } from '../app/folders.ts';
import { BILL_FORMATS } from '../bill/formats/ids.ts';
import { importBills } from '../bill/import.ts';
import type { BillImportReport } from '../report/contract.ts';
import { billImportText } from '../report/text/bill.ts';
import { importProgressText } from '../report/text/import-progress.ts';
import { printJson, printLines, progressLine } from './ask-engine.ts';
import { type Command, JSON_OPTION, MEMORY_OPTION, usageError } from './command.ts';

export const billImport: Command = {
  name: 'bill import',
  summary:
    'Reads bills into the workspace: files, folders, patterns like exports/*.csv.gz, zip archives, or - for standard input. The format is recognised.',
  positionals: 'PATH...',
  arity: [1, 10_000],
  options: {
    workspace: { kind: 'text', value: 'DIR', description: 'Folder to import into (default .trimtab).' },
    format: {
      kind: 'text',
      value: 'NAME',
      description: `Read as this format instead of recognising it: ${BILL_FORMATS.join(', ')}.`,
    },
    ...MEMORY_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const named = input.text('format');
    const format = BILL_FORMATS.find(known => known === named);
    if (named !== null && !format)
      throw usageError(billImport, `Unknown format ${named}.`, `Formats: ${BILL_FORMATS.join(', ')}.`);
    const readsStdin = positionals.includes('-');
    if (readsStdin && io.isInTty) {
      throw usageError(
        billImport,
        '- reads standard input, and that is the terminal.',
        'Pipe a bill into it: `trimtab bill import - < bill.csv`.',
      );
    }
    const line = progressLine(io);
    try {
      const result = await importBills({
        paths: positionals,
        workspace: workspaceFolder(input.text('workspace') ?? undefined, io.cwd),
        format,
        memoryLimit: input.text('memory') ?? undefined,
        stdin: readsStdin ? process.stdin : undefined,
        signal: io.signal,
        onProgress: progress => line.show(importProgressText(progress, io.columns), progress.fraction),
      });
      line.end();
      const report: BillImportReport = {
        schema: 'trimtab/bill-import/1',
        files: result.files.map(each => ({ ...each })),
        rows: result.rows,
        findings: result.findings.map(each => ({ ...each })),
        totals: result.totals.map(each => ({ ...each })),
        documents: result.documents.map(({ id, path, sha256, document }) => ({ id, path, sha256, document })),
      };
      if (input.flag('json')) printJson(io, report);
      else printLines(io, billImportText(report, io.columns));
      return 0;
    } finally {
      line.end();
    }
  },
};
