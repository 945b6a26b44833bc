/** `trimtab bill summary`: what the bill costs, by whatever one asks. */

import { readWorkloads, workloadsFileOf, workspaceOf } from '../app/estate-source.ts';
import { extractBill } from '../bill/extract.ts';
import { resolveKeys, summarizeBill } from '../bill/summary.ts';
import type { BillExtract } from '../engine/index.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import { groupByWorkload, WORKLOAD_COMPANIONS } from '../report/bill-by-workload.ts';
import type { BillSummaryReport } from '../report/contract.ts';
import { billSummaryText } from '../report/text/bill.ts';
import { estateRequest, printJson, printLines } from './ask-engine.ts';
import { type Command, type CommandInput, ESTATE_OPTIONS, JSON_OPTION, usageError } from './command.ts';

const { workspace, scenario, workloads } = ESTATE_OPTIONS;

export const billSummary: Command = {
  name: 'bill summary',
  summary:
    'Adds the bill up by service, account, region, workload, chargeCategory or another FOCUS column; several words are separated by commas.',
  positionals: '',
  arity: [0, 0],
  options: {
    by: { kind: 'text', value: 'WORDS', description: 'Words to group by (default service).' },
    ...(workspace ? { workspace } : {}),
    ...(scenario ? { scenario } : {}),
    ...(workloads ? { workloads } : {}),
    ...JSON_OPTION,
  },
  async run(input) {
    const by = (input.text('by') ?? 'service')
      .split(',')
      .map(word => word.trim())
      .filter(word => word !== '');
    if (by.length === 0) throw usageError(billSummary, '--by needs at least one word.');
    const report = by.includes('workload') ? await byWorkload(input, by) : await byColumns(input, by);
    if (input.flag('json')) printJson(input.io, report);
    else printLines(input.io, billSummaryText(report, input.io.columns));
    return 0;
  },
};

async function folderOf(input: CommandInput): Promise<string> {
  const { workspace: folder } = await workspaceOf(estateRequest(input), openEmbeddedBook());
  return folder;
}

async function byColumns(input: CommandInput, by: readonly string[]): Promise<BillSummaryReport> {
  const summary = await summarizeBill({ workspace: await folderOf(input), by });
  return {
    schema: 'trimtab/bill-summary/1',
    by: [...summary.by],
    groups: summary.groups.map(({ key, currency, rows, billedCost, effectiveCost }) => ({
      key: { ...key },
      currency,
      rows,
      billedCost,
      effectiveCost,
    })),
    totals: summary.totals.map(each => ({ ...each })),
    rows: summary.rows,
    resources: summary.resources,
  };
}

/** Workloads come from rules, not from the bill: every period and currency is read and allocated. */
async function byWorkload(input: CommandInput, by: readonly string[]): Promise<BillSummaryReport> {
  const request = estateRequest(input);
  const { workspace: folder, scenario: opened } = await workspaceOf(request, openEmbeddedBook());
  const names = by.map(word => (word === 'workload' ? word : (resolveKeys([word])[0] ?? word)));
  const unknown = names.find(name => name !== 'workload' && !WORKLOAD_COMPANIONS.includes(name));
  if (unknown !== undefined)
    throw usageError(
      billSummary,
      `${unknown} cannot go with workload.`,
      `Use workload with ${WORKLOAD_COMPANIONS.join(', ')}.`,
    );
  const whole = await summarizeBill({ workspace: folder, by: ['billingPeriod', 'billingCurrency'] });
  const extracts: BillExtract[] = [];
  for (const { key } of whole.groups) {
    extracts.push(
      await extractBill({
        workspace: folder,
        period: key.billingPeriod ?? undefined,
        currency: key.billingCurrency ?? undefined,
      }),
    );
  }
  return {
    schema: 'trimtab/bill-summary/1',
    by: names,
    groups: groupByWorkload(extracts, readWorkloads(workloadsFileOf(request, folder, opened)), names),
    totals: whole.totals.map(each => ({ ...each })),
    rows: whole.rows,
    resources: whole.resources,
  };
}
