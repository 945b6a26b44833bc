/** One lever on one workload: what it does, what it saves, what it risks, where the numbers come from. */

import { leverById, type Plan } from '../../engine/index.ts';
import type { OpportunitiesReport } from '../../report/contract.ts';
import { count, money } from '../../report/format.ts';
import { heading } from '../components/heading.ts';
import { fact, item, prose } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, span } from '../line.ts';
import { isInPlan, type Opportunity } from '../lists.ts';
import { effortText, evidenceText, riskSentence, valueSentence } from '../words.ts';
import { joinRows, type Rows, rowsFrom, rowsOf, type Screen, textScreen } from './screen.ts';

/** What the details show. */
export type LeverProps = {
  readonly opportunity: Opportunity;
  readonly ranking: OpportunitiesReport['ranking'];
  readonly plan: Plan;
  readonly currency: string;
  readonly canvas: Canvas;
};

/** The facts, without the lists: the pane beside the list shows these. */
export function opportunityLines(
  opportunity: Opportunity,
  { ranking, plan, currency, canvas }: Omit<LeverProps, 'opportunity'>,
  width: number,
): Line[] {
  const { glyphs } = canvas;
  const { title, workload, savedPerMonth, range, why, breaks } = opportunity;
  const meta = leverById(opportunity.leverId)?.meta;
  const isTaken = isInPlan(plan, opportunity.move);
  return [
    heading(
      `${title} ${glyphs.dot} ${workload ?? 'whole bill'}`,
      width,
      glyphs,
      isTaken ? [span(`${glyphs.check} in your plan`, 'good')] : [],
    ),
    ...prose(meta?.summary ?? '', width),
    BLANK,
    ...fact(
      'Saves',
      `${money(savedPerMonth, currency)} a month on what your plan leaves`,
      width,
      'text.strong',
    ),
    ...fact(
      'Likely',
      `${money(range.low, currency)} to ${money(range.high, currency)}, expected ${money(range.expected, currency)}`,
      width,
    ),
    ...fact('Why', why, width),
    ...fact('Evidence', evidenceText(opportunity.evidence), width),
    ...fact('Risk', riskSentence(opportunity), width),
    ...breaks.flatMap(({ message }) => fact('Breaks', message, width, 'warning')),
    ...fact('Effort', effortText(opportunity.effortDays), width),
    ...fact('Value', valueSentence(opportunity, ranking, currency), width),
    ...(meta
      ? fact('Undo', meta.reversible ? 'can be undone' : 'cannot be undone before its term ends', width)
      : []),
    ...(meta ? fact('Advertised', meta.headline.text, width) : []),
    ...(meta ? fact('Plan with', meta.planning.text, width) : []),
    ...fact(
      'Resources',
      `${count(opportunity.resources)} fit, ${count(opportunity.skipped.length)} do not`,
      width,
    ),
  ];
}

function paramLines({ opportunity, canvas }: LeverProps): Line[] {
  const { width, glyphs } = canvas;
  const params = Object.values(leverById(opportunity.leverId)?.params ?? {});
  if (params.length === 0) return [];
  return [
    BLANK,
    heading('What can be turned, with defaults (Enter on the Plan screen changes them)', width, glyphs),
    ...params.flatMap(({ label, unit, description, default: standard }) => {
      const value = typeof standard === 'boolean' ? (standard ? 'yes' : 'no') : String(standard);
      return item(
        span(glyphs.bullet, 'text.muted'),
        `${label}: ${`${value} ${unit}`.trim()}. ${description}`,
        width,
      );
    }),
  ];
}

function sourceLines({ opportunity, canvas }: LeverProps): Line[] {
  const { width, glyphs } = canvas;
  const meta = leverById(opportunity.leverId)?.meta;
  if (!meta) return [];
  const sources = new Set([...meta.sources, meta.headline.source, meta.planning.source]);
  return [
    BLANK,
    heading('Sources', width, glyphs),
    ...[...sources].flatMap(source => item(span(glyphs.bullet, 'text.muted'), source, width, 'text.muted')),
  ];
}

/** A list of resources with a reason each, made as it scrolls into view. */
function reasonRows(
  title: string,
  rows: readonly { readonly resourceId: string; readonly reason: string; readonly evidence: string }[],
  { canvas }: LeverProps,
): Rows {
  if (rows.length === 0) return rowsOf([]);
  const { width, glyphs } = canvas;
  const table = createTable<(typeof rows)[number]>(
    [
      { head: 'Resource', say: '', width: 20, max: 32, cell: ({ resourceId }) => resourceId },
      { head: 'Reason', say: '', width: 28, max: 200, cell: ({ reason }) => reason },
      { head: '', say: '', width: 8, spare: 1, cell: ({ evidence }) => [span(evidence, 'text.muted')] },
    ],
    width,
    glyphs,
  );
  return joinRows(
    rowsOf([BLANK, heading(`${title} (${count(rows.length)})`, width, glyphs)]),
    rowsFrom(rows, row => table.row(row)),
  );
}

/** Details of an opportunity. */
export function leverScreen(props: LeverProps): Screen {
  const { opportunity, plan, canvas } = props;
  const applied = opportunity.applied.map(({ resourceId, why, evidence }) => ({
    resourceId,
    reason: why,
    evidence,
  }));
  const skipped = opportunity.skipped.map(({ resourceId, reason }) => ({ resourceId, reason, evidence: '' }));
  const body = joinRows(
    rowsOf(opportunityLines(opportunity, props, canvas.width)),
    reasonRows('Where it fits', applied, props),
    reasonRows('Where it does not', skipped, props),
    rowsOf([...paramLines(props), ...sourceLines(props)]),
  );
  const advice = isInPlan(plan, opportunity.move)
    ? 'It is in your plan. Esc goes back to the list.'
    : 'a adds it to your plan, Esc goes back to the list.';
  return textScreen(body, advice);
}
