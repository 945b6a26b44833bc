/** Commitments: what was bought, for how long, at what price an hour. */

import type { OperatingSystem, Tenancy } from '../estate/estate.ts';

export type PaymentOption = 'no-upfront' | 'partial-upfront' | 'all-upfront';
export type TermYears = 1 | 3;

type CommitmentBase = {
  readonly id: string;
  readonly termYears: TermYears | null;
  readonly payment: PaymentOption | null;
  /** Epoch milliseconds; null when unknown. */
  readonly startMs: number | null;
  readonly endMs: number | null;
};

/** A commitment to spend: dollars an hour, at savings-plan rates. */
export type SavingsPlan = CommitmentBase & {
  readonly kind: 'savings-plan';
  /** Compute: any family, size, Region, OS and tenancy. EC2 Instance: one family in one Region. */
  readonly offering: 'compute' | 'ec2-instance';
  readonly family: string | null;
  readonly region: string | null;
  /** USD an hour, at savings-plan rates, due whether used or not. */
  readonly commitmentPerHour: number;
};

/** A commitment to use: instances of one type in one Region or zone. */
export type ReservedInstance = CommitmentBase & {
  readonly kind: 'reserved-instance';
  readonly instanceType: string;
  readonly region: string;
  /** Zone of a zonal reservation; null when it is regional. */
  readonly availabilityZone: string | null;
  readonly operatingSystem: OperatingSystem;
  readonly tenancy: Tenancy;
  readonly count: number;
  /** Amortised price of one reservation, USD an hour: upfront / hours in term + recurring. */
  readonly effectivePerHour: number;
  /** The part of it that is billed every month, USD an hour. */
  readonly recurringPerHour: number;
};

export type Commitment = SavingsPlan | ReservedInstance;
