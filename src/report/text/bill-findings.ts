/** What could not be read of a bill, as text. */

import type { BillFindingsReport } from '../contract.ts';
import { count, plural } from '../format.ts';
import { exactMoney } from './exact-money.ts';
import { findingLines } from './findings.ts';
import { table, wrap } from './table.ts';

type Unread = BillFindingsReport['unread'][number];

function unreadSentence({ currency, records, knownRecords, ...costs }: Unread): string {
  const known =
    costs.knownBilledCost === null
      ? 'What they cost is not known'
      : knownRecords === records
        ? `Their cost cells read ${exactMoney(costs.knownBilledCost, currency)} together`
        : `${count(knownRecords)} of their cost cells read ${exactMoney(costs.knownBilledCost, currency)} together, the others are not known`;
  const others = [
    ...(costs.effectiveCost === null ? [] : [`effective cost ${exactMoney(costs.effectiveCost, currency)}`]),
    ...(costs.listCost === null ? [] : [`list cost ${exactMoney(costs.listCost, currency)}`]),
  ];
  const beside = others.length === 0 ? '' : `; their other cells hold ${others.join(' and ')}`;
  const where = currency === null ? '' : ` in ${currency}`;
  return `${plural(records, 'record')}${where} without a readable billed cost: in no total. ${known}${beside}.`;
}

function unreadLines(report: BillFindingsReport): string[] {
  const { unread, brokenRecords, roundedCharges } = report;
  const broken =
    brokenRecords.count === 0 && !brokenRecords.isAtLeast
      ? []
      : [
          `${brokenRecords.isAtLeast ? 'At least ' : ''}${plural(brokenRecords.count, 'record')} that could not be split into cells: in no total. What they cost is not known.`,
        ];
  const rounded =
    roundedCharges === 0
      ? []
      : [
          `${plural(roundedCharges, 'charge')} with more decimals than can be kept: rounded at the last one that can.`,
        ];
  const lines = [...unread.map(unreadSentence), ...broken, ...rounded];
  return lines.length === 0 ? ['Every record was read: no amount is missing.'] : lines;
}

/** Findings by code, one by one, and what they cost. */
export function billFindingsText(report: BillFindingsReport, width: number): string[] {
  const groups = report.groups.map(({ code, severity, count: size }) => [severity, code, count(size)]);
  return [
    ...(groups.length === 0
      ? ['No findings.']
      : table(
          [{ head: 'Severity' }, { head: 'Code', shrink: 12 }, { head: 'Findings', align: 'right' }],
          groups,
          width,
        )),
    ...(report.findings.length === 0 ? [] : ['', ...report.findings.flatMap(findingLines)]),
    ...(report.more === 0 ? [] : [`... and ${count(report.more)} more (--limit shows more of them)`]),
    '',
    ...unreadLines(report).flatMap(line => wrap(line, width)),
  ];
}
