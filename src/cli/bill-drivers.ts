/** `trimtab bill drivers`: what changed between two months, and why. */

import { readWorkloads, workloadsFileOf, workspaceOf } from '../app/estate-source.ts';
import { readBilledMonths, readMonthSums } from '../bill/query/month-sums.ts';
import {
  chooseMonths,
  DRIVER_KEYS,
  type DriverKey,
  findDrivers,
  mainCurrency,
  monthCoverages,
} from '../engine/index.ts';
import { loadMetrics } from '../metrics/metrics-store.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import { driversReport } from '../report/drivers-report.ts';
import { billDriversText } from '../report/text/drivers.ts';
import { estateRequest, printJson, printLines } from './ask-engine.ts';
import {
  BILL_OPTIONS,
  type Command,
  type CommandInput,
  JSON_OPTION,
  usageError,
  WORKLOADS_OPTION,
} from './command.ts';

/** Short words for the keys, as `bill summary` knows them. */
const SHORT_NAMES: Readonly<Record<string, DriverKey>> = {
  service: 'serviceName',
  account: 'subAccountId',
  region: 'regionId',
};

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export const billDrivers: Command = {
  name: 'bill drivers',
  summary:
    'Takes the change between two months apart: new and gone resources, usage, price, commitments, the calendar; growth apart from waste (docs/drivers.md).',
  positionals: '',
  arity: [0, 0],
  options: {
    from: {
      kind: 'text',
      value: 'YYYY-MM',
      description: 'Earlier month (default: the last whole one before the later month).',
    },
    to: { kind: 'text', value: 'YYYY-MM', description: 'Later month (default: the latest whole one).' },
    by: {
      kind: 'text',
      value: 'WORDS',
      description: 'service, workload, account, region (default service,workload).',
    },
    currency: {
      kind: 'text',
      value: 'CODE',
      description: 'Currency to compare (default: the most frequent).',
    },
    'allow-partial': {
      kind: 'flag',
      description: 'Take months that are not whole too, and compare usage by the day.',
    },
    ...WORKLOADS_OPTION,
    ...BILL_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const by = keysOf(input);
    const [from, to] = [monthOf(input, 'from'), monthOf(input, 'to')];
    const request = estateRequest(input);
    const { workspace: folder, scenario: opened } = await workspaceOf(request, openEmbeddedBook());
    const billed = await readBilledMonths({ workspace: folder });
    const currency = request.currency ?? mainCurrency(billed);
    const months = monthCoverages(billed, currency);
    const pair = chooseMonths(months, { from, to, allowPartial: input.flag('allow-partial') });
    const { charges, tags, findings } = await readMonthSums({
      workspace: folder,
      months: [pair.from.month, pair.to.month],
      currency,
    });
    const drivers = findDrivers({
      pair,
      charges,
      by,
      workloads: readWorkloads(workloadsFileOf(request, folder, opened)),
      tags: new Map(tags.map(entry => [entry.resourceId, entry.tags])),
      utilization: loadMetrics(folder),
    });
    const report = driversReport(drivers, { currency, billed, months, findings });
    if (input.flag('json')) printJson(input.io, report);
    else printLines(input.io, billDriversText(report, input.io.columns));
    return 0;
  },
};

function keysOf(input: CommandInput): readonly DriverKey[] {
  const words = (input.text('by') ?? 'service,workload')
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
  if (words.length === 0) throw usageError(billDrivers, '--by needs at least one word.');
  const keys = words.map(word => {
    const name = SHORT_NAMES[word] ?? word;
    const key = DRIVER_KEYS.find(known => known === name);
    if (key === undefined)
      throw usageError(
        billDrivers,
        `${JSON.stringify(word)} is nothing that changes are grouped by.`,
        'Use service, workload, account, region, or several of them separated by commas.',
      );
    return key;
  });
  return [...new Set(keys)];
}

function monthOf(input: CommandInput, option: 'from' | 'to'): string | null {
  const text = input.text(option);
  if (text === null || MONTH.test(text)) return text;
  throw usageError(billDrivers, `--${option} must be a month such as 2025-09, not ${JSON.stringify(text)}.`);
}
