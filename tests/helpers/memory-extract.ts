/** A generated company's month as a bill extract, without files: what the importer would make of the generated bill. */

import type { BillCommitment, BillExtract, BillLine, HourlyUsage } from '../../src/engine/index.ts';
import { monthPeriod, type PriceBook, toLedger, toText } from '../../src/engine/index.ts';
import type { Company } from '../../src/scenario/company.ts';
import { type CommitmentMonth, type CoveredUsage, coverUsage } from '../../src/scenario/cover-usage.ts';
import { generateUsage, monthOfCompany } from '../../src/scenario/generate-usage.ts';
import type { GeneratedMetrics, UsageLine } from '../../src/scenario/usage-line.ts';

const money = (value: number) => toText(toLedger(value));

function emptyLine(serviceName: string, serviceCode: string): Omit<BillLine, 'billedCost' | 'effectiveCost'> {
  return {
    resourceId: null,
    resourceName: null,
    serviceName,
    serviceCode,
    regionId: null,
    availabilityZone: null,
    subAccountId: null,
    subAccountName: null,
    chargeCategory: 'Usage',
    chargeFrequency: 'Usage-Based',
    pricingCategory: 'Standard',
    commitmentDiscountId: null,
    commitmentDiscountStatus: null,
    usageType: null,
    operation: null,
    instanceType: null,
    pricingUnit: null,
    rows: 1,
    listCost: null,
    contractedCost: null,
    pricingQuantity: null,
    chargeHours: 0,
  };
}

/** One bill line per metered line and payer, as the importer adds them up. */
function usageLines(company: Company, lines: readonly UsageLine[], covered: CoveredUsage): BillLine[] {
  const groups = Map.groupBy(covered.runs, ({ line, commitment }) => `${line}/${commitment}`);
  return [...groups.values()].flatMap(runs => {
    const [first] = runs;
    const line = first && lines[first.line];
    if (!first || !line) return [];
    const rows = runs.reduce((total, run) => total + run.rows, 0);
    const quantity = runs.reduce((total, run) => total + run.rows * run.quantity, 0);
    const committed = covered.commitments[first.commitment];
    const paid = runs.reduce((total, run) => total + run.rows * run.quantity * run.committedRate, 0);
    const accountName = Object.entries(company.accounts).find(([, id]) => id === line.account)?.[0] ?? null;
    const spot = line.pricing === 'spot' ? 'Dynamic' : 'Standard';
    return [
      {
        ...emptyLine(line.product, line.service),
        resourceId: line.resourceId,
        resourceName: line.tags.Name ?? null,
        regionId: company.region,
        availabilityZone: line.zone,
        subAccountId: line.account,
        subAccountName: accountName,
        pricingCategory: committed ? 'Committed' : spot,
        commitmentDiscountId: committed?.arn ?? null,
        commitmentDiscountStatus: committed ? 'Used' : null,
        usageType: line.usageType,
        operation: line.operation,
        instanceType: line.instanceType,
        pricingUnit: line.unit,
        rows,
        billedCost: committed ? '0' : money(quantity * line.rate),
        effectiveCost: money(committed ? paid : quantity * line.rate),
        pricingQuantity: quantity,
        chargeHours: rows * line.rowHours,
      },
    ];
  });
}

const used = ({ usedPerHour }: CommitmentMonth) => usedPerHour.reduce((total, value) => total + value, 0);

function perHour({ commitment }: CommitmentMonth): number {
  return commitment.kind === 'savings-plan'
    ? commitment.commitmentPerHour
    : commitment.count * commitment.effectivePerHour;
}

/** The monthly fee of a commitment, and what nobody used of it. */
function feeLines(month: CommitmentMonth, hours: number): BillLine[] {
  const total = perHour(month) * hours;
  const base = {
    ...emptyLine('Savings Plans for AWS Compute usage', 'ComputeSavingsPlans'),
    commitmentDiscountId: month.arn,
    pricingCategory: 'Committed',
  };
  const unused = total - used(month);
  return [
    {
      ...base,
      chargeCategory: 'Purchase',
      chargeFrequency: 'Recurring',
      billedCost: money(total),
      effectiveCost: '0',
    },
    { ...base, commitmentDiscountStatus: 'Unused', billedCost: '0', effectiveCost: money(unused) },
  ];
}

function billCommitment(month: CommitmentMonth, hours: number, region: string): BillCommitment {
  const { commitment, arn } = month;
  const isPlan = commitment.kind === 'savings-plan';
  return {
    id: arn,
    type: isPlan ? 'Savings Plan' : 'Reserved',
    offering: isPlan ? 'ComputeSavingsPlans' : 'standard',
    term: `${commitment.termYears ?? 1}yr`,
    paymentOption: 'No Upfront',
    region,
    ownerAccount: commitment.ownerAccount,
    availabilityZone: null,
    serviceCode: null,
    serviceName: null,
    instanceType: isPlan ? null : commitment.instanceType,
    instanceFamily: null,
    startTime: new Date(commitment.startMs ?? 0).toISOString(),
    endTime: new Date(commitment.endMs ?? 0).toISOString(),
    reservationCount: isPlan ? null : commitment.count,
    usageType: isPlan ? null : `BoxUsage:${commitment.instanceType}`,
    operation: isPlan ? null : 'RunInstances',
    usedQuantity: null,
    unusedQuantity: null,
    purchasedQuantity: null,
    usedCost: money(used(month)),
    unusedCost: money(perHour(month) * hours - used(month)),
    recurringBilledCost: money(perHour(month) * hours),
  };
}

function hourlyOf({ resourceId, usageType, operation, quantities, ...line }: UsageLine): HourlyUsage[] {
  if (line.rowHours !== 1 || resourceId === null) return [];
  const pricingCategory = line.pricing === 'spot' ? 'Dynamic' : 'Standard';
  return [{ resourceId, usageType, operation, pricingCategory, quantities }];
}

/** The extract, and what was observed, by resource. */
export function memoryExtract(
  company: Company,
  seed: string,
  book: PriceBook,
): { readonly extract: BillExtract; readonly utilization: Map<string, GeneratedMetrics['utilization']> } {
  const { hours } = monthOfCompany(company);
  const { lines, metrics } = generateUsage(company, seed, book);
  const covered = coverUsage(company, lines, hours, book);
  const extract: BillExtract = {
    provider: 'AWS',
    currency: 'USD',
    period: monthPeriod(company.month),
    hours,
    granularity: 'hourly',
    lines: [
      ...usageLines(company, lines, covered),
      ...covered.commitments.flatMap(month => feeLines(month, hours)),
    ],
    hourly: lines.flatMap(hourlyOf),
    commitments: covered.commitments.map(month => billCommitment(month, hours, company.region)),
    tags: lines.flatMap(({ resourceId, tags }) => (resourceId === null ? [] : [{ resourceId, tags }])),
    addressable: null,
    findings: [],
  };
  return {
    extract,
    utilization: new Map(metrics.map(({ resourceId, utilization }) => [resourceId, utilization])),
  };
}
