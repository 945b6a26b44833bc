/** The draft: a copy of the plan being worked on, written after every change, so that nothing is lost when the terminal goes away. */

import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EstateRequest } from './estate-source.ts';
import { readPlan, writePlan } from './plan-file-io.ts';
import type { Session } from './session.ts';

/** Where the draft lives: in the workspace, or for a scenario beside what is kept of it. */
export function draftFile(request: EstateRequest): string {
  const folder = request.scenario === null ? request.workspace : join(request.cacheFolder, 'drafts');
  const name = request.scenario === null ? 'draft' : (request.scenario.split(/[\\/]/).at(-1) ?? 'draft');
  return join(folder, `${name}.plan.yaml`);
}

/** Continues with the draft of last time, when there is one with moves. */
export function restoreDraft(session: Session, file: string): void {
  if (!existsSync(file)) return;
  // A draft of an older version that no longer reads is not worth a message.
  const { plan } = readPlan(file);
  if (plan && plan.moves.length > 0)
    session.dispatch({ kind: 'load-plan', plan, from: 'your draft of last time' });
}

/** Writes the draft after every change of the session's plan. */
export function keepDraft(session: Session, file: string): void {
  let kept = session.getState().plan;
  session.subscribe(() => {
    const { plan } = session.getState();
    if (plan === kept) return;
    kept = plan;
    try {
      mkdirSync(dirname(file), { recursive: true });
      writePlan(file, plan);
    } catch {
      // A read-only place: the plan lives in memory and can be saved elsewhere.
    }
  });
}
