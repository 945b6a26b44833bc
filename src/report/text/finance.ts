/** The money of a run as text: two clocks by month, fiscal years, present value, payback, shares. */

import type { SimulateReport } from '../contract.ts';
import type { FinanceReport } from '../finance-report.ts';
import { money, percent, plural } from '../format.ts';
import { paybackText } from '../payback-text.ts';
import { type Column, table, wrap } from './table.ts';

const shareText = (share: number | null) => (share === null ? '-' : percent(share));
const right = (head: string): Column => ({ head, align: 'right' });

/** One row a month: the invoice, what is saved on each clock, and what is left of cash so far. */
function clocksText({ months, total }: FinanceReport, currency: string, width: number): string[] {
  const hasLabour = total.labourCost !== null;
  return table(
    [
      { head: 'Month' },
      right('No plan'),
      right('Invoiced'),
      right('Cash'),
      right('Run-rate'),
      right('Once'),
      ...(hasLabour ? [right('Work')] : []),
      right('Net so far'),
    ],
    months.map(each => [
      each.month,
      money(each.forecastBilledCost, currency),
      money(each.billedCost, currency),
      money(each.cashSaving, currency),
      money(each.runRateSaving, currency),
      money(each.oneOffCost, currency),
      ...(each.labourCost === null ? [] : [money(each.labourCost, currency)]),
      money(each.cumulative.netCash, currency),
    ]),
    width,
  );
}

function yearsText({ fiscalYears }: FinanceReport, currency: string, width: number): string[] {
  return table(
    [
      { head: 'Year' },
      right('Months'),
      right('No plan'),
      right('Invoiced'),
      right('Cash saved'),
      right('Share'),
      right('Once'),
      right('At its end'),
    ],
    fiscalYears.map(each => [
      each.name,
      `${each.months} of 12`,
      money(each.forecastBilledCost, currency),
      money(each.billedCost, currency),
      money(each.cashSaving, currency),
      shareText(each.cashShare),
      money(each.oneOffCost, currency),
      shareText(each.exitRunRateShare),
    ]),
    width,
  );
}

/** Prepaid amounts below this are the noise of rounding. */
const NOISE = 0.5;

function sentences(report: SimulateReport): string[] {
  const { finance, currency } = report;
  const { total, prepaid } = finance;
  const labour = total.labourCost === null ? '' : `, ${money(total.labourCost, currency)} of work taken off`;
  return [
    `In ${plural(finance.months.length, 'month')}: run-rate saving ${money(total.runRateSaving, currency)}, cash saving ${money(total.cashSaving, currency)}, net cash ${money(total.netCash, currency)}${labour}.`,
    `Net present value ${money(finance.netPresentValue, currency)} at ${percent(finance.discountRate)} a year. ${paybackText(finance, currency)}`,
    ...(Number(prepaid) >= NOISE
      ? [`${money(prepaid, currency)} of the cash is paid for months after the run: upfront fees.`]
      : []),
  ];
}

/** "30 % of what?": the saving of the target's month over several wholes. */
function sharesText(report: SimulateReport, width: number): string[] {
  const { shares } = report.finance;
  if (shares === null) return [];
  const { runRate, cash, month } = shares;
  const cost = (amount: string | null) => (amount === null ? '-' : money(amount, report.currency));
  const row = (name: string, cells: (each: typeof cash) => readonly [string, string]) => [
    name,
    ...cells(runRate),
    ...cells(cash),
  ];
  return table(
    [{ head: `Saved in ${month}` }, right('Run-rate'), right('of'), right('Cash'), right('of')],
    [
      row('of the bill', each => [shareText(each.ofBill), cost(each.billCost)]),
      row('of its addressable part', each => [shareText(each.ofAddressable), cost(each.addressableCost)]),
      row('of the month without plan', each => [shareText(each.ofForecast), cost(each.forecastCost)]),
    ],
    width,
  );
}

/** The money section of a run. */
export function financeText(report: SimulateReport, width: number): string[] {
  const { finance, currency } = report;
  if (finance.months.length === 0) return [];
  const intro =
    'Saved on two clocks, against the same months without the plan: cash as invoiced (upfront fees, one-off charges and dual running when they are paid), and run-rate (amortised, without one-off charges).';
  return [
    ...wrap(intro, width),
    ...clocksText(finance, currency, width),
    '',
    ...yearsText(finance, currency, width),
    ...wrap(
      '"Share" is of the invoices without the plan; "At its end" is the run-rate saving of the last month.',
      width,
    ),
    '',
    ...sentences(report).flatMap(line => wrap(line, width)),
    '',
    ...sharesText(report, width),
  ];
}
