/** A session of the terminal UI: its state, those who watch it, and the questions to the engine that keep it up to date. */

import type { Plan } from '../engine/index.ts';
import type { BillDimension, BillView } from '../report/bill-view.ts';
import type { EngineHost, Progress } from './engine-host.ts';
import type { EstateRequest } from './estate-source.ts';
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
};

/** Creates a session on an engine. */
export function createSession(host: EngineHost): Session {
  let state = initialState();
  const watchers = new Set<() => void>();
  let judging: AbortController | null = null;
  let searching: AbortController | null = null;
  let askedPlan: Plan | null = null;

  function set(change: Partial<SessionState>): void {
    state = { ...state, ...change };
    for (const watcher of watchers) watcher();
  }

  function fail(error: unknown): void {
    if (error instanceof Error && error.name === 'UserError' && 'hint' in error) {
      set({ notice: { kind: 'error', text: `${error.message} ${String(error.hint)}` } });
    } else set({ notice: { kind: 'error', text: error instanceof Error ? error.message : String(error) } });
  }

  /** The newest plan wins: an older question is told to stop. */
  async function judge(): Promise<void> {
    judging?.abort(new Error('a newer plan'));
    const controller = new AbortController();
    judging = controller;
    set({ isJudging: true });
    try {
      const view = await host.judge(state.plan, { signal: controller.signal });
      if (judging === controller) set({ view, isJudging: false });
    } catch (error) {
      if (controller.signal.aborted) return;
      set({ isJudging: false });
      fail(error);
    }
  }

  return {
    getState: () => state,
    subscribe: watcher => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    dispatch: command => {
      const before = state.plan;
      set(reduce(state, command));
      if (state.plan !== before) void judge();
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
    search: async () => {
      if (askedPlan === state.plan) return;
      searching?.abort(new Error('a newer plan'));
      const controller = new AbortController();
      searching = controller;
      const { plan } = state;
      askedPlan = plan;
      set({ searchShare: 0 });
      try {
        const onProgress = ({ share }: Progress) => set({ searchShare: share });
        const opportunities = await host.opportunities(plan, { signal: controller.signal, onProgress });
        if (searching === controller) set({ opportunities, searchedPlan: plan, searchShare: null });
      } catch (error) {
        if (controller.signal.aborted) return;
        askedPlan = null;
        set({ searchShare: null });
        fail(error);
      }
    },
  };
}
