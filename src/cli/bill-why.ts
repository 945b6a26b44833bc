/** `trimtab bill why`: the charges behind a number. */

import { workspaceOf } from '../app/estate-source.ts';
import { explainCost } from '../bill/query/why.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import type { BillWhyReport } from '../report/contract.ts';
import { billWhyText } from '../report/text/bill-why.ts';
import { estateRequest, printJson, printLines } from './ask-engine.ts';
import { BILL_OPTIONS, type Command, JSON_OPTION, usageError, wholeNumber } from './command.ts';

export const billWhy: Command = {
  name: 'bill why',
  summary:
    'Shows the charges behind a resource, a service or an amount: file and row, their sums, and why billed and effective cost differ.\nWHAT is a resource id or name (or a part that only one has), a service, an account, a commitment, or an amount such as 123.45 or $1,234.50 (-120.50 after --).',
  positionals: 'WHAT',
  arity: [1, 1],
  options: {
    ...BILL_OPTIONS,
    month: { kind: 'text', value: 'YYYY-MM', description: 'Billing period (default: all of them).' },
    currency: { kind: 'text', value: 'CODE', description: 'Currency (default: all, each by itself).' },
    limit: { kind: 'text', value: 'N', description: 'Charges to list, the largest first (default 10).' },
    ...JSON_OPTION,
  },
  async run(input) {
    const [what = ''] = input.positionals;
    if (what.trim() === '') throw usageError(billWhy, 'There is nothing to look for.');
    const limit = wholeNumber(input, billWhy, 'limit', 10, 1, 100_000);
    const { workspace: folder } = await workspaceOf(estateRequest(input), openEmbeddedBook());
    const answer = await explainCost({
      workspace: folder,
      what,
      month: input.text('month'),
      currency: input.text('currency'),
      limit,
    });
    const report: BillWhyReport = {
      schema: 'trimtab/bill-why/1',
      asked: answer.asked,
      kind: answer.kind,
      name: answer.name,
      matches: answer.matches.map(match => ({ ...match, key: { ...match.key }, costs: [...match.costs] })),
      nearest: answer.nearest.map(match => ({ ...match, key: { ...match.key }, costs: [...match.costs] })),
      behind: answer.behind === null ? null : behindReport(answer.behind),
    };
    if (input.flag('json')) printJson(input.io, report);
    else printLines(input.io, billWhyText(report, input.io.columns));
    return 0;
  },
};

function behindReport(
  behind: NonNullable<Awaited<ReturnType<typeof explainCost>>['behind']>,
): NonNullable<BillWhyReport['behind']> {
  return {
    rows: behind.rows,
    totals: [...behind.totals],
    byCategory: [...behind.byCategory],
    byLineItemType: [...behind.byLineItemType],
    byCommitmentStatus: [...behind.byCommitmentStatus],
    differences: [...behind.differences],
    charges: [...behind.charges],
  };
}
