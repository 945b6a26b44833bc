/** What a person sees and can do in the terminal UI: one state, changed by commands. Pure. */

import {
  DEFAULT_GUARDRAILS,
  DEFAULT_PLAN_POLICY,
  MAX_HORIZON_MONTHS,
  type Move,
  type Plan,
  type Target,
  withDelivery,
} from '../engine/index.ts';
import type { BillView } from '../report/bill-view.ts';
import type { CommitmentsView } from '../report/commitments-view.ts';
import type { OpportunitiesReport, ScoreReport } from '../report/contract.ts';
import type { EstateInfo, PlanView, Progress } from './engine-host.ts';
import type { Outlook } from './outlook.ts';

/** A line under the screen: what just happened, or what went wrong. */
export type Notice = { readonly kind: 'info' | 'error'; readonly text: string };

/** Everything the screens show. */
export type SessionState = {
  readonly phase: 'opening' | 'open' | 'failed';
  readonly progress: Progress | null;
  readonly failure: { readonly message: string; readonly hint: string } | null;
  readonly info: EstateInfo | null;
  readonly plan: Plan;
  /** Plans before the last changes, youngest last. */
  readonly undo: readonly Plan[];
  readonly isSaved: boolean;
  /** The plan judged; while `isJudging` it may be one change behind. */
  readonly view: PlanView | null;
  readonly isJudging: boolean;
  /** Whether the ranges of the judged plan's reliability are being worked out; `view` has them when they are done. */
  readonly isRanging: boolean;
  readonly opportunities: OpportunitiesReport | null;
  /** The plan that `opportunities` were looked for beyond; another one than `plan` while a search runs. */
  readonly searchedPlan: Plan | null;
  /** Share of the search that is done; null when nothing is being searched. */
  readonly searchShare: number | null;
  /** The last answer about commitments, and what it was asked for: another plan or month while a new one is worked out. */
  readonly commitments: {
    readonly view: CommitmentsView;
    readonly plan: Plan;
    readonly month: number | null;
  } | null;
  /** Share of the answer that is worked out; null when nothing is. */
  readonly commitmentsShare: number | null;
  /** The last outlook, and the plan that it was asked for. */
  readonly outlook: { readonly view: Outlook; readonly plan: Plan } | null;
  /** Share of the outlook that is worked out; null when nothing is. */
  readonly outlookShare: number | null;
  /** The last judgement with what its plan leaves to chance, and that plan. */
  readonly chance: { readonly score: ScoreReport; readonly plan: Plan } | null;
  /** Share of it that is worked out; null when nothing is. */
  readonly chanceShare: number | null;
  readonly bill: BillView | null;
  /** The whole bill by service, however `bill` is grouped now. */
  readonly services: BillView | null;
  readonly notice: Notice | null;
};

/** What a person can do. */
export type SessionCommand =
  | { readonly kind: 'add-move'; readonly move: Move }
  | { readonly kind: 'remove-move'; readonly moveId: string }
  | { readonly kind: 'move-start'; readonly moveId: string; readonly months: number }
  | {
      readonly kind: 'set-param';
      readonly moveId: string;
      readonly name: string;
      readonly value: number | string | boolean;
    }
  | {
      /** How a move is carried out; see `deliveryParams`. */
      readonly kind: 'set-delivery';
      readonly moveId: string;
      readonly name: string;
      readonly value: number | string | boolean;
    }
  | { readonly kind: 'set-owner'; readonly moveId: string; readonly owner: string | null }
  | { readonly kind: 'load-plan'; readonly plan: Plan; readonly from: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'saved'; readonly path: string }
  | { readonly kind: 'notice'; readonly notice: Notice | null };

/** The target of a bill without a scenario: the exercise everybody knows. */
export const DEFAULT_TARGET: Target = {
  goal: { kind: 'reduce-by', fraction: 0.3 },
  byMonth: 6,
  basis: 'run-rate',
};

/** Undo steps kept. */
const UNDO_LIMIT = 50;

/** The plan a session starts with. */
export function newPlan(info: EstateInfo | null): Plan {
  return {
    title: info?.scenario ? `My plan for ${info.title}` : 'My plan',
    scenario: info?.scenario ?? null,
    target: info?.target ?? DEFAULT_TARGET,
    guardrails: info?.guardrails ?? DEFAULT_GUARDRAILS,
    assumptions: {},
    policy: DEFAULT_PLAN_POLICY,
    moves: [],
  };
}

/** The first state. */
export function initialState(): SessionState {
  return {
    phase: 'opening',
    progress: null,
    failure: null,
    info: null,
    plan: newPlan(null),
    undo: [],
    isSaved: true,
    view: null,
    isJudging: false,
    isRanging: false,
    opportunities: null,
    searchedPlan: null,
    searchShare: null,
    commitments: null,
    commitmentsShare: null,
    outlook: null,
    outlookShare: null,
    chance: null,
    chanceShare: null,
    bill: null,
    services: null,
    notice: null,
  };
}

function withPlan(state: SessionState, plan: Plan, notice: Notice | null): SessionState {
  return { ...state, plan, undo: [...state.undo, state.plan].slice(-UNDO_LIMIT), isSaved: false, notice };
}

/** An id that no move of the plan has yet. */
function freeId(plan: Plan, wanted: string): string {
  const taken = new Set(plan.moves.map(({ id }) => id));
  let id = wanted;
  for (let count = 2; taken.has(id); count++) id = `${wanted}-${count}`;
  return id;
}

function changeMove(plan: Plan, moveId: string, change: (move: Move) => Move): Plan {
  return { ...plan, moves: plan.moves.map(move => (move.id === moveId ? change(move) : move)) };
}

/** The state after a command. Pure. */
export function reduce(state: SessionState, command: SessionCommand): SessionState {
  const { plan } = state;
  switch (command.kind) {
    case 'add-move': {
      const move = { ...command.move, id: freeId(plan, command.move.id) };
      return withPlan(
        state,
        { ...plan, moves: [...plan.moves, move] },
        { kind: 'info', text: `Added ${move.id} to the plan.` },
      );
    }
    case 'remove-move':
      return withPlan(
        state,
        { ...plan, moves: plan.moves.filter(({ id }) => id !== command.moveId) },
        { kind: 'info', text: `Removed ${command.moveId}. u brings it back.` },
      );
    case 'move-start': {
      const move = plan.moves.find(({ id }) => id === command.moveId);
      if (!move) return state;
      const start = Math.min(MAX_HORIZON_MONTHS, Math.max(1, move.start + command.months));
      if (start === move.start) return state;
      return withPlan(
        state,
        changeMove(plan, move.id, old => ({ ...old, start })),
        null,
      );
    }
    case 'set-param':
      return withPlan(
        state,
        changeMove(plan, command.moveId, move => ({
          ...move,
          params: { ...move.params, [command.name]: command.value },
        })),
        null,
      );
    case 'set-delivery':
      return withPlan(
        state,
        changeMove(plan, command.moveId, move => withDelivery(move, command.name, command.value)),
        null,
      );
    case 'set-owner':
      return withPlan(
        state,
        changeMove(plan, command.moveId, move => ({ ...move, owner: command.owner })),
        null,
      );
    case 'load-plan':
      return {
        ...withPlan(state, command.plan, { kind: 'info', text: `Loaded ${command.from}.` }),
        isSaved: true,
      };
    case 'undo': {
      const last = state.undo.at(-1);
      if (!last) return { ...state, notice: { kind: 'info', text: 'Nothing to undo.' } };
      return {
        ...state,
        plan: last,
        undo: state.undo.slice(0, -1),
        isSaved: false,
        notice: { kind: 'info', text: 'Undone.' },
      };
    }
    case 'saved':
      return { ...state, isSaved: true, notice: { kind: 'info', text: `Saved to ${command.path}.` } };
    case 'notice':
      return { ...state, notice: command.notice };
  }
}
