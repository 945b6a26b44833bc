/** Pairs of levers and workloads to look at, each with the move that would take it. */

import type { Estate } from '../estate/estate.ts';
import type { Lever } from '../lever.ts';
import { defaultParams } from '../lever-params.ts';
import { type Move, WHOLE_ESTATE } from '../plan.ts';

/** A lever and the workload to look at it on; null: the whole estate. */
export type Candidate = { readonly lever: Lever; readonly workload: string | null; readonly moveId: string };

/** Longest id that a plan file takes. */
const MOVE_ID_LENGTH = 60;

/** An id for each lever and workload: two names that are written alike in a plan file are numbered. */
function withMoveIds(pairs: readonly Omit<Candidate, 'moveId'>[]): Candidate[] {
  const taken = new Set<string>();
  return pairs.map(({ lever, workload }) => {
    const name = workload === null ? lever.meta.id : `${lever.meta.id}-${workload}`;
    const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    let moveId = plain.slice(0, MOVE_ID_LENGTH);
    for (let count = 2; taken.has(moveId); count++)
      moveId = `${plain.slice(0, MOVE_ID_LENGTH - 1 - String(count).length)}-${count}`;
    taken.add(moveId);
    return { lever, workload, moveId };
  });
}

/** Every lever with every workload that has resources; levers of the whole estate once. */
export function candidatesOf(estate: Estate, levers: readonly Lever[]): Candidate[] {
  const used = new Set(estate.resources.map(({ workload }) => workload));
  const workloads = estate.workloads.filter(({ name }) => used.has(name));
  return withMoveIds(
    levers.flatMap((lever): Omit<Candidate, 'moveId'>[] =>
      lever.target === 'estate'
        ? [{ lever, workload: null }]
        : workloads.map(({ name }) => ({ lever, workload: name })),
    ),
  );
}

/** The move that takes an opportunity: defaults of the lever, owned by whoever owns the workload. */
export function moveFor({ lever, workload, moveId }: Candidate, owner: string | null): Move {
  return {
    id: moveId,
    lever: lever.meta.id,
    scope: workload === null ? WHOLE_ESTATE : { ...WHOLE_ESTATE, workloads: [workload] },
    params: defaultParams(lever.params),
    start: 1,
    owner,
    note: null,
  };
}
