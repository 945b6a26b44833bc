/** Two bills side by side: the charges of each resource in both months, as the comparison of months reads them. */

import type { BillExtract, BillLine } from '../bill-extract.ts';
import { monthOf } from '../calendar.ts';
import type { Estate, Resource } from '../estate/estate.ts';
import { gather } from '../estate/gather.ts';
import { type ChargeSum, resourceKey } from '../growth/charge-sum.ts';
import type { ComparedMonths } from '../growth/subject-change.ts';
import { decimal } from '../money.ts';

/** A month: the estate of a bill and the bill's lines, which add up to the same amount. */
export type MonthBill = { readonly estate: Estate; readonly extract: BillExtract };

/** One side of a subject. */
export type SubjectMonth = {
  /** Null where the month has no charge of it. */
  readonly resource: Resource | null;
  readonly charges: readonly ChargeSum[];
};

/** A resource, a commitment, or charges of a place, in the two months. */
export type Subject = {
  readonly key: string;
  /** As the later month writes it, where that has it. */
  readonly id: string;
  readonly workload: string;
  readonly before: SubjectMonth;
  readonly after: SubjectMonth;
};

/** The line as a comparison of months reads it. A negative amount repeats the quantity of what it lowers. */
function chargeSum(line: BillLine, provider: string, month: string): ChargeSum {
  return {
    month,
    provider,
    billingAccountId: null,
    resourceId: line.resourceId,
    resourceName: line.resourceName,
    serviceName: line.serviceName,
    serviceCode: line.serviceCode,
    regionId: line.regionId,
    subAccountId: line.subAccountId,
    subAccountName: line.subAccountName,
    chargeCategory: line.chargeCategory,
    chargeClass: null,
    pricingCategory: line.pricingCategory,
    commitmentDiscountId: line.commitmentDiscountId,
    commitmentDiscountStatus: line.commitmentDiscountStatus,
    skuId: null,
    usageType: line.usageType,
    operation: line.operation,
    unit: line.pricingUnit,
    // A quantity beyond a number says nothing.
    quantity: Number.isFinite(line.pricingQuantity) ? decimal(line.pricingQuantity ?? 0).toFixed() : null,
    effectiveCost: line.effectiveCost,
    rows: line.rows,
  };
}

function sideOf({ estate, extract }: MonthBill): ReadonlyMap<string, SubjectMonth> {
  const month = monthOf(estate.period.startMs);
  const resources = new Map(estate.resources.map(resource => [resource.id, resource]));
  const sides = new Map<string, SubjectMonth>();
  for (const { id, lines } of gather(extract.lines, line => line)) {
    const key = resourceKey(id);
    const known = sides.get(key);
    const charges = lines.map(line => chargeSum(line, extract.provider, month));
    sides.set(key, {
      // Two spellings of one id are one resource: the first tells its shape.
      resource: known?.resource ?? resources.get(id) ?? null,
      charges: [...(known?.charges ?? []), ...charges],
    });
  }
  return sides;
}

const NOTHING: SubjectMonth = { resource: null, charges: [] };

/** Everything that either bill has, by key. Every line of both bills is in exactly one subject. */
export function subjectsOf(from: MonthBill, to: MonthBill): ReadonlyMap<string, Subject> {
  const [before, after] = [sideOf(from), sideOf(to)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return new Map(
    keys.map((key): [string, Subject] => {
      const sides = { before: before.get(key) ?? NOTHING, after: after.get(key) ?? NOTHING };
      const resource = sides.after.resource ?? sides.before.resource;
      return [key, { key, id: resource?.id ?? key, workload: resource?.workload ?? '', ...sides }];
    }),
  );
}

/** The two months as the comparison of charges takes them. */
export function comparedMonths(from: Estate, to: Estate): ComparedMonths {
  return {
    from: monthOf(from.period.startMs),
    to: monthOf(to.period.startMs),
    days: { from: from.hours / 24, to: to.hours / 24 },
  };
}
