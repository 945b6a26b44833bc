/** Report values in the few words that a cell or a sentence has room for. */

import type { OpportunitiesReport, ScoreReport } from '../report/contract.ts';
import { days, minutes, money, percent, plural, points, shortRange } from '../report/format.ts';
import type { Glyphs } from './glyphs.ts';
import { type Span, span } from './line.ts';
import type { Opportunity } from './lists.ts';
import type { Token } from './theme.ts';

type Counts = { readonly measured: number; readonly inferred: number; readonly assumed: number };

/** How well a finding is known: one word, or the counts when it is mixed. */
export function evidenceText({ measured, inferred, assumed }: Counts): string {
  const parts = [
    [measured, 'measured'],
    [inferred, 'inferred'],
    [assumed, 'assumed'],
  ] as const;
  const known = parts.filter(([amount]) => amount > 0);
  if (known.length === 1) return known[0]?.[1] ?? '';
  return known.map(([amount, word]) => `${amount} ${word}`).join(', ');
}

/** Effort as its mean and its range, in engineer-days. */
export function effortText({ low, mean, high }: ScoreReport['effortDays']): string {
  return `${days(mean)} engineer-days (${days(low)} to ${days(high)})`;
}

/** Below this a change of risk reads as none. */
const NO_BREACH = 0.0005;
const NO_MINUTES = 0.05;

/** `+2m`, `<1m`, `-4m`. */
function shortMinutes(change: number): string {
  const size = Math.abs(change);
  if (size < 0.95) return '<1m';
  return `${change > 0 ? '+' : '-'}${size.toFixed(0)}m`;
}

/** Risk that an opportunity adds, in ten cells: `+0.9pt +2m`, `none`, `- no SLO`. */
export function riskCell(
  { addedBreachProbability: breach, addedBadMinutes }: Opportunity,
  { dash }: Glyphs,
): Span {
  if (breach === null) return span(`${dash} no SLO`, 'text.muted');
  const badMinutes = addedBadMinutes ?? 0;
  if (Math.abs(breach) < NO_BREACH && Math.abs(badMinutes) < NO_MINUTES) return span('none', 'cost.down');
  const token: Token = breach >= NO_BREACH ? 'cost.up' : 'text';
  return span(`${points(breach).replace(' ', '')} ${shortMinutes(badMinutes)}`, token);
}

/** The same as a sentence. */
export function riskSentence({
  addedBreachProbability: breach,
  addedBadMinutes,
  workload,
}: Opportunity): string {
  if (workload === null) return 'The whole bill: no workload, no SLO to judge it by.';
  const bad = addedBadMinutes ?? 0;
  const change =
    Math.abs(bad) < NO_MINUTES
      ? 'No bad minutes more'
      : `${minutes(Math.abs(bad))} ${bad > 0 ? 'more' : 'fewer'} bad minutes`;
  if (breach === null) return `${change} a window; ${workload} has no SLO, so nobody judges it.`;
  return `${change} a window; P(SLO breach) ${points(breach)}.`;
}

/** What it saves for what it takes, and what a budget counts in that. */
export function valueSentence(
  { value, effortDays }: Opportunity,
  { budgetPrice }: OpportunitiesReport['ranking'],
  currency: string,
): string {
  const { savedPerDay, range, budgetShare } = value;
  if (savedPerDay === null) return 'takes no days';
  const perDay = `${money(savedPerDay, currency)} a month per engineer-day`;
  if (budgetShare === null) return `${perDay}; without an objective days alone count`;
  if (budgetShare <= 0) return `${perDay}; it uses no error budget`;
  const took = `${days(effortDays.mean)} days and ${percent(budgetShare)} of the error budget`;
  const worth = `all of which counts as ${plural(budgetPrice.days, 'day')}`;
  if (budgetPrice.low === budgetPrice.high || range.low === null || range.high === null)
    return `${perDay}: ${took}, ${worth}`;
  const ends = shortRange(range.low, range.high, currency);
  return `${perDay} (${ends}): ${took}, ${worth} (assumed, ${budgetPrice.low} to ${budgetPrice.high})`;
}

/** Cells that a column of money needs: a cut amount would be a wrong one. */
export function moneyWidth(amounts: readonly string[], currency: string, least: number): number {
  return amounts.reduce((width, amount) => Math.max(width, money(amount, currency).length), least);
}
