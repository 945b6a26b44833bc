/** Stress cases of a plan as text. */

import type { PlanStressReport } from '../contract.ts';
import { minutes, money, percent } from '../format.ts';
import { table, wrap } from './table.ts';

type Case = PlanStressReport['cases'][number];

function zoneText(cases: readonly Case[], width: number): string[] {
  const outages = cases.flatMap(({ zoneOutage }) => zoneOutage);
  if (outages.length === 0) return [];
  const rows = [...outages].sort((a, b) => b.after - a.after);
  return [
    '',
    'When a zone fails, expected bad minutes of the event:',
    '',
    ...table(
      [
        { head: 'Workload', shrink: 12 },
        { head: 'Today', align: 'right' },
        { head: 'With the plan', align: 'right' },
        { head: 'Budget', align: 'right' },
        { head: 'Of the budget', align: 'right' },
      ],
      rows.map(({ workload, before, after, budgetMinutes }) => [
        workload,
        minutes(before),
        minutes(after),
        budgetMinutes === null ? '-' : minutes(budgetMinutes),
        budgetMinutes === null || budgetMinutes === 0 ? '-' : percent(after / budgetMinutes, 0),
      ]),
      width,
    ),
  ];
}

/** What each case leaves of the plan. */
export function stressText(report: PlanStressReport, width: number): string[] {
  const { cases, currency, byMonth, horizonMonths } = report;
  return [
    report.plan,
    `Judged in month ${byMonth}; the commitments also in month ${horizonMonths}.`,
    '',
    ...table(
      [
        { head: 'Case', shrink: 14 },
        { head: 'No plan', align: 'right' },
        { head: 'Run-rate', align: 'right' },
        { head: 'Of bill', align: 'right' },
        { head: 'Of case', align: 'right' },
        { head: 'Asked', align: 'right' },
        { head: 'Reached' },
        { head: `Unused ${horizonMonths}`, align: 'right' },
        { head: 'Used', align: 'right' },
        { head: 'ESR', align: 'right' },
        { head: 'Done', align: 'right' },
      ],
      cases.map(({ title, target, end, askedFor, amountReached, lastEffectMonth }) => [
        title,
        money(target.forecastCost, currency),
        money(target.runRateCost, currency),
        percent(target.savedOfBill),
        percent(target.savedOfForecast),
        askedFor === null ? '-' : percent(askedFor, 0),
        amountReached ? 'yes' : 'no',
        money(end.unusedCommitmentCost, currency),
        end.commitmentUtilization === null ? '-' : percent(end.commitmentUtilization, 0),
        end.effectiveSavingsRate === null ? '-' : percent(end.effectiveSavingsRate),
        lastEffectMonth === null ? 'never' : String(lastEffectMonth),
      ]),
      width,
    ),
    ...zoneText(cases, width),
    '',
    ...cases.flatMap(({ title, detail }) => (detail === null ? [] : wrap(`- ${title}: ${detail}`, width))),
    ...wrap(
      `Of bill: of the bill of today. Of case: of what the month would cost without the plan in that case. Unused ${horizonMonths}: paid in month ${horizonMonths} for commitments that no usage takes; Used: their utilisation, ESR: the effective savings rate then. Done: month in which the last move takes effect.`,
      width,
    ),
  ];
}
