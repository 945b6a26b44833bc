/** Bad minutes of one outage (impact x duration), taken apart into what is certain (atoms) and what is spread out. */

import type { Distribution, Pert, SimpleDistribution, Staged } from './distribution.ts';
import { certainMinutes } from './distribution.ts';
import type { Impact, RateAndSeverity } from './failure-class.ts';
import { expectedEvents } from './failure-class.ts';
import { limitedMean, mean, secondMoment } from './moments.ts';
import { cdf } from './quantiles.ts';

/** Events of one severity: `scale` x a distribution that is not a mixture. */
export type SeverityPart = {
  /** Expected in the window. */
  readonly events: number;
  readonly scale: number;
  readonly distribution: SimpleDistribution | Staged;
};

/** Events that all cost the same. */
export type Atom = { readonly events: number; readonly minutes: number };

/**
 * Cells of an impact distribution, closer together where impacts are small. Each keeps its probability and its mean, so the
 * mean is exact; with twelve cells the second moment of the default change impact is 0.6 % low, and P(S > B) of classes of
 * changes is within 0.6 % of itself (against 200 cells, budgets from 99.9 to 99.99 %).
 */
const IMPACT_CELLS = 12;
const CELL_SPACING = 1.5;

/** An impact as a few weighted shares. */
export function impactPoints(
  impact: Impact,
  cells = IMPACT_CELLS,
): readonly { readonly weight: number; readonly share: number }[] {
  if (typeof impact === 'number') return [{ weight: 1, share: impact }];
  if (impact.low === impact.high) return [{ weight: 1, share: impact.low }];
  const points: { weight: number; share: number }[] = [];
  let before = partialMean(impact, impact.low);
  for (let cell = 1; cell <= cells; cell++) {
    const edge =
      cell === cells ? impact.high : impact.low + (impact.high - impact.low) * (cell / cells) ** CELL_SPACING;
    const after = partialMean(impact, edge);
    const weight = after.probability - before.probability;
    if (weight > 0) points.push({ weight, share: (after.mean - before.mean) / weight });
    before = after;
  }
  return points;
}

/** P(phi <= edge) and E[phi; phi <= edge]. */
function partialMean(impact: Pert, edge: number): { probability: number; mean: number } {
  const probability = cdf(impact, edge);
  return { probability, mean: limitedMean(impact, edge) - edge * (1 - probability) };
}

function flatten(
  distribution: Distribution,
): readonly { weight: number; distribution: SimpleDistribution | Staged }[] {
  return distribution.kind === 'mixture' ? distribution.parts : [{ weight: 1, distribution }];
}

/** Every class as parts with one distribution each, in a window. Equal severities become one part; events that cost nothing are left out. */
export function severityParts(
  classes: readonly RateAndSeverity[],
  windowMinutes: number,
): readonly SeverityPart[] {
  const parts = new Map<string, SeverityPart>();
  for (const { ratePerYear, impact, duration } of classes) {
    const events = expectedEvents(ratePerYear, windowMinutes);
    for (const point of impactPoints(impact)) {
      for (const { weight, distribution } of flatten(duration)) {
        const part = { events: events * point.weight * weight, scale: point.share, distribution };
        if (part.events === 0 || partMean(part) === 0) continue;
        const key = `${part.scale} ${JSON.stringify(distribution)}`;
        const known = parts.get(key);
        parts.set(key, known ? { ...part, events: part.events + known.events } : part);
      }
    }
  }
  return [...parts.values()];
}

/** E[X] of one event. */
export function partMean({ scale, distribution }: SeverityPart): number {
  return scale * mean(distribution);
}

/** E[X^2] of one event. */
export function partSecondMoment({ scale, distribution }: SeverityPart): number {
  return scale * scale * secondMoment(distribution);
}

/** P(X > 0). */
export function positiveProbability({ distribution }: SeverityPart): number {
  return 1 - cdf(distribution, 0);
}

/** The values that the severity takes with a probability of its own, zero left out. */
export function atomsOf({ events, scale, distribution }: SeverityPart): readonly Atom[] {
  if (distribution.kind !== 'staged') {
    const minutes = certainMinutes(distribution);
    return minutes === null || minutes === 0 ? [] : [{ events, minutes: scale * minutes }];
  }
  const { base, switchMinutes, before, after } = distribution;
  const minutes = certainMinutes(base);
  if (minutes !== null) {
    const bad = before * Math.min(minutes, switchMinutes) + after * Math.max(0, minutes - switchMinutes);
    return bad > 0 ? [{ events, minutes: scale * bad }] : [];
  }
  // What would last longer is cut off at one value.
  const isCut = after === 0 && before > 0 && switchMinutes > 0;
  return isCut
    ? [{ events: events * (1 - cdf(base, switchMinutes)), minutes: scale * before * switchMinutes }]
    : [];
}

/** Expected events x E[min(X, limit)] of the part that is spread out. */
export function spreadLimitedMean(part: SeverityPart, atoms: readonly Atom[], limit: number): number {
  let total = part.events * part.scale * limitedMean(part.distribution, limit / part.scale);
  for (const atom of atoms) total -= atom.events * Math.min(atom.minutes, limit);
  return total;
}

/** Expected events of the part that is spread out and above zero. */
export function spreadEvents(part: SeverityPart, atoms: readonly Atom[]): number {
  let events = part.events * positiveProbability(part);
  for (const atom of atoms) events -= atom.events;
  return Math.max(0, events);
}
