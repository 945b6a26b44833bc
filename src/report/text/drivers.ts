/** What changed between two months as text. */

import type { BillDriversReport } from '../contract.ts';
import { count, money, percent, plural } from '../format.ts';
import { findingsText } from './findings.ts';
import { table, wrap } from './table.ts';

type Parts = BillDriversReport['total']['parts'];
type Part = keyof Parts;

/** Causes in words, in the order of the totals. */
const CAUSES: Readonly<Record<Part, string>> = {
  newResources: 'new resources',
  goneResources: 'gone resources',
  usage: 'usage',
  price: 'price',
  commitments: 'commitments',
  calendar: 'calendar (days of the month)',
  other: 'other (tax, credits, fees, corrections)',
};

/** Short names for the sentence and the table of drivers. */
const SHORT: Readonly<Record<Part, string>> = { ...CAUSES, calendar: 'calendar', other: 'other' };

const PARTS = Object.keys(CAUSES) as readonly Part[];

/** Drivers that are shown in each direction. */
const SHOWN = 8;

/** Changes of less than half a cent are not shown: they are rests of the provider's own rounding. */
const SHOWN_FROM = 0.005;

type Driver = { readonly key: readonly string[]; readonly part: Part; readonly amount: string };

function changeText(amount: string, currency: string): string {
  const text = money(amount, currency, 2);
  return Number(amount) >= SHOWN_FROM ? `+${text}` : text;
}

/** One cause in one group each; those that raise the bill and those that lower it, the largest first. */
function driversOf(report: BillDriversReport): { up: Driver[]; down: Driver[] } {
  const all = report.groups.flatMap(({ key, parts }) =>
    PARTS.map(part => ({ key: report.by.map(name => key[name] ?? '(none)'), part, amount: parts[part] })),
  );
  // The groups come in their order, and sorting keeps it where amounts are equal.
  return {
    up: all
      .filter(({ amount }) => Number(amount) >= SHOWN_FROM)
      .sort((a, b) => Number(b.amount) - Number(a.amount)),
    down: all
      .filter(({ amount }) => Number(amount) <= -SHOWN_FROM)
      .sort((a, b) => Number(a.amount) - Number(b.amount)),
  };
}

function driverTable(
  title: string,
  drivers: readonly Driver[],
  report: BillDriversReport,
  width: number,
): string[] {
  if (drivers.length === 0) return [];
  const rest = drivers.length - SHOWN;
  return [
    '',
    ...table(
      [
        ...report.by.map(name => ({ head: name, shrink: 12 })),
        { head: 'Cause' },
        { head: title, align: 'right' as const },
      ],
      drivers
        .slice(0, SHOWN)
        .map(({ key, part, amount }) => [...key, SHORT[part], changeText(amount, report.currency ?? '')]),
      width,
    ),
    ...(rest > 0 ? [`... and ${count(rest)} smaller (--json shows all of them)`] : []),
  ];
}

/** `new resources +$10.00 and usage +$2.00`: the largest causes of one direction. */
function causesText(parts: Parts, direction: 1 | -1, currency: string): string {
  const causes = PARTS.map(part => ({ part, value: Number(parts[part]) * direction }))
    .filter(({ value }) => value >= SHOWN_FROM)
    .sort((a, b) => b.value - a.value)
    .slice(0, 2);
  return causes.map(({ part }) => `${SHORT[part]} ${changeText(parts[part], currency)}`).join(' and ');
}

function shareText(change: string, from: string): string {
  const [value, base] = [Number(change), Number(from)];
  if (base <= 0) return '';
  return ` (${value > 0 ? '+' : ''}${percent(value / base)})`;
}

/** One sentence for a manager: how much, by what, and how much of it is known to be growth or waste. */
export function driversSentence(report: BillDriversReport): string {
  const currency = report.currency ?? '';
  const { change, changePerDay, from, parts, increase } = report.total;
  const value = Number(change);
  const isDay = report.basis === 'day';
  const cost = isDay ? 'A day of usage' : 'The bill';
  const moved =
    Math.abs(value) < SHOWN_FROM
      ? 'did not change'
      : `${value > 0 ? 'rose' : 'fell'} by ${money(change.replace('-', ''), currency, 2)}${shareText(change, from)}`;
  const daily = isDay ? '' : `, ${changeText(changePerDay, currency)} a day`;
  const [up, down] = [causesText(parts, 1, currency), causesText(parts, -1, currency)];
  const causes = value < 0 ? [down, up] : [up, down];
  const why = causes.filter(text => text !== '').join(', against ');
  const known =
    Number(increase.total) < SHOWN_FROM
      ? ''
      : ` Of ${money(increase.total, currency, 2)} for more use, ${money(increase.growth, currency, 2)} is growth, ${money(increase.waste, currency, 2)} is waste and ${money(increase.unknown, currency, 2)} is not known, as far as metrics tell.`;
  return `${cost} ${moved} from ${report.from} to ${report.to}${daily}${why === '' ? '' : `: ${why}`}.${known}`;
}

function totalsTable(report: BillDriversReport, width: number): string[] {
  const currency = report.currency ?? '';
  const { from, to, change, changePerDay, parts, increase, decrease, resources } = report.total;
  const daily = report.basis === 'day' ? ' a day' : '';
  // Charges without a resource id may be new or gone too, so that there may be amounts and no resources.
  const counted: Partial<Record<Part, string>> = {
    newResources: resources.new === 0 ? '' : plural(resources.new, 'resource'),
    goneResources: resources.gone === 0 ? '' : plural(resources.gone, 'resource'),
  };
  const rows = [
    [`${report.from}${daily}`, money(from, currency, 2), ''],
    ...PARTS.map(part => [`  ${CAUSES[part]}`, changeText(parts[part], currency), counted[part] ?? '']),
    [`${report.to}${daily}`, money(to, currency, 2), ''],
    ['Change', changeText(change, currency), shareText(change, from).trim()],
    ...(report.basis === 'day' ? [] : [['Change a day', changeText(changePerDay, currency), '']]),
    ['More use', changeText(increase.total, currency), 'new resources and more usage'],
    ['  growth candidates', changeText(increase.growth, currency), 'metrics show use'],
    ['  waste candidates', changeText(increase.waste, currency), 'metrics show none'],
    ['  unknown', changeText(increase.unknown, currency), 'no metrics that decide'],
    ['Less use', changeText(decrease, currency), 'gone resources and less usage'],
  ];
  return table(
    [{ head: 'Total' }, { head: 'Effective', align: 'right' }, { head: '', shrink: 8 }],
    rows,
    width,
  );
}

/** Lines after the tables: waste candidates and what is not compared. */
function notes(report: BillDriversReport): string[] {
  const currency = report.currency ?? '';
  const waste = report.wasteCandidates.slice(0, 5);
  const more = report.wasteCandidates.length - waste.length;
  return [
    ...waste.map(
      ({ resourceId, increase, why }) =>
        `Waste candidate ${resourceId}: ${changeText(increase, currency)}, ${why}.`,
    ),
    ...(more > 0 ? [`... and ${count(more)} more waste candidates (--json shows all of them)`] : []),
    ...report.leftOut.map(
      ({ month, what, currency: other, effectiveCost }) =>
        `Left out${month === null ? '' : ` of ${month}`}: ${money(effectiveCost, other ?? '', 2)}, ${what}.`,
    ),
  ];
}

/** Drivers up and down, totals, what was left out, and a sentence. */
export function billDriversText(report: BillDriversReport, width: number): string[] {
  const { up, down } = driversOf(report);
  const lines = notes(report);
  const findings = findingsText(report.findings);
  return [
    ...wrap(driversSentence(report), width),
    ...driverTable('Up', up, report, width),
    ...driverTable('Down', down, report, width),
    '',
    ...totalsTable(report, width),
    ...(lines.length > 0 ? [''] : []),
    ...lines.flatMap(line => wrap(line, width)),
    ...(findings.length > 0 ? ['', ...findings] : []),
  ];
}
