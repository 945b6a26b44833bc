/** A session of the terminal UI: its state, those who watch it, and the questions to the engine that keep it up to date. */

import type { Plan } from '../engine/index.ts';
import type { BillDimension, BillView } from '../report/bill-view.ts';
import type { EngineHost, Progress } from './engine-host.ts';
import type { EstateRequest } from './estate-source.ts';
import { newestOnly } from './newest-question.ts';
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

/** Creates a session on an engine. The newest plan wins: an older question is told to stop. */
export function createSession(host: EngineHost): Session {
  const { getState, subscribe, set } = createStateCell();
  const askJudgement = newestOnly();
  const askOpportunities = newestOnly();
  const askCommitments = newestOnly();
  let askedPlan: Plan | null = null;
  let lookedAt: { readonly plan: Plan; readonly month: number | null } | null = null;

  const fail = (error: unknown) => set({ notice: { kind: 'error', text: problemText(error) } });

  function judge(): Promise<void> {
    set({ isJudging: true });
    return askJudgement(
      signal => host.judge(getState().plan, { signal }),
      view => set({ view, isJudging: false }),
      error => {
        set({ isJudging: false });
        fail(error);
      },
    );
  }

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
    search: async () => {
      const { plan } = getState();
      if (askedPlan === plan) return;
      askedPlan = plan;
      set({ searchShare: 0 });
      const onProgress = ({ share }: Progress) => set({ searchShare: share });
      await askOpportunities(
        signal => host.opportunities(plan, { signal, onProgress }),
        opportunities => set({ opportunities, searchedPlan: plan, searchShare: null }),
        error => {
          askedPlan = null;
          set({ searchShare: null });
          fail(error);
        },
      );
    },
    lookAtCommitments: async month => {
      const { plan } = getState();
      if (lookedAt?.plan === plan && lookedAt.month === month) return;
      lookedAt = { plan, month };
      set({ commitmentsShare: 0 });
      const onProgress = ({ share }: Progress) => set({ commitmentsShare: share });
      await askCommitments(
        signal => host.commitments(plan, month, { signal, onProgress }),
        view => set({ commitments: { view, plan, month }, commitmentsShare: null }),
        error => {
          lookedAt = null;
          set({ commitmentsShare: null });
          fail(error);
        },
      );
    },
  };
}
