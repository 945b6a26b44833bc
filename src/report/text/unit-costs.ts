/** Unit costs as text: what one order, customer or request costs by month, with the plan and without. */

import type { SimulateReport } from '../contract.ts';
import type { UnitCostReport } from '../finance-report.ts';
import { count, figure, percent, signed } from '../format.ts';
import { type Column, table, wrap } from './table.ts';

/** Significant digits of a value and of a unit cost. */
const DIGITS = 4;
/** Workloads that are named; of more, the rest is counted. */
const NAMED_WORKLOADS = 6;
/** Metrics that are shown; `--json` has all of them. */
const SHOWN_METRICS = 5;

const right = (head: string): Column => ({ head, align: 'right' });
const changeText = (change: number | null) =>
  change === null ? '-' : signed(percent(change), Number(change.toFixed(3)));
const valueText = (value: number) => (value < 1000 ? figure(value, DIGITS) : count(value));
const unitText = (amount: string | null) => (amount === null ? '-' : figure(Number(amount), DIGITS));

function titleOf({ metric, pattern, workloads }: UnitCostReport, currency: string): string {
  const named = workloads.slice(0, NAMED_WORKLOADS).join(', ');
  const more = workloads.length > NAMED_WORKLOADS ? ` and ${workloads.length - NAMED_WORKLOADS} more` : '';
  const whose = pattern === '*' ? 'all workloads' : `${named}${more}`;
  return `Unit cost, ${currency} of run-rate for one of ${metric} (${whose}):`;
}

function unitCostText(report: UnitCostReport, currency: string, width: number): string[] {
  if (report.workloads.length === 0) {
    return wrap(
      `No workload of the bill matches "${report.pattern}": "${report.metric}" has no unit cost.`,
      width,
    );
  }
  const rows = report.months.map(each => [
    each.month,
    each.value === null ? '-' : valueText(each.value),
    each.basis ?? '-',
    unitText(each.forecastUnitCost),
    unitText(each.unitCost),
    changeText(each.unitChangeByPlan),
    changeText(each.costChange),
    changeText(each.unitChange),
  ]);
  return [
    ...wrap(titleOf(report, currency), width),
    ...table(
      [
        { head: 'Month' },
        right('Value'),
        { head: 'Basis' },
        right('No plan'),
        right('Plan'),
        right('By plan'),
        right('Cost'),
        right('Unit cost'),
      ],
      rows,
      width,
    ),
    ...wrap(
      '"By plan" is against the same month without it; "Cost" and "Unit cost" against the bill.',
      width,
    ),
  ];
}

/** The unit costs of a run. */
export function unitCostsText({ unitCosts, currency }: SimulateReport, width: number): string[] {
  const hidden = unitCosts.length - SHOWN_METRICS;
  return [
    ...unitCosts
      .slice(0, SHOWN_METRICS)
      .flatMap((each, index) => [...(index === 0 ? [] : ['']), ...unitCostText(each, currency, width)]),
    ...(hidden > 0 ? ['', `${hidden} more metrics are in the answer with --json.`] : []),
  ];
}
