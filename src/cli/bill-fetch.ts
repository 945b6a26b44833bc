/** `trimtab bill fetch`: asks a provider's API for a bill and imports it. */

import { join } from 'node:path';
import { workspaceFolder } from '../app/folders.ts';
import type { CostGroup } from '../connect/cost-explorer.ts';
import { decimal, toText, type UserError } from '../engine/index.ts';
import { replaceFile } from '../prices/overlay-store.ts';
import type { BillFetchReport } from '../report/contract.ts';
import { billFetchText } from '../report/text/prices.ts';
import { printJson, printLines, progressLine } from './ask-engine.ts';
import {
  type Command,
  type CommandInput,
  JSON_OPTION,
  MEMORY_OPTION,
  usageError,
  WORKSPACE_OPTION,
  wholeNumber,
} from './command.ts';

const SOURCE = 'cost-explorer';
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
/** Cost Explorer keeps 38 months. */
const MAX_MONTHS = 38;

const DIMENSIONS: Readonly<Record<string, string>> = {
  service: 'SERVICE',
  'record-type': 'RECORD_TYPE',
  account: 'LINKED_ACCOUNT',
  region: 'REGION',
  'usage-type': 'USAGE_TYPE',
  operation: 'OPERATION',
  'instance-type': 'INSTANCE_TYPE',
  'purchase-type': 'PURCHASE_TYPE',
  az: 'AZ',
};

function wrong(message: string, hint?: string): UserError {
  return usageError(billFetch, message, hint);
}

function groupOf(word: string): CostGroup {
  const [, kind, key] = /^(tag|cost-category):(.{1,128})$/s.exec(word) ?? [];
  if (kind && key) return { type: kind === 'tag' ? 'TAG' : 'COST_CATEGORY', key };
  const dimension = Object.hasOwn(DIMENSIONS, word) ? DIMENSIONS[word] : undefined;
  if (dimension) return { type: 'DIMENSION', key: dimension };
  throw wrong(
    `Cost Explorer does not group by ${word}.`,
    `Groups: ${Object.keys(DIMENSIONS).join(', ')}, tag:KEY, cost-category:NAME.`,
  );
}

function groupsOf(input: CommandInput): readonly CostGroup[] {
  const words = (input.text('by') ?? 'service,record-type').split(',').map(word => word.trim());
  if (words.length > 2) throw wrong('Cost Explorer groups by two things at most.');
  return words.map(groupOf);
}

function monthOf(input: CommandInput, option: 'from' | 'to'): string {
  const month = input.text(option);
  if (month !== null && MONTH.test(month)) return month;
  throw wrong(`--${option} must be a month, YYYY-MM.`);
}

function monthsOf(input: CommandInput): { readonly from: string; readonly to: string } {
  const [from, to] = [monthOf(input, 'from'), monthOf(input, 'to')];
  const count = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  const months = count(to) - count(from) + 1;
  if (months < 1) throw wrong('--to is before --from.');
  if (months > MAX_MONTHS) throw wrong(`Cost Explorer keeps ${MAX_MONTHS} months; that are ${months}.`);
  return { from, to };
}

export const billFetch: Command = {
  name: 'bill fetch',
  summary:
    'Asks AWS Cost Explorer for some months and imports the answer. AWS charges $0.01 for each request, so --yes is needed. Credentials come from where the AWS tools read them, and are kept nowhere.',
  positionals: SOURCE,
  arity: [1, 1],
  options: {
    from: { kind: 'text', value: 'YYYY-MM', description: 'First month.' },
    to: { kind: 'text', value: 'YYYY-MM', description: 'Last month, included.' },
    by: {
      kind: 'text',
      value: 'GROUP,...',
      description:
        'Two groups at most (default service,record-type): account, region, usage-type, tag:KEY, ...',
    },
    yes: { kind: 'flag', description: 'Pay for the requests.' },
    'max-requests': { kind: 'text', value: 'N', description: 'Most requests to pay for (default 100).' },
    endpoint: { kind: 'text', value: 'URL', description: 'Ask this address instead of AWS.' },
    ...WORKSPACE_OPTION,
    ...MEMORY_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    if (positionals[0] !== SOURCE) throw wrong(`Bills are fetched from ${SOURCE} only.`);
    const months = monthsOf(input);
    const groups = groupsOf(input);
    const maxRequests = wholeNumber(input, billFetch, 'max-requests', 100, 1, 10_000);
    const [{ askCostExplorer, COST_PER_REQUEST }, { endpointOf }, { importBills }] = await Promise.all([
      import('../connect/cost-explorer.ts'),
      import('../connect/requests.ts'),
      import('../bill/import.ts'),
    ]);
    const endpoint = input.text('endpoint');
    const address = endpoint === null ? null : endpointOf(endpoint);
    if (!input.flag('yes')) {
      throw wrong(
        `AWS charges $${COST_PER_REQUEST} for each request (one for each page of the answer); nothing was asked.`,
        `Add --yes to pay for it; --max-requests ${maxRequests} is the limit.`,
      );
    }
    const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const line = progressLine(io);
    const charged = (requests: number) => toText(decimal(COST_PER_REQUEST).mul(requests));
    try {
      const answer = await askCostExplorer({
        ...months,
        groups,
        endpoint: address,
        maxRequests,
        signal: io.signal,
        onRequest: requests => line.show(`${requests} requests, $${charged(requests)}`, null),
      });
      const names = groups.map(({ key }) => key);
      const name = `cost-explorer.${months.from}.${months.to}.${names
        .join('.')
        .replace(/[^\w.]/g, '_')
        .slice(0, 80)}.json`;
      const folder = join(workspace, 'fetched');
      replaceFile(folder, name, `${JSON.stringify(answer.document, null, 1)}\n`);
      const file = join(folder, name);
      const result = await importBills({
        paths: [file],
        workspace,
        format: undefined,
        memoryLimit: input.text('memory') ?? undefined,
        stdin: undefined,
        signal: io.signal,
        onProgress: () => line.show('importing', null),
      });
      line.end();
      const report: BillFetchReport = {
        schema: 'trimtab/bill-fetch/1',
        source: SOURCE,
        ...months,
        groupedBy: names,
        requests: answer.requests,
        charged: charged(answer.requests),
        file,
        rows: result.rows,
        findings: result.findings.map(each => ({ ...each })),
      };
      if (input.flag('json')) printJson(io, report);
      else printLines(io, billFetchText(report, io.columns));
      return 0;
    } finally {
      line.end();
    }
  },
};
