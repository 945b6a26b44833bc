/**
 * Policy of a plan: when changes may be made, how many at once, and what an error budget that is gone forbids. Defaults follow
 * the error budget policy of the SRE Workbook; what nobody publishes is an assumption and says so.
 */

import { matchesPattern } from '../estate/match-workload.ts';
import { assumed, published } from './constants.ts';
import type { GuardrailResult } from './guardrails.ts';

const ERROR_BUDGET_POLICY = 'https://sre.google/workbook/error-budget-policy/';
const ALERTING = 'https://sre.google/workbook/alerting-on-slos/';
const PLAN_POLICY = 'policy of the plan';

/** Numbers of the policy, each with its source. */
export const POLICY_DEFAULTS = {
  postmortemShare: published(
    0.2,
    'share of the error budget',
    ERROR_BUDGET_POLICY,
    'One incident that takes more than a fifth of the four-week budget needs a postmortem.',
  ),
  lookbackDays: published(
    28,
    'days',
    ERROR_BUDGET_POLICY,
    'The budget of the preceding four weeks decides about changes.',
  ),
  wipShare: assumed(
    0.25,
    0.1,
    0.5,
    'share of the remaining budget',
    'What the changes of one window may be expected to cost together; a quarter of the budget is what makes one risk a priority.',
  ),
  changesPerWindow: assumed(
    1,
    1,
    3,
    'changes',
    'Changes of one workload in one window beyond API calls and flags: two at once cannot be told apart.',
  ),
  trivialMultiplier: assumed(
    0.5,
    0.5,
    1,
    'multiplier of a change',
    'Flags and API calls that are undone in a minute do not count as work in progress.',
  ),
} as const;

/** Burn rates at which a rollout is stopped, as the workbook's alerts have them. */
export const ROLLOUT_GATES = [
  {
    burnRate: 14.4,
    longHours: 1,
    shortMinutes: 5,
    budgetShare: 0.02,
    action: 'roll back',
    source: ALERTING,
  },
  { burnRate: 6, longHours: 6, shortMinutes: 30, budgetShare: 0.05, action: 'roll back', source: ALERTING },
  { burnRate: 1, longHours: 72, shortMinutes: 360, budgetShare: 0.1, action: 'ticket', source: ALERTING },
] as const;

/** One gate of a rollout. */
export type RolloutGate = (typeof ROLLOUT_GATES)[number];

/** The gate that a measured burn closes: the strictest one that both its windows exceed; null while the rollout may go on. */
export function closedGate(
  burns: readonly { readonly hours: number; readonly burnRate: number }[],
): RolloutGate | null {
  const burnOver = (hours: number) => burns.find(burn => Math.abs(burn.hours - hours) < 1e-9)?.burnRate ?? 0;
  return (
    ROLLOUT_GATES.find(
      ({ burnRate, longHours, shortMinutes }) =>
        burnOver(longHours) > burnRate && burnOver(shortMinutes / 60) > burnRate,
    ) ?? null
  );
}

/** Months in which nothing but urgent changes is made. */
export type FreezeWindow = {
  /** First and last month, `yyyy-mm`, inclusive. */
  readonly from: string;
  readonly to: string;
  /** Workload names; `*` matches any run of characters. */
  readonly workloads: readonly string[];
  readonly reason: string | null;
};

/** Policy of a plan. */
export type PlanPolicy = {
  readonly freezeWindows: readonly FreezeWindow[];
  /** A budget that is gone allows urgent changes only. */
  readonly freezeWhenExhausted: boolean;
  /** Share of the budget above which one incident needs a postmortem, 0..1. */
  readonly postmortemShare: number;
  /** Share of the remaining budget that the changes of a window may be expected to take, 0..1. */
  readonly wipShare: number;
  /** Changes of one workload in a window, flags and API calls left out. */
  readonly changesPerWindow: number;
  /** Moves that no freeze holds up: P0 and security. */
  readonly urgentMoves: readonly string[];
};

/** The documented policy. */
export const DEFAULT_PLAN_POLICY: PlanPolicy = {
  freezeWindows: [],
  freezeWhenExhausted: true,
  postmortemShare: POLICY_DEFAULTS.postmortemShare.value,
  wipShare: POLICY_DEFAULTS.wipShare.value,
  changesPerWindow: POLICY_DEFAULTS.changesPerWindow.value,
  urgentMoves: [],
};

/** One move's change of a workload. */
export type ScheduledChange = {
  readonly moveId: string;
  readonly multiplier: number;
  /** Expected bad minutes of making it. */
  readonly expectedBadMinutes: number;
  /** Bad minutes when it fails and users notice. */
  readonly minutesIfItFails: number;
};

/** A workload in the month of some changes. */
export type ChangeWindow = {
  readonly workload: string;
  readonly month: string;
  /** Null without an objective: nothing can be said about its budget. */
  readonly budgetMinutes: number | null;
  /** Bad minutes expected of the preceding window, or measured. */
  readonly precedingBadMinutes: number;
  /** Bad minutes expected of this window before any change. */
  readonly standingBadMinutes: number;
  readonly changes: readonly ScheduledChange[];
};

/** What the policy says about the changes of one window. */
export type PolicyResult = GuardrailResult & {
  readonly workload: string;
  readonly month: string;
  readonly moveIds: readonly string[];
  /** A guardrail stops the plan; advice is told to the people who make the change. */
  readonly isGuardrail: boolean;
};

type Draft = Pick<PolicyResult, 'rule' | 'allowed' | 'message' | 'source' | 'isGuardrail'> & {
  readonly moveIds: readonly string[];
};

const minutes = (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} min`;
const listed = (changes: readonly ScheduledChange[]) => changes.map(({ moveId }) => moveId);

function freezes(window: ChangeWindow, policy: PlanPolicy): Draft[] {
  const held = window.changes.filter(({ moveId }) => !policy.urgentMoves.includes(moveId));
  if (held.length === 0) return [];
  const freeze = policy.freezeWindows.find(
    ({ from, to, workloads }) =>
      from <= window.month &&
      window.month <= to &&
      workloads.some(pattern => matchesPattern(pattern, window.workload)),
  );
  if (!freeze) return [];
  const why = freeze.reason === null ? '' : ` (${freeze.reason})`;
  const message = `nothing but urgent changes from ${freeze.from} to ${freeze.to}${why}`;
  return [
    {
      rule: 'change-freeze',
      allowed: false,
      message,
      source: PLAN_POLICY,
      isGuardrail: true,
      moveIds: listed(held),
    },
  ];
}

function exhausted(window: ChangeWindow, budget: number, policy: PlanPolicy): Draft[] {
  const held = window.changes.filter(({ moveId }) => !policy.urgentMoves.includes(moveId));
  if (!policy.freezeWhenExhausted || held.length === 0 || window.precedingBadMinutes < budget) return [];
  const message = `${minutes(window.precedingBadMinutes)} of a budget of ${minutes(budget)} are spent in the preceding window: only P0 or security changes`;
  return [
    {
      rule: 'error-budget-policy',
      allowed: false,
      message,
      source: ERROR_BUDGET_POLICY,
      isGuardrail: true,
      moveIds: listed(held),
    },
  ];
}

function workInProgress(window: ChangeWindow, budget: number, policy: PlanPolicy): Draft[] {
  const left = Math.max(0, budget - window.standingBadMinutes);
  const expected = window.changes.reduce((sum, change) => sum + change.expectedBadMinutes, 0);
  const limit = left * policy.wipShare;
  const large = window.changes.filter(
    ({ multiplier }) => multiplier > POLICY_DEFAULTS.trivialMultiplier.value,
  );
  const drafts: Draft[] = [];
  if (expected > limit) {
    drafts.push({
      rule: 'work-in-progress',
      allowed: false,
      message: `changes of one month are expected to take ${minutes(expected)}, at most ${minutes(limit)} of what is left of the budget`,
      source: PLAN_POLICY,
      isGuardrail: false,
      moveIds: listed(window.changes),
    });
  }
  if (large.length > policy.changesPerWindow) {
    drafts.push({
      rule: 'changes-per-window',
      allowed: false,
      message: `${large.length} changes of one workload in one month, at most ${policy.changesPerWindow}: what goes wrong could not be told apart`,
      source: PLAN_POLICY,
      isGuardrail: false,
      moveIds: listed(large),
    });
  }
  return drafts;
}

function postmortems(window: ChangeWindow, budget: number, policy: PlanPolicy): Draft[] {
  const limit = budget * policy.postmortemShare;
  const dear = window.changes.filter(({ minutesIfItFails }) => minutesIfItFails > limit);
  if (dear.length === 0) return [];
  const worst = Math.max(...dear.map(({ minutesIfItFails }) => minutesIfItFails));
  return [
    {
      rule: 'postmortem',
      allowed: true,
      message: `a failure would take ${minutes(worst)}, above ${minutes(limit)}: it needs a postmortem`,
      source: ERROR_BUDGET_POLICY,
      isGuardrail: false,
      moveIds: listed(dear),
    },
  ];
}

/** What the policy says about the changes of a window; empty when nothing speaks against them. */
export function policyResults(
  window: ChangeWindow,
  policy: PlanPolicy = DEFAULT_PLAN_POLICY,
): readonly PolicyResult[] {
  if (window.changes.length === 0) return [];
  const budget = window.budgetMinutes;
  const drafts = [
    ...freezes(window, policy),
    ...(budget === null
      ? []
      : [
          ...exhausted(window, budget, policy),
          ...workInProgress(window, budget, policy),
          ...postmortems(window, budget, policy),
        ]),
  ];
  return drafts.map(draft => ({ ...draft, workload: window.workload, month: window.month }));
}

/** True when an incident needs a postmortem by the policy. */
export function needsPostmortem(
  badMinutes: number,
  budgetMinutes: number,
  policy: PlanPolicy = DEFAULT_PLAN_POLICY,
): boolean {
  return badMinutes > policy.postmortemShare * budgetMinutes;
}
