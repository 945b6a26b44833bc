/** The only way from the stores into React. */

import { useEffect, useSyncExternalStore } from 'react';
import type { Session } from '../../app/session.ts';
import type { SessionState } from '../../app/session-state.ts';
import { isBillOf } from '../lists.ts';
import type { UiState, UiStore } from '../ui-state.ts';

/** The session's state, as it is now. */
export function useSession({ subscribe, getState }: Session): SessionState {
  return useSyncExternalStore(subscribe, getState);
}

/** The screen's own state, as it is now. */
export function useUiState({ subscribe, getState }: UiStore): UiState {
  return useSyncExternalStore(subscribe, getState);
}

/** Keeps the list of levers up to date while it is looked at: a new plan leaves other opportunities. */
export function useOpportunities(session: Session, isShown: boolean): void {
  const { plan, phase } = useSession(session);
  const isWanted = isShown && phase === 'open';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the search reads the plan itself; a new plan is the reason to search.
  useEffect(() => {
    if (isWanted) void session.search();
  }, [session, isWanted, plan]);
}

/** Keeps the commitments of a month up to date while they are looked at. */
export function useCommitments(session: Session, isShown: boolean, month: number | null): void {
  const { plan, phase } = useSession(session);
  const isWanted = isShown && phase === 'open';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the session reads the plan itself; a new plan is the reason to ask.
  useEffect(() => {
    if (isWanted) void session.lookAtCommitments(month);
  }, [session, isWanted, month, plan]);
}

/** Keeps what the plan leaves to chance up to date while the score is looked at. */
export function useChance(session: Session, isShown: boolean): void {
  const { plan, view, phase } = useSession(session);
  // The judgement comes first: it is what the screen shows meanwhile.
  const isWanted = isShown && phase === 'open' && view !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the session reads the plan itself; a new plan is the reason to ask.
  useEffect(() => {
    if (isWanted) void session.drawChance();
  }, [session, isWanted, plan]);
}

/** Keeps the outlook up to date while it is looked at. */
export function useOutlook(session: Session, isShown: boolean): void {
  const { plan, phase } = useSession(session);
  const isWanted = isShown && phase === 'open';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the session reads the plan itself; a new plan is the reason to ask.
  useEffect(() => {
    if (isWanted) void session.lookAhead();
  }, [session, isWanted, plan]);
}

/** Keeps the session's bill grouped as the screen wants it. */
export function useBill(session: Session, wanted: UiState['bill']): void {
  const { bill, phase } = useSession(session);
  const isMissing = phase === 'open' && !isBillOf(bill, wanted);
  useEffect(() => {
    if (isMissing)
      void session.browse(
        wanted.by,
        wanted.path.map(({ dimension, key }) => ({ dimension, key })),
      );
  }, [session, isMissing, wanted]);
}
