/** Everything in a plan that is not certain: each quantity with its distribution, and where that comes from. */

import { ADOPTION_STAGES } from '../delivery.ts';
import { ASSUMED_RATE_SPREAD, type GrowthRule } from '../forecast/growth-rate.ts';
import type { Estimate, Evidence } from '../lever.ts';
import type { MoveOutcome } from '../simulate/run.ts';

/** Kinds of uncertain quantities. */
export const QUANTITY_KINDS = [
  'share-realised',
  'adoption',
  'delay',
  'effort',
  'failure',
  'growth',
  'spot-price',
] as const;
export type QuantityKind = (typeof QUANTITY_KINDS)[number];

/** One uncertain quantity, as a report prints it. */
export type Quantity = {
  readonly kind: QuantityKind;
  /** Move, stage, workload or growth rule that it belongs to. */
  readonly name: string;
  /** PERT. */
  readonly estimate: Estimate;
  /** `share`, `probability`, `months`, `engineer-days`, `per year`. */
  readonly unit: string;
  /** `stated` by the plan, its scenario or a workload; else an assumption of this program. */
  readonly basis: 'stated' | 'assumption';
  readonly source: string;
};

/**
 * Months that a change of this kind takes effect later than planned: an assumption. Nobody publishes the slip of cost work.
 * Rounded to whole months it is 60 % on time, 37 % a month late, 3 % two months late.
 */
export const ASSUMED_SLIP_MONTHS: Estimate = { low: 0, mode: 0, high: 3 };

/**
 * Probability that a change has to be rolled back where the workload declares no change failure rate. The 2024 DORA report
 * has clusters of 5 % (elite), 10 % (medium), 20 % (high) and 40 % (low); which one a team is in is an assumption.
 */
export const ASSUMED_FAILURE: Estimate = { low: 0.05, mode: 0.1, high: 0.4 };

/**
 * Months that a change which was rolled back is missing until it is made again: an assumption, 1 to 3. It is then work twice, and
 * succeeds: that it fails a second time is left out.
 */
export const ASSUMED_REDO_MONTHS = 2;

/** Spot prices of the run over those of the bill, less one: an assumption. They follow supply and demand and nobody fixes them. */
export const ASSUMED_SPOT_CHANGE: Estimate = { low: -0.2, mode: 0, high: 0.5 };

/** A quantity that is known: nothing is drawn. */
export function certain(value: number): Estimate {
  return { low: value, mode: value, high: value };
}

/** Evidence that most of a move's findings rest on; ties go to the weaker one. */
export function evidenceOf({ evidence }: Pick<MoveOutcome, 'evidence'>): Evidence {
  const { measured, inferred, assumed } = evidence;
  if (assumed >= inferred && assumed >= measured && assumed > 0) return 'assumed';
  return inferred >= measured && inferred > 0 ? 'inferred' : 'measured';
}

/** Annual growth that a rule may really have: as it states, or half of its rate more or less. */
export function growthEstimate({ annualRate, annualRange }: GrowthRule): Estimate {
  const spread = Math.abs(annualRate) * ASSUMED_RATE_SPREAD;
  const { low, high } = annualRange ?? { low: annualRate - spread, high: annualRate + spread };
  return { low: Math.min(low, annualRate), mode: annualRate, high: Math.max(high, annualRate) };
}

/** Stages that a rate leads into, in their order: places of the rates in every draw. */
export const RATE_STAGES = ADOPTION_STAGES.slice(1);

/** The sentence that reports print under the ranges. */
export const CHANCE_NOTE =
  'Ranges are drawn over adoption, delay, effort, failed changes (made again after 2 months, assumed), the share of each saving that comes true, growth and spot prices (see the table of what is uncertain).';
