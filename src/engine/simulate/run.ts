/** A run: the plan played forward, month by month, as data. */

import type { Commitment } from '../commitments/commitment.ts';
import type { AdoptionStage } from '../delivery.ts';
import type { Slo } from '../estate/workload.ts';
import type { Finding } from '../finding.ts';
import type { Evidence } from '../lever.ts';
import type { Decimal } from '../money.ts';
import type { Plan } from '../plan.ts';
import type {
  Evaluation,
  GuardrailResult,
  MoveEffects,
  OutcomePair,
  PolicyResult,
} from '../reliability/index.ts';
import type { AppliedFinding, Skipped } from './apply-move.ts';
import type { Assumptions } from './assumptions.ts';
import type { LedgerAmount } from './ledger.ts';

/** How well the commitments of a month are used. Shares 0..1; null where there is nothing to divide by. */
export type CommitmentKpis = {
  /** Covered over eligible usage, at on-demand prices. */
  readonly commitmentCoverage: number | null;
  /** Used over committed. */
  readonly commitmentUtilization: number | null;
  /** 1 - paid / on-demand price of the same usage, unused commitments included. */
  readonly effectiveSavingsRate: number | null;
  /** Paid for commitments that no usage took, in the bill's currency. */
  readonly unusedCost: number;
};

/** One month of a run. */
export type RunMonth = {
  /** 1 is the first month after the reference period. */
  readonly index: number;
  /** `yyyy-mm`. */
  readonly month: string;
  /** As invoiced: on-demand, recurring fees, upfront fees and one-off charges of the month. */
  readonly billedCost: Decimal;
  /** Amortised: upfront fees spread over their term; one-off charges included. Equals the sum of the month's ledger. */
  readonly effectiveCost: Decimal;
  /** effectiveCost without one-off charges. */
  readonly runRateCost: Decimal;
  /** What the month would cost without any move, effective: growth, prices and expiries included. */
  readonly forecastCost: Decimal;
  /** The same as invoiced. */
  readonly forecastBilledCost: Decimal;
  /** Engineer-days spent on the plan in the month. */
  readonly workDays: number;
  /** Engineer-days that the teams have for it; null: nothing is said about teams. */
  readonly capacityDays: number | null;
  /** Events that begin in the month, in words. */
  readonly events: readonly string[];
  /** Moves that this month's bill shows: their effect, or what they cost once. */
  readonly activeMoveIds: readonly string[];
  /** Changes against the bill: what happens by itself, then move by move in the order they are applied. */
  readonly changes: readonly LedgerAmount[];
  readonly oneOff: readonly LedgerAmount[];
  readonly commitments: CommitmentKpis;
};

/** What one move did. */
export type MoveOutcome = {
  readonly moveId: string;
  readonly leverId: string;
  /** Months from 1: work begins, the last day of work, all of it in effect; null beyond the horizon. */
  readonly begunMonth: number | null;
  readonly doneMonth: number | null;
  /** First month whose bill shows it; null when that lies beyond the horizon. */
  readonly effectMonth: number | null;
  readonly fullMonth: number | null;
  readonly status: AdoptionStage;
  readonly applied: readonly AppliedFinding[];
  readonly skipped: readonly Skipped[];
  /** Effective cost saved in the target month, in the order of application; negative when it costs. */
  readonly savedPerMonth: Decimal;
  /** Cost that comes once. */
  readonly oneOffCost: Decimal;
  readonly effortDays: { readonly low: number; readonly mean: number; readonly high: number };
  /** How many of the applied findings rest on what. */
  readonly evidence: Readonly<Record<Evidence, number>>;
};

/** Reliability of one workload before the plan, after it, and in its worst window. */
export type WorkloadReliability = {
  readonly workload: string;
  /** Null when the workload has no objective. */
  readonly slo: Slo | null;
  readonly before: Evaluation;
  readonly after: Evaluation;
  /** The month with the highest expected bad minutes, change events included. */
  readonly worst: Evaluation & { readonly month: string };
  /** Moves that change the workload's availability model. */
  readonly moveIds: readonly string[];
  readonly guardrails: readonly GuardrailResult[];
  /** Quantiles, recovery, data loss, on-call load, blast radius, latency and money, before and after. */
  readonly outcomes: OutcomePair;
  /** Which move did it. */
  readonly effects: MoveEffects;
  /** What the plan's policy says about the months in which changes are made. */
  readonly policy: readonly PolicyResult[];
};

/** The plan played forward. */
export type Run = {
  readonly plan: Plan;
  readonly assumptions: Assumptions;
  readonly currency: string;
  readonly horizonMonths: number;
  readonly referenceMonth: string;
  readonly baseline: {
    readonly billedCost: Decimal;
    /** billedCost without one-time charges: what comes every month. */
    readonly recurringBilledCost: Decimal;
    readonly effectiveCost: Decimal;
    /** The bill by resource: the part of every month's ledger that no move made. */
    readonly ledger: readonly LedgerAmount[];
    readonly commitments: CommitmentKpis;
    /** Model's price of what it re-prices, over the bill's: 1 when the model reproduces the bill. */
    readonly modelFit: number | null;
  };
  readonly months: readonly RunMonth[];
  readonly moves: readonly MoveOutcome[];
  readonly purchases: readonly Commitment[];
  readonly reliability: readonly WorkloadReliability[];
  readonly findings: readonly Finding[];
};
