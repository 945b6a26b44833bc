/** What a step of a plan states about the risk of one workload: what lasts, and what happens once. */

import { RELIABILITY_CONSTANTS, type RiskChange } from '../reliability/index.ts';
import type { MoveResult } from './apply-move.ts';
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

/** What a step states about a workload. */
type Stated = { readonly lasting: readonly RiskChange[]; readonly events: readonly RiskChange[] };

const NOTHING: Stated = { lasting: [], events: [] };

/** By result and workload: every month and workload asks for them again, and a result never changes. */
const known = new WeakMap<MoveResult, ReadonlyMap<string, Stated>>();

function worstOf(risks: readonly RiskChange[], kind: RiskChange['kind']): RiskChange[] {
  return risks
    .filter(risk => risk.kind === kind)
    .sort((a, b) => severity(b) - severity(a))
    .slice(0, 1);
}

function statedIn({ applied }: MoveResult): ReadonlyMap<string, Stated> {
  const byWorkload = Map.groupBy(applied, ({ workload }) => workload);
  return new Map(
    [...byWorkload].map(([workload, findings]): [string, Stated] => {
      const risks = findings.flatMap(finding => finding.risks);
      const lasting = risks.filter(
        ({ kind }) => kind !== 'change-event' && kind !== 'wrong-removal' && kind !== 'none',
      );
      return [
        workload,
        { lasting, events: [...worstOf(risks, 'wrong-removal'), ...worstOf(risks, 'change-event')] },
      ];
    }),
  );
}

function statedBy({ result }: Step, workload: string): Stated {
  let stated = known.get(result);
  if (!stated) {
    stated = statedIn(result);
    known.set(result, stated);
  }
  return stated.get(workload) ?? NOTHING;
}

/** Statements that change a parameter of the workload for good. */
export function lastingOf(step: Step, workload: string): readonly RiskChange[] {
  return statedBy(step, workload).lasting;
}

/**
 * Events of the month in which the step is made. A rollout is one change and one decision, however many machines it touches: of
 * its change events and wrong removals the worst one counts.
 */
export function eventsOf(step: Step, workload: string): readonly RiskChange[] {
  return statedBy(step, workload).events;
}

/** Everything that a step states about a workload: what lasts, and the worst of its events. */
export function risksOf(step: Step, workload: string): readonly RiskChange[] {
  const { lasting, events } = statedBy(step, workload);
  return [...lasting, ...events];
}
