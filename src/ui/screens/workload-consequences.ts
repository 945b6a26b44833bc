/** What failures of a workload mean: recovery and lost data against their objectives, who else is down, who is called, what it costs. */

import type { ScoreReport, WorkloadReliabilityReport } from '../../report/contract.ts';
import { minutes, money, percent } from '../../report/format.ts';
import { heading } from '../components/heading.ts';
import { fact, item } from '../components/prose.ts';
import type { Canvas } from '../layout.ts';
import { type Line, span } from '../line.ts';
import { changeText, constantWords, shortPercent } from '../risk-words.ts';
import { guardrailItem } from './workload-rules.ts';

type Outcome = WorkloadReliabilityReport['outcomes']['after'];

/** Two states of one number, as text. */
type Change = (of: (outcome: Outcome) => number | null, text: (value: number) => string) => string;

function changeOf({ outcomes }: WorkloadReliabilityReport, { glyphs }: Canvas): Change {
  return (of, text) => {
    const [was, is] = [of(outcomes.before), of(outcomes.after)].map(value =>
      value === null ? 'unknown' : text(value),
    );
    return changeText(was ?? '', is ?? '', glyphs);
  };
}

function latencyText({ outcomes }: WorkloadReliabilityReport, change: Change): string | null {
  if (outcomes.after.latency === null) return null;
  const slow = change(({ latency }) => latency?.slowShare ?? null, shortPercent);
  const { burnRate } = outcomes.after.latency;
  const burn = burnRate === null ? '' : `; it takes ${percent(burnRate, 0)} of the latency budget`;
  return `${slow} of the requests are slower than their objective${burn}`;
}

/** Data that is lost: how often, how much, and what is found too late. */
function dataLines({ outcomes }: WorkloadReliabilityReport, change: Change, width: number): Line[] {
  const { dataLoss } = outcomes.after;
  if (dataLoss === null)
    return fact('Data loss', 'unknown: nothing about backups is declared (data, in workloads.yaml)', width);
  const any = change(each => each.dataLoss?.anyPerYear ?? null, shortPercent);
  const worst = change(each => each.dataLoss?.rpoMinutes ?? null, minutes);
  const typical = change(each => each.dataLoss?.minutesP50 ?? null, minutes);
  const tail = change(each => each.dataLoss?.minutesP95 ?? null, minutes);
  const late =
    dataLoss.foundTooLate === null
      ? ''
      : `; ${change(each => each.dataLoss?.foundTooLate ?? null, shortPercent)} that damage is found after the last clean backup is gone`;
  return [
    ...fact('Data loss', `${any} that it happens in a year; P50 ${typical}, P95 ${tail} of writes`, width),
    ...fact('RPO', `${worst} of writes at the most${late}`, width),
  ];
}

/** Guardrails on recovery: what the objectives say, where a rule asks. */
function isRecoveryRule({ rule }: ScoreReport['guardrails'][number]): boolean {
  return /^(?:recovery|storage-restore)-/.test(rule);
}

/** Recovery and data loss against RTO and RPO. */
export function recoveryLines(
  workload: WorkloadReliabilityReport,
  score: ScoreReport,
  canvas: Canvas,
  width: number,
): Line[] {
  const change = changeOf(workload, canvas);
  const own = score.guardrails.filter(each => each.workload === workload.workload && isRecoveryRule(each));
  const half = change(({ recovery }) => recovery.mttrP50, minutes);
  const most = change(({ recovery }) => recovery.mttrP90, minutes);
  const slowest = change(({ recovery }) => recovery.rtoMinutes, minutes);
  const latency = latencyText(workload, change);
  return [
    heading('Recovery and data', width, canvas.glyphs),
    ...fact('MTTR', `P50 ${half}, P90 ${most} of an incident that users notice`, width),
    ...fact('RTO', `${slowest} for the slowest recovery that is planned for`, width),
    ...dataLines(workload, change, width),
    ...own.flatMap(each => guardrailItem(each, canvas, width)),
    ...(latency === null ? [] : fact('Latency', latency, width)),
  ];
}

/** Who else is down, who is called, and what it costs. */
export function reachLines(workload: WorkloadReliabilityReport, canvas: Canvas, width: number): Line[] {
  const change = changeOf(workload, canvas);
  const { blastRadius, onCall, revenueAtRisk } = workload.outcomes.after;
  const once = (value: number) => value.toFixed(1);
  const each = (value: number) => value.toFixed(2);
  const widest = change(
    outcome => outcome.blastRadius.widest,
    share => percent(share, 0),
  );
  const pages =
    onCall.pagesPerShift === null
      ? ''
      : `, ${change(outcome => outcome.onCall.pagesPerShift, each)} pages a shift`;
  const usd = (value: string | null | undefined) => (value == null ? null : Number(value));
  return [
    heading('Blast radius and on-call', width, canvas.glyphs),
    ...fact(
      'Also down',
      blastRadius.dependents.length === 0
        ? 'nothing: no workload declares a hard dependency on it'
        : `${blastRadius.dependents.join(', ')}: hard dependencies on it, at any depth`,
      width,
    ),
    ...fact('Reach', `its widest failure takes ${widest} of the requests`, width),
    ...fact(
      'On-call',
      `${change(outcome => outcome.onCall.incidentsPerYear, once)} incidents a year, ${change(outcome => outcome.onCall.incidentsPerShift, each)} a shift${pages}; ${change(outcome => outcome.onCall.toilHoursPerYear, once)} hours of toil a year`,
      width,
    ),
    ...(revenueAtRisk === null
      ? []
      : fact(
          'Revenue',
          `${change(
            outcome => usd(outcome.revenueAtRisk?.mean),
            value => money(value, 'USD'),
          )} at risk a window, ${change(
            outcome => usd(outcome.revenueAtRisk?.cvar95),
            value => money(value, 'USD'),
          )} in the worst 5 %`,
          width,
        )),
  ];
}

/** Constants that are named: the rest carries little. */
const CONSTANTS_SHOWN = 5;
const SHARE_SHOWN = 0.005;

type Shares = Readonly<Record<'published' | 'dataset' | 'default', number>> & { readonly declared?: number };

/** More than half assumed is more assumed than known. */
const MOSTLY = 0.5;

function sharesText(shares: Shares): string {
  const { published, dataset, default: standard, declared } = shares;
  const parts = [
    `${percent(published, 0)} published`,
    `${percent(dataset, 0)} dataset`,
    `${percent(standard, 0)} default`,
    ...(declared === undefined ? [] : [`${percent(declared, 0)} declared`]),
  ].join(', ');
  return standard > MOSTLY ? `mostly default-based: ${parts}` : parts;
}

/** What the change rests on, or the minutes where the plan changes none; one fact for the top of the details. */
export function evidenceFact({ outcomes, after }: WorkloadReliabilityReport, width: number): Line[] {
  const { evidence } = outcomes;
  const text =
    evidence === null
      ? `of the minutes, ${sharesText(after.evidence)}`
      : `of the change, ${sharesText(evidence)}`;
  return fact('Evidence', text, width);
}

/** What the change of the minutes rests on, by constant. */
export function evidenceLines(
  { outcomes, after }: WorkloadReliabilityReport,
  { glyphs }: Canvas,
  width: number,
): Line[] {
  const title = heading('What this rests on', width, glyphs);
  const minutesFact = fact('Minutes', sharesText(after.evidence), width);
  if (outcomes.evidence === null)
    return [title, ...minutesFact, ...fact('The change', 'the plan changes no bad minutes', width)];
  const { byConstant } = outcomes.evidence;
  return [
    title,
    ...minutesFact,
    ...fact('The change', sharesText(outcomes.evidence), width),
    ...byConstant
      .filter(({ share }) => share >= SHARE_SHOWN)
      .slice(0, CONSTANTS_SHOWN)
      .flatMap(({ name, provenance, share }) =>
        item(
          span(glyphs.bullet, 'text.muted'),
          `${percent(share, 0)} ${constantWords(name)}, ${provenance}`,
          width,
        ),
      ),
  ];
}
