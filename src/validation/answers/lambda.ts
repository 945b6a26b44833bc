/** Worked examples of Lambda: one function or several, with or without the free tier, and months in the upper price bands. */

import {
  gbSeconds,
  LAMBDA_DURATION_TIERS,
  LAMBDA_FREE_GB_SECONDS,
  LAMBDA_FREE_REQUESTS,
  LAMBDA_PER_MILLION_REQUESTS,
} from '../../engine/pricing/lambda.ts';
import { type PriceTier, tieredCost } from '../../engine/pricing/object-storage.ts';
import { beyondFree, costByTier } from '../../engine/pricing/volume-tiers.ts';
import type { Answer, Inputs } from '../answer.ts';
import { has, numberIn, numberOf, numberOr, positiveOr, recordsOf, tiersOf } from '../read-inputs.ts';
import { sameName } from './same-name.ts';

const MILLION = 1e6;

const isWork = (inputs: Inputs) =>
  (has(inputs, 'memory_mb') || has(inputs, 'memory_gb')) &&
  ['seconds', 'ms', 'duration_ms', 'milliseconds'].some(key => has(inputs, key));

function requestsOf(inputs: Inputs): number {
  return numberIn(inputs, 'requests') ?? numberOf(inputs, 'million_requests') * MILLION;
}

function secondsOf(inputs: Inputs): number {
  return numberIn(inputs, 'seconds') ?? numberOf(inputs, 'ms', 'duration_ms', 'milliseconds') / 1000;
}

function memoryOf(inputs: Inputs): number {
  return numberIn(inputs, 'memory_mb') ?? numberOf(inputs, 'memory_gb') * 1024;
}

/** @param settings where the rounding of durations is stated */
function usedGbSeconds(work: Inputs, settings: Inputs): number {
  const step = positiveOr(settings, 'billing_increment_ms', 1);
  return gbSeconds(requestsOf(work), secondsOf(work), memoryOf(work), step);
}

/** Duration prices: one stated price, stated bands, or those of the architecture. @throws Error for an unknown architecture */
function durationTiers(inputs: Inputs): readonly PriceTier[] {
  if (has(inputs, 'tiers')) return tiersOf(inputs, 'tiers');
  const price = numberIn(inputs, 'price_gb_s', 'price_gb_second');
  if (price !== null) return [{ upTo: Number.POSITIVE_INFINITY, price }];
  const arch = inputs.arch ?? 'x86';
  if (arch === 'x86' || arch === 'x86_64') return LAMBDA_DURATION_TIERS.x86;
  if (arch === 'arm' || arch === 'arm64') return LAMBDA_DURATION_TIERS.arm;
  throw new Error('`arch` must be x86 or arm');
}

/** Scratch space above what is included, GB-seconds at a stated price. */
function ephemeralCost(inputs: Inputs): number {
  const megabytes = numberIn(inputs, 'ephemeral_mb');
  const price = numberIn(inputs, 'price_ephemeral_gb_s');
  if (megabytes === null || price === null) return 0;
  const charged = beyondFree(megabytes, numberOr(inputs, 'free_ephemeral_mb', 512));
  return ((requestsOf(inputs) * secondsOf(inputs) * charged) / 1024) * price;
}

function bill(inputs: Inputs) {
  const works = has(inputs, 'functions') ? recordsOf(inputs, 'functions') : [inputs];
  const used =
    numberIn(inputs, 'gb_seconds') ?? works.reduce((sum, work) => sum + usedGbSeconds(work, inputs), 0);
  const requests = works.reduce((sum, work) => sum + requestsOf(work), 0);
  // An example that states no free tier has none: organisations use theirs up elsewhere.
  const hasFreeTier = inputs.free_tier === true;
  const billable = beyondFree(used, numberOr(inputs, 'free_gb_s', hasFreeTier ? LAMBDA_FREE_GB_SECONDS : 0));
  const billableRequests = beyondFree(
    requests,
    numberOr(inputs, 'free_requests', hasFreeTier ? LAMBDA_FREE_REQUESTS : 0),
  );
  const tiers = durationTiers(inputs);
  const compute = tieredCost(billable, tiers);
  const perMillion =
    numberIn(inputs, 'price_million_requests', 'request_price_per_million') ?? LAMBDA_PER_MILLION_REQUESTS;
  const requestsCost = (billableRequests / MILLION) * perMillion;
  const ephemeral = ephemeralCost(inputs);
  return {
    gb_seconds: used,
    billable_gb_seconds: billable,
    billable_requests: billableRequests,
    compute,
    duration_cost: compute,
    duration_cost_by_tier: costByTier(billable, tiers),
    requests_cost: requestsCost,
    ephemeral_cost: ephemeral,
    total: compute + requestsCost + ephemeral,
  };
}

const LAMBDA: readonly Answer[] = [
  {
    kind: 'lambda',
    accepts: inputs =>
      Array.isArray(inputs.functions) ||
      ((has(inputs, 'requests') || has(inputs, 'million_requests')) &&
        (has(inputs, 'gb_seconds') || isWork(inputs))),
    compute: bill,
  },
];

export const LAMBDA_ANSWERS: readonly Answer[] = LAMBDA.map(answer => ({ resolve: sameName, ...answer }));
