/** Outlook: month by month with and without the plan, who saves what, and what is left when something happens. */

import type { EstateInfo, PlanView } from '../../app/engine-host.ts';
import type { Outlook } from '../../app/outlook.ts';
import type { PlanAttributeReport, PlanStressReport } from '../../report/contract.ts';
import { days, money, percent } from '../../report/format.ts';
import { heading } from '../components/heading.ts';
import { bar, meter } from '../components/meter.ts';
import { item, prose } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, line, type Part, saying, span } from '../line.ts';
import { rowsOf, type Screen, textScreen } from './screen.ts';

/** What the outlook shows. */
export type OutlookProps = {
  readonly info: EstateInfo;
  /** Null before the first judgement. */
  readonly view: PlanView | null;
  /** Null before the first answer. */
  readonly outlook: Outlook | null;
  /** False while an answer for another plan is worked out. */
  readonly isCurrent: boolean;
  /** Share of the answer that is worked out; null when nothing is. */
  readonly share: number | null;
  readonly canvas: Canvas;
};

type Month = PlanView['run']['months'][number];

function capacityText({ workDays, capacityDays }: Month): string {
  if (capacityDays === null) return workDays === 0 ? '' : days(workDays);
  return `${days(workDays)} of ${days(capacityDays)}`;
}

/** Months with and without the plan; a bar for what is left to pay. */
function monthLines({ run }: PlanView, { glyphs }: Canvas, width: number): Line[] {
  const { currency, months, baseline } = run;
  const highest = Math.max(
    Number(baseline.effectiveCost),
    ...months.map(({ forecastCost }) => Number(forecastCost)),
  );
  const table = createTable<Month>(
    [
      {
        head: 'Month',
        say: '',
        width: 10,
        cell: ({ index, month }) => `${String(index).padStart(2)} ${month}`,
      },
      {
        head: 'No plan',
        say: 'without the plan',
        width: 9,
        align: 'right',
        cell: row => money(row.forecastCost, currency),
      },
      {
        head: 'Run-rate',
        say: 'run-rate',
        width: 9,
        align: 'right',
        cell: row => money(row.runRateCost, currency),
      },
      { head: 'Cash', say: 'cash', width: 9, align: 'right', cell: row => money(row.billedCost, currency) },
      {
        head: 'Saves',
        say: 'saves against no plan',
        width: 9,
        align: 'right',
        spare: 2,
        cell: row => money(row.savedAgainstForecast, currency),
      },
      { head: 'Days', say: 'engineer-days', width: 10, align: 'right', spare: 1, cell: capacityText },
      {
        head: '',
        say: null,
        width: 6,
        max: 40,
        spare: 3,
        cell: (row, cells) => bar(highest > 0 ? Number(row.runRateCost) / highest : 0, cells, glyphs),
      },
    ],
    width,
    glyphs,
  );
  const events = months.flatMap(({ month, events: happen }) =>
    happen.flatMap(text => item(span(glyphs.warning, 'warning'), `${month}: ${text}`, width)),
  );
  return [
    heading('Month by month', width, glyphs),
    table.head,
    ...months.map(row => table.row(row)),
    ...events,
  ];
}

type Attributed = PlanAttributeReport['moves'][number];

/** Who saved what in the month of the target, and what the order costs. */
function attributionLines(report: PlanAttributeReport, { glyphs }: Canvas, width: number): Line[] {
  const { currency, moves } = report;
  const amount = (head: string, say: string, pick: (move: Attributed) => string, spare = 0) => ({
    head,
    say,
    width: 11,
    align: 'right' as const,
    ...(spare === 0 ? {} : { spare }),
    cell: (move: Attributed) => money(pick(move), currency),
  });
  const table = createTable<Attributed>(
    [
      { head: 'Move', say: '', width: 18, max: 36, cell: ({ moveId }) => moveId },
      amount('In order', 'in this order', ({ waterfall }) => waterfall),
      amount('Fair share', 'averaged over all orders', ({ shapley }) => shapley),
      amount('Left out', 'leaving it out costs', ({ leaveOneOut }) => leaveOneOut, 1),
      amount('Interaction', 'interaction', ({ interaction }) => interaction, 2),
    ],
    width,
    glyphs,
  );
  return [
    heading(`Who saves what in month ${report.index}`, width, glyphs, [
      span(money(report.saving, currency), 'text.strong'),
    ]),
    table.head,
    ...moves.map(move => table.row(move)),
    ...prose(
      `In order: the drop at its step. Fair share: the mean over all orders (Shapley${report.method === 'exact' ? '' : ', sampled'}). Left out: what leaving it out costs.`,
      width,
      'text.muted',
    ),
    BLANK,
    ...prose(report.order.sentence, width),
  ];
}

type Case = PlanStressReport['cases'][number];

/** What is left of the plan in each case. */
function stressLines(report: PlanStressReport, { glyphs }: Canvas, width: number): Line[] {
  const { currency, cases, byMonth, horizonMonths } = report;
  const mark = ({ amountReached }: Case): Part[] => [
    amountReached ? span(`${glyphs.check} yes`, 'good') : span(`${glyphs.cross} no`, 'bad'),
  ];
  const table = createTable<Case>(
    [
      { head: 'Case', say: '', width: 22, max: 40, cell: ({ title }) => title },
      { head: 'Reached', say: 'target reached', width: 7, cell: mark },
      {
        head: 'Run-rate',
        say: 'run-rate',
        width: 9,
        align: 'right',
        cell: ({ target }) => money(target.runRateCost, currency),
      },
      {
        head: 'Saves',
        say: 'saves of what the case would cost',
        width: 7,
        align: 'right',
        cell: ({ target }) => percent(target.savedOfForecast),
      },
      {
        head: 'Unused',
        say: `unused commitments in month ${horizonMonths}`,
        width: 9,
        align: 'right',
        spare: 1,
        cell: ({ end }) => money(end.unusedCommitmentCost, currency),
      },
      {
        head: 'ESR',
        say: 'effective savings rate',
        width: 7,
        align: 'right',
        spare: 2,
        cell: ({ end }) =>
          end.effectiveSavingsRate === null ? glyphs.dash : percent(end.effectiveSavingsRate),
      },
    ],
    width,
    glyphs,
  );
  return [
    heading(`If something happens, in month ${byMonth}`, width, glyphs, [
      span(`unused in month ${horizonMonths}`, 'text.muted'),
    ]),
    table.head,
    ...cases.map(each => table.row(each)),
    ...zoneLines(cases, glyphs.bullet, width),
  ];
}

/** The workload that a zone outage costs most of its budget. */
function zoneLines(cases: readonly Case[], bullet: string, width: number): Line[] {
  const hurt = cases
    .flatMap(({ zoneOutage }) => zoneOutage)
    .flatMap(each =>
      each.budgetMinutes === null || each.budgetMinutes <= 0
        ? []
        : [{ ...each, share: each.after / each.budgetMinutes }],
    )
    .sort((a, b) => b.share - a.share);
  const [worst] = hurt;
  if (!worst) return [];
  return item(
    span(bullet, 'text.muted'),
    `A zone that fails costs ${worst.workload} ${worst.after.toFixed(1)} bad minutes, ${percent(worst.share, 0)} of its error budget (${worst.before.toFixed(1)} minutes today): the most of all workloads.`,
    width,
    worst.share >= 1 ? 'bad' : 'text',
  );
}

/** What is being worked out. */
function pendingLines({ share, canvas }: OutlookProps): Line[] {
  const { glyphs, width } = canvas;
  const progress: Part[] = share === null ? [] : [' ', ...meter(share, 16, glyphs)];
  const text = 'Playing sets of moves, orders and stress cases';
  return [
    heading('Who saves what, and what may happen', width, glyphs),
    saying(line(span(text, 'text.muted'), ...progress), text),
  ];
}

/** The outlook screen. */
export function outlookScreen(props: OutlookProps): Screen {
  const { view, outlook, isCurrent, canvas } = props;
  const { width } = canvas;
  if (!view)
    return textScreen(
      rowsOf([saying(line(span('Working it out ...', 'text.muted')), 'Working it out')]),
      'Press 3 for the levers that fit.',
    );
  const found =
    outlook === null || !isCurrent
      ? pendingLines(props)
      : [
          ...(outlook.attribution ? [...attributionLines(outlook.attribution, canvas, width), BLANK] : []),
          ...stressLines(outlook.stress, canvas, width),
        ];
  const lines = [...monthLines(view, canvas, width), BLANK, ...found];
  return textScreen(
    rowsOf(lines),
    view.run.moves.length === 0
      ? 'Your plan is empty: press 3 and add levers.'
      : 'The order and the sizes are yours to change: 4 shows the plan.',
  );
}
