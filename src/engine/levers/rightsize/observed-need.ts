/** What rightsizing shares: how much was used at the peak, and the room that is left above it. */

import type { Percentiles, Utilization } from '../../estate/estate.ts';
import { numberParam } from '../../lever-params.ts';

/** Documentation of the recommender whose defaults are ours. */
export const COMPUTE_OPTIMIZER =
  'https://docs.aws.amazon.com/compute-optimizer/latest/APIReference/API_CustomizableMetricParameters.html';

/** Days of metrics asked for. */
export const OBSERVED_DAYS_MIN = numberParam({
  label: 'Observed at least',
  unit: 'days',
  description: 'Compute Optimizer looks back 14 days by default.',
  default: 14,
  min: 1,
  max: 365,
  step: 1,
});

/** Room above the peak of the CPU. */
export const CPU_HEADROOM_PERCENT = numberParam({
  label: 'CPU headroom above p99',
  unit: '%',
  description: 'Compute Optimizer adds 20 % to the 99.5th percentile by default; p99 is used here.',
  default: 20,
  min: 0,
  max: 200,
  step: 5,
});

/** Room above the most memory ever used. */
export const MEMORY_HEADROOM_PERCENT = numberParam({
  label: 'Memory headroom above the maximum',
  unit: '%',
  description: 'Compute Optimizer adds 20 % by default.',
  default: 20,
  min: 0,
  max: 200,
  step: 5,
});

/** Memory in use where no metric shows it and a person accepts that: an assumption, which makes the evidence one too. */
export const ASSUMED_MEMORY_PERCENT = numberParam({
  label: 'Memory where unobserved',
  unit: '%',
  description:
    'Assumption, where unobserved memory is accepted: so much of it is in use at most, headroom on top. 100 leaves no size to shrink to.',
  default: 40,
  min: 5,
  max: 100,
  step: 5,
});

/** What nearly every hour stays under: p99, or the maximum where no p99 is known. */
export function peakOf({ p99, max }: Percentiles): number | null {
  return p99 ?? max;
}

/** What was never passed: the maximum, or p99 where no maximum is known. */
export function mostOf({ p99, max }: Percentiles): number | null {
  return max ?? p99;
}

/**
 * The largest mean that quantiles allow: the lower half of the time is at most at the median, the next 45 % at p95, and so
 * on. Null where no maximum is known.
 */
export function meanAtMost({ p50, p95, p99, max }: Percentiles): number | null {
  if (max === null) return null;
  const steps: readonly (readonly [until: number, value: number | null])[] = [
    [0.5, p50],
    [0.95, p95],
    [0.99, p99],
    [1, max],
  ];
  let mean = 0;
  let from = 0;
  for (const [until, value] of steps) {
    if (value === null) continue;
    mean += (until - from) * value;
    from = until;
  }
  return mean;
}

/** A value with room above it. @param percent 20 for a fifth more */
export function withHeadroom(value: number, percent: number): number {
  return value * (1 + percent / 100);
}

/** The metrics when they span enough days; null otherwise. */
export function observedFor(utilization: Utilization | null, daysMin: number): Utilization | null {
  return utilization !== null && (utilization.observedDays ?? 0) >= daysMin ? utilization : null;
}

/** `42 %`. */
export function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}
