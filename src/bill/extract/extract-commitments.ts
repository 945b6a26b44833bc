/** The commitments that charges of a bill name. */

import type { BillCommitment } from '../../engine/bill-extract.ts';
import type { DuckDb } from '../duckdb.ts';
import { moneyText } from '../query/charges.ts';

/** The fee line speaks for the whole commitment; a covered line only for what it covered. */
const IS_FEE = "(ChargeCategory = 'Purchase' OR CommitmentDiscountStatus = 'Unused')";

/** The value on fee lines, else on any line; the greatest, so that the answer does not depend on the order of rows. */
function preferFee(expression: string): string {
  return `coalesce(max(${expression}) FILTER (WHERE ${IS_FEE}), max(${expression}))`;
}

function isoTime(expression: string): string {
  return `strftime(${preferFee(expression)}, '%Y-%m-%dT%H:%M:%SZ')`;
}

function quantityOf(condition: string): string {
  return `CAST(sum(PricingQuantity) FILTER (WHERE ${condition}) AS DOUBLE)`;
}

/** A reservation's fee is metered as `HeavyUsage:m5.large`; the hours it pays for have the meter of their service. */
function boughtMeter(meter: string | null): string | null {
  return (
    meter
      ?.replace('HeavyUsage:db.', 'InstanceUsage:db.')
      .replace('HeavyUsage:cache.', 'NodeUsage:cache.')
      .replace('HeavyUsage', 'BoxUsage') ?? null
  );
}

/** Commitments of the view `charges` by id. */
export async function extractCommitments(duckdb: DuckDb): Promise<readonly BillCommitment[]> {
  const rows = await duckdb.rows(
    `SELECT CommitmentDiscountId, ${preferFee('CommitmentDiscountType')}, ${preferFee('x_CommitmentOffering')},
       ${preferFee('x_CommitmentTerm')}, ${preferFee('x_CommitmentPaymentOption')},
       coalesce(${preferFee('x_CommitmentRegion')}, max(RegionId) FILTER (WHERE CommitmentDiscountType = 'Reserved')),
       ${preferFee('x_CommitmentInstanceFamily')}, ${isoTime('x_CommitmentStart')}, ${isoTime('x_CommitmentEnd')},
       CAST(max(x_ReservationCount) AS DOUBLE),
       coalesce(max(x_UsageType) FILTER (WHERE ${IS_FEE}), max(x_UsageType)), ${preferFee('x_Operation')},
       max(SubAccountId) FILTER (WHERE ${IS_FEE}), max(AvailabilityZone) FILTER (WHERE ${IS_FEE}),
       ${preferFee('x_ServiceCode')}, ${preferFee('ServiceName')}, ${preferFee('x_InstanceType')},
       ${quantityOf("CommitmentDiscountStatus = 'Used'")}, ${quantityOf("CommitmentDiscountStatus = 'Unused'")},
       ${quantityOf("ChargeCategory = 'Purchase'")},
       CAST(sum(EffectiveCost) FILTER (WHERE CommitmentDiscountStatus = 'Used') AS VARCHAR),
       CAST(sum(EffectiveCost) FILTER (WHERE CommitmentDiscountStatus = 'Unused') AS VARCHAR),
       CAST(sum(BilledCost) FILTER (WHERE ChargeCategory = 'Purchase' AND ChargeFrequency = 'Recurring') AS VARCHAR)
     FROM charges WHERE CommitmentDiscountId IS NOT NULL GROUP BY 1 ORDER BY 1`,
  );
  return rows.map(commitmentOf);
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function number(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function commitmentOf(row: readonly unknown[]): BillCommitment {
  const [
    id,
    type,
    offering,
    term,
    payment,
    region,
    family,
    start,
    end,
    count,
    meter,
    operation,
    owner,
    zone,
    serviceCode,
    serviceName,
    instanceType,
    usedQuantity,
    unusedQuantity,
    purchasedQuantity,
    used,
    unused,
    recurring,
  ] = row;
  const isPlan = text(type)?.toLowerCase() === 'savings plan';
  return {
    id: String(id),
    type: text(type),
    offering: text(offering),
    term: text(term),
    paymentOption: text(payment),
    region: text(region),
    instanceFamily: text(family),
    startTime: text(start),
    endTime: text(end),
    reservationCount: isPlan || count === null ? null : Number(count),
    usageType: isPlan ? null : boughtMeter(text(meter)),
    operation: isPlan ? null : text(operation),
    ownerAccount: text(owner),
    availabilityZone: text(zone),
    serviceCode: text(serviceCode),
    serviceName: text(serviceName),
    instanceType: text(instanceType),
    usedQuantity: number(usedQuantity),
    unusedQuantity: number(unusedQuantity),
    purchasedQuantity: number(purchasedQuantity),
    usedCost: moneyText(used) ?? '0',
    unusedCost: moneyText(unused) ?? '0',
    recurringBilledCost: moneyText(recurring) ?? '0',
  };
}
