/** Opportunities as text. */

import { leverById } from '../../engine/index.ts';
import type { OpportunitiesReport } from '../contract.ts';
import {
  chance,
  count,
  days,
  minutes,
  money,
  percent,
  plural,
  points,
  shortMoney,
  shortRange,
  signedPercent,
} from '../format.ts';
import { type Column, table, wrap } from './table.ts';

const leverTitle = (id: string) => leverById(id)?.meta.title ?? id;

type Row = OpportunitiesReport['opportunities'][number];

/** `+4.4 %` of the error budget; minutes in brackets where no objective makes a budget of them. */
function budgetText({ value, addedBadMinutes }: Row): string {
  if (value.budgetShare !== null) return signedPercent(value.budgetShare);
  if (addedBadMinutes === null) return '-';
  const text = minutes(Math.abs(addedBadMinutes));
  if (text === minutes(0)) return '(none)';
  return `(${addedBadMinutes < 0 ? '-' : '+'}${text})`;
}

/** Rise of P(breach) of the objective. */
function breachText({ workload, addedBreachProbability }: Row): string {
  if (workload === null) return '-';
  return addedBreachProbability === null ? 'no SLO' : points(addedBreachProbability);
}

/** A column of the list, and the width of a line from which there is room for it. */
type Shown = Column & { readonly from: number; readonly cell: (row: Row) => string };

function columnsOf(currency: string): Shown[] {
  return [
    {
      head: 'Lever',
      shrink: 20,
      from: 0,
      cell: ({ title, breaks }) => (breaks.length > 0 ? `! ${title}` : title),
    },
    { head: 'Workload', shrink: 12, from: 0, cell: ({ workload }) => workload ?? '(whole bill)' },
    { head: 'Res.', align: 'right', from: 106, cell: ({ resources }) => count(resources) },
    {
      head: 'Saves/mo',
      align: 'right',
      from: 0,
      cell: ({ savedPerMonth }) => money(savedPerMonth, currency),
    },
    {
      head: 'Range',
      align: 'right',
      from: 90,
      cell: ({ range }) => shortRange(range.low, range.high, currency),
    },
    { head: 'Days', align: 'right', from: 0, cell: ({ effortDays }) => days(effortDays.mean) },
    { head: 'Budget', align: 'right', from: 0, cell: budgetText },
    { head: 'P(breach)', align: 'right', from: 100, cell: breachText },
    {
      head: 'Per day',
      align: 'right',
      from: 0,
      cell: ({ value }) => (value.savedPerDay === null ? '-' : shortMoney(value.savedPerDay, currency)),
    },
    { head: 'Why', shrink: 12, from: 118, cell: ({ why }) => why },
  ];
}

const ORDERS = {
  value: 'By value: expected saving a month per engineer-day, the error budget that a change uses included.',
  saving: 'By saving, the largest first.',
  effort: 'By effort, the least first.',
  risk: 'By added P(breach) and bad minutes, the least first.',
} as const;

/** How the list is ordered, and what a budget counts. */
function rankingText({ ranking }: OpportunitiesReport): string {
  const { order, budgetPrice } = ranking;
  const { low, high, basis } = budgetPrice;
  const range = low === high ? '' : `, ${low} to ${high}`;
  const last = order === 'value' ? ' Purchases and contracts come last: they are sized on what is left.' : '';
  return `${ORDERS[order]}${last} A whole error budget counts as ${plural(budgetPrice.days, 'engineer-day')}${range} (${basis}); --budget-price sets it.`;
}

/** Guardrails that opportunities break. */
function breaksText(rows: readonly Row[], width: number): string[] {
  const broken = rows.filter(({ breaks }) => breaks.length > 0);
  if (broken.length === 0) return [];
  return [
    '',
    'These break a guardrail (!), and come last in every order:',
    ...broken.flatMap(({ title, workload, breaks }) =>
      wrap(`- ${title} (${workload}): ${breaks.map(({ message }) => message).join('; ')}`, width),
    ),
  ];
}

/** Lost savings that are named one by one. */
const NAMED_MAX = 4;

/** What a purchase covers, risks and strands. */
export function purchaseText(
  title: string,
  purchase: NonNullable<OpportunitiesReport['opportunities'][number]['purchase']>,
  currency: string,
  width: number,
): string[] {
  const { regret, strands } = purchase;
  const share = (value: number | null) => (value === null ? '-' : percent(value));
  const lost = strands
    .slice(0, NAMED_MAX)
    .map(
      each =>
        `${leverTitle(each.leverId)}${each.workload === null ? '' : ` (${each.workload})`} ${money(each.lostPerMonth, currency)} of ${money(each.savedPerMonth, currency)}`,
    );
  const more = strands.length > NAMED_MAX ? `, and ${strands.length - NAMED_MAX} more` : '';
  const stranding =
    strands.length === 0
      ? 'Strands nothing that could still be done.'
      : `Strands ${money(purchase.strandedPerMonth, currency)} a month of what could still be done: ${lost.join(', ')}${more}. Do these first.`;
  return [
    `${title}: ${money(purchase.committedPerHour, currency, 3)} an hour`,
    ...wrap(
      `Covers ${share(purchase.commitmentCoverage)} of what it may cover, used to ${share(purchase.commitmentUtilization)}; it pays above ${share(purchase.breakEvenUtilization)}.`,
      width,
    ),
    ...wrap(
      `Regret about its size, a month: P10 ${money(regret.p10, currency)}, P50 ${money(regret.p50, currency)}, P90 ${money(regret.p90, currency)}; ${money(regret.usageDown20, currency)} if usage falls by 20 %; ${chance(regret.probabilityOfLoss)} chance that it costs more than it covers. Assumed: ${regret.assumption}.`,
      width,
    ),
    ...wrap(stranding, width),
  ];
}

/** The list in its order, what the order means, and what purchases risk. */
export function opportunitiesText(report: OpportunitiesReport, width: number): string[] {
  const { currency, opportunities } = report;
  if (opportunities.length === 0) return ['No lever fits.'];
  const columns = columnsOf(currency).filter(({ from }) => width >= from);
  const sum = `Added up they would promise ${money(report.sum, currency)} a month. They overlap: put them in a plan and simulate it.`;
  return [
    ...table(
      columns,
      opportunities.map(each => columns.map(({ cell }) => cell(each))),
      width,
    ),
    '',
    ...wrap(rankingText(report), width),
    ...(opportunities.length > 1 ? wrap(sum, width) : []),
    ...breaksText(opportunities, width),
    ...opportunities.flatMap(each =>
      each.purchase === null ? [] : ['', ...purchaseText(each.title, each.purchase, currency, width)],
    ),
  ];
}
