/**
 * Quantile functions as tables, for random numbers of 32 bits.
 *
 * A table has 1,024 cells with straight lines between. Lines would cut the tails, so the worst 1/64 of an unbounded distribution
 * is computed exactly, and the outermost cells of a bounded one are tables of 1,024 cells themselves. What is left out moves a
 * mean by less than a relative 3e-5.
 */

import { normalQuantile } from './special-functions.ts';

const CELLS = 1024;
const CELL_SHIFT = 22;
const CELL_STEPS = 2 ** CELL_SHIFT;
const NUMBERS = 2 ** 32;
/** Numbers from here on are the worst 1/64. */
const TAIL_START = NUMBERS - NUMBERS / 64;

/** Standard quantiles at k / 1024, and what is beyond the table. */
export type QuantileTable = {
  readonly quantiles: Float64Array;
  /** Quantiles at k / 1024^2, the first cell again, and at 1 - 1 / 1024 + k / 1024^2; null of an unbounded distribution. */
  readonly ends: { readonly low: Float64Array; readonly high: Float64Array } | null;
  readonly tail: 'none' | 'exponential' | 'lognormal';
  /** Of a lognormal; 0 otherwise. */
  readonly sigma: number;
};

/** Tables are pure functions of their key: they are kept, and all let go when there are this many. */
const TABLES_MAX = 1024;
const tables = new Map<string, QuantileTable>();

function remembered(key: string, build: () => QuantileTable): QuantileTable {
  const known = tables.get(key);
  if (known) return known;
  const table = build();
  if (tables.size >= TABLES_MAX) tables.clear();
  tables.set(key, table);
  return table;
}

function boundedTable(quantile: (q: number) => number): QuantileTable {
  const cells = (from: number, width: number) =>
    Float64Array.from({ length: CELLS + 1 }, (_, k) => quantile(from + (k / CELLS) * width));
  const ends = { low: cells(0, 1 / CELLS), high: cells(1 - 1 / CELLS, 1 / CELLS) };
  return { quantiles: cells(0, 1), ends, tail: 'none', sigma: 0 };
}

function buildExponential(): QuantileTable {
  const quantiles = Float64Array.from({ length: CELLS + 1 }, (_, k) =>
    k < CELLS ? -Math.log1p(-k / CELLS) : 0,
  );
  return { quantiles, ends: null, tail: 'exponential', sigma: 0 };
}

let normalQuantiles: Float64Array | null = null;

/** Quantiles of a standard normal at k / 1024, 0 at both ends. */
function standardNormal(): Float64Array {
  normalQuantiles ??= Float64Array.from({ length: CELLS + 1 }, (_, k) =>
    k > 0 && k < CELLS ? normalQuantile(k / CELLS) : 0,
  );
  return normalQuantiles;
}

function buildLognormal(sigma: number): QuantileTable {
  const normal = standardNormal();
  const quantiles = new Float64Array(CELLS + 1);
  for (let k = 1; k < CELLS; k++) quantiles[k] = Math.exp(sigma * (normal[k] as number));
  return { quantiles, ends: null, tail: 'lognormal', sigma };
}

function buildTriangular(modeShare: number): QuantileTable {
  return boundedTable(q =>
    q < modeShare ? Math.sqrt(q * modeShare) : 1 - Math.sqrt((1 - q) * (1 - modeShare)),
  );
}

/** Intervals of the angle t in which x = sin^2(t / 2) runs through a beta distribution. */
const ANGLES = 1024;

/** Cumulative beta probabilities at equal angles, by Simpson's rule, and their derivative: both scaled to end at 1. */
function betaByAngle(alpha: number, beta: number): { sums: Float64Array; slopes: Float64Array } {
  const step = Math.PI / ANGLES;
  // Scaled by the logarithm of the highest value, so that concentrated distributions do not underflow.
  const logDensity = (t: number) =>
    (2 * alpha - 1) * Math.log(Math.sin(t / 2)) + (2 * beta - 1) * Math.log(Math.cos(t / 2));
  const mode = 2 * Math.atan(Math.sqrt((2 * alpha - 1) / (2 * beta - 1)));
  const highest = logDensity(mode);
  const density = (t: number) => (t <= 0 || t >= Math.PI ? 0 : Math.exp(logDensity(t) - highest));
  const sums = new Float64Array(ANGLES + 1);
  const slopes = new Float64Array(ANGLES + 1);
  for (let i = 1; i <= ANGLES; i++) {
    slopes[i] = density(i * step);
    const middle = density((i - 0.5) * step);
    sums[i] =
      (sums[i - 1] as number) + (step / 6) * ((slopes[i - 1] as number) + 4 * middle + (slopes[i] as number));
  }
  const total = sums[ANGLES] as number;
  return { sums: sums.map(sum => sum / total), slopes: slopes.map(slope => (slope * step) / total) };
}

/** Where the cubic through two ends with their slopes takes a value, 0..1. */
function solveCubic(
  value: number,
  ends: readonly [number, number],
  slopes: readonly [number, number],
): number {
  const [from, to] = ends;
  const rise = to - from;
  if (!(rise > 0)) return 0;
  const second = 3 * rise - 2 * slopes[0] - slopes[1];
  const third = slopes[0] + slopes[1] - 2 * rise;
  let low = 0;
  let high = 1;
  let x = (value - from) / rise;
  for (let i = 0; i < 40; i++) {
    const miss = from + x * (slopes[0] + x * (second + x * third)) - value;
    if (miss > 0) high = x;
    else low = x;
    const slope = slopes[0] + x * (2 * second + 3 * x * third);
    const next = x - miss / slope;
    const inside = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(inside - x) < 1e-13) return inside;
    x = inside;
  }
  return x;
}

function buildBeta(alpha: number, beta: number): QuantileTable {
  const { sums, slopes } = betaByAngle(alpha, beta);
  return boundedTable(q => {
    if (q <= 0 || q >= 1) return q;
    let low = 1;
    let high = ANGLES;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] as number) < q) low = middle + 1;
      else high = middle;
    }
    const within = solveCubic(
      q,
      [sums[low - 1] as number, sums[low] as number],
      [slopes[low - 1] as number, slopes[low] as number],
    );
    return Math.sin(((low - 1 + within) * Math.PI) / ANGLES / 2) ** 2;
  });
}

/** Of an exponential with mean 1. */
export const exponentialTable = (): QuantileTable => remembered('exponential', buildExponential);

/** Of a lognormal with median 1. */
export const lognormalTable = (sigma: number): QuantileTable =>
  remembered(`lognormal ${sigma}`, () => buildLognormal(sigma));

/** Of a triangular distribution on 0..1. */
export const triangularTable = (modeShare: number): QuantileTable =>
  remembered(`triangular ${modeShare}`, () => buildTriangular(modeShare));

/** Of a beta distribution; both parameters are 1 or more, as those of a PERT. */
export const betaTable = (alpha: number, beta: number): QuantileTable =>
  remembered(`beta ${alpha} ${beta}`, () => buildBeta(alpha, beta));

/**
 * The z that a standard normal exceeds with probability p, 2^-34 <= p <= 1/64: one branch of Wichura's algorithm AS 241 (1988),
 * relative error about 1e-16.
 */
function upperNormalQuantile(p: number): number {
  const r = Math.sqrt(-Math.log(p)) - 1.6;
  const above =
    ((((((7.745450142783414e-4 * r + 0.022723844989269184) * r + 0.2417807251774506) * r +
      1.2704582524523684) *
      r +
      3.6478483247632045) *
      r +
      5.769497221460691) *
      r +
      4.630337846156546) *
      r +
    1.4234371107496835;
  const below =
    ((((((1.0507500716444169e-9 * r + 5.475938084995345e-4) * r + 0.015198666563616457) * r +
      0.14810397642748008) *
      r +
      0.6897673349851) *
      r +
      1.6763848301838038) *
      r +
      2.053191626637759) *
      r +
    1;
  return above / below;
}

function tailQuantile({ tail, sigma }: QuantileTable, luck: number): number {
  const exceeded = (NUMBERS - luck - 0.5) / NUMBERS;
  return tail === 'exponential' ? -Math.log(exceeded) : Math.exp(sigma * upperNormalQuantile(exceeded));
}

/** Between two entries of a table of 1,024 cells, by the upper ten bits and the rest of a number. */
function between(quantiles: Float64Array, luck: number): number {
  const cell = luck >>> CELL_SHIFT;
  const from = quantiles[cell] as number;
  return from + (((quantiles[cell + 1] as number) - from) * (luck & (CELL_STEPS - 1))) / CELL_STEPS;
}

/** True for numbers of the first and the last cell. */
const isOuter = (luck: number) => luck < CELL_STEPS || luck >= NUMBERS - CELL_STEPS;

/** The standard quantile for a number of 32 bits. */
export function standardQuantile(table: QuantileTable, luck: number): number {
  if (table.ends === null)
    return luck >= TAIL_START ? tailQuantile(table, luck) : between(table.quantiles, luck);
  if (!isOuter(luck)) return between(table.quantiles, luck);
  return between(luck < CELL_STEPS ? table.ends.low : table.ends.high, (luck << (32 - CELL_SHIFT)) >>> 0);
}

/** offset + scale x standard quantile for the first `count` numbers. */
export function fillQuantiles(
  table: QuantileTable,
  { offset, scale }: { readonly offset: number; readonly scale: number },
  luck: Uint32Array,
  count: number,
  values: Float64Array,
): void {
  const { quantiles } = table;
  // Of the numbers from `inner` up to `outer` only the table is asked.
  const inner = table.ends === null ? 0 : CELL_STEPS;
  const outer = table.ends === null ? TAIL_START : NUMBERS - CELL_STEPS;
  for (let i = 0; i < count; i++) {
    const number = luck[i] as number;
    const isPlain = number >= inner && number < outer;
    values[i] = offset + scale * (isPlain ? between(quantiles, number) : standardQuantile(table, number));
  }
}
