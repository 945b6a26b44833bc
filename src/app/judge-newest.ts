/** Judges a plan, and then works out how sure its reliability is: two questions on one line, so that a newer plan stops both. */

import type { Plan } from '../engine/index.ts';
import type { EngineHost } from './engine-host.ts';
import { newestOnly } from './newest-question.ts';
import type { SessionState } from './session-state.ts';

/** The state that is kept up to date. */
type Cell = {
  getState(): SessionState;
  set(change: Partial<SessionState>): void;
};

/** Judges the plan of the state. Resolves with the judgement; its ranges follow. */
export function judgeNewest(
  host: EngineHost,
  { getState, set }: Cell,
  fail: (error: unknown) => void,
): () => Promise<void> {
  const ask = newestOnly();

  /** They take longer than the judgement: the screens show it without them first. */
  function range(plan: Plan): Promise<void> {
    set({ isRanging: true });
    return ask(
      signal => host.judgeRanges(plan, { signal }),
      reliabilityRanges => {
        const { view } = getState();
        set({ isRanging: false, view: view && { ...view, score: { ...view.score, reliabilityRanges } } });
      },
      error => {
        set({ isRanging: false });
        fail(error);
      },
    );
  }

  return () => {
    const { plan } = getState();
    set({ isJudging: true, isRanging: false });
    return ask(
      signal => host.judge(plan, { signal }),
      view => {
        set({ view, isJudging: false });
        void range(plan);
      },
      error => {
        set({ isJudging: false });
        fail(error);
      },
    );
  };
}
