/** Durations that become longer or shorter as a whole. */

import { assertNever } from '../assert.ts';
import type { Distribution, SimpleDistribution, Staged } from './distribution.ts';

function scaleSimple(distribution: SimpleDistribution, factor: number): SimpleDistribution {
  switch (distribution.kind) {
    case 'fixed':
      return { kind: 'fixed', minutes: distribution.minutes * factor };
    case 'exponential':
      return { kind: 'exponential', meanMinutes: distribution.meanMinutes * factor };
    case 'lognormal':
      return { ...distribution, mu: distribution.mu + Math.log(factor) };
    case 'pert':
    case 'triangular': {
      const { low, mode, high } = distribution;
      return { ...distribution, low: low * factor, mode: mode * factor, high: high * factor };
    }
    default:
      return assertNever(distribution);
  }
}

function scalePart(part: SimpleDistribution | Staged, factor: number): SimpleDistribution | Staged {
  if (part.kind !== 'staged') return scaleSimple(part, factor);
  return { ...part, base: scaleSimple(part.base, factor), switchMinutes: part.switchMinutes * factor };
}

/** A duration times a positive factor. */
export function scaleDuration(distribution: Distribution, factor: number): Distribution {
  if (factor === 1) return distribution;
  if (distribution.kind !== 'mixture') return scalePart(distribution, factor);
  return {
    kind: 'mixture',
    parts: distribution.parts.map(part => ({ ...part, distribution: scalePart(part.distribution, factor) })),
  };
}
