/** Sums of losses of known size: a short list of (minutes, probability), exact where a lattice would smear. */

import type { Atom, SeverityPart } from './severity.ts';
import { partMean, partSecondMoment } from './severity.ts';
import { poissonProbabilities } from './special-functions.ts';

/** The distribution of a sum, as parallel lists in no order. Sums above the budget are left out: they are a breach. */
export type CountSum = { readonly minutes: readonly number[]; readonly probabilities: readonly number[] };

/** The sum before anything is added: 0 minutes for certain. */
export const NOTHING_CERTAIN: CountSum = { minutes: [0], probabilities: [1] };

/** Longest list; longer ones would cost more than the lattice. */
const SUMS_MAX = 600;

/** A sum that is less likely than this is dropped: the result moves by less than 1e-10. */
const PROBABILITY_MIN = 1e-13;

/**
 * The sum with a Poisson number of further losses of one size.
 * @param highest sums above it are left out
 * @returns null when the list would grow too long: the caller puts the atom on the lattice instead
 */
export function addAtom(sum: CountSum, { events, minutes }: Atom, highest: number): CountSum | null {
  const countMax = Math.floor(highest / minutes);
  // The window of likely counts is about 17 standard deviations wide.
  if (Math.min(countMax, 17 * Math.sqrt(events) + 24) > SUMS_MAX) return null;
  const { first, probabilities } = poissonProbabilities(events, countMax);
  const result = { minutes: [] as number[], probabilities: [] as number[] };
  for (let i = 0; i < sum.minutes.length; i++) {
    const base = sum.minutes[i] ?? 0;
    const weight = sum.probabilities[i] ?? 0;
    for (let j = 0; j < probabilities.length; j++) {
      const total = base + (first + j) * minutes;
      if (total > highest) break;
      const probability = weight * (probabilities[j] ?? 0);
      if (probability < PROBABILITY_MIN) continue;
      result.minutes.push(total);
      result.probabilities.push(probability);
    }
    if (result.minutes.length > SUMS_MAX) return null;
  }
  return result;
}

/** Most events that the list can count one by one (see SUMS_MAX). */
const COUNT_MEAN_MAX = 900;

/** From this many events on a sum of unequal losses has no steps of its own. */
const SMOOTH_COUNT_MEAN = 20;

/** Many tiny losses as a certain part and a Poisson number of equal losses that carries the spread. */
export type SmallLosses = {
  readonly certainMinutes: number;
  /** Null when the spread is negligible. */
  readonly atom: Atom | null;
  /** Minutes over which each sum is spread evenly, since the real losses are not all equal; 0 when they are. */
  readonly width: number;
};

/** Losses of about a lattice step or less, replaced by a certain part and equal losses with the same mean and variance. */
export function smallLosses(parts: readonly SeverityPart[], step: number): SmallLosses {
  let mean = 0;
  let variance = 0;
  for (const part of parts) {
    mean += part.events * partMean(part);
    variance += part.events * partSecondMoment(part);
  }
  if (variance < (step / 8) ** 2) return { certainMinutes: mean, atom: null, width: 0 };
  const size = variance / mean;
  const events = mean / size;
  // Fewer and larger losses keep the variance; what they lack in mean becomes certain.
  const coarseness = Math.max(1, Math.sqrt(events / COUNT_MEAN_MAX));
  const atom = { events: events / coarseness ** 2, minutes: size * coarseness };
  const isExact = coarseness === 1 && parts.every(part => isAlways(part, size));
  const width = isExact || atom.events < SMOOTH_COUNT_MEAN ? 0 : atom.minutes;
  return { certainMinutes: Math.max(0, mean - atom.events * atom.minutes), atom, width };
}

/** True when every event of the part costs `size`. */
function isAlways(part: SeverityPart, size: number): boolean {
  return (
    Math.abs(partMean(part) / size - 1) < 1e-12 && Math.abs(partSecondMoment(part) / size ** 2 - 1) < 1e-12
  );
}
