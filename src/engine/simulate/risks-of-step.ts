/** What a step of a plan states about the risk of one workload: what lasts, and what happens once. */

import { RELIABILITY_CONSTANTS, type RiskChange } from '../reliability/index.ts';
import type { Step } from './play-moves.ts';

/** How bad a one-off statement is, to keep the worst of a rollout. */
function severity(risk: RiskChange): number {
  if (risk.kind === 'change-event') return risk.multiplier;
  if (risk.kind !== 'wrong-removal') return 0;
  const { wrongRemovalProbability, wrongRemovalRestoreMinutes } = RELIABILITY_CONSTANTS;
  return (
    (risk.probability ?? wrongRemovalProbability.value) *
    (risk.restoreMinutes ?? wrongRemovalRestoreMinutes.value)
  );
}

function statedBy(step: Step, workload: string): RiskChange[] {
  return step.result.applied.filter(applied => applied.workload === workload).flatMap(({ risks }) => risks);
}

/** Statements that change a parameter of the workload for good. */
export function lastingOf(step: Step, workload: string): RiskChange[] {
  return statedBy(step, workload).filter(
    ({ kind }) => kind !== 'change-event' && kind !== 'wrong-removal' && kind !== 'none',
  );
}

/**
 * Events of the month in which the step is made. A rollout is one change and one decision, however many machines it touches: of
 * its change events and wrong removals the worst one counts.
 */
export function eventsOf(step: Step, workload: string): RiskChange[] {
  const all = statedBy(step, workload);
  const worstOf = (kind: RiskChange['kind']) =>
    all
      .filter(risk => risk.kind === kind)
      .sort((a, b) => severity(b) - severity(a))
      .slice(0, 1);
  return [...worstOf('wrong-removal'), ...worstOf('change-event')];
}

/** Everything that a step states about a workload: what lasts, and the worst of its events. */
export function risksOf(step: Step, workload: string): RiskChange[] {
  return [...lastingOf(step, workload), ...eventsOf(step, workload)];
}
