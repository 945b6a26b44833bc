/** Commitments in one month of a plan, for a screen that moves a level: every value it may show, nothing left to compute. */

import {
  type CommitmentKpis,
  type CommitmentsInMonth,
  type DemandChart,
  effectivePerHour,
  type Granularity,
  type HeldCommitment,
  instrumentOf,
  type LayerSeries,
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

/** What a layer of demand is. */
export type LayerKind = 'existing' | 'planned' | 'open' | 'other';

/** Lowest value, middle and highest value of an axis, money an hour. */
export type Axis = { readonly low: number; readonly middle: number; readonly high: number };

/** Demand in layers, at on-demand prices, money an hour. */
export type ChartView = {
  /** `compute`, or a service. */
  readonly usage: string;
  /** From the bottom to the top. */
  readonly layers: readonly { readonly kind: LayerKind; readonly name: string }[];
  /** Upper edge of each layer, by hour of the week from Monday 00:00 UTC, and from the highest hour to the lowest. */
  readonly week: readonly (readonly number[])[];
  readonly duration: readonly (readonly number[])[];
  /** From 0, and around the curve; null where that shows nothing more. */
  readonly axis: Axis;
  readonly zoom: Axis | null;
  readonly lowest: number;
  readonly mean: number;
  readonly highest: number;
};

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
  /** Purchases that do not fit, and why. */
  readonly unfit: readonly { readonly title: string; readonly reason: string }[];
  /** Demand where nothing fits; null when there is none, or when instruments have their own. */
  readonly chart: ChartView | null;
  /** The next to end first. */
  readonly held: readonly HeldView[];
  readonly heldText: string;
};

/** Existing instruments that are drawn apart; more become one layer. */
const APART_MAX = 3;

const NICE = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The next round number. */
function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return (NICE.find(nice => nice * power >= value * (1 - 1e-9)) ?? 10) * power;
}

const axisOf = (low: number, high: number): Axis => ({ low, middle: (low + high) / 2, high });

/** An axis around a curve that lies far above 0; its ends are round. */
function zoomOf({ lowest, highest }: DemandChart): Axis | null {
  const range = highest - lowest;
  if (range <= 0 || lowest < highest / 3) return null;
  const step = roundUp(range / 3);
  const low = Math.max(0, Math.floor((lowest - range / 4) / step) * step);
  return low === 0 ? null : axisOf(low, Math.ceil(highest / step) * step);
}

type Layer = ChartView['layers'][number] & { readonly pick: (series: LayerSeries) => readonly number[] };

function existingLayers({ existing }: DemandChart): Layer[] {
  const layers = existing.map((instrument, at): Layer => {
    const name = instrumentName(instrument);
    return { kind: 'existing', name, pick: series => series.existing[at] ?? [] };
  });
  if (layers.length <= APART_MAX) return layers;
  // Edges include what lies below: the last one is the edge of all that are put together.
  const last = layers.at(-1);
  const others = layers.length - APART_MAX + 1;
  return [
    ...layers.slice(0, APART_MAX - 1),
    ...(last ? [{ ...last, name: `${others} other instruments` }] : []),
  ];
}

/** Whether a layer is thicker than rounding anywhere. */
function isVisible(edge: readonly number[], below: readonly number[] | undefined): boolean {
  return edge.some((value, index) => value - (below?.[index] ?? 0) > 1e-9 * value);
}

function chartView(chart: DemandChart): ChartView {
  const all: Layer[] = [
    ...existingLayers(chart),
    { kind: 'planned', name: 'planned', pick: ({ planned }) => planned },
    { kind: 'open', name: 'on demand', pick: ({ open }) => open },
    { kind: 'other', name: 'no rate for this purchase', pick: ({ total }) => total },
  ];
  const shown = all.filter(({ kind, pick }, index) => {
    const below = all[index - 1];
    return kind === 'open' || isVisible(pick(chart.week), below?.pick(chart.week));
  });
  return {
    usage: chart.usage,
    layers: shown.map(({ kind, name }) => ({ kind, name })),
    week: shown.map(({ pick }) => pick(chart.week)),
    duration: shown.map(({ pick }) => pick(chart.duration)),
    axis: axisOf(0, roundUp(chart.highest)),
    zoom: zoomOf(chart),
    lowest: chart.lowest,
    mean: chart.mean,
    highest: chart.highest,
  };
}

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

/** Running ones first, the next to end on top; what has no known end last of them. */
function byEnd(a: HeldCommitment, b: HeldCommitment): number {
  const isOver = ({ use }: HeldCommitment) => Number(use === null);
  return isOver(a) - isOver(b) || (a.endMs ?? Infinity) - (b.endMs ?? Infinity) || 0;
}

/** Commitments in one month of a plan, as a screen shows them. */
export function commitmentsView(
  found: CommitmentsInMonth,
  plan: Plan,
  { currency, granularity }: { readonly currency: string; readonly granularity: Granularity },
): CommitmentsView {
  const { index, month, monthsMax, movesLater, today, planned, held } = found;
  const isRenewed = plan.assumptions.existingCommitments === 'renew';
  return {
    ...{ currency, granularity, index, month, monthsMax, movesLater, today, planned },
    instruments: found.instruments.map(instrumentView),
    unfit: found.unfit.map(({ leverId, reason }) => ({ title: titleOf(leverId), reason })),
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
