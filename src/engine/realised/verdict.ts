/** What a bill says about one planned change: done, partly, not done, gone for another reason, or nothing. */

/** Answers of a verifier. `gone`: the resource has no usage any more, and the plan did not remove it. */
export const OUTCOMES = ['done', 'partly', 'not-done', 'gone', 'cannot-tell'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** An answer and what it rests on. */
export type Verdict = {
  readonly outcome: Outcome;
  /** How much of the change shows, 0..1. */
  readonly share: number;
  /** One clause in the words of the bill. */
  readonly why: string;
};

/** Share of a change from which it counts as done, and as begun: assumptions, 0.8 to 0.95 and 0.05 to 0.2. */
export const DONE_FROM = 0.9;
export const BEGUN_FROM = 0.1;

/** An answer from the share of the change that shows; shares beyond 0..1 are cut. */
export function byShare(share: number, why: string, begunFrom = BEGUN_FROM): Verdict {
  if (!Number.isFinite(share)) return cannotTell(why);
  if (share >= DONE_FROM) return { outcome: 'done', share: 1, why };
  if (share >= begunFrom) return { outcome: 'partly', share, why };
  return notDone(why);
}

/** The change is there. */
export function done(why: string): Verdict {
  return { outcome: 'done', share: 1, why };
}

/** The bill shows what it showed before. */
export function notDone(why: string): Verdict {
  return { outcome: 'not-done', share: 0, why };
}

/** The resource has gone without the plan. */
export function gone(why: string): Verdict {
  return { outcome: 'gone', share: 0, why };
}

/** The bill does not decide. */
export function cannotTell(why: string): Verdict {
  return { outcome: 'cannot-tell', share: 0, why };
}

/** True when at least a part of the change shows. */
export function shows({ outcome }: Verdict): boolean {
  return outcome === 'done' || outcome === 'partly';
}
