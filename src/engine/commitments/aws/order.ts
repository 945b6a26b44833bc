/**
 * The order of AWS in an hour: zonal and regional reservations, reserved nodes, free tier, Savings Plans from the narrow to
 * the broad type (Well-Architected, cost pillar, "order of application"; the sources of each part stand in its file).
 */

import { assertNever } from '../../assert.ts';
import type { OrderInput } from '../application.ts';
import type { ApplicationOrder } from '../draw.ts';
import { addFreeTier } from './free-tier.ts';
import { addInstanceReservations } from './instance-reservations.ts';
import { addNodeReservations } from './node-reservations.ts';
import type { OrderDraft } from './order-draft.ts';
import { addSavingsPlans } from './savings-plans.ts';

function addDatabaseCommitments(draft: OrderDraft, input: OrderInput): void {
  const { databaseOrder } = input.settings;
  switch (databaseOrder) {
    case 'reservation-first':
      addNodeReservations(draft, input);
      return;
    case 'savings-plan-first':
      addSavingsPlans(draft, input, 'database');
      addNodeReservations(draft, input);
      return;
    default:
      assertNever(databaseOrder);
  }
}

/** Compiles every AWS commitment and free tier allowance of the input; those of other providers are left alone. */
export function awsOrder(input: OrderInput): ApplicationOrder {
  const draft: OrderDraft = { benefits: [], steps: [] };
  const { databaseOrder, freeTier } = input.settings;
  addInstanceReservations(draft, input);
  addDatabaseCommitments(draft, input);
  if (freeTier === 'after-reservations') addFreeTier(draft, input);
  addSavingsPlans(draft, input, 'ec2-instance');
  addSavingsPlans(draft, input, 'compute');
  addSavingsPlans(draft, input, 'sagemaker');
  if (databaseOrder === 'reservation-first') addSavingsPlans(draft, input, 'database');
  if (freeTier === 'after-savings-plans') addFreeTier(draft, input);
  return draft;
}
