/** Every answer on what AWS sells for a commitment, in the order in which they are asked whether they fit. */

import type { Answer } from '../answer.ts';
import { CAPACITY_AND_LICENCE_ANSWERS } from './aws-capacity-and-licences.ts';
import { PLAN_COMMITMENT_ANSWERS } from './aws-plan-commitments.ts';
import { RESERVATION_EXCHANGE_ANSWERS } from './aws-reservation-exchange.ts';
import { RESERVATION_TERMS_ANSWERS } from './aws-reservation-terms.ts';
import { RESERVED_INSTANCE_ANSWER } from './aws-reserved-instances.ts';
import { RESERVED_NODE_ANSWERS } from './aws-reserved-nodes.ts';
import { SAVINGS_PLAN_ANSWER } from './aws-savings-plans.ts';

/** Kinds `aws-sp`, `aws-ri`, `aws-ri-db`, `aws-odcr`, `licence` and `recommendation`. */
export const AWS_COMMITMENT_ANSWERS: readonly Answer[] = [
  SAVINGS_PLAN_ANSWER,
  ...PLAN_COMMITMENT_ANSWERS,
  RESERVED_INSTANCE_ANSWER,
  ...RESERVATION_EXCHANGE_ANSWERS,
  ...RESERVATION_TERMS_ANSWERS,
  ...RESERVED_NODE_ANSWERS,
  ...CAPACITY_AND_LICENCE_ANSWERS,
];
