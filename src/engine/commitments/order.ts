/** The order of application of all providers: each provider's commitments touch only its own usage, so one follows the other. */

import type { OrderInput } from './application.ts';
import { awsOrder } from './aws/order.ts';
import { azureOrder } from './azure/order.ts';
import type { ApplicationOrder, Benefit, Step } from './draw.ts';
import { gcpOrder } from './gcp/order.ts';

/** Joins orders: the steps of a later one come after those of an earlier one. */
export function concatenateOrders(orders: readonly ApplicationOrder[]): ApplicationOrder {
  const benefits: Benefit[] = [];
  const steps: Step[] = [];
  for (const order of orders) {
    const offset = benefits.length;
    benefits.push(...order.benefits);
    for (const step of order.steps) steps.push({ ...step, benefit: step.benefit + offset });
  }
  return { benefits, steps };
}

/** Compiles the rules of AWS, Google Cloud and Azure for an input. */
export function applicationOrder(input: OrderInput): ApplicationOrder {
  return concatenateOrders([awsOrder(input), gcpOrder(input), azureOrder(input)]);
}
