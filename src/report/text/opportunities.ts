/** Opportunities as text. */

import type { OpportunitiesReport } from '../contract.ts';
import { count, money, percent, shortMoney } from '../format.ts';
import { table, wrap } from './table.ts';

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
  ];
}
