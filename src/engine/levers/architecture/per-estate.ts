/** Facts about an estate as a whole that a lever asks for at every resource: worked out once for each estate. */

import type { Estate } from '../../estate/estate.ts';

/** Remembers the answer for an estate as long as the estate lives. An estate never changes, so neither does the answer. */
export function perEstate<Fact>(build: (estate: Estate) => Fact): (estate: Estate) => Fact {
  const known = new WeakMap<Estate, { readonly fact: Fact }>();
  return estate => {
    const found = known.get(estate) ?? { fact: build(estate) };
    known.set(estate, found);
    return found.fact;
  };
}
