/**
 * P(S > budget) between rigorous bounds, by the fast Fourier transform of the distribution of S.
 *
 * Severities are rounded down to a lattice for the lower bound and up for the upper one. The transform of the sum is the product
 * of the transforms of its parts, whatever their counts: Poisson, negative binomial, or once at most. Exponential tilting (Gruebel
 * and Hermesmeier, 1999) keeps sums beyond the lattice from coming back at its beginning: their weight is below e^-40.
 */

import { assert } from '../assert.ts';
import type { Distribution } from './distribution.ts';
import type { Impact, RateAndSeverity } from './failure-class.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';
import { cdf } from './quantiles.ts';
import type { SeverityPart } from './severity.ts';
import { positiveProbability, severityParts } from './severity.ts';

/** Steps up to the budget: with so many divisors, a budget that is a few fixed outages has them on the lattice. */
const STEPS = 15_120;

/** Sums that are the budget but for float noise fit into it; so do severities that are a lattice point but for it. */
const SLACK = 1e-9;

/** Exponent of the tilt over the whole lattice. */
const TILT = 40;

/** Something that happens at most once in a window. */
export type OnceAtMost = {
  readonly probability: number;
  readonly impact: Impact;
  readonly duration: Distribution;
};

/** What a breach is computed from. */
export type BreachBoundsQuestion = {
  readonly classes: readonly RateAndSeverity[];
  readonly oneOff?: readonly OnceAtMost[];
  readonly windowMinutes: number;
  /** Bad minutes allowed, >= 0; a breach is more than this. */
  readonly budgetMinutes: number;
  /** Bad minutes that are certain in the window. */
  readonly burnMinutes?: number;
  /** r of negative binomial counts; null: Poisson. */
  readonly overdispersion?: number | null;
  /** Lattice steps up to the budget, 15,120 when left out. */
  readonly steps?: number;
};

/** P(S > budget) lies between them, and most likely near their middle. */
export type BreachBounds = { readonly lower: number; readonly upper: number };

/** Numbers with an imaginary part, as parallel arrays. */
type Complex = { readonly re: Float64Array; readonly im: Float64Array };

/** Places swapped so that the transform can work in place. */
function reverseBits({ re, im }: Complex): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j |= bit;
    if (i >= j) continue;
    const [real, imaginary] = [re[i] as number, im[i] as number];
    re[i] = re[j] as number;
    im[i] = im[j] as number;
    re[j] = real;
    im[j] = imaginary;
  }
}

/** Cooley and Tukey's transform in place; the length is a power of two. The inverse is not divided by the length. */
export function fourierTransform(values: Complex, inverse = false): void {
  const { re, im } = values;
  const size = re.length;
  assert((size & (size - 1)) === 0, 'the length of a transform is a power of two');
  reverseBits(values);
  const cosines = new Float64Array(size / 2);
  const sines = new Float64Array(size / 2);
  for (let k = 0; k < size / 2; k++) {
    cosines[k] = Math.cos((2 * Math.PI * k) / size);
    sines[k] = Math.sin((2 * Math.PI * k) / size) * (inverse ? 1 : -1);
  }
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const cosine = cosines[k * stride] as number;
        const sine = sines[k * stride] as number;
        const low = start + k;
        const high = low + half;
        const real = (re[high] as number) * cosine - (im[high] as number) * sine;
        const imaginary = (re[high] as number) * sine + (im[high] as number) * cosine;
        re[high] = (re[low] as number) - real;
        im[high] = (im[low] as number) - imaginary;
        re[low] = (re[low] as number) + real;
        im[low] = (im[low] as number) + imaginary;
      }
    }
  }
}

type Rounding = 'down' | 'up';

/** Expected events by lattice point, tilted; severities beyond the lattice are left out, since they never fit. */
function transformOf(
  parts: readonly SeverityPart[],
  step: number,
  size: number,
  rounding: Rounding,
): Complex {
  const re = new Float64Array(size);
  const shift = rounding === 'up' ? 0 : 1;
  for (const { events, scale, distribution } of parts) {
    // With F(x) = P(X <= x): rounded up, point i has F(i) - F(i - 1); rounded down, what lies in [i, i + 1).
    const edge = (i: number) => ((i * step) / scale) * (1 + (shift === 0 ? SLACK : -SLACK));
    let before = 0;
    for (let i = 0; i < size; i++) {
      const here = cdf(distribution, edge(i + shift));
      re[i] = (re[i] as number) + events * Math.max(0, here - before);
      before = here;
      if (here === 1) break;
    }
  }
  for (let i = 0; i < size; i++) re[i] = (re[i] as number) * Math.exp((-TILT * i) / size);
  const transform = { re, im: new Float64Array(size) };
  fourierTransform(transform);
  return transform;
}

const eventsOf = (parts: readonly SeverityPart[], share: (part: SeverityPart) => number = () => 1) =>
  parts.reduce((sum, part) => sum + part.events * share(part), 0);

/** Summands of S whose transforms multiply. */
type Summand = {
  readonly parts: readonly SeverityPart[];
  /** r of a negative binomial; `poisson` and `once` are what they say. */
  readonly count: 'poisson' | 'once' | number;
};

/** One event in the window stands for a rate of one a window. */
const asClass = ({ probability, impact, duration }: OnceAtMost, windowMinutes: number): RateAndSeverity => ({
  ratePerYear: (probability * MINUTES_PER_YEAR) / windowMinutes,
  impact,
  duration,
});

function summandsOf(question: BreachBoundsQuestion): readonly Summand[] {
  const { classes, oneOff = [], windowMinutes, overdispersion = null } = question;
  const counted =
    overdispersion === null
      ? [{ parts: severityParts(classes, windowMinutes), count: 'poisson' as const }]
      : classes.map(item => ({ parts: severityParts([item], windowMinutes), count: overdispersion }));
  const once = oneOff.map(event => ({
    parts: severityParts([asClass(event, windowMinutes)], windowMinutes),
    count: 'once' as const,
  }));
  return [...counted, ...once].filter(({ parts }) => parts.length > 0);
}

/** Multiplies the transform of the sum by the generating function of a summand. `events` is F(1) without the lattice's end. */
function multiply(product: Complex, { re, im }: Complex, count: Summand['count'], events: number): void {
  for (let i = 0; i < re.length; i++) {
    const real = (re[i] as number) - events;
    const imaginary = im[i] as number;
    let x = 1 + real;
    let y = imaginary;
    if (count !== 'once') {
      // ln: F - events, or -r ln(1 + (events - F) / r).
      const a = 1 - (typeof count === 'number' ? real / count : 0);
      const b = typeof count === 'number' ? -imaginary / count : 0;
      const size = typeof count === 'number' ? Math.hypot(a, b) ** -count : Math.exp(real);
      const angle = typeof count === 'number' ? -count * Math.atan2(b, a) : imaginary;
      x = size * Math.cos(angle);
      y = size * Math.sin(angle);
    }
    const [u, v] = [product.re[i] as number, product.im[i] as number];
    product.re[i] = u * x - v * y;
    product.im[i] = u * y + v * x;
  }
}

/** P(the sum of the rounded severities <= budget). */
function fittingProbability(
  summands: readonly Summand[],
  budget: number,
  steps: number,
  rounding: Rounding,
): number {
  const size = 2 ** Math.ceil(Math.log2(4 * steps));
  const product = { re: new Float64Array(size).fill(1), im: new Float64Array(size) };
  for (const { parts, count } of summands)
    multiply(product, transformOf(parts, budget / steps, size, rounding), count, eventsOf(parts));
  fourierTransform(product, true);
  let fits = 0;
  for (let i = 0; i <= steps; i++) fits += ((product.re[i] as number) / size) * Math.exp((TILT * i) / size);
  return Math.min(1, Math.max(0, fits));
}

/** P(nothing above zero happens). */
function quietProbability(summands: readonly Summand[]): number {
  let quiet = 1;
  for (const { parts, count } of summands) {
    const events = eventsOf(parts, positiveProbability);
    if (count === 'once') quiet *= 1 - events;
    else quiet *= count === 'poisson' ? Math.exp(-events) : (1 + events / count) ** -count;
  }
  return quiet;
}

/** Bounds of P(S + burn > budget). An impact that is a distribution counts as the same few weighted shares as everywhere. */
export function breachBounds(question: BreachBoundsQuestion): BreachBounds {
  const { budgetMinutes, burnMinutes = 0, steps = STEPS } = question;
  const slack = budgetMinutes * SLACK;
  const left = budgetMinutes - burnMinutes;
  if (left < -slack) return { lower: 1, upper: 1 };
  const summands = summandsOf(question);
  if (left <= slack) {
    const any = 1 - quietProbability(summands);
    return { lower: any, upper: any };
  }
  const lower = 1 - fittingProbability(summands, left, steps, 'down');
  const upper = 1 - fittingProbability(summands, left, steps, 'up');
  return { lower, upper: Math.max(lower, upper) };
}
