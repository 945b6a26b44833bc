/** What is behind a number of a bill, as text. Amounts are shown with every digit: these are the ones that add up. */

import { escapeControl } from '../../engine/text.ts';
import type { BillWhyReport } from '../contract.ts';
import { count, plural } from '../format.ts';
import { exactMoney } from './exact-money.ts';
import { table, wrap } from './table.ts';

type Behind = NonNullable<BillWhyReport['behind']>;
type Sum = Behind['totals'][number];
type Charge = Behind['charges'][number];
type Match = BillWhyReport['matches'][number];

function cell(amount: string | null, currency: string | null): string {
  return amount === null ? '-' : exactMoney(amount, currency);
}

function sumLines(head: string, sums: readonly Sum[], width: number): string[] {
  return table(
    [
      { head, shrink: 12 },
      { head: 'Charges', align: 'right' },
      { head: 'Billed', align: 'right' },
      { head: 'Effective', align: 'right' },
      { head: 'List', align: 'right' },
    ],
    sums.map(({ key, currency, rows, billedCost, effectiveCost, listCost }) => [
      key ?? '(none)',
      count(rows),
      cell(billedCost, currency),
      cell(effectiveCost, currency),
      cell(listCost, currency),
    ]),
    width,
  );
}

/** Names of costs for people. */
const COST_NAMES: Readonly<Record<string, string>> = {
  billedCost: 'billed',
  effectiveCost: 'effective',
  listCost: 'list',
};

/** `service Amazon S3 in 2025-09`. */
function matchName({ level, key, month }: Match): string {
  if (level === 'charge') {
    const thing = key.resourceId ?? key.serviceName ?? '(no service)';
    return `charge in row ${key.row ?? '?'} (${thing}) of ${key.file ?? ''}`;
  }
  const names = Object.values(key).map(value => value ?? '(none)');
  const when = month === null ? '' : `${names.length === 0 ? '' : 'in '}${month}`;
  return [level.replaceAll('-', ' '), names.join(' in '), when].filter(part => part !== '').join(' ');
}

function matchLines(matches: readonly Match[], width: number): string[] {
  return table(
    [
      { head: 'What', shrink: 24 },
      { head: 'Cost' },
      { head: 'Amount', align: 'right' },
      { head: 'Off by', align: 'right' },
      { head: 'Charges', align: 'right' },
    ],
    matches.map(match => [
      matchName(match),
      match.costs.map(name => COST_NAMES[name] ?? name).join(', '),
      exactMoney(match.amount, match.currency),
      match.difference,
      count(match.rows),
    ]),
    width,
  );
}

function differenceLines(behind: Behind, width: number): string[] {
  if (behind.differences.length === 0) return ['Effective and billed cost are the same in every charge.'];
  return [
    'Why effective and billed cost differ:',
    ...behind.differences.flatMap(({ words, currency, rows, amount }) => {
      const shown = exactMoney(amount, currency);
      const change = amount.startsWith('-') || amount === '0' ? shown : `+${shown}`;
      return wrap(`${change} (${plural(rows, 'charge')}): ${words}`, width - 2).map(line => `  ${line}`);
    }),
  ];
}

/** `2025-09-01 to 2025-10-01`, `2025-09-01 04:00 to 05:00`. */
function periodText(start: string | null, end: string | null): string {
  if (start === null) return '(no period)';
  const short = (time: string) => time.slice(0, 16).replace('T', ' ').replace(' 00:00', '');
  if (end === null) return short(start);
  const isSameDay = start.slice(0, 10) === end.slice(0, 10);
  return `${start
    .slice(0, 16)
    .replace('T', ' ')
    .replace(isSameDay ? '' : ' 00:00', '')} to ${isSameDay ? end.slice(11, 16) : short(end)}`;
}

/** One charge as a few lines: place and time, what it is, what it costs. */
function chargeLines(charge: Charge, width: number): string[] {
  const { currency, quantity, unit, commitmentId, commitmentStatus, lineItemType, category } = charge;
  const kind = lineItemType === null || lineItemType === category ? '' : ` (${lineItemType})`;
  const costs = [
    `billed ${cell(charge.billedCost, currency)}`,
    `effective ${cell(charge.effectiveCost, currency)}`,
    `list ${cell(charge.listCost, currency)}`,
    ...(quantity === null ? [] : [`quantity ${quantity}${unit === null ? '' : ` ${unit}`}`]),
  ];
  const what = [charge.service, charge.resourceId, charge.description].filter(part => part !== null);
  const status = commitmentStatus === null ? '' : ` (${commitmentStatus.toLowerCase()})`;
  return [
    escapeControl(`${charge.file}:${charge.row}`),
    ...[
      `${periodText(charge.periodStart, charge.periodEnd)}  ${category ?? '(no category)'}${kind}`,
      what.join(', '),
      costs.join(', '),
      ...(commitmentId === null ? [] : [`commitment ${commitmentId}${status}`]),
    ].flatMap(text => wrap(text, width - 2).map(line => `  ${line}`)),
  ];
}

function behindLines(behind: Behind, width: number): string[] {
  const rest = behind.rows - behind.charges.length;
  const totals = behind.totals.map(total => ({ ...total, key: total.currency }));
  return [
    ...sumLines('Currency', totals, width),
    '',
    ...sumLines('Category', behind.byCategory, width),
    ...(behind.byLineItemType.every(({ key }) => key === null)
      ? []
      : ['', ...sumLines('Line item type', behind.byLineItemType, width)]),
    ...(behind.byCommitmentStatus.every(({ key }) => key === null)
      ? []
      : ['', ...sumLines('Commitment', behind.byCommitmentStatus, width)]),
    '',
    ...differenceLines(behind, width),
    '',
    rest > 0
      ? `The ${plural(behind.charges.length, 'largest charge')} of ${count(behind.rows)} (--limit shows more):`
      : `${plural(behind.rows, 'charge')}:`,
    ...behind.charges.flatMap(charge => chargeLines(charge, width)),
  ];
}

function headLines(report: BillWhyReport, width: number): string[] {
  if (report.kind !== 'amount') return wrap(`${report.kind} ${report.name ?? ''}`, width);
  if (report.matches.length === 0)
    return [
      ...wrap(`Nothing of the bill is ${report.asked} or adds up to it. The nearest:`, width),
      ...matchLines(report.nearest, width),
    ];
  const [first] = report.matches;
  return [
    ...wrap(`${report.asked} is`, width),
    ...matchLines(report.matches, width),
    '',
    ...(first === undefined ? [] : wrap(`Behind the ${matchName(first)}:`, width)),
  ];
}

/** What is behind a number. */
export function billWhyText(report: BillWhyReport, width: number): string[] {
  return [
    ...headLines(report, width),
    ...(report.behind === null ? [] : ['', ...behindLines(report.behind, width)]),
  ];
}
