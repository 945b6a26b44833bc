/** What a company has bought, as the engine knows it. */

import {
  HOURS_PER_YEAR,
  type PriceBook,
  type ReservedInstance,
  recurringShare,
  type SavingsPlan,
  UserError,
} from '../engine/index.ts';
import type { Company } from './company.ts';

/** What companies of scenarios buy. */
export type CompanyCommitment = SavingsPlan | ReservedInstance;

/** The company's commitments as the engine knows them. */
export function commitmentsOf(company: Company, book: PriceBook): CompanyCommitment[] {
  const term = (start: string, years: number) => ({
    startMs: Date.parse(`${start}T00:00:00Z`),
    endMs: Date.parse(`${start}T00:00:00Z`) + years * HOURS_PER_YEAR * 3_600_000,
  });
  const plans = company.savingsPlans.map(plan => ({
    kind: 'savings-plan' as const,
    id: plan.id,
    ownerAccount: company.payer,
    offering: plan.offering,
    family: plan.family ?? null,
    region: plan.offering === 'ec2-instance' ? company.region : null,
    commitmentPerHour: plan.perHour,
    termYears: plan.termYears,
    payment: plan.payment,
    ...term(plan.start, plan.termYears),
  }));
  const reservations = company.reservations.map(reserved => {
    const rate = book.commitmentRate({
      offering: 'standard-ri',
      instanceType: reserved.type,
      region: company.region,
      operatingSystem: 'linux',
      termYears: reserved.termYears,
      payment: reserved.payment,
    });
    if (!rate) {
      throw new UserError({
        code: 'company-without-price',
        message: `The price book has no reservation price for ${reserved.type} in ${company.region}.`,
        hint: 'Choose an instance type whose family has reservation prices.',
        exitCode: 3,
      });
    }
    return {
      kind: 'reserved-instance' as const,
      id: reserved.id,
      ownerAccount: company.payer,
      offeringClass: 'standard' as const,
      instanceType: reserved.type,
      region: company.region,
      availabilityZone: null,
      operatingSystem: 'linux' as const,
      tenancy: 'shared' as const,
      count: reserved.count,
      effectivePerHour: rate.price,
      recurringPerHour: rate.price * recurringShare(reserved),
      termYears: reserved.termYears,
      payment: reserved.payment,
      ...term(reserved.start, reserved.termYears),
    };
  });
  return [...reservations, ...plans];
}

/** Its ARN in a bill. */
export function arnOf(commitment: CompanyCommitment, company: Company): string {
  return commitment.kind === 'savings-plan'
    ? `arn:aws:savingsplans::${company.payer}:savingsplan/${commitment.id}`
    : `arn:aws:ec2:${company.region}:${company.payer}:reserved-instances/${commitment.id}`;
}
