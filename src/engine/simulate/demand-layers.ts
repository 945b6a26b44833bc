/** Demand that commitments may cover, hour by hour, in layers: what exists, what the plan buys, what stays on demand. */

import { HOURS_PER_WEEK, hourOfWeek, MS_PER_HOUR } from '../calendar.ts';
import type { Commitment } from '../commitments/commitment.ts';
import { instrumentOf } from '../commitments/commitment-outcomes.ts';
import type { Instrument } from '../commitments/draw.ts';
import { type AllocationTerms, allocateDemand, commitmentClass } from '../pricing/allocate-demand.ts';
import type { UsageDemand } from '../pricing/usage-demand.ts';
import type { RateCard } from '../rate-card.ts';

/** Upper edges of the layers, from the bottom to the top; on-demand price, USD an hour. Each edge includes the ones below. */
export type LayerSeries = {
  /** In the order of `DemandChart.existing`. */
  readonly existing: readonly (readonly number[])[];
  readonly planned: readonly number[];
  /** What the instrument of the chart could cover of the rest. */
  readonly open: readonly number[];
  /** Everything: what the instrument cannot cover lies on top. */
  readonly total: readonly number[];
};

/** Demand of one kind, as a curve over the week and sorted by size. */
export type DemandChart = {
  /** `compute`, or the service whose commitments are decided by themselves. */
  readonly usage: string;
  /** Instruments that exist, in the order in which they apply. */
  readonly existing: readonly Instrument[];
  /** Mean by hour of the week, from Monday 00:00 UTC. */
  readonly week: LayerSeries;
  /** Hours sorted from the highest demand to the lowest, in groups of equal size. */
  readonly duration: LayerSeries;
  /** Total demand, USD an hour at on-demand prices. */
  readonly lowest: number;
  readonly mean: number;
  readonly highest: number;
  /** Covered by commitments, USD an hour at on-demand prices: mean, and mean of the hours in which something is left. */
  readonly coveredMean: number;
  readonly coveredWhereOpen: number;
};

/** Order in which instruments apply; those that are not named come last. */
const APPLIED_FIRST: readonly Instrument[] = [
  'hybrid-benefit',
  'zonal-reserved-instance',
  'regional-reserved-instance',
  'reserved-node',
  'resource-commitment',
  'azure-reservation',
  'ec2-instance-savings-plan',
];

/** Points of the duration curve: more than any terminal has columns for it. */
const DURATION_POINTS = 200;

/** What there is to draw, in one month. */
export type LayerInput = {
  readonly demand: UsageDemand;
  readonly uncovered: readonly Float64Array[];
  readonly existing: readonly Commitment[];
  readonly planned: readonly Commitment[];
  readonly rates: RateCard;
  readonly terms: AllocationTerms;
};

/** Hourly amounts of each layer, not stacked. */
type Hourly = {
  readonly existing: readonly Float64Array[];
  readonly planned: Float64Array;
  readonly open: Float64Array;
  readonly total: Float64Array;
};

type Held = { readonly instrument: Instrument; readonly commitments: Commitment[] };

function byInstrument(commitments: readonly Commitment[]): Held[] {
  const held: Held[] = [];
  for (const commitment of commitments) {
    const instrument = instrumentOf(commitment);
    const known = held.find(each => each.instrument === instrument);
    if (known) known.commitments.push(commitment);
    else held.push({ instrument, commitments: [commitment] });
  }
  const rank = ({ instrument }: Held) => {
    const at = APPLIED_FIRST.indexOf(instrument);
    return at < 0 ? APPLIED_FIRST.length : at;
  };
  return held.sort((a, b) => rank(a) - rank(b));
}

/** On-demand price of units of the pools of one kind, by hour. */
function priceOf(
  { pools }: UsageDemand,
  units: readonly Float64Array[],
  usage: ReadonlySet<string>,
  hours: number,
): Float64Array {
  const sum = new Float64Array(hours);
  pools.forEach(({ shape, onDemandRate }, index) => {
    const quantities = units[index];
    if (!quantities || !usage.has(commitmentClass(shape))) return;
    for (let hour = 0; hour < hours; hour++)
      sum[hour] = (sum[hour] ?? 0) + (quantities[hour] ?? 0) * onDemandRate;
  });
  return sum;
}

/** What goes from `left` down to `after`, and no further than `floor`; `left` becomes the rest. */
function takeLayer(left: Float64Array, after: Float64Array, floor: Float64Array): Float64Array {
  return left.map((amount, hour) => {
    const rest = Math.min(amount, Math.max(after[hour] ?? 0, floor[hour] ?? 0));
    left[hour] = rest;
    return amount - rest;
  });
}

/** Layer by layer: each is what the commitments up to it cover more than those before, by the providers' rules. */
function hourlyLayers(input: LayerInput, held: readonly Held[], usage: ReadonlySet<string>): Hourly {
  const { demand, uncovered, rates, terms } = input;
  const { hours } = terms;
  const quantities = demand.pools.map(pool => pool.quantities);
  const total = priceOf(demand, quantities, usage, hours);
  const left = total.slice();
  const onDemand = priceOf(demand, uncovered, usage, hours);
  const applied: Commitment[] = [];
  const existing = held.map(({ commitments }) => {
    applied.push(...commitments);
    const after = allocateDemand(demand, applied, rates, terms).uncovered;
    return takeLayer(left, priceOf(demand, after, usage, hours), onDemand);
  });
  return { existing, planned: takeLayer(left, onDemand, onDemand), open: left, total };
}

/** Means of the layers over groups of hours, stacked. */
function stacked(layers: Hourly, groups: readonly (readonly number[])[]): LayerSeries {
  const mean = (values: Float64Array) =>
    groups.map(
      hours => hours.reduce((sum, hour) => sum + (values[hour] ?? 0), 0) / Math.max(1, hours.length),
    );
  const onTop = (below: readonly number[], values: Float64Array) =>
    mean(values).map((value, index) => value + (below[index] ?? 0));
  let top: readonly number[] = groups.map(() => 0);
  const existing = layers.existing.map(values => {
    top = onTop(top, values);
    return top;
  });
  const planned = onTop(top, layers.planned);
  const open = onTop(planned, layers.open);
  const total = mean(layers.total).map((value, index) => Math.max(value, open[index] ?? 0));
  return { existing, planned, open, total };
}

function hoursOfWeek(startMs: number, hours: number): number[][] {
  const groups = Array.from({ length: HOURS_PER_WEEK }, (): number[] => []);
  for (let hour = 0; hour < hours; hour++) groups[hourOfWeek(startMs + hour * MS_PER_HOUR)]?.push(hour);
  // A period shorter than a week has hours of the week without a value.
  return groups.filter(group => group.length > 0);
}

function hoursBySize(total: Float64Array): number[][] {
  const order = [...total.keys()].sort((a, b) => (total[b] ?? 0) - (total[a] ?? 0) || a - b);
  const points = Math.min(DURATION_POINTS, order.length);
  return Array.from({ length: points }, (_, index) =>
    order.slice(
      Math.floor((index * order.length) / points),
      Math.floor(((index + 1) * order.length) / points),
    ),
  );
}

const meanOf = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Share of the demand of an hour below which what is left is rounding. */
const ROUNDING = 1e-9;

/**
 * Demand of some kinds of usage in layers; null when there is none.
 * @param usage kinds as `commitmentClass` names them
 * @param coverable on-demand price by hour of what an instrument could cover of the rest; null: all of it
 */
export function demandChart(
  input: LayerInput,
  usage: ReadonlySet<string>,
  coverable: Float64Array | null,
): DemandChart | null {
  const held = byInstrument(input.existing);
  const layers = hourlyLayers(input, held, usage);
  const { total, open } = layers;
  if (!total.some(value => value > 0)) return null;
  const covered = [...total].map((value, hour) => value - (open[hour] ?? 0));
  const whereOpen = covered.filter((_, hour) => (open[hour] ?? 0) > ROUNDING * (total[hour] ?? 0));
  const within = coverable === null ? open : open.map((value, hour) => Math.min(value, coverable[hour] ?? 0));
  const shown = held.map((_, index) => layers.existing[index]?.some(value => value > 0) ?? false);
  const drawn: Hourly = {
    ...layers,
    existing: layers.existing.filter((_, index) => shown[index]),
    open: within,
  };
  return {
    usage: [...usage].sort().join(', '),
    existing: held.filter((_, index) => shown[index]).map(({ instrument }) => instrument),
    week: stacked(drawn, hoursOfWeek(input.terms.period.startMs, input.terms.hours)),
    duration: stacked(drawn, hoursBySize(total)),
    lowest: total.reduce((least, value) => Math.min(least, value), Infinity),
    mean: meanOf([...total]),
    highest: total.reduce((most, value) => Math.max(most, value), 0),
    coveredMean: meanOf(covered),
    coveredWhereOpen: meanOf(whereOpen.length > 0 ? whereOpen : covered),
  };
}
