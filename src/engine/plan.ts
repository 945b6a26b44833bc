/** A plan: a target, guardrails, and moves in the order a person wrote them. */

import type { Delivery } from './delivery.ts';
import { DEFAULT_PLAN_POLICY, type PlanPolicy } from './reliability/plan-policy.ts';
import type { StatedAssumptions } from './simulate/assumptions.ts';

/** What the plan wants, and by when. */
export type Target = {
  /** Reduce by a share of the baseline (0..1), or to an amount a month (decimal text in the bill's currency). */
  readonly goal:
    | { readonly kind: 'reduce-by'; readonly fraction: number }
    | { readonly kind: 'reduce-to'; readonly amount: string };
  /** Month of the run, from 1, whose bill is judged. */
  readonly byMonth: number;
  /** `run-rate`: effective cost without one-off charges; `cash`: what is invoiced in that month. */
  readonly basis: 'run-rate' | 'cash';
  /**
   * What the saving is measured against: the bill of the reference month (also when left out), or what the target month
   * would cost without the plan, growth and expiries included.
   */
  readonly against?: 'reference-month' | 'forecast';
};

/** What the plan may not do. Never traded for money. */
export type Guardrails = {
  /** Largest accepted probability of missing an SLO in a window, 0..1. */
  readonly maxBreachProbability: number;
  /** Largest accepted rise of that probability, 0..1. */
  readonly maxBreachIncrease: number;
  /** Workloads that no move may touch; `*` matches any run of characters. */
  readonly protectedWorkloads: readonly string[];
  /** Levers that may not be used. */
  readonly forbiddenLevers: readonly string[];
};

/** Which part of the estate a move acts on: every given list must match, `*` matches any run of characters. */
export type Scope = {
  readonly workloads: readonly string[] | null;
  readonly environments: readonly string[] | null;
  readonly accounts: readonly string[] | null;
  readonly regions: readonly string[] | null;
  readonly resources: readonly string[] | null;
};

/** The whole estate. */
export const WHOLE_ESTATE: Scope = {
  workloads: null,
  environments: null,
  accounts: null,
  regions: null,
  resources: null,
};

/** A lever put to work. */
export type Move = {
  /** Unique in the plan. */
  readonly id: string;
  readonly lever: string;
  readonly scope: Scope;
  /** Every parameter of the lever, defaults filled in. */
  readonly params: Readonly<Record<string, number | string | boolean>>;
  /** Month of the run, from 1, in which the work starts. */
  readonly start: number;
  readonly owner: string | null;
  readonly note: string | null;
  /** Left out: `DEFAULT_DELIVERY`. */
  readonly delivery?: Delivery;
};

/** A plan as the engine runs it. */
export type Plan = {
  readonly title: string;
  /** Scenario the plan was written for; null for a bill of one's own. */
  readonly scenario: string | null;
  readonly target: Target;
  readonly guardrails: Guardrails;
  /** What the plan itself states; `resolveAssumptions` fills in the rest. */
  readonly assumptions: StatedAssumptions;
  readonly policy: PlanPolicy;
  readonly moves: readonly Move[];
};

/** Default policy: 5 % per window and two points above the baseline (assumptions; see the reliability constants). */
export const DEFAULT_GUARDRAILS: Guardrails = {
  maxBreachProbability: 0.05,
  maxBreachIncrease: 0.02,
  protectedWorkloads: [],
  forbiddenLevers: [],
};

/** A plan that does nothing. */
export function emptyPlan(target: Target): Plan {
  return {
    title: 'Empty plan',
    scenario: null,
    target,
    guardrails: DEFAULT_GUARDRAILS,
    assumptions: {},
    policy: DEFAULT_PLAN_POLICY,
    moves: [],
  };
}
