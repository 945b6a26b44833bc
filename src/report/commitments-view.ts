/** Commitments in one month of a plan, for a screen that moves a level: every value it may show, nothing left to compute. */

import {
  type CommitmentKpis,
  type CommitmentsInMonth,
  effectivePerHour,
  type Granularity,
  type HeldCommitment,
  instrumentOf,
  leverById,
  type Move,
  type Plan,
} from '../engine/index.ts';
import {
  afterwardsWords,
  endDate,
  endsInWords,
  heldWords,
  instrumentName,
  shortId,
  sizeWords,
  termWords,
} from './commitment-words.ts';
import { type ChartView, chartView } from './demand-chart-view.ts';

/** One size of a purchase. Money is a month's unless it says otherwise. */
export type LevelView = {
  /** Value of the move's parameter. */
  readonly setting: number;
  readonly committedPerHour: number;
  readonly saved: number;
  readonly unused: number;
  readonly coverage: number;
  readonly utilization: number | null;
  readonly breakEven: number | null;
  /** Share of the hours in which all of it is used. */
  readonly fullHours: number;
  /** Lost against the best size if usage falls by a fifth. */
  readonly regret: number;
  /** Where its line lies in the chart, money an hour at on-demand prices. */
  readonly lineAt: number;
};

/** A purchase that fits. */
export type InstrumentView = {
  readonly id: string;
  readonly title: string;
  /** `1 year, no upfront`. */
  readonly terms: string;
  /** Commitments at the optimum. */
  readonly purchases: number;
  /** Share of the demand of the chart that is covered without it. */
  readonly coverageBefore: number;
  readonly levels: readonly LevelView[];
  /** Index of the size that pays most. */
  readonly optimum: number;
  readonly chart: ChartView;
  readonly move: Move;
  /** Parameter of the move that makes it another size; null: it has one size. */
  readonly setting: string | null;
};

/** A commitment of the bill or of the plan. */
export type HeldView = {
  readonly id: string;
  readonly shortId: string;
  readonly instrument: string;
  readonly size: string;
  readonly terms: string;
  readonly isPlanned: boolean;
  readonly hasEnded: boolean;
  readonly perHour: number;
  /** Null when it has ended. */
  readonly utilization: number | null;
  readonly unused: number | null;
  /** `2027-01-10`; null when unknown. */
  readonly endsOn: string | null;
  readonly endsIn: string;
  /** What happens when it ends. */
  readonly afterwards: string;
};

/** Commitments in one month of a plan. */
export type CommitmentsView = {
  readonly currency: string;
  readonly granularity: Granularity;
  /** Month of the run, from 1, as `yyyy-mm`, and the last one that can be looked at. */
  readonly index: number;
  readonly month: string;
  readonly monthsMax: number;
  readonly movesLater: number;
  readonly today: CommitmentKpis;
  readonly planned: CommitmentKpis;
  readonly instruments: readonly InstrumentView[];
  /** Purchases of the bill's provider that do not fit, and why. */
  readonly unfit: readonly { readonly title: string; readonly reason: string }[];
  /** Demand where nothing fits; null when there is none, or when instruments have their own. */
  readonly chart: ChartView | null;
  /** The next to end first. */
  readonly held: readonly HeldView[];
  readonly heldText: string;
};

type Offer = CommitmentsInMonth['instruments'][number];

function levelView(level: Offer['levels'][number]): LevelView {
  return {
    setting: level.setting,
    committedPerHour: level.committedPerHour,
    saved: level.savedPerMonth,
    unused: level.unusedPerMonth,
    coverage: level.commitmentCoverage,
    utilization: level.commitmentUtilization,
    breakEven: level.breakEvenUtilization,
    fullHours: level.fullHoursShare,
    regret: level.usageDownRegret,
    lineAt: level.linePerHour,
  };
}

const titleOf = (leverId: string) => leverById(leverId)?.meta.title ?? leverId;

function instrumentView({ leverId, levels, commitments, chart, ...offer }: Offer): InstrumentView {
  const [first] = commitments;
  return {
    id: leverId,
    title: titleOf(leverId),
    terms: first ? termWords(first) : '',
    purchases: commitments.length,
    coverageBefore: offer.coverageBefore,
    levels: levels.map(levelView),
    optimum: offer.optimum,
    chart: chartView(chart),
    move: offer.move,
    setting: offer.setting,
  };
}

/** Providers whose instruments have their name before the lever's; the others are sold by AWS. */
const SELLERS = [
  ['azure-', 'Microsoft'],
  ['gcp-', 'Google'],
] as const;

/** Whether a provider of the bill sells what a lever buys: why it does not fit another one's bill is no news. */
function isSoldBy(provider: string, leverId: string): boolean {
  const [, seller] = SELLERS.find(([prefix]) => leverId.startsWith(prefix)) ?? ['', 'AWS'];
  return provider.includes(seller);
}

/** Running ones first, the next to end on top; what has no known end last of them. */
function byEnd(a: HeldCommitment, b: HeldCommitment): number {
  const isOver = ({ use }: HeldCommitment) => Number(use === null);
  return isOver(a) - isOver(b) || (a.endMs ?? Infinity) - (b.endMs ?? Infinity) || 0;
}

/** Commitments in one month of a plan, as a screen shows them. */
export function commitmentsView(
  found: CommitmentsInMonth,
  plan: Plan,
  {
    currency,
    granularity,
    provider,
  }: { readonly currency: string; readonly granularity: Granularity; readonly provider: string },
): CommitmentsView {
  const { index, month, monthsMax, movesLater, today, planned, held } = found;
  const isRenewed = plan.assumptions.existingCommitments === 'renew';
  return {
    ...{ currency, granularity, index, month, monthsMax, movesLater, today, planned },
    instruments: found.instruments.map(instrumentView),
    unfit: found.unfit
      .filter(({ leverId }) => isSoldBy(provider, leverId))
      .map(({ leverId, reason }) => ({ title: titleOf(leverId), reason })),
    chart: found.chart && chartView(found.chart),
    held: [...held].sort(byEnd).map(each => ({
      id: each.commitment.id,
      shortId: shortId(each.commitment.id),
      instrument: instrumentName(instrumentOf(each.commitment)),
      size: sizeWords(each.commitment),
      terms: termWords(each.commitment),
      isPlanned: each.moveId !== null,
      hasEnded: each.use === null,
      perHour: effectivePerHour(each.commitment),
      utilization: each.use && each.use.committedCost > 0 ? each.use.usedCost / each.use.committedCost : null,
      unused: each.use?.unusedCost ?? null,
      endsOn: endDate(each),
      endsIn: endsInWords(each),
      afterwards: afterwardsWords(each, isRenewed, currency),
    })),
    heldText: heldWords(held),
  };
}
