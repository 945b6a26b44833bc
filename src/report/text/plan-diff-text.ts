/** Two plans compared, as text. */

import type { PlanDiffReport } from '../contract/plan-questions.ts';
import { chance, count, days, money, percent, points, signed } from '../format.ts';
import { table, wrap } from './table.ts';

type Side = PlanDiffReport['a'];

/** Differences that would be shown as nothing. */
const NO_MINUTES = 0.05;
const NO_CHANCE = 0.0005;

function moneyTable(report: PlanDiffReport, width: number): string[] {
  const { currency, a, b, difference, month, horizonMonths } = report;
  const amount = (value: string) => money(value, currency);
  const change = (value: string) => signed(amount(value), Number(amount(value).replace(/[^\d-]/g, '')));
  const met = ({ targetMet }: Side) => (targetMet ? 'met' : 'missed');
  return table(
    [
      { head: '', shrink: 18 },
      { head: 'A', align: 'right' },
      { head: 'B', align: 'right' },
      { head: 'B - A', align: 'right' },
    ],
    [
      [`Run-rate in ${month}`, amount(a.runRateCost), amount(b.runRateCost), change(difference.runRateCost)],
      [
        `Invoiced in ${horizonMonths} months`,
        amount(a.cumulativeCash),
        amount(b.cumulativeCash),
        change(difference.cumulativeCash),
      ],
      [
        `Effective in ${horizonMonths} months`,
        amount(a.cumulativeEffectiveCost),
        amount(b.cumulativeEffectiveCost),
        change(difference.cumulativeEffectiveCost),
      ],
      ['One-off', amount(a.oneOffCost), amount(b.oneOffCost), change(difference.oneOffCost)],
      [
        'Effort, days',
        days(a.effortDays),
        days(b.effortDays),
        signed(days(difference.effortDays), difference.effortDays),
      ],
      [
        'Chance of its target',
        chance(a.probabilityOfTarget),
        chance(b.probabilityOfTarget),
        points(difference.probabilityOfTarget),
      ],
      ['Target', met(a), met(b), ''],
      ['Guardrails broken', count(a.brokenGuardrails), count(b.brokenGuardrails), ''],
    ],
    width,
  );
}

function changesText(report: PlanDiffReport, width: number): string[] {
  const { changes, currency } = report;
  if (changes.length === 0) return ['The plans are the same but for their titles.'];
  const amount = (value: string) => signed(money(value, currency), Math.round(Number(value)));
  return [
    ...wrap(
      'From A to B, one change after the other; each effect is on top of the changes before it:',
      width,
    ),
    ...table(
      [
        { head: 'Change' },
        { head: 'Move', shrink: 12 },
        { head: 'Run-rate', align: 'right' },
        { head: 'Effective', align: 'right' },
        { head: 'What', shrink: 12 },
      ],
      changes.map(({ kind, moveId, title, fields, runRateCost, cumulativeEffectiveCost }) => [
        kind,
        moveId ?? '(plan)',
        amount(runRateCost),
        amount(cumulativeEffectiveCost),
        fields.length === 0
          ? title
          : fields.map(({ field, from, to }) => `${field} ${from} -> ${to}`).join('; '),
      ]),
      width,
    ),
  ];
}

function riskTable({ reliability }: PlanDiffReport, width: number): string[] {
  const differ = reliability.filter(
    ({ expectedBadMinutes: time, breachProbability: breach }) =>
      Math.abs(time.b - time.a) >= NO_MINUTES || Math.abs((breach.b ?? 0) - (breach.a ?? 0)) >= NO_CHANCE,
  );
  if (differ.length === 0) return ['The two put every workload at the same risk.'];
  const breachText = (value: number | null) => (value === null ? 'no SLO' : percent(value));
  return table(
    [
      { head: 'Workload', shrink: 10 },
      { head: 'Bad min: today', align: 'right' },
      { head: 'A', align: 'right' },
      { head: 'B', align: 'right' },
      { head: 'P(breach): today', align: 'right' },
      { head: 'A', align: 'right' },
      { head: 'B', align: 'right' },
    ],
    differ.map(({ workload, expectedBadMinutes: time, breachProbability: breach }) => [
      workload,
      time.today.toFixed(1),
      time.a.toFixed(1),
      time.b.toFixed(1),
      breachText(breach.today),
      breachText(breach.a),
      breachText(breach.b),
    ]),
    width,
  );
}

/** A comparison: money, changes with their effects, risk by workload. */
export function planDiffText(report: PlanDiffReport, width: number): string[] {
  return [
    ...wrap(`A: ${report.a.title}`, width),
    ...wrap(`B: ${report.b.title}`, width),
    '',
    ...moneyTable(report, width),
    '',
    ...changesText(report, width),
    '',
    ...riskTable(report, width),
  ];
}
