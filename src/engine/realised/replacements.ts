/** Resources that were rolled out anew: the old id is gone, and another of the same kind and workload has the planned shape. */

import type { Subject } from './month-bill.ts';
import type { PlannedMonth } from './planned-month.ts';
import { shows } from './verdict.ts';
import type { Sight } from './verify/sight.ts';
import { mayBeReplaced, verify } from './verify/verify.ts';

/** What verifying needs beside the resource. */
export type VerifyContext = Pick<Sight, 'from' | 'to' | 'book'>;

/** Name of a fleet: copies of it are told apart by their ids alone. */
function fleetOf({ before, after, workload }: Subject): string {
  const resource = after.resource ?? before.resource;
  return JSON.stringify([workload, resource?.kind, resource?.account]);
}

/**
 * New resources in the place of old ones, by the key of the old one. Each stands in for one: in the order of their keys,
 * those of the same name first.
 */
export function findReplacements(
  subjects: ReadonlyMap<string, Subject>,
  planned: PlannedMonth,
  context: VerifyContext,
): ReadonlyMap<string, Subject> {
  const fresh = [...subjects.values()].filter(
    ({ before, after }) => before.charges.length === 0 && after.resource !== null,
  );
  const byFleet = Map.groupBy(fresh, fleetOf);
  const taken = new Set<string>();
  const found = new Map<string, Subject>();
  for (const [key, changes] of planned.changes) {
    const subject = subjects.get(key);
    const before = subject?.before.resource;
    if (!subject || !before || subject.after.charges.length > 0) continue;
    const candidates = (byFleet.get(fleetOf(subject)) ?? []).filter(each => !taken.has(each.key));
    const isPlanned = (candidate: Subject) =>
      changes.some(({ effect, plannedFrom }) => {
        const after = candidate.after.resource;
        if (!mayBeReplaced(effect) || after === null) return false;
        const charges = { beforeCharges: subject.before.charges, afterCharges: candidate.after.charges };
        return shows(verify({ effect, before, plannedFrom, after, ...charges, ...context }));
      });
    const fitting = candidates.filter(isPlanned);
    const chosen = fitting.find(({ after }) => after.resource?.name === before.name) ?? fitting[0];
    if (!chosen) continue;
    taken.add(chosen.key);
    found.set(key, chosen);
  }
  return found;
}
