/** Every published example of a cost: what the engine answers, or why it has no answer. */

import { COMMITMENT_ANSWERS } from './commitment-answers.ts';
import type { Answer } from './example.ts';
import { STORAGE_ANSWERS } from './storage-answers.ts';

/** Answers by example id. */
export const ANSWERS = { ...COMMITMENT_ANSWERS, ...STORAGE_ANSWERS } as Readonly<
  Record<string, Answer<unknown>>
>;

const METAL = 'a metal size has no factor in the engine: its reservations are applied to the exact type only';
const NO_RESERVATION_LEVER = 'no lever buys, changes or exchanges reservations yet';
const NO_LEVER = 'no lever acts on this service yet: its charges stay in the bill as they are';

/** Examples without an answer, and why. */
export const NOT_COVERED: Readonly<Record<string, string>> = {
  'aws-optimize-cpu-ex2': 'no lever changes active vCPUs yet',
  'aws-sp-recommendation-repost': 'averages of a recommendation whose hourly usage is not published',
  'aws-ri-metal-1': METAL,
  'aws-ri-metal-3': METAL,
  'aws-ri-metal-reverse': METAL,
  'aws-ri-scenario-3': 'benefits are shared over all accounts of a bill: the owner does not come first',
  'aws-ri-amortised': 'the amortised price of a reservation is read off the bill, not computed',
  'aws-ri-list-value': NO_RESERVATION_LEVER,
  'aws-ri-modify-footprint': NO_RESERVATION_LEVER,
  'aws-ri-exchange-merge': NO_RESERVATION_LEVER,
  'aws-odcr-20-15': 'empty slots of a capacity reservation stay in the bill as they are',
  'aws-ebs-archive-100': NO_LEVER,
  'aws-ebs-fsr': NO_LEVER,
  'aws-snapshot-incremental': NO_LEVER,
  'aws-s3-express-ex1': NO_LEVER,
  'calc-sud-30': 'sustained-use discounts are not simulated yet',
  'calc-n1-standard-16': 'sustained-use discounts are not simulated yet',
  'calc-lambda-9b': NO_LEVER,
  'calc-lambda-18b-arm': NO_LEVER,
  'calc-interface-endpoint': NO_LEVER,
  'calc-egress-us-east-1': NO_LEVER,
  'calc-nat-100gb': NO_LEVER,
  'calc-logs-1000gb': NO_LEVER,
  'focus-aws-ri-partial': 'the amortised price of a reservation is read off the bill, not computed',
};
