/** Mistakes about the size, the term and the measure of commitments. */

import type { CommitmentUse } from '../pricing/allocate-demand.ts';
import type { MoveOutcome, Run } from '../simulate/run.ts';
import type { Found, MistakeContext, MistakeRule } from './mistake.ts';
import { amountText, amountWords, boughtBy, purchasesOf, shareWords, WORTH_A_LINE } from './plan-facts.ts';
import type { Replay, UsesById } from './replay.ts';

/** Unused part of a purchase in its first month from which it is too large: an assumption, 0.02 to 0.2. */
const UNUSED_SHARE_MAX = 0.1;
/** Loss of use between its first and its last month from which a long term is a mistake: an assumption, 0.02 to 0.2. */
const USE_LOST_MAX = 0.05;
/** Utilisation that looks as if nothing were left to do. */
const UTILIZATION_FULL = 0.95;
/** Median coverage of compute that ProsperOps publishes for 2024. */
const MEDIAN_COVERAGE = 0.55;
const LONG_TERM_YEARS = 3;

/** What all commitments of one purchase cost in a month, and what of it no usage took. */
function feesOf(move: MoveOutcome, uses: UsesById): Pick<CommitmentUse, 'committedCost' | 'unusedCost'> {
  const own = boughtBy(move).flatMap(({ id }) => uses.get(id) ?? []);
  const total = (pick: (use: CommitmentUse) => number) => own.reduce((sum, use) => sum + pick(use), 0);
  return { committedCost: total(use => use.committedCost), unusedCost: total(use => use.unusedCost) };
}

function aboveTheFloor(run: Run, { replay }: MistakeContext): Found[] {
  if (!replay) return [];
  return purchasesOf(run).flatMap(move => {
    const { committedCost, unusedCost } = feesOf(move, replay.usesIn(move.effectMonth ?? 0, null));
    const share = committedCost > 0 ? unusedCost / committedCost : 0;
    if (share <= UNUSED_SHARE_MAX || unusedCost < WORTH_A_LINE) return [];
    return [
      {
        moveIds: [move.moveId],
        message: `${move.moveId} commits to more than runs: ${amountWords(unusedCost, run.currency)} of ${amountWords(committedCost, run.currency)} is unused in its first month already, ${shareWords(share)}.`,
        amount: amountText(unusedCost),
      },
    ];
  });
}

/** The smallest share of today's traffic that a stated forecast leaves after a long term, and whose. */
function shrinkingTraffic(run: Run): { readonly workloads: string; readonly left: number } | null {
  const falling = run.assumptions.growth
    .filter(({ annualRate }) => annualRate < 0)
    .sort((a, b) => a.annualRate - b.annualRate)[0];
  if (!falling) return null;
  return {
    workloads: falling.workloads.join(', '),
    left: (1 + falling.annualRate) ** LONG_TERM_YEARS,
  };
}

/** What of a purchase is unused in a month beyond what was unused in its first one; 0 while that is rounding. */
function lostSince(move: MoveOutcome, month: number, replay: Replay): number {
  const first = feesOf(move, replay.usesIn(move.effectMonth ?? 0, null));
  const final = feesOf(move, replay.usesIn(month, null));
  const lost = final.unusedCost - first.unusedCost;
  return lost > USE_LOST_MAX * final.committedCost && lost >= WORTH_A_LINE ? lost : 0;
}

function lockedIn(run: Run, { replay }: MistakeContext): Found[] {
  const last = run.months.length;
  const traffic = shrinkingTraffic(run);
  const forecast =
    traffic === null
      ? ''
      : ` The plan expects ${traffic.workloads} to be at ${shareWords(traffic.left)} of today's traffic after three years.`;
  const long = purchasesOf(run).filter(move =>
    boughtBy(move).some(({ termYears }) => termYears === LONG_TERM_YEARS),
  );
  return long.flatMap((move): Found[] => {
    const lost = replay ? lostSince(move, last, replay) : 0;
    if (lost === 0 && traffic === null) return [];
    const unused =
      lost === 0
        ? ''
        : ` ${amountWords(lost, run.currency)} a month more of it is unused in month ${last} than in month ${move.effectMonth ?? 0}.`;
    return [
      {
        moveIds: [move.moveId],
        message: `${move.moveId} commits for three years to usage that becomes less.${unused}${forecast}`,
        amount: lost === 0 ? null : amountText(lost),
      },
    ];
  });
}

function usedButNotCovering(run: Run): Found[] {
  const month = run.months[Math.min(run.plan.target.byMonth, run.months.length) - 1];
  const { commitmentCoverage: coverage, commitmentUtilization: utilization } = month?.commitments ?? {
    commitmentCoverage: null,
    commitmentUtilization: null,
  };
  if (coverage === null || utilization === null) return [];
  if (utilization < UTILIZATION_FULL || coverage >= MEDIAN_COVERAGE) return [];
  return [
    {
      moveIds: [],
      message: `Commitments are used to ${shareWords(utilization)} in month ${month?.index ?? 0}, but they cover ${shareWords(coverage)} of what they could: the rest pays on-demand prices.`,
      amount: null,
    },
  ];
}

/** Rules about commitments. */
export const COMMITMENT_RULES: readonly MistakeRule[] = [
  {
    code: 'coverage-above-floor',
    kind: 'mistake',
    rule: `Commit to what runs in every hour, and leave the rest on demand: more than ${shareWords(UNUSED_SHARE_MAX)} unused at once is too much (an assumption).`,
    source: null,
    detect: aboveTheFloor,
  },
  {
    code: 'long-lock-in',
    kind: 'mistake',
    rule: 'Three years are for usage that is still there in three years; a ladder of one-year terms can follow what becomes less.',
    source: null,
    detect: lockedIn,
  },
  {
    code: 'utilization-without-coverage',
    kind: 'remark',
    rule: `Utilisation says how well the little that was bought is used, coverage how much is bought: the published median of coverage is ${shareWords(MEDIAN_COVERAGE)}.`,
    source: 'https://www.prosperops.com/library/2025-aws-compute-rate-optimization-insights/',
    detect: usedButNotCovering,
  },
];
