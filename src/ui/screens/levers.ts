/** Levers: what still fits the estate that the plan leaves, with saving, risk, effort and evidence. */

import type { OpportunityOrder, Plan } from '../../engine/index.ts';
import type { OpportunitiesReport } from '../../report/contract.ts';
import { count, days, money, percent, plural, shortMoney, shortRange } from '../../report/format.ts';
import { heading, ruleLine } from '../components/heading.ts';
import { meter } from '../components/meter.ts';
import { prose } from '../components/prose.ts';
import { type Column, createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, fitLine, type Line, line, type Part, saying, span } from '../line.ts';
import { isInPlan, leverItems, type Opportunity } from '../lists.ts';
import { evidenceText, moneyWidth, riskCell } from '../words.ts';
import { opportunityLines } from './lever.ts';
import { clampCursor, mainWidth, rowsFrom, rowsOf, type Screen } from './screen.ts';

/** What the levers screen shows. */
export type LeversProps = {
  /** Null before the first search. */
  readonly report: OpportunitiesReport | null;
  /** Share of a running search; null when none runs. */
  readonly searchShare: number | null;
  readonly plan: Plan;
  readonly bill: string;
  readonly currency: string;
  readonly order: OpportunityOrder;
  readonly filter: string;
  readonly cursor: number;
  readonly canvas: Canvas;
};

const SIDE_WIDTH = 44;

function columns({ report, plan, currency, canvas }: LeversProps): Column<Opportunity>[] {
  const { glyphs } = canvas;
  const widths = { compact: [16, 9], regular: [18, 9], wide: [23, 13] } as const;
  const [leverWidth, workloadWidth] = widths[canvas.size];
  const titleOf = (each: Opportunity): Part[] =>
    isInPlan(plan, each.move)
      ? [span(`${glyphs.check} `, 'good'), each.title]
      : each.breaks.length > 0
        ? [span(`${glyphs.warning} `, 'warning'), each.title]
        : [each.title];
  const amounts = report?.opportunities.map(({ savedPerMonth }) => savedPerMonth) ?? [];
  return [
    { head: 'Lever', say: '', width: leverWidth, max: 30, cell: titleOf },
    {
      head: 'Workload',
      say: 'for',
      width: workloadWidth,
      max: 22,
      cell: ({ workload }) => workload ?? 'whole bill',
    },
    {
      head: 'Res.',
      say: 'resources',
      width: 5,
      align: 'right',
      spare: 2,
      cell: ({ resources }) => count(resources),
    },
    {
      head: 'Saves/mo',
      say: 'saves a month',
      width: moneyWidth(amounts, currency, 8),
      align: 'right',
      cell: ({ savedPerMonth }) => [span(money(savedPerMonth, currency), 'text.strong')],
    },
    {
      head: 'Low-high',
      say: 'range',
      width: 12,
      align: 'right',
      spare: 1,
      cell: ({ range }) => [span(shortRange(range.low, range.high, currency), 'text.muted')],
    },
    { head: 'Risk added', say: 'risk', width: 10, cell: each => [riskCell(each, glyphs)] },
    {
      head: 'Days',
      say: 'engineer-days',
      width: 4,
      align: 'right',
      cell: ({ effortDays }) => days(effortDays.mean),
    },
    {
      head: 'Per day',
      say: 'saves a month per engineer-day, error budget included',
      width: 7,
      align: 'right',
      cell: ({ value }) =>
        value.savedPerDay === null ? glyphs.dash : shortMoney(value.savedPerDay, currency),
    },
    {
      head: 'Evidence',
      say: 'evidence',
      width: 8,
      max: 10,
      spare: 3,
      cell: ({ evidence }) => evidenceText(evidence),
    },
  ];
}

function title({ report, searchShare, order, filter, canvas }: LeversProps, width: number): Line {
  const { glyphs } = canvas;
  if (searchShare !== null) {
    const progress: Part[] = [
      span('looking ', 'text.muted'),
      ...meter(searchShare, 14, glyphs),
      ` ${percent(searchShare, 0)}`,
    ];
    return heading('What fits', width, glyphs, progress);
  }
  const found = report ? `${report.opportunities.length} found, ` : '';
  const filtered: Part[] = filter === '' ? [] : [span(', filter: ', 'text.muted'), span(filter, 'field')];
  return heading('What fits', width, glyphs, [span(`${found}by ${order}`, 'text.muted'), ...filtered]);
}

/** The savings overlap: their sum is not a promise. */
function warning({ report, bill, currency, canvas }: LeversProps): Line[] {
  if (!report || report.opportunities.length < 2) return [];
  const against = canvas.size === 'compact' ? '' : ` of a ${shortMoney(bill, currency)} bill`;
  const text = `They overlap: a plan saves less than their sum, ${shortMoney(report.sum, currency)}${against}.`;
  return [line(span(text, 'warning'))];
}

function emptyText({ report, searchShare, filter, plan }: LeversProps): string {
  if (searchShare !== null || report === null) return 'Looking for levers that fit ...';
  if (report.opportunities.length > 0) return `Nothing contains "${filter}". Esc clears the filter.`;
  return plan.moves.length > 0
    ? 'Nothing more fits what your plan leaves.'
    : 'No lever fits. Metrics and a workloads file make more of them visible.';
}

/** Why the chosen one fits, where no pane on the right says it. */
function whyLines(chosen: Opportunity | undefined, { plan }: LeversProps): Line[] {
  if (!chosen) return [];
  const state = isInPlan(plan, chosen.move) ? 'in your plan; ' : '';
  const [broken] = chosen.breaks;
  if (broken) {
    const text = `${state}breaks a guardrail: ${broken.message}`;
    return [saying(line(span(text, 'warning')), text)];
  }
  const text = `${state}${plural(chosen.resources, 'resource')}, ${evidenceText(chosen.evidence)}: ${chosen.why}`;
  return [saying(line(span(text, 'text.muted')), text)];
}

/** The levers screen. */
export function leversScreen(props: LeversProps): Screen {
  const { report, order, filter, canvas, plan } = props;
  const { glyphs } = canvas;
  const items = report ? leverItems(report, order, filter) : [];
  const isWide = canvas.size === 'wide' && items.length > 0;
  const width = isWide ? mainWidth(canvas, SIDE_WIDTH) : canvas.width;
  const table = createTable(columns(props), width, glyphs);
  const rule = ruleLine(width, glyphs);
  const advice =
    plan.moves.length === 0
      ? 'a adds the chosen lever to your plan, Enter shows why it fits.'
      : `${plural(plan.moves.length, 'move')} in your plan; listed is what still fits. 4 shows the plan.`;
  const screen: Screen = {
    kind: items.length === 0 ? 'text' : 'list',
    head: [title(props, width), table.head],
    body:
      items.length === 0
        ? rowsOf([BLANK, ...prose(emptyText(props), width)])
        : rowsFrom(items, item => table.row(item)),
    foot: [],
    isFootAttached: false,
    side: null,
    advice,
  };
  const chosen = items[clampCursor(screen, props.cursor, canvas)];
  const why = isWide ? [] : whyLines(chosen, props);
  const foot = [rule, ...why, ...warning(props)].map(row => fitLine(row, width, glyphs));
  if (!isWide || !chosen || !report) return { ...screen, foot };
  const lines = opportunityLines(chosen, { ...props, ranking: report.ranking }, SIDE_WIDTH);
  return { ...screen, foot, side: { width: SIDE_WIDTH, lines } };
}
