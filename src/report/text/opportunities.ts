/** Opportunities as text. */

import { leverById } from '../../engine/index.ts';
import type { OpportunitiesReport } from '../contract.ts';
import { chance, count, money, percent, shortMoney } from '../format.ts';
import { table, wrap } from './table.ts';

const leverTitle = (id: string) => leverById(id)?.meta.title ?? id;

function riskText({
  addedBadMinutes,
  addedBreachProbability,
}: OpportunitiesReport['opportunities'][number]): string {
  if (addedBadMinutes === null) return '-';
  const added = `+${Math.max(0, addedBadMinutes).toFixed(1)} min`;
  return addedBreachProbability === null
    ? `${added}, no SLO`
    : `${added}, ${percent(Math.max(0, addedBreachProbability))}`;
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

/** The list, largest saving first. */
export function opportunitiesText(report: OpportunitiesReport, width: number): string[] {
  const { currency } = report;
  if (report.opportunities.length === 0) return ['No lever fits.'];
  const sum = `Added up they would promise ${money(report.sum, currency)} a month. They overlap: put them in a plan and simulate it.`;
  return [
    ...table(
      [
        { head: 'Lever', shrink: 22 },
        { head: 'Workload', shrink: 12 },
        { head: 'Resources', align: 'right' },
        { head: 'Saves/month', align: 'right' },
        { head: 'Range', align: 'right' },
        { head: 'Risk a month', align: 'right' },
        { head: 'Days', align: 'right' },
        { head: 'Why', shrink: 12 },
      ],
      report.opportunities.map(each => [
        each.title,
        each.workload ?? '(whole bill)',
        count(each.resources),
        money(each.savedPerMonth, currency),
        `${shortMoney(each.range.low, currency)}-${shortMoney(each.range.high, currency)}`,
        riskText(each),
        each.effortDays.mean.toFixed(1),
        each.why,
      ]),
      width,
    ),
    ...(report.opportunities.length > 1 ? ['', ...wrap(sum, width)] : []),
    ...report.opportunities.flatMap(each =>
      each.purchase === null ? [] : ['', ...purchaseText(each.title, each.purchase, currency, width)],
    ),
  ];
}
