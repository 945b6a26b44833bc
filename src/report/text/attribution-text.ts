/** Who saved what, as text. */

import type { PlanAttributeReport } from '../contract/plan-questions.ts';
import { money, signed } from '../format.ts';
import { listed } from '../order-words.ts';
import { table, wrap } from './table.ts';

/** Pairs that are named. */
const PAIRS_MAX = 4;

function movesTable(report: PlanAttributeReport, width: number): string[] {
  const { currency, moves } = report;
  const amount = (text: string) => money(text, currency);
  const total = moves.reduce((sum, { leaveOneOut }) => sum + Number(leaveOneOut), 0);
  return table(
    [
      { head: 'Move', shrink: 12 },
      { head: 'Waterfall', align: 'right' },
      { head: 'Shapley', align: 'right' },
      { head: '+- error', align: 'right' },
      { head: 'Leave-one-out', align: 'right' },
      { head: 'Interaction', align: 'right' },
      ...(width >= 120 ? [{ head: 'Lever', shrink: 12 }] : []),
    ],
    [
      ...moves.map(each => [
        each.moveId,
        amount(each.waterfall),
        amount(each.shapley),
        report.method === 'exact' || Number(each.standardError) === 0 ? '-' : amount(each.standardError),
        amount(each.leaveOneOut),
        amount(each.interaction),
        each.title,
      ]),
      [
        'All moves',
        amount(report.saving),
        amount(report.saving),
        '',
        money(total, currency),
        amount(report.interaction),
        '',
      ],
    ],
    width,
  );
}

function pairsText({ pairs, currency }: PlanAttributeReport): string {
  const named = pairs.slice(0, PAIRS_MAX).map(({ moveIds, saving }) => {
    const size = money(Math.abs(Number(saving)), currency);
    return `${moveIds.join(' and ')} ${Number(saving) < 0 ? `overlap by ${size}` : `help each other by ${size}`}`;
  });
  if (named.length === 0) return 'No two moves meet: each saves the same with and without the others.';
  const method =
    pairs[0]?.method === 'shapley-index'
      ? 'on average over all sets of the other moves'
      : 'with all other moves applied';
  return `Where moves meet, ${method}: ${named.join('; ')}.`;
}

/** How the Shapley values were found. */
function methodText(report: PlanAttributeReport): string {
  return report.method === 'exact'
    ? 'Shapley values are exact: every set of moves that can meet was played.'
    : `Shapley values are means over ${report.permutations} drawn orders (seed ${report.seed}), with their standard errors.`;
}

/** Attribution: a table by move, where moves meet, what the order costs. */
export function attributionText(report: PlanAttributeReport, width: number): string[] {
  const { currency, moves, notInEffect } = report;
  const other = money(report.unexplained, currency);
  const head = `Month ${report.index}, ${report.month}: ${money(report.baselineCost, currency)} -> ${money(report.costWithMoves, currency)} effective. The moves save ${money(report.saving, currency)}; what no move explains (commitments that end, growth) is ${signed(other, Number(report.unexplained))}.`;
  return [
    ...wrap(report.plan, width),
    ...wrap(head, width),
    '',
    ...(moves.length === 0 ? ['No move is in effect in this month.'] : movesTable(report, width)),
    '',
    ...wrap(
      'Waterfall: the drop at its step. Shapley: the mean over all orders. Leave-one-out: what leaving it out would cost. Interaction: Shapley less leave-one-out.',
      width,
    ),
    ...wrap(methodText(report), width),
    ...wrap(pairsText(report), width),
    ...(notInEffect.length === 0 ? [] : wrap(`Not in effect in this month: ${listed(notInEffect)}.`, width)),
    '',
    ...wrap(report.order.sentence, width),
  ];
}
