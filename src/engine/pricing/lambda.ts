/** AWS Lambda: GB-seconds and their graduated prices. Source: Lambda price page, us-east-1 (tiers as of 2026-08). */

import type { PriceTier } from './object-storage.ts';

/** Megabytes in the GB of a GB-second. */
const MB_PER_GB = 1024;

/** Free every month for the whole organisation. */
export const LAMBDA_FREE_GB_SECONDS = 400_000;
export const LAMBDA_FREE_REQUESTS = 1_000_000;

/** USD per million requests. */
export const LAMBDA_PER_MILLION_REQUESTS = 0.2;

/** USD per GB-second by architecture, by the GB-seconds of a month. */
export const LAMBDA_DURATION_TIERS: Readonly<Record<'x86' | 'arm', readonly PriceTier[]>> = {
  x86: [
    { upTo: 6e9, price: 0.0000166667 },
    { upTo: 15e9, price: 0.000015 },
    { upTo: Number.POSITIVE_INFINITY, price: 0.0000133334 },
  ],
  arm: [
    { upTo: 7.5e9, price: 0.0000133334 },
    { upTo: 18.75e9, price: 0.0000120001 },
    { upTo: Number.POSITIVE_INFINITY, price: 0.0000106667 },
  ],
};

/**
 * GB-seconds of some invocations.
 * @param seconds of one invocation, before rounding
 * @param billedStepMs durations are rounded up to this: 1 ms since December 2020, 100 ms before
 */
export function gbSeconds(requests: number, seconds: number, memoryMb: number, billedStepMs = 1): number {
  // The tiny allowance keeps 0.2 s, which is no exact float, from being rounded up by a step.
  const steps = Math.ceil((seconds * 1000) / billedStepMs - 1e-9);
  return (requests * steps * billedStepMs * memoryMb) / MB_PER_GB / 1000;
}
