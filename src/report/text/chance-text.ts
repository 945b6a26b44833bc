/** What a plan leaves to chance as text: a fan by month, what drives it, and everything that was drawn. */

import type { ChanceReport } from '../contract/chance.ts';
import { chance, count, money, percent } from '../format.ts';
import { table, wrap } from './table.ts';

/** Words for the kinds of quantities. */
const KIND_WORDS: Readonly<Record<ChanceReport['tornado'][number]['kind'], string>> = {
  'share-realised': 'share realised',
  adoption: 'adoption',
  delay: 'delay',
  effort: 'effort',
  failure: 'rolled back',
  growth: 'growth',
  'spot-price': 'spot price',
};

/** Words of a driver. */
export function driverText({ kind, name }: Pick<ChanceReport['tornado'][number], 'kind' | 'name'>): string {
  return kind === 'spot-price' ? name : `${KIND_WORDS[kind]}: ${name}`;
}

/** Bars shown: the rest is in the JSON. */
const BARS = 10;
const MIN_BAR_WIDTH = 8;
const MAX_BAR_WIDTH = 40;
/** Columns of a row of the tornado beside its bar, about. */
const BESIDE_BAR = 62;

/** Narrower than this, the two clocks stand one below the other. */
const SIDE_BY_SIDE = 92;

type Month = ChanceReport['byMonth'][number];

function fan({ byMonth }: ChanceReport, currency: string, width: number): string[] {
  const clocks = [
    { head: 'planned', of: ({ runRateCost }: Month) => runRateCost },
    { head: 'invoiced', of: ({ billedCost }: Month) => billedCost },
  ];
  const fanOf = (shown: typeof clocks) =>
    table(
      [
        { head: 'Month' },
        ...shown.flatMap(({ head }) =>
          [head, 'P10', 'P50', 'P90'].map(each => ({ head: each, align: 'right' as const })),
        ),
      ],
      byMonth.map(month => [
        month.month,
        ...shown.flatMap(({ of }) => {
          const { planned, p10, p50, p90 } = of(month);
          return [planned, p10, p50, p90].map(each => money(each, currency));
        }),
      ]),
      width,
    );
  if (width >= SIDE_BY_SIDE) return fanOf(clocks);
  return clocks.flatMap((clock, at) => [...(at === 0 ? [] : ['']), ...fanOf([clock])]);
}

/** A bar from one saving to another on the scale of all bars. */
function barText(low: number, high: number, from: number, to: number, cells: number): string {
  const place = (value: number) => (to > from ? Math.round(((value - from) / (to - from)) * cells) : 0);
  const start = Math.min(place(low), cells - 1);
  const length = Math.max(1, place(high) - start);
  return `${' '.repeat(start)}${'#'.repeat(length)}`;
}

function tornadoText({ tornado }: ChanceReport, currency: string, width: number): string[] {
  const bars = tornado.slice(0, BARS);
  if (bars.length === 0) return ['Nothing that is drawn moves the saving.'];
  const from = Math.min(...bars.map(({ low }) => Number(low)));
  const to = Math.max(...bars.map(({ high }) => Number(high)));
  const cells = Math.max(MIN_BAR_WIDTH, Math.min(MAX_BAR_WIDTH, width - BESIDE_BAR));
  const rest = tornado.length - bars.length;
  return [
    ...table(
      [
        { head: 'Driver', shrink: 16 },
        { head: 'Worst tenth', align: 'right' },
        { head: 'Best tenth', align: 'right' },
        { head: 'Variance', align: 'right' },
        { head: '', align: 'left' },
      ],
      bars.map(bar => [
        driverText(bar),
        money(bar.low, currency),
        money(bar.high, currency),
        percent(bar.shareOfVariance, 0),
        barText(Number(bar.low), Number(bar.high), from, to, cells),
      ]),
      width,
    ),
    ...(rest > 0 ? [`and ${rest} more that move it less.`] : []),
  ];
}

function breachText({ breach }: ChanceReport, width: number): string[] {
  if (breach.length === 0) return [];
  return [
    '',
    'Objectives:',
    ...table(
      [
        { head: 'Workload', shrink: 12 },
        { head: 'P(breach) planned', align: 'right' },
        { head: 'mean', align: 'right' },
        { head: 'all moves', align: 'right' },
        { head: 'limit', align: 'right' },
        { head: 'holds', align: 'right' },
      ],
      breach.map(({ workload, planned, mean, meanWithMoves, limit, probabilityHolds }) => [
        workload,
        percent(planned, 2),
        percent(mean, 2),
        meanWithMoves === null ? '-' : percent(meanWithMoves, 2),
        percent(limit, 2),
        chance(probabilityHolds),
      ]),
      width,
    ),
  ];
}

/** A share or a probability in percent, anything else as it stands. */
function valueText(value: number, unit: string): string {
  if (unit === 'share' || unit === 'probability' || unit === 'per year') return percent(value, 0);
  return value.toFixed(Number.isInteger(value) ? 0 : 1);
}

function quantitiesText({ quantities }: ChanceReport, width: number): string[] {
  return table(
    [
      { head: 'Uncertain', shrink: 16 },
      { head: 'Low', align: 'right' },
      { head: 'Mode', align: 'right' },
      { head: 'High', align: 'right' },
      { head: 'Unit' },
      { head: 'From' },
      { head: 'Why', shrink: 12 },
    ],
    quantities.map(({ unit, low, mode, high, basis, source, ...each }) => [
      driverText(each),
      valueText(low, unit),
      valueText(mode, unit),
      valueText(high, unit),
      unit,
      basis,
      source,
    ]),
    width,
  );
}

/** How far the numbers may be from exact runs. */
export function surrogateErrorText({ surrogateError: error }: ChanceReport, currency: string): string {
  return error === null
    ? 'No draw was played exactly.'
    : `Draws use a surrogate of the simulator: ${count(error.cases)} drawn cases played exactly differ by ${money(error.mean, currency)} a month on average, ${money(error.max, currency)} at most.`;
}

/** What a plan leaves to chance. */
export function chanceText(report: ChanceReport, currency: string, width: number): string[] {
  const { saving, cvar, probabilityOverCapacity: over, effortDays } = report;
  const team =
    over === null
      ? ''
      : ` Chance that the team's days run out: ${chance(over)} (${effortDays.p10.toFixed(0)} to ${effortDays.p90.toFixed(0)} engineer-days).`;
  return [
    `Chance, from ${count(report.runs)} draws:`,
    ...wrap(
      `Target ${chance(report.probabilityOfTarget)}. Saving P10 ${money(saving.p10, currency)}, P50 ${money(saving.p50, currency)}, P90 ${money(saving.p90, currency)}; planned ${money(saving.planned, currency)}. Mean of the worst 10 % ${money(cvar.worst10, currency)}, of the worst 5 % ${money(cvar.worst5, currency)}.${team}`,
      width,
    ),
    ...wrap(surrogateErrorText(report, currency), width),
    '',
    'Run-rate as planned and as drawn, and what is invoiced:',
    ...fan(report, currency, width),
    '',
    'What drives the saving, each alone:',
    ...tornadoText(report, currency, width),
    ...breachText(report, width),
    '',
    'What is drawn:',
    ...quantitiesText(report, width),
  ];
}
