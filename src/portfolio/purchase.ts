/** What a purchase is: an instrument, its terms, and a candidate of size one that can be built in any size. */

import type { Commitment, PaymentOption, TermYears } from '../engine/commitments/commitment.ts';

/** Instruments that can be sized. */
export const SIZED_INSTRUMENTS = [
  'compute-savings-plan',
  'ec2-instance-savings-plan',
  'database-savings-plan',
  'sagemaker-savings-plan',
  'reserved-instance',
  'reserved-node',
  'resource-commitment',
  'flexible-commitment',
  'azure-reservation',
  'azure-savings-plan',
] as const;
export type SizedInstrument = (typeof SIZED_INSTRUMENTS)[number];

/** On what terms. */
export type PurchaseTerms = {
  readonly termYears: TermYears;
  readonly payment: PaymentOption;
  /** Account that buys; null: nobody's usage comes first. */
  readonly account: string | null;
};

/** A purchase of size one: a dollar an hour, or one unit. */
export type Candidate = {
  readonly id: string;
  /** What it is bought for: `m5 us-east-1`; empty where one purchase serves everything. */
  readonly scope: string;
  /** Money an hour, or whole units. */
  readonly measure: 'money' | 'units';
  /** The pool that made it a candidate; null for instruments that take everything. */
  readonly poolId: string | null;
  build(size: number): Commitment;
};

/** Candidates, and pools whose reservation has no price anywhere. */
export type Candidates = { readonly candidates: readonly Candidate[]; readonly unpriced: readonly string[] };

/** What every planned commitment has: in force all the time. */
export function purchaseBase(id: string, { termYears, payment, account }: PurchaseTerms) {
  return { id, ownerAccount: account, termYears, payment, startMs: null, endMs: null };
}
