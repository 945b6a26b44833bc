/** What `trimtab` prints where no terminal is: the bill, what fits, and what to do next. */

import { ADDRESSABLE } from '../bill/query/addressable.ts';
import { ledgersOf, readLedgerParts } from '../bill/query/ledger.ts';
import { emptyPlan } from '../engine/index.ts';
import { count, money, percent, plural } from '../report/format.ts';
import { targetText } from '../report/target-text.ts';
import { findingsText } from '../report/text/findings.ts';
import { opportunitiesText } from '../report/text/opportunities.ts';
import { table, wrap } from '../report/text/table.ts';
import type { EngineHost, EstateInfo } from './engine-host.ts';
import { DEFAULT_TARGET } from './session-state.ts';

/** Opportunities that a summary lists. */
const LISTED = 12;

/** What of the bill a plan can touch: the first question of every target. */
async function addressableText({ workspace, month, currency }: EstateInfo): Promise<string[]> {
  const [ledger] = ledgersOf(await readLedgerParts({ workspace, month, currency }));
  const part = ledger?.classes.find(({ class: id }) => id === ADDRESSABLE.id);
  if (!part?.effectiveCost || part.effectiveShare === null) return [];
  return [
    `Addressable: ${money(part.effectiveCost, currency)}, ${percent(part.effectiveShare)} of the effective cost; the rest is tax, credits, support, marketplace and commitments (trimtab bill addressable).`,
  ];
}

/** The summary as lines of text. */
export async function summaryText(host: EngineHost, info: EstateInfo, width: number): Promise<string[]> {
  const target = info.target ?? DEFAULT_TARGET;
  const bill = await host.bill('service', []);
  const found = await host.opportunities(emptyPlan(target));
  const { currency } = info;
  const shown = { ...found, opportunities: found.opportunities.slice(0, LISTED) };
  const rest = found.opportunities.length - shown.opportunities.length;
  return [
    ...(info.scenario === null ? [] : [info.title, ...wrap(info.summary, width), '']),
    `${info.provider} bill of ${info.month}: ${money(info.effectiveCost, currency)} effective, ${money(info.billedCost, currency)} billed; ${plural(info.resources, 'resource')} in ${plural(info.workloads, 'workload')}, ${info.granularity} usage.`,
    `Target: ${targetText(target)}.`,
    ...(await addressableText(info)),
    '',
    ...table(
      [
        { head: 'Service', shrink: 12 },
        { head: 'Effective', align: 'right' },
        { head: 'Share', align: 'right' },
        { head: 'Resources', align: 'right' },
      ],
      bill.rows
        .slice(0, 12)
        .map(({ label, effectiveCost, share, resources }) => [
          label,
          money(effectiveCost, currency),
          percent(share),
          count(resources),
        ]),
      width,
    ),
    ...(bill.rows.length > 12 ? [`... and ${bill.rows.length - 12} more services`] : []),
    '',
    `What fits (first ${shown.opportunities.length} of ${found.opportunities.length}):`,
    ...opportunitiesText(shown, width).slice(0, shown.opportunities.length + 1),
    ...(rest > 0 ? [`... and ${rest} more (trimtab opportunities)`] : []),
    '',
    ...(info.findings.length === 0 ? [] : [...findingsText(info.findings, 5), '']),
    'Next: open it in a terminal to play, write a plan.yaml and `trimtab score plan.yaml`, or `trimtab --help`.',
  ];
}
