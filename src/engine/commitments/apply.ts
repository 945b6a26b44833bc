/** Commitments applied to usage: the order of the providers' rules, its hours, and the price of what is left. */

import type { Application, ApplicationInput } from './application.ts';
import { contractTerms } from './contract-discount.ts';
import type { ApplicationOrder } from './draw.ts';
import { sustainedUseMultipliers } from './gcp/sustained-use.ts';
import { createKernel } from './kernel.ts';
import { sumRow } from './kernel-draw.ts';
import { applicationOrder } from './order.ts';
import { outcomesOf } from './outcomes.ts';
import { NO_SUSTAINED_USE, priceRemainder, type SustainedUse } from './remainder.ts';

/**
 * Applies an order that is already compiled.
 * @param sustainedUse price of uncovered usage by how long it runs; without it every hour has its full price
 */
export function applyOrder(
  input: ApplicationInput,
  order: ApplicationOrder,
  sustainedUse: SustainedUse = NO_SUSTAINED_USE,
): Application {
  const { pools, hours } = input;
  const result = createKernel({ order, pools, hours, keepUncovered: true, keepUsed: true }).run();
  const quantities = Float64Array.from(pools, pool => sumRow(pool.quantities, 0, hours));
  const prices = priceRemainder(
    {
      ...input,
      quantities,
      uncoveredQuantities: result.uncoveredQuantity,
      uncoveredPerHour: result.uncoveredPerHour,
    },
    sustainedUse,
  );
  return outcomesOf({ input, order, result, quantities, prices, terms: contractTerms(input) });
}

/** Applies the commitments of an organisation to its usage by the providers' own rules, hour by hour. */
export function applyCommitments(input: ApplicationInput): Application {
  return applyOrder(input, applicationOrder(input), sustainedUseMultipliers);
}
