/** Resources of a bill by the names that metrics have for them: whole ids, and the ends of ARNs. */

import type { NamedResource } from './resource-labels.ts';

/** What a name means in the bill. */
export type BillMatch =
  | { readonly kind: 'found'; readonly id: string }
  | { readonly kind: 'several'; readonly ids: readonly string[] }
  | { readonly kind: 'none' };

/** Parts at the end of an ARN that a name may have: `app/web/50dc6c495c0c9188` has three. */
const TAIL_PARTS = 4;

/** Looks names up among the resources of a bill. */
export type BillResources = {
  readonly size: number;
  match(named: NamedResource): BillMatch;
};

function serviceOf(id: string): string {
  return /^arn:[^:]*:([^:]*):/.exec(id)?.[1] ?? '';
}

/** Ends of an ARN at `:` or `/`, without the whole. */
function tailsOf(id: string): readonly string[] {
  if (!id.startsWith('arn:')) return [];
  const cuts = [...id.matchAll(/[:/]/g)].map(({ index }) => index + 1);
  return cuts.slice(-TAIL_PARTS).map(at => id.slice(at));
}

/** @param ids FOCUS ResourceIds of the bill */
export function billResources(ids: Iterable<string>): BillResources {
  const whole = new Set<string>(ids);
  const byTail = new Map<string, string[]>();
  for (const id of whole) {
    for (const tail of tailsOf(id)) byTail.set(tail, [...(byTail.get(tail) ?? []), id]);
  }
  return {
    size: whole.size,
    match: ({ id, services }) => {
      if (whole.has(id)) return { kind: 'found', id };
      // Bills may name an instance by its id where the metrics have its ARN.
      const shorter = tailsOf(id).find(tail => whole.has(tail));
      if (shorter !== undefined) return { kind: 'found', id: shorter };
      const found = (byTail.get(id) ?? []).filter(
        known => services.length === 0 || services.includes(serviceOf(known)),
      );
      const [first] = found;
      if (first === undefined) return { kind: 'none' };
      return found.length === 1 ? { kind: 'found', id: first } : { kind: 'several', ids: found };
    },
  };
}
