/**
 * Resources that were rolled out anew: the old id is gone, and another of the same kind, account and workload stands in its
 * place. Groups of machines that scale give every machine a new id, so that an id that is gone says little by itself.
 */

import type { Resource } from '../estate/estate.ts';
import type { Subject } from './month-bill.ts';
import type { PlannedChange, PlannedMonth } from './planned-month.ts';
import { shows } from './verdict.ts';
import type { Sight } from './verify/sight.ts';
import { mayBeReplaced, verify } from './verify/verify.ts';

/** What verifying needs beside the resource. */
export type VerifyContext = Pick<Sight, 'from' | 'to' | 'book'>;

type Gone = {
  readonly key: string;
  readonly subject: Subject;
  readonly before: Resource;
  readonly changes: readonly PlannedChange[];
};

function placeOf(resource: Resource): string {
  return JSON.stringify([resource.workload, resource.kind, resource.account]);
}

/** What a resource is bought as; null where its kind has no such thing. */
function shapeOf(resource: Resource): string | null {
  switch (resource.kind) {
    case 'instance':
      return JSON.stringify(
        resource.compute.map(({ instanceType, operatingSystem }) => [instanceType, operatingSystem]),
      );
    case 'database':
      return JSON.stringify([resource.instanceClass, resource.engine]);
    case 'volume':
      return JSON.stringify([resource.volumeType, Math.round(resource.sizeGib)]);
    default:
      return null;
  }
}

/** Whether a new resource shows what was planned for an old one. */
function isPlanned({ subject, before, changes }: Gone, candidate: Subject, context: VerifyContext): boolean {
  const after = candidate.after.resource;
  if (after === null) return false;
  const charges = { beforeCharges: subject.before.charges, afterCharges: candidate.after.charges };
  return changes.some(
    ({ effect, plannedFrom }) =>
      mayBeReplaced(effect) && shows(verify({ effect, before, plannedFrom, after, ...charges, ...context })),
  );
}

function goneOf(subjects: ReadonlyMap<string, Subject>, planned: PlannedMonth): Gone[] {
  return [...planned.changes].flatMap(([key, changes]) => {
    const subject = subjects.get(key);
    const before = subject?.before.resource;
    return subject && before && subject.after.charges.length === 0 ? [{ key, subject, before, changes }] : [];
  });
}

/** New resources of a place by what they are bought as; those that were chosen leave. */
class Candidates {
  private readonly byPlace = new Map<string, Map<string, Subject[]>>();

  constructor(subjects: Iterable<Subject>) {
    for (const subject of subjects) {
      const { resource } = subject.after;
      const shape = resource && shapeOf(resource);
      if (subject.before.charges.length > 0 || !resource || shape === null) continue;
      const shapes = this.byPlace.get(placeOf(resource)) ?? new Map<string, Subject[]>();
      shapes.set(shape, [...(shapes.get(shape) ?? []), subject]);
      this.byPlace.set(placeOf(resource), shapes);
    }
  }

  shapesAt(resource: Resource): Iterable<readonly Subject[]> {
    return this.byPlace.get(placeOf(resource))?.values() ?? [];
  }

  sameAs(resource: Resource): readonly Subject[] {
    return this.byPlace.get(placeOf(resource))?.get(shapeOf(resource) ?? '') ?? [];
  }

  take(subject: Subject): void {
    const { resource } = subject.after;
    if (!resource) return;
    const shapes = this.byPlace.get(placeOf(resource));
    const left = shapes?.get(shapeOf(resource) ?? '')?.filter(({ key }) => key !== subject.key);
    if (left) shapes?.set(shapeOf(resource) ?? '', left);
  }
}

/**
 * The old resource again: the same shape and, where the old one has a name, the same name. A removed machine without a name
 * is taken at its word.
 */
function sameAgain({ before, changes }: Gone, candidates: Candidates): Subject | undefined {
  const isRemoval = changes.some(({ effect }) => effect.kind === 'terminate');
  if (before.name === null && isRemoval) return undefined;
  return candidates.sameAs(before).find(({ after }) => (after.resource?.name ?? null) === before.name);
}

/** One that shows what was planned, of the same name before others. What a shape shows, all of it show. */
function asPlanned(gone: Gone, candidates: Candidates, context: VerifyContext): Subject | undefined {
  const fitting = [...candidates.shapesAt(gone.before)].flatMap(group => {
    const [first] = group;
    return first && isPlanned(gone, first, context) ? group : [];
  });
  return fitting.find(({ after }) => after.resource?.name === gone.before.name) ?? fitting[0];
}

/**
 * New resources in the place of old ones, by the key of the old one. Each stands in for one: first those that are as the
 * old one was, so that nobody's copy passes for another's change; then those that show what was planned.
 */
export function findReplacements(
  subjects: ReadonlyMap<string, Subject>,
  planned: PlannedMonth,
  context: VerifyContext,
): ReadonlyMap<string, Subject> {
  const candidates = new Candidates(subjects.values());
  const found = new Map<string, Subject>();
  const gone = goneOf(subjects, planned);
  for (const choose of [sameAgain, asPlanned]) {
    for (const each of gone) {
      if (found.has(each.key)) continue;
      const chosen = choose(each, candidates, context);
      if (!chosen) continue;
      candidates.take(chosen);
      found.set(each.key, chosen);
    }
  }
  return found;
}
