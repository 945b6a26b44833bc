/** How a move is carried out: in waves, beside the old system, by how many days of work, and how far it has come. */

/** Stages of a recommendation on its way to a lower bill, in their order. */
export const ADOPTION_STAGES = ['identified', 'approved', 'implemented', 'verified'] as const;
export type AdoptionStage = (typeof ADOPTION_STAGES)[number];

/** How a move is carried out. */
export type Delivery = {
  /** Months until all of it is in effect, 1 and more: 1 is all at once. */
  readonly rampMonths: number;
  /** `resource`: a wave of whole resources each month; `share`: all resources for a growing share of the month. */
  readonly rampBy: 'resource' | 'share';
  /** Months before the effect in which old and new run side by side. */
  readonly dualRunMonths: number;
  /** What it costs once beside what the lever says, decimal text in the bill's currency. */
  readonly oneOffCost: string;
  /** Days of work in all; null: as the lever estimates, by workload. */
  readonly effortDays: number | null;
  readonly status: AdoptionStage;
};

/** All at once, nothing beside it, as the lever estimates; agreed, because it stands in the plan. */
export const DEFAULT_DELIVERY: Delivery = {
  rampMonths: 1,
  rampBy: 'resource',
  dualRunMonths: 0,
  oneOffCost: '0',
  effortDays: null,
  status: 'approved',
};

/** Share of a move that is in effect in a month, 0..1. @param monthsSince months since its first effect, 0 in the first */
export function rampShare({ rampMonths }: Delivery, monthsSince: number): number {
  if (monthsSince < 0) return 0;
  return Math.min(1, (monthsSince + 1) / rampMonths);
}
