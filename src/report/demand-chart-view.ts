/** The demand that commitments may cover, ready to be drawn: named layers, their edges, and round axes. */

import type { DemandChart, LayerSeries } from '../engine/index.ts';
import { instrumentName } from './commitment-words.ts';

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

/** A chart of demand as a screen draws it. */
export function chartView(chart: DemandChart): ChartView {
  const all: Layer[] = [
    ...existingLayers(chart),
    { kind: 'planned', name: 'planned', pick: ({ planned }) => planned },
    { kind: 'open', name: 'on demand', pick: ({ open }) => open },
    { kind: 'other', name: 'not for this purchase', pick: ({ total }) => total },
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
