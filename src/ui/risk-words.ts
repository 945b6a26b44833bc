/** Reliability in the few words that a cell or a sentence has room for: what was, what is, how sure it is, what the rules say. */

import type { ScoreReport, WorkloadReliabilityReport } from '../report/contract.ts';
import { minutes, percent, points } from '../report/format.ts';
import type { Glyphs } from './glyphs.ts';
import { type Part, type Span, span } from './line.ts';
import type { Token } from './theme.ts';

/** P(breach) of one state, with its quantiles over what the assumptions may be. */
type Range = ScoreReport['reliabilityRanges'][number]['breachProbability']['after'];

/** Below a thousandth a share only reads as small. */
const SMALL_SHARE = 0.0005;
/** From here a decimal tells nothing. */
const WHOLE_SHARE = 0.0995;

/** `17 %`, `4.7 %`, `<0.1 %`: a decimal where it matters. */
export function shortPercent(share: number): string {
  if (share > 0 && share < SMALL_SHARE) return '<0.1 %';
  return percent(share, share >= WHOLE_SHARE || share === 0 ? 0 : 1);
}

const UNIT = / (?:%|min|h)$/;

/** The two ends of a change; the unit stands once when both have it. Null where they read the same. */
function changeEnds(before: string, after: string): readonly [from: string, to: string] | null {
  if (before === after) return null;
  const [was, is] = [before, after].map(text => UNIT.exec(text)?.[0]);
  return [was === is ? before.replace(UNIT, '') : before, after];
}

/** `17 → 21 %`; `17 %` where it reads the same. */
export function changeText(before: string, after: string, { arrow }: Glyphs): string {
  return changeEnds(before, after)?.join(` ${arrow} `) ?? after;
}

/** The same with the new value in the colour of its direction. */
export function changeParts(before: string, after: string, isWorse: boolean, { arrow }: Glyphs): Part[] {
  const ends = changeEnds(before, after);
  return ends === null ? [after] : [`${ends[0]} ${arrow} `, span(ends[1], isWorse ? 'cost.up' : 'cost.down')];
}

/** `4.4-13 %`. */
export function rangeText({ p10, p90 }: Range): string {
  const [low, high] = [shortPercent(p10), shortPercent(p90)];
  return low === high ? low : `${low.replace(UNIT, '')}-${high}`;
}

/** `4.7 % (4.4-13 %)`; without a range the number alone. */
export function breachText(probability: number, range: Range | null): string {
  return range === null ? shortPercent(probability) : `${shortPercent(probability)} (${rangeText(range)})`;
}

/** Range of a workload after the plan; null where nobody asked for ranges, or without an objective. */
export function rangeOf(score: ScoreReport, workload: string): Range | null {
  return rangesOf(score, workload)?.breachProbability.after ?? null;
}

/** All ranges of a workload. */
export function rangesOf(
  { reliabilityRanges }: ScoreReport,
  workload: string,
): ScoreReport['reliabilityRanges'][number] | null {
  return reliabilityRanges.find(each => each.workload === workload) ?? null;
}

/** `0.4-3.1 min`. */
export function minutesRange({ p10, p90 }: Range): string {
  const [low, high] = [minutes(p10), minutes(p90)];
  const unit = (text: string) => UNIT.exec(text)?.[0];
  if (low === high) return low;
  return unit(low) === unit(high) ? `${low.replace(UNIT, '')}-${high}` : `${low} to ${high}`;
}

/** Changes below this do not show in one decimal of a minute. */
export const MINUTES_SHOWN = 0.05;

/** `+1.9 min`, `-0.4 min`, `0.0 min`. */
export function signedMinutes(value: number): string {
  const text = minutes(Math.abs(value));
  if (text === minutes(0)) return text;
  return `${value < 0 ? '-' : '+'}${text}`;
}

/** `+1.9 min and +0.9 pt of P(breach)`. */
export function effectText({
  marginalBadMinutes,
  marginalBreachProbability,
}: WorkloadReliabilityReport['effects']['byMove'][number]): string {
  const added = signedMinutes(marginalBadMinutes);
  return marginalBreachProbability === null
    ? added
    : `${added} and ${points(marginalBreachProbability)} of P(breach)`;
}

/** P(breach) of a state, or its bad minutes without an objective. */
export function stateText({
  breachProbability,
  expectedBadMinutes,
}: WorkloadReliabilityReport['before']): string {
  return breachProbability === null ? minutes(expectedBadMinutes) : shortPercent(breachProbability);
}

/** The month in which changes make it worst; null when no month reads worse than what the plan leaves. */
export function worstMonth({
  after,
  worst,
}: WorkloadReliabilityReport): { readonly month: string; readonly value: string } | null {
  const isWorse =
    (worst.breachProbability ?? 0) > (after.breachProbability ?? 0) ||
    worst.expectedBadMinutes > after.expectedBadMinutes;
  const value = stateText(worst);
  return isWorse && value !== stateText(after) ? { month: worst.month, value } : null;
}

/** What guardrails and policy say of a workload, the gravest first; `unknown` is never a yes. */
export type RiskVerdict = 'broken' | 'policy' | 'unknown' | 'kept' | 'none';

/** The gravest answer about a workload. */
export function riskVerdict(
  { workload, policy }: WorkloadReliabilityReport,
  { guardrails }: ScoreReport,
): RiskVerdict {
  const own = guardrails.filter(each => each.workload === workload);
  if (own.some(({ allowed }) => allowed === false)) return 'broken';
  if (policy.some(({ allowed }) => allowed === false)) return 'policy';
  if (own.some(({ allowed }) => allowed === null)) return 'unknown';
  return own.length > 0 ? 'kept' : 'none';
}

const VERDICTS: Readonly<
  Record<RiskVerdict, readonly [mark: 'cross' | 'warning' | 'open' | 'check' | 'dash', string, Token]>
> = {
  broken: ['cross', 'BROKEN', 'bad'],
  policy: ['warning', 'policy', 'warning'],
  unknown: ['open', 'unjudged', 'text.muted'],
  kept: ['check', 'kept', 'good'],
  none: ['dash', 'no rule', 'text.muted'],
};

/** A mark and a word: `✗ BROKEN`, `✓ kept`. */
export function verdictSpan(verdict: RiskVerdict, glyphs: Glyphs): Span {
  const [mark, word, token] = VERDICTS[verdict];
  return span(`${glyphs[mark]} ${word}`, token);
}

/** Name of a constant of the model as words: `coldDataRequestShare` is `cold data request share`. */
export function constantWords(name: string): string {
  return name.replace(/[A-Z]+/g, letters => ` ${letters.toLowerCase()}`);
}
