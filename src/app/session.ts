/** A session of the terminal UI: its state, those who watch it, and the questions to the engine that keep it up to date. */

import type { Plan } from '../engine/index.ts';
import type { BillDimension, BillView } from '../report/bill-view.ts';
import type { EngineHost } from './engine-host.ts';
import type { EstateRequest } from './estate-source.ts';
import { judgeNewest } from './judge-newest.ts';
import { keepAnswer } from './kept-answer.ts';
import { initialState, newPlan, reduce, type SessionCommand, type SessionState } from './session-state.ts';

/** A session: the state, its watchers, and the questions to the engine that keep it up to date. */
export type Session = {
  getState(): SessionState;
  subscribe(watcher: () => void): () => void;
  dispatch(command: SessionCommand): void;
  /** Opens an estate and judges the plan. Failures end in `phase: 'failed'`. */
  open(request: EstateRequest): Promise<void>;
  /** Groups the bill anew. */
  browse(by: BillDimension, filters: BillView['filters']): Promise<void>;
  /** Looks for opportunities on what the plan leaves, unless that is known already. */
  search(): Promise<void>;
  /** Looks at the commitments of a month, unless they are known already. @param month see `EngineHost.commitments` */
  lookAtCommitments(month: number | null): Promise<void>;
  /** Draws what the plan leaves to chance, unless it is known already. */
  drawChance(): Promise<void>;
  /** Works out the outlook of the plan, unless it is known already. */
  lookAhead(): Promise<void>;
};

/** The state, and those who are told of every change. */
function createStateCell() {
  let state = initialState();
  const watchers = new Set<() => void>();
  return {
    getState: () => state,
    subscribe: (watcher: () => void) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    set: (change: Partial<SessionState>) => {
      state = { ...state, ...change };
      for (const watcher of watchers) watcher();
    },
  };
}

/** What went wrong, and what to do where that is known. */
function problemText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'UserError' && 'hint' in error
    ? `${error.message} ${String(error.hint)}`
    : error.message;
}

/** A month of a plan; null: the first one that shows all of it. */
type PlanMonth = { readonly plan: Plan; readonly month: number | null };

/** Creates a session on an engine. The newest plan wins: an older question is told to stop. */
export function createSession(host: EngineHost): Session {
  const { getState, subscribe, set } = createStateCell();
  const fail = (error: unknown) => set({ notice: { kind: 'error', text: problemText(error) } });

  const judge = judgeNewest(host, { getState, set }, fail);
  const isSamePlan = (a: Plan, b: Plan) => a === b;
  const search = keepAnswer({
    ask: (plan: Plan, options) => host.opportunities(plan, options),
    isSame: isSamePlan,
    onShare: searchShare => set({ searchShare }),
    onValue: (opportunities, plan) => set({ opportunities, searchedPlan: plan }),
    onError: fail,
  });
  const drawChance = keepAnswer({
    ask: (plan: Plan, options) => host.judgeChance(plan, options),
    isSame: isSamePlan,
    onShare: chanceShare => set({ chanceShare }),
    onValue: (score, plan) => set({ chance: { score, plan } }),
    onError: fail,
  });
  const lookAhead = keepAnswer({
    ask: (plan: Plan, options) => host.outlook(plan, options),
    isSame: isSamePlan,
    onShare: outlookShare => set({ outlookShare }),
    onValue: (view, plan) => set({ outlook: { view, plan } }),
    onError: fail,
  });
  const lookAtCommitments = keepAnswer({
    ask: ({ plan, month }: PlanMonth, options) => host.commitments(plan, month, options),
    isSame: (a, b) => a.plan === b.plan && a.month === b.month,
    onShare: commitmentsShare => set({ commitmentsShare }),
    onValue: (view, question) => set({ commitments: { view, ...question } }),
    onError: fail,
  });

  return {
    getState,
    subscribe,
    dispatch: command => {
      const before = getState();
      set(reduce(before, command));
      if (getState().plan !== before.plan) void judge();
    },
    open: async request => {
      set({ ...initialState() });
      try {
        const info = await host.open(request, { onProgress: progress => set({ progress }) });
        set({ phase: 'open', info, progress: null, plan: newPlan(info) });
        const services = await host.bill('service', []);
        set({ bill: services, services });
        await judge();
      } catch (error) {
        const hint = error instanceof Error && 'hint' in error ? String(error.hint) : '';
        set({
          phase: 'failed',
          progress: null,
          failure: { message: error instanceof Error ? error.message : String(error), hint },
        });
      }
    },
    browse: async (by, filters) => {
      try {
        set({ bill: await host.bill(by, filters) });
      } catch (error) {
        fail(error);
      }
    },
    search: () => search(getState().plan),
    drawChance: () => drawChance(getState().plan),
    lookAhead: () => lookAhead(getState().plan),
    lookAtCommitments: month => lookAtCommitments({ plan: getState().plan, month }),
  };
}
