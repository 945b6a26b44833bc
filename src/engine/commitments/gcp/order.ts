/**
 * The order of Google Cloud commitments in an hour: resource-based, then spend-based (usual, not official; a setting).
 * Sustained use discounts follow on what is left (official): they are part of the price of the remainder.
 */

import { assertNever } from '../../assert.ts';
import type { OrderInput } from '../application.ts';
import type { ApplicationOrder, Step } from '../draw.ts';
import { flexibleCommitmentOrder } from './flexible-commitments.ts';
import { resourceCommitmentOrder } from './resource-commitments.ts';

function followedBy(first: ApplicationOrder, second: ApplicationOrder): ApplicationOrder {
  const shifted = second.steps.map(
    (step): Step => ({ ...step, benefit: step.benefit + first.benefits.length }),
  );
  return { benefits: [...first.benefits, ...second.benefits], steps: [...first.steps, ...shifted] };
}

/** Compiles every Google Cloud commitment of the input; the others are left alone. */
export function gcpOrder(input: OrderInput): ApplicationOrder {
  const resource = resourceCommitmentOrder(input);
  const flexible = flexibleCommitmentOrder(input);
  const { gcpCommitmentOrder } = input.settings;
  switch (gcpCommitmentOrder) {
    case 'resource-first':
      return followedBy(resource, flexible);
    case 'flexible-first':
      return followedBy(flexible, resource);
    default:
      return assertNever(gcpCommitmentOrder);
  }
}
