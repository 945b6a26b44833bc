/** Moves of a plan that make no sense on the same resource, where they meet on one. */

import type { Finding } from '../finding.ts';
import { leverById } from '../levers/index.ts';
import type { Plan } from '../plan.ts';
import type { MoveOutcome } from './run.ts';

/** What of an outcome tells whether two moves meet. */
type Outcome = Pick<MoveOutcome, 'moveId' | 'leverId'> & {
  readonly applied: readonly Pick<MoveOutcome['applied'][number], 'resourceId'>[];
};

function areExclusive(a: string, b: string): boolean {
  const excludes = (one: string, other: string) => leverById(one)?.meta.excludes.includes(other) === true;
  return excludes(a, b) || excludes(b, a);
}

/** How many resources both moves changed, and the first of them in the order of the second. */
function meeting(first: Outcome, second: Outcome): { readonly count: number; readonly id: string } {
  const touched = new Set(first.applied.map(({ resourceId }) => resourceId));
  const both = second.applied.filter(({ resourceId }) => touched.has(resourceId));
  return { count: both.length, id: both[0]?.resourceId ?? '' };
}

/** Why the first move comes first. */
function orderOf(first: Outcome, second: Outcome): string {
  const [before, after] = [first, second].map(({ leverId }) => leverById(leverId)?.meta.stage ?? '');
  return before === after
    ? `both are of the stage ${before}, where the plan’s order decides`
    : `the stage ${before} is applied before ${after}`;
}

function startOf({ moves }: Plan, { moveId }: Outcome): number {
  return moves.find(({ id }) => id === moveId)?.start ?? 0;
}

/**
 * A finding for each two moves whose levers exclude each other and that changed the same resource: which one wins, and why.
 * @param applied outcomes in the order of application
 */
export function exclusionFindings(plan: Plan, applied: readonly Outcome[]): Finding[] {
  return applied.flatMap((second, index) =>
    applied.slice(0, index).flatMap((first): Finding[] => {
      if (!areExclusive(first.leverId, second.leverId)) return [];
      const { count, id } = meeting(first, second);
      if (count === 0) return [];
      const where = count === 1 ? id : `${count} resources, among them ${id}`;
      const alone =
        startOf(plan, second) < startOf(plan, first)
          ? ` Until ${first.moveId} starts, ${second.moveId} acts alone.`
          : '';
      return [
        {
          code: 'exclusive-moves',
          severity: 'warning',
          message: `${first.moveId} and ${second.moveId} exclude each other and meet on ${where}. ${first.moveId} wins: ${orderOf(first, second)}; ${second.moveId} gets what it leaves.${alone}`,
          hint: `Take the resource out of the scope of ${first.moveId} or of ${second.moveId}.`,
          source: null,
        },
      ];
    }),
  );
}
