/** `trimtab bill summary`: what the bill costs, by whatever one asks. */

import { readWorkloads, workloadsFileOf, workspaceOf } from '../app/estate-source.ts';
import { extractBill } from '../bill/extract/extract.ts';
import { convertSummary, type RateTable } from '../bill/query/convert.ts';
import { resolveKeys, summarizeBill } from '../bill/query/summary.ts';
import type { BillExtract } from '../engine/index.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import { groupByWorkload, WORKLOAD_COMPANIONS } from '../report/bill-by-workload.ts';
import type { BillSummaryReport } from '../report/contract.ts';
import { billSummaryText } from '../report/text/bill.ts';
import { convertedSummaryText } from '../report/text/bill-conversion.ts';
import { estateRequest, printJson, printLines } from './ask-engine.ts';
import {
  BILL_OPTIONS,
  type Command,
  type CommandInput,
  JSON_OPTION,
  usageError,
  WORKLOADS_OPTION,
} from './command.ts';
import { RATE_OPTIONS, ratesOf } from './rate-options.ts';

export const billSummary: Command = {
  name: 'bill summary',
  summary:
    'Adds the bill up by service, account, region, workload, chargeCategory or another FOCUS column; several words are separated by commas.',
  positionals: '',
  arity: [0, 0],
  options: {
    by: { kind: 'text', value: 'WORDS', description: 'Words to group by (default service).' },
    ...RATE_OPTIONS,
    ...BILL_OPTIONS,
    ...WORKLOADS_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const by = (input.text('by') ?? 'service')
      .split(',')
      .map(word => word.trim())
      .filter(word => word !== '');
    if (by.length === 0) throw usageError(billSummary, '--by needs at least one word.');
    const rates = ratesOf(input, billSummary);
    const own = by.includes('workload') ? await byWorkload(input, by) : await byColumns(input, by);
    const report = rates === null ? own : withConversion(own, rates);
    const { columns } = input.io;
    const converted =
      report.converted === null ? [] : convertedSummaryText(report.converted, report.by, columns);
    if (input.flag('json')) printJson(input.io, report);
    else
      printLines(input.io, [
        ...billSummaryText(report, columns),
        ...(converted.length === 0 ? [] : ['', ...converted]),
      ]);
    return 0;
  },
};

function withConversion(report: BillSummaryReport, rates: RateTable): BillSummaryReport {
  const converted = convertSummary(report, rates);
  return {
    ...report,
    converted: {
      ...converted,
      rates: [...converted.rates],
      groups: converted.groups.map(group => ({ ...group, key: { ...group.key } })),
    },
  };
}

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
    converted: null,
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
    converted: null,
  };
}
