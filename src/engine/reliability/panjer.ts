/** Panjer's recursion: the distribution of a compound Poisson sum on a lattice that ends at the budget. */

import type { Atom, SeverityPart } from './severity.ts';
import { spreadEvents, spreadLimitedMean } from './severity.ts';

/** Expected events by lattice point, collected before the recursion. */
export type Lattice = {
  readonly step: number;
  readonly steps: number;
  /** Expected events of severity i x step; index 0 is unused, since a loss of nothing changes nothing. */
  readonly events: Float64Array;
  /** Expected events of any severity that the lattice sees as above zero, those beyond its end included. */
  latticeEvents: number;
  /** Expected events of any severity above zero. */
  positiveEvents: number;
};

/** The distribution function of the sum at the lattice points. */
export type LatticeSums = {
  readonly step: number;
  readonly steps: number;
  readonly cumulative: Float64Array;
};

/** An empty lattice from 0 to step x steps. */
export function createLattice(step: number, steps: number): Lattice {
  return { step, steps, events: new Float64Array(steps + 1), latticeEvents: 0, positiveEvents: 0 };
}

/**
 * Adds what is spread out of a part. With L(x) = E[min(X, x)], point i gets (2 L(i) - L(i-1) - L(i+1)) / step of the mass:
 * each interval's mass goes to its two ends so that the mean stays.
 */
export function spreadOnLattice(lattice: Lattice, part: SeverityPart, atoms: readonly Atom[]): void {
  const positive = spreadEvents(part, atoms);
  if (positive <= 1e-15 * part.events) return;
  const { step, steps, events } = lattice;
  let before = 0;
  let here = spreadLimitedMean(part, atoms, step);
  lattice.latticeEvents += here / step;
  lattice.positiveEvents += positive;
  for (let i = 1; i <= steps; i++) {
    const after = spreadLimitedMean(part, atoms, step * (i + 1));
    events[i] = (events[i] ?? 0) + Math.max(0, (2 * here - before - after) / step);
    before = here;
    here = after;
  }
}

/** Adds losses of one size, split between the two lattice points around it. */
export function addAtomToLattice(lattice: Lattice, { events, minutes }: Atom): void {
  const position = minutes / lattice.step;
  const index = Math.floor(position);
  const upper = position - index;
  if (index > 0 && index <= lattice.steps)
    lattice.events[index] = (lattice.events[index] ?? 0) + events * (1 - upper);
  if (index < lattice.steps) lattice.events[index + 1] = (lattice.events[index + 1] ?? 0) + events * upper;
  lattice.latticeEvents += index > 0 ? events : events * upper;
  lattice.positiveEvents += events;
}

/** Above this the running sums are scaled down, so that e^-events never underflows. */
const SCALE_LIMIT = 1e200;

/** Panjer's recursion: g(0) = e^-events, j g(j) = sum over i of i x events(i) x g(j - i). O(steps^2 / 2). */
export function sumOnLattice(lattice: Lattice): LatticeSums {
  const { step, steps } = lattice;
  const cumulative = new Float64Array(steps + 1);
  // Each such event takes at least one step: this many never fit.
  if (lattice.latticeEvents > 4 * steps + 100) return { step, steps, cumulative };
  const weighted = lattice.events.map((events, i) => i * events);
  const density = new Float64Array(steps + 1);
  density[0] = 1;
  let logScale = -lattice.latticeEvents;
  for (let j = 1; j <= steps; j++) {
    let total = 0;
    for (let i = 1; i <= j; i++) total += (weighted[i] as number) * (density[j - i] as number);
    const value = total / j;
    density[j] = value;
    if (value > SCALE_LIMIT) {
      for (let i = 0; i <= j; i++) density[i] = (density[i] as number) / SCALE_LIMIT;
      logScale += Math.log(SCALE_LIMIT);
    }
  }
  const scale = Math.exp(logScale);
  let sum = (density[0] as number) * scale;
  // A lattice point stands for the half step on either side; only the sum of nothing is exactly 0.
  cumulative[0] = Math.exp(-lattice.positiveEvents);
  for (let j = 1; j <= steps; j++) {
    const value = (density[j] as number) * scale;
    cumulative[j] = sum + value / 2;
    sum += value;
  }
  return { step, steps, cumulative };
}

/** P(sum <= minutes), linear between lattice points; minutes within the lattice. */
export function latticeCdf({ step, steps, cumulative }: LatticeSums, minutes: number): number {
  const position = Math.min(steps, minutes / step);
  const index = Math.min(steps - 1, Math.floor(position));
  const low = cumulative[index] ?? 0;
  const high = cumulative[index + 1] ?? 0;
  return low + (high - low) * (position - index);
}
