/** `trimtab bill export`: the stored charges as a FOCUS file that is held to the specification's rules. */

import { relative, resolve } from 'node:path';
import { workspaceOf } from '../app/estate-source.ts';
import { exportFocus } from '../bill/export/export-focus.ts';
import { FOCUS_VERSIONS } from '../bill/export/focus-columns.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import type { BillExportReport } from '../report/contract.ts';
import { billExportText } from '../report/text/bill-export.ts';
import { estateRequest, printJson, printLines, progressLine } from './ask-engine.ts';
import { BILL_OPTIONS, type Command, JSON_OPTION, MEMORY_OPTION, usageError } from './command.ts';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export const billExport: Command = {
  name: 'bill export',
  summary:
    'Writes the charges as FOCUS (CSV, CSV.gz or Parquet, by the end of the name) and checks the file: exit code 1 when it breaks a rule.',
  positionals: 'FILE',
  arity: [1, 1],
  options: {
    focus: {
      kind: 'text',
      value: 'VERSION',
      description: `Version of FOCUS: ${FOCUS_VERSIONS.join(' or ')} (default ${FOCUS_VERSIONS[0]}).`,
    },
    month: { kind: 'text', value: 'YYYY-MM', description: 'Only this billing period (default: all).' },
    currency: { kind: 'text', value: 'CODE', description: 'Only this billing currency (default: all).' },
    'with-x': { kind: 'flag', description: 'Add the columns of our own (x_...) after those of FOCUS.' },
    force: { kind: 'flag', description: 'Replace the file when it is there.' },
    ...BILL_OPTIONS,
    ...MEMORY_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const named = input.text('focus') ?? FOCUS_VERSIONS[0];
    const version = FOCUS_VERSIONS.find(known => known === named);
    if (version === undefined)
      throw usageError(
        billExport,
        `FOCUS ${named} is not written.`,
        `Versions: ${FOCUS_VERSIONS.join(', ')}.`,
      );
    const month = input.text('month') ?? undefined;
    if (month !== undefined && !MONTH.test(month))
      throw usageError(billExport, `--month must be a month as 2025-09, not ${JSON.stringify(month)}.`);
    const opened = await workspaceOf(estateRequest(input), openEmbeddedBook());
    const line = progressLine(io);
    try {
      const result = await exportFocus({
        workspace: opened.workspace,
        path: resolve(io.cwd, positionals[0] ?? ''),
        version,
        month,
        currency: input.text('currency') ?? undefined,
        withCustomColumns: input.flag('with-x'),
        overwrite: input.flag('force'),
        memoryLimit: input.text('memory') ?? undefined,
        signal: io.signal,
        onProgress: (step, fraction) => line.show(step, fraction),
      });
      line.end();
      const report: BillExportReport = {
        schema: 'trimtab/bill-export/1',
        file: shownPath(io.cwd, result.file),
        focus: result.version,
        container: result.container,
        rows: result.rows,
        bytes: result.bytes,
        columns: result.columns,
        totals: result.totals.map(each => ({ ...each })),
        filled: result.filled.map(each => ({ ...each })),
        corrected: result.corrected.map(each => ({ ...each })),
        cleared: result.cleared.map(each => ({ ...each })),
        violations: result.violations.map(each => ({ ...each })),
      };
      if (input.flag('json')) printJson(io, report);
      else printLines(io, billExportText(report, io.columns));
      return report.violations.some(({ severity }) => severity === 'error') ? 1 : 0;
    } finally {
      line.end();
    }
  },
};

/** As the person would name the file: from the folder they are in, unless it lies outside. */
function shownPath(cwd: string, path: string): string {
  const near = relative(cwd, path);
  return near.startsWith('..') ? path : near;
}
