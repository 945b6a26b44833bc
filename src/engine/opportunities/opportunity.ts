/** What could still be done on one workload, or on the whole estate: what it saves, takes and risks. */

import type { Evidence } from '../lever.ts';
import { type Decimal, sum } from '../money.ts';
import type { Move } from '../plan.ts';
import type { GuardrailResult } from '../reliability/index.ts';
import type { AppliedFinding, Skipped } from '../simulate/apply-move.ts';
import type { PurchaseOutlook } from './purchase-outlook.ts';

/** A lever that fits a workload. Amounts are effective cost a month, in the bill's currency. */
export type Opportunity = {
  readonly id: string;
  readonly leverId: string;
  /** Null for a lever that acts on the whole estate. */
  readonly workload: string | null;
  readonly applied: readonly AppliedFinding[];
  readonly skipped: readonly Skipped[];
  readonly savedPerMonth: Decimal;
  /** Range of what plans realise of it, by the evidence of its findings (assumed shares). */
  readonly range: { readonly low: number; readonly expected: number; readonly high: number };
  readonly evidence: Readonly<Record<Evidence, number>>;
  readonly effortDays: { readonly low: number; readonly mean: number; readonly high: number };
  /** Change of the workload's expected bad minutes a window and of P(SLO breach), lasting; null without an objective. */
  readonly addedBadMinutes: number | null;
  readonly addedBreachProbability: number | null;
  /**
   * Share of the workload's error budget that it uses in every window; negative when it gives some back, infinite where the
   * budget is 0; null without an objective.
   */
  readonly budgetShare: number | null;
  /** Guardrails that it would break, or that the plan breaks already and it breaks further. */
  readonly breaks: readonly GuardrailResult[];
  /** The move that would take it. */
  readonly move: Move;
  /** What it strands and risks; null for everything but purchases. */
  readonly purchase: PurchaseOutlook | null;
};

/** What taking all of them one by one would seem to save: more than the truth, because they overlap. */
export function naiveTotal(opportunities: readonly Opportunity[]): Decimal {
  return sum(opportunities.map(({ savedPerMonth }) => savedPerMonth));
}
