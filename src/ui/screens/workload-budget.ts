/** One workload's error budget: what it is, how much of it goes before and after the plan, and how sure that is. */

import type { ScoreReport, WorkloadReliabilityReport } from '../../report/contract.ts';
import { minutes, objective, percent } from '../../report/format.ts';
import { budgetMeter } from '../components/meter.ts';
import { fact, LABEL_WIDTH } from '../components/prose.ts';
import type { Canvas } from '../layout.ts';
import { type Line, line, saying, span } from '../line.ts';
import {
  changeText,
  minutesRange,
  rangeOf,
  rangesOf,
  rangeText,
  shortPercent,
  worstMonth,
} from '../risk-words.ts';

/** A longer bar where there is room: a small change shows. */
const METER_WIDTH = { narrow: 18, roomy: 36 } as const;
const ROOMY = 70;

function meterRow(then: number, now: number, { glyphs }: Canvas, width: number): Line {
  const row = line(
    span('Budget used '.padEnd(LABEL_WIDTH), 'text.muted'),
    ...budgetMeter(then, now, width < ROOMY ? METER_WIDTH.narrow : METER_WIDTH.roomy, glyphs),
    ` ${changeText(shortPercent(then), shortPercent(now), glyphs)}`,
  );
  return saying(row, `Error budget used: ${percent(then)} before, ${percent(now)} after`);
}

/** P(breach) of a window and of a quarter; empty without an objective. */
function breachLines(
  workload: WorkloadReliabilityReport,
  score: ScoreReport,
  { glyphs }: Canvas,
  width: number,
): Line[] {
  const { before, after } = workload;
  if (before.breachProbability === null || after.breachProbability === null) return [];
  const range = rangeOf(score, workload.workload);
  const sure = range === null ? '' : ` (${rangeText(range)}, P10-P90 over the assumptions)`;
  const window = changeText(
    shortPercent(before.breachProbability),
    shortPercent(after.breachProbability),
    glyphs,
  );
  const quarter = changeText(
    shortPercent(before.quarterBreachProbability ?? 0),
    shortPercent(after.quarterBreachProbability ?? 0),
    glyphs,
  );
  return [
    ...fact('P(breach)', `${window}${sure}`, width),
    ...fact('', `${quarter} that a quarter has a breach`, width),
  ];
}

/** Bad minutes of a window: the mean, and how far windows lie apart. */
function minutesLines(
  { workload, before, after, outcomes }: WorkloadReliabilityReport,
  score: ScoreReport,
  { glyphs }: Canvas,
  width: number,
): Line[] {
  const change = (was: number, is: number) => changeText(minutes(was), minutes(is), glyphs);
  const [then, now] = [outcomes.before.badMinutes, outcomes.after.badMinutes];
  const mean = change(before.expectedBadMinutes, after.expectedBadMinutes);
  const range = rangesOf(score, workload)?.expectedBadMinutes.after;
  const sure = range === undefined ? '' : ` (${minutesRange(range)}, P10-P90)`;
  return [
    ...fact('Bad minutes', `${mean} expected in ${after.windowDays} days${sure}`, width),
    ...fact(
      '',
      `P50 ${change(then.p50, now.p50)}, P90 ${change(then.p90, now.p90)}, P99 ${change(then.p99, now.p99)}`,
      width,
    ),
  ];
}

/** The budget of a workload. */
export function budgetLines(
  workload: WorkloadReliabilityReport,
  score: ScoreReport,
  canvas: Canvas,
  width: number,
): Line[] {
  const { slo, before, after } = workload;
  const shown = minutesLines(workload, score, canvas, width);
  if (slo === null || before.budgetConsumed === null || after.budgetConsumed === null)
    return [
      ...fact('SLO', 'none declared: bad minutes are counted, nobody judges them', width, 'warning'),
      ...shown,
    ];
  const worst = worstMonth(workload);
  return [
    ...fact(
      'SLO',
      `${objective(slo.objective)} in ${slo.windowDays} days: ${minutes(before.budgetMinutes ?? 0)} may be bad`,
      width,
    ),
    meterRow(before.budgetConsumed, after.budgetConsumed, canvas, width),
    ...breachLines(workload, score, canvas, width),
    ...(worst === null
      ? []
      : fact('Worst month', `${worst.month}: P(breach) ${worst.value}, with the changes made in it`, width)),
    ...shown,
  ];
}
