/** Duration distributions in minutes, as plain data. */

import { assert, assertNever } from '../assert.ts';

/** Always the same length. */
type Fixed = { readonly kind: 'fixed'; readonly minutes: number };
/** Memoryless, by its mean. */
type Exponential = { readonly kind: 'exponential'; readonly meanMinutes: number };
/** exp(mu + sigma Z): `mu` is the logarithm of the median in minutes. */
export type Lognormal = { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number };
/** Beta-PERT with alpha = 1 + g(mode - low)/(high - low) and beta = 1 + g(high - mode)/(high - low); low <= mode <= high. */
export type Pert = {
  readonly kind: 'pert';
  readonly low: number;
  readonly mode: number;
  readonly high: number;
  /** The weight g of the mode: 4 when left out, as in the classic PERT. */
  readonly gamma?: number;
};
/** Straight lines up to the mode and down from it; low <= mode <= high. */
export type Triangular = {
  readonly kind: 'triangular';
  readonly low: number;
  readonly mode: number;
  readonly high: number;
};

/** A distribution that is not made of others. */
export type SimpleDistribution = Fixed | Exponential | Lognormal | Pert | Triangular;

/**
 * Bad minutes of an outage in two stages: the share `before` of requests fails for the first `switchMinutes` of the base
 * duration, the share `after` for the rest of it. `before` = `after` scales the base; `after` = 0 cuts it off.
 */
export type Staged = {
  readonly kind: 'staged';
  readonly base: SimpleDistribution;
  readonly switchMinutes: number;
  /** 0..1 */
  readonly before: number;
  /** 0..1 */
  readonly after: number;
};

/** One of several, each with its weight; weights are not negative and add up to 1. */
export type Mixture = {
  readonly kind: 'mixture';
  readonly parts: readonly { readonly weight: number; readonly distribution: SimpleDistribution | Staged }[];
};

/** A length of time in minutes, never negative. */
export type Distribution = SimpleDistribution | Staged | Mixture;

/** Longest duration that is computed with: about 1,900 years, so that no second moment overflows. */
const MINUTES_MAX = 1e9;
/** ln(MINUTES_MAX), and a spread beyond any incident record. */
const LOGNORMAL_MU_MAX = 21;
const LOGNORMAL_SIGMA_MAX = 8;

/** A mode that weighs more is as good as certain. */
const PERT_GAMMA_MAX = 1000;

const isWithin = (value: number, max: number) => value >= 0 && value <= max;

function assertMixture({ parts }: Mixture): void {
  let total = 0;
  for (const part of parts) {
    assert(isWithin(part.weight, 1 + 1e-9), 'a weight of a mixture is a share');
    total += part.weight;
    assertDistribution(part.distribution);
  }
  assert(Math.abs(total - 1) < 1e-9, 'the weights of a mixture add up to 1');
}

function assertModal({ low, mode, high }: Pert | Triangular, why: string): void {
  assert(isWithin(low, mode) && isWithin(mode, high) && isWithin(high, MINUTES_MAX), why);
}

/**
 * Holds when the distribution is one that a duration can have: minutes within [0, 1e9], shares within [0, 1].
 * @throws BugError
 */
export function assertDistribution(distribution: Distribution): void {
  switch (distribution.kind) {
    case 'fixed':
      assert(isWithin(distribution.minutes, MINUTES_MAX), 'a fixed duration is within [0, 1e9] minutes');
      break;
    case 'exponential':
      assert(isWithin(distribution.meanMinutes, MINUTES_MAX), 'a mean duration is within [0, 1e9] minutes');
      break;
    case 'lognormal':
      assert(isWithin(distribution.sigma, LOGNORMAL_SIGMA_MAX), 'the sigma of a lognormal is within [0, 8]');
      assert(
        isWithin(Math.abs(distribution.mu), LOGNORMAL_MU_MAX),
        'the mu of a lognormal is within [-21, 21]',
      );
      break;
    case 'pert':
      assertModal(distribution, 'a PERT has 0 <= low <= mode <= high <= 1e9');
      assert(isWithin(distribution.gamma ?? 4, PERT_GAMMA_MAX), 'the gamma of a PERT is within [0, 1000]');
      break;
    case 'triangular':
      assertModal(distribution, 'a triangular has 0 <= low <= mode <= high <= 1e9');
      break;
    case 'staged':
      assert(isWithin(distribution.switchMinutes, MINUTES_MAX), 'a stage lasts within [0, 1e9] minutes');
      assert(
        isWithin(distribution.before, 1) && isWithin(distribution.after, 1),
        'the impact of a stage is a share',
      );
      assertDistribution(distribution.base);
      break;
    case 'mixture':
      assertMixture(distribution);
      break;
    default:
      assertNever(distribution);
  }
}

/** Shape parameters (alpha, beta) of a PERT distribution whose high is above its low. */
export function pertShape(pert: Pert): { readonly alpha: number; readonly beta: number } {
  const { low, mode, high, gamma = 4 } = pert;
  const width = high - low;
  return { alpha: 1 + (gamma * (mode - low)) / width, beta: 1 + (gamma * (high - mode)) / width };
}

/** The one value of a simple distribution without spread; null when it has any. */
export function certainMinutes(distribution: SimpleDistribution): number | null {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.minutes;
    case 'exponential':
      return distribution.meanMinutes === 0 ? 0 : null;
    case 'lognormal':
      return distribution.sigma === 0 ? Math.exp(distribution.mu) : null;
    case 'pert':
    case 'triangular':
      return distribution.low === distribution.high ? distribution.low : null;
    default:
      return assertNever(distribution);
  }
}
