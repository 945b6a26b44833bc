/** How the Kubernetes Vertical Pod Autoscaler sizes a container, and how much it trusts a short history. */

import { assert } from '../assert.ts';
import { published } from './constants.ts';

const VPA = 'https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler';
const MEBIBYTE = 1024 * 1024;
const SAMPLES_PER_DAY = 1440;

/** Constants of the recommender, as its sources set them. */
export const VPA_CONSTANTS = {
  safetyMargin: published(0.15, 'share', VPA, 'Added to the 90th percentile of CPU and memory.'),
  oomBumpRatio: published(1.2, 'factor', VPA, 'On the memory in use when a container ran out of it.'),
  oomMinimumBytes: published(
    100 * MEBIBYTE,
    'bytes',
    VPA,
    'Least that is added when a container ran out of memory.',
  ),
} as const;

/** Days of history that count: never more than one sample a minute fills. */
export function vpaConfidence(historyDays: number, samples: number | null = null): number {
  assert(historyDays >= 0 && (samples === null || samples >= 0), 'a history is not negative');
  return samples === null ? historyDays : Math.min(historyDays, samples / SAMPLES_PER_DAY);
}

/** base x (1 + multiplier / confidence)^exponent: the scaling of every bound. With no confidence it has no limit, or is 0. */
export function scaleByConfidence(
  base: number,
  multiplier: number,
  exponent: number,
  confidence: number,
): number {
  assert(
    base >= 0 && multiplier >= 0 && confidence >= 0,
    'a bound is scaled up or down from a positive number',
  );
  if (multiplier === 0 || exponent === 0) return base;
  return base * (1 + multiplier / confidence) ** exponent;
}

/** Factor on the upper bound: 1 + 1 / confidence. */
export function vpaUpperFactor(confidence: number): number {
  return scaleByConfidence(1, 1, 1, confidence);
}

/** Factor on the lower bound: (1 + 0.001 / confidence)^-2. */
export function vpaLowerFactor(confidence: number): number {
  return scaleByConfidence(1, 0.001, -2, confidence);
}

/** Request that is recommended: the 90th percentile with its margin, in the unit of the percentile. */
export function vpaTarget(p90: number, margin: number = VPA_CONSTANTS.safetyMargin.value): number {
  assert(p90 >= 0 && margin >= 0, 'a percentile and a margin are not negative');
  return p90 * (1 + margin);
}

/** Memory after a container ran out of it, whole bytes: 100 MiB more or a fifth more, whichever is larger. */
export function memoryAfterOom(usedBytes: number): number {
  assert(usedBytes >= 0 && Number.isFinite(usedBytes), 'memory is not negative');
  const { oomBumpRatio, oomMinimumBytes } = VPA_CONSTANTS;
  return Math.floor(Math.max(usedBytes + oomMinimumBytes.value, usedBytes * oomBumpRatio.value));
}
