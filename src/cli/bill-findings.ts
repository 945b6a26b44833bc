/** `trimtab bill findings`: what could not be read when the bills were imported. */

import { workspaceOf } from '../app/estate-source.ts';
import { readStoredFindings } from '../bill/query/stored-findings.ts';
import type { Severity } from '../engine/finding.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import type { BillFindingsReport } from '../report/contract.ts';
import { billFindingsText } from '../report/text/bill-findings.ts';
import { estateRequest, printJson, printLines } from './ask-engine.ts';
import { BILL_OPTIONS, type Command, JSON_OPTION, usageError, wholeNumber } from './command.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export const billFindings: Command = {
  name: 'bill findings',
  summary:
    'Lists what could not be read when the bills were imported, and the amount that is missing where it is known.',
  positionals: '',
  arity: [0, 0],
  options: {
    severity: { kind: 'text', value: 'WORD', description: 'Only error, warning or info.' },
    code: { kind: 'text', value: 'CODE', description: 'Only findings with this code.' },
    limit: { kind: 'text', value: 'N', description: 'Findings to list, the worst first (default 50).' },
    ...BILL_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const limit = wholeNumber(input, billFindings, 'limit', 50, 0, 100_000);
    const word = input.text('severity');
    const severity = SEVERITIES.find(known => known === word) ?? null;
    if (word !== null && severity === null)
      throw usageError(billFindings, `Unknown severity ${word}.`, `Severities: ${SEVERITIES.join(', ')}.`);
    const { workspace: folder } = await workspaceOf(estateRequest(input), openEmbeddedBook());
    const answer = await readStoredFindings({ workspace: folder, severity, code: input.text('code') });
    const listed = answer.findings.slice(0, limit);
    const report: BillFindingsReport = {
      schema: 'trimtab/bill-findings/1',
      groups: [...answer.groups],
      findings: [...listed],
      more: answer.findings.length - listed.length,
      unread: [...answer.unread],
      brokenRecords: { ...answer.brokenRecords },
      roundedCharges: answer.roundedCharges,
    };
    if (input.flag('json')) printJson(input.io, report);
    else printLines(input.io, billFindingsText(report, input.io.columns));
    return 0;
  },
};
