/** Actions that exclude each other on a resource: only the best of them counts. */

/**
 * Of actions that exclude each other on a resource (deleting it, making it smaller) the one that saves most, in the order
 * of the resources' first action; the first of equal ones. AWS Cost Optimization Hub counts savings the same way (Cost
 * Management User Guide, 2025).
 */
export function bestOfExclusive<Action extends { readonly resource: string; readonly saving: number }>(
  actions: readonly Action[],
): Action[] {
  const best = new Map<string, Action>();
  for (const action of actions) {
    const known = best.get(action.resource);
    if (known === undefined || action.saving > known.saving) best.set(action.resource, action);
  }
  return [...best.values()];
}
