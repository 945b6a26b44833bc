/** One move explained, as text. */

import type { PlanWhyReport } from '../contract/plan-questions.ts';
import { count, days, figure, money, percent, plural, points } from '../format.ts';
import { table, wrap } from './table.ts';

/** Risks that are told; the rest is in the data. */
const RISKS_MAX = 8;
/** What would be shown as 0: money of the bill's currency, minutes, share of a probability. */
const NO_MONEY = 0.5;
const NO_MINUTES = 0.05;
const NO_CHANCE = 0.0005;

function headText(report: PlanWhyReport, width: number): string[] {
  const { move, currency, effortDays, evidence } = report;
  const effect =
    move.effectMonth === null ? 'not in effect within the run' : `first seen in month ${move.effectMonth}`;
  const once = Number(report.oneOffCost) === 0 ? '' : `, ${money(report.oneOffCost, currency)} once`;
  return [
    `${move.moveId}: ${move.title} (${move.leverId})`,
    ...wrap(move.summary, width),
    ...wrap(
      `Starts in month ${move.start}, ${effect}; ${move.owner ?? 'nobody owns it'}; ${move.reversible ? 'reversible' : 'not reversible'}.`,
      width,
    ),
    ...(move.note === null ? [] : wrap(move.note, width)),
    '',
    ...wrap(
      `Saves ${money(report.savedPerMonth, currency)} in month ${report.index}, ${report.month}, on top of the moves applied before it${once}. Effort ${days(effortDays.mean)} days (${days(effortDays.low)}-${days(effortDays.high)}). Evidence: ${evidence.measured} measured, ${evidence.inferred} inferred, ${evidence.assumed} assumed.`,
      width,
    ),
  ];
}

function paramsText({ params }: PlanWhyReport, width: number): string[] {
  const named = params.map(
    ({ label, value, unit, isDefault }) =>
      `${label} ${String(value)}${unit === '' ? '' : ` ${unit}`}${isDefault ? '' : ' (changed)'}`,
  );
  return named.length === 0 ? [] : wrap(`Parameters: ${named.join('; ')}.`, width);
}

function resourcesText(report: PlanWhyReport, width: number): string[] {
  const { currency, resources, notShown, others, othersNotShown } = report;
  const amount = (text: string) => money(text, currency);
  const rows = resources.map(each => [
    each.name ?? each.resourceId,
    each.workload,
    amount(each.before),
    amount(each.after),
    amount(each.saved),
    each.change,
    ...(width >= 120 ? [each.why] : []),
  ]);
  const elsewhere = others.reduce((total, { saved }) => total + Number(saved), Number(othersNotShown.saved));
  const touched = others.length + othersNotShown.count;
  return [
    ...(rows.length === 0
      ? ['It changes nothing.']
      : table(
          [
            { head: 'Resource', shrink: 14 },
            { head: 'Workload', shrink: 8 },
            { head: 'Before', align: 'right' },
            { head: 'After', align: 'right' },
            { head: 'Saved', align: 'right' },
            { head: 'Change', shrink: 12 },
            ...(width >= 120 ? [{ head: 'Why', shrink: 20 }] : []),
          ],
          rows,
          width,
        )),
    ...(notShown.count === 0
      ? []
      : [`and ${plural(notShown.count, 'more resource')}: ${amount(notShown.saved)} (--limit shows more)`]),
    ...(touched === 0 || others.every(({ saved }) => Math.abs(Number(saved)) < NO_MONEY)
      ? []
      : wrap(
          `${plural(touched, 'amount')} elsewhere, because commitments cover other usage than before: ${money(elsewhere, currency)}. Largest: ${others
            .slice(0, 3)
            .map(({ resourceId, saved }) => `${resourceId} ${amount(saved)}`)
            .join(', ')}.`,
          width,
        )),
    ...(width >= 120 || resources[0] === undefined
      ? []
      : wrap(`Why, of the first: ${resources[0].why}.`, width)),
  ];
}

function pricesText({ prices, pricesNotShown }: PlanWhyReport, width: number): string[] {
  if (prices.length === 0) return ['No price was looked up: the change acts on what the bill paid.'];
  return [
    ...table(
      [
        { head: 'Price of', shrink: 20 },
        { head: 'Price', align: 'right' },
        { head: 'Per', shrink: 8 },
        { head: 'Date' },
        { head: 'Source', shrink: 12 },
      ],
      prices.map(({ what, region, price, unit, date, source }) => [
        region === null ? what : `${what} ${region}`,
        figure(Number(price)),
        unit,
        date,
        source,
      ]),
      width,
    ),
    ...(pricesNotShown === 0 ? [] : [`and ${plural(pricesNotShown, 'more price')}`]),
  ];
}

function riskText({ reliability, risks }: PlanWhyReport, width: number): string[] {
  const change = (value: number) => `${value < 0 ? '' : '+'}${value.toFixed(1)} min`;
  const isFelt = ({
    marginalBadMinutes,
    marginalBreachProbability,
    oneOffBadMinutes,
  }: (typeof reliability)[number]) =>
    Math.abs(marginalBadMinutes) >= NO_MINUTES ||
    Math.abs(marginalBreachProbability ?? 0) >= NO_CHANCE ||
    oneOffBadMinutes >= NO_MINUTES;
  const effects = reliability
    .filter(isFelt)
    .map(each => [
      each.workload,
      change(each.marginalBadMinutes),
      each.marginalBreachProbability === null ? 'no SLO' : points(each.marginalBreachProbability),
      `${each.oneOffBadMinutes.toFixed(1)} min`,
    ]);
  const told = risks
    .slice(0, RISKS_MAX)
    .flatMap(({ workload, text, count: times }) =>
      wrap(
        `- ${workload === '' ? 'the bill' : workload}: ${text}${times > 1 ? ` (${count(times)} times)` : ''}`,
        width,
      ),
    );
  return [
    ...(effects.length === 0
      ? ['No workload is expected to be noticeably worse or better off.']
      : table(
          [
            { head: 'Workload', shrink: 12 },
            { head: 'Min/window', align: 'right' },
            { head: 'P(breach)', align: 'right' },
            { head: 'Once', align: 'right' },
          ],
          effects,
          width,
        )),
    ...told,
    ...(risks.length > RISKS_MAX ? [`and ${plural(risks.length - RISKS_MAX, 'more change')}`] : []),
  ];
}

function assumptionsText(report: PlanWhyReport, width: number): string[] {
  const { effortDaysPerWorkload: effort, realization } = report.assumptions;
  const shares = Object.entries(realization).map(
    ([evidence, { low, high }]) => `${evidence} ${percent(low, 0)} to ${percent(high, 0)}`,
  );
  return [
    ...wrap(`To plan with: ${report.planning.text} (${report.planning.source})`, width),
    ...wrap(`Headline maximum: ${report.headline.text} (${report.headline.source})`, width),
    ...wrap(
      `Assumed: ${days(effort.low)} to ${days(effort.high)} days of work per workload; of a computed saving plans realise ${shares.join(', ')}.`,
      width,
    ),
    ...report.sources.map(source => `- ${source}`),
  ];
}

/** A move down to its resources, with prices, risk and sources. */
export function planWhyText(report: PlanWhyReport, width: number): string[] {
  const skipped = report.skipped.map(each => `- ${count(each.count)}: ${each.reason}`);
  return [
    ...headText(report, width),
    ...paramsText(report, width),
    '',
    ...resourcesText(report, width),
    ...(skipped.length === 0
      ? []
      : ['', 'Left alone in its scope:', ...skipped.flatMap(line => wrap(line, width))]),
    ...(report.excludes.length === 0
      ? []
      : wrap(`Not on the same resource as: ${report.excludes.join(', ')}.`, width)),
    ...report.conflicts.flatMap(line => wrap(line, width)),
    '',
    'Prices:',
    ...pricesText(report, width),
    '',
    'Reliability:',
    ...riskText(report, width),
    '',
    'Sources and assumptions:',
    ...assumptionsText(report, width),
  ];
}
