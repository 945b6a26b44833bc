/** Azure's order of application: reservations, pre-purchase plans, savings plans, and pay as you go for what is left. */

import type { OrderInput } from '../application.ts';
import type { ApplicationOrder } from '../draw.ts';
import { orderOf, poolsById } from './benefit-draws.ts';
import { hybridBenefitDraws } from './hybrid-benefit.ts';
import { prePurchaseDraws } from './pre-purchase.ts';
import { reservationDraws } from './reservations.ts';
import { savingsPlanDraws } from './savings-plan.ts';

/**
 * Compiles the Azure commitments of an input; those of other providers are not looked at.
 *
 * Quantities are sums of an hour, so parts of an hour are netted over it (`azureHourMatching: 'hourly-netting'`).
 * Minute-by-minute matching needs the times inside the hour: see `hour-matching.ts`.
 * Source: learn.microsoft.com/azure/cost-management-billing/reservations/benefit-application-order, 2026-07-17.
 */
export function azureOrder(input: OrderInput): ApplicationOrder {
  const pools = poolsById(input.pools);
  return orderOf([
    ...reservationDraws(input, pools),
    ...prePurchaseDraws(input, pools),
    ...savingsPlanDraws(input, pools),
    ...hybridBenefitDraws(input, pools),
  ]);
}
