/** Reads the commitments that a bill pays for: what can be applied hour by hour, and what has to stay as it is. */

import type { BillCommitment, BillExtract, BillLine } from '../bill-extract.ts';
import type { Commitment, PaymentOption, TermYears } from '../commitments/commitment.ts';
import { normalizationFactor } from '../commitments/normalization.ts';
import type { Finding } from '../finding.ts';
import { awsMeter, type Meter } from './aws-meter.ts';

const PAYMENTS: ReadonlyMap<string, PaymentOption> = new Map([
  ['no upfront', 'no-upfront'],
  ['partial upfront', 'partial-upfront'],
  ['all upfront', 'all-upfront'],
]);

function paymentOf(text: string | null): PaymentOption | null {
  return PAYMENTS.get((text ?? '').toLowerCase()) ?? null;
}

function termOf(text: string | null): TermYears | null {
  if (text === null) return null;
  return text.startsWith('3') ? 3 : text.startsWith('1') ? 1 : null;
}

function instantOf(text: string | null): number | null {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

type Shared = Pick<Commitment, 'id' | 'termYears' | 'payment' | 'startMs' | 'endMs'>;

function savingsPlan(commitment: BillCommitment, shared: Shared, hours: number): Commitment {
  const isInstancePlan = /ec2instance/i.test(commitment.offering ?? '');
  return {
    ...shared,
    kind: 'savings-plan',
    offering: isInstancePlan ? 'ec2-instance' : 'compute',
    family: isInstancePlan ? commitment.instanceFamily : null,
    region: isInstancePlan ? commitment.region : null,
    commitmentPerHour: (Number(commitment.usedCost) + Number(commitment.unusedCost)) / hours,
  };
}

/** The meter that a reservation was bought for: its own, or the one its hours were used on. */
function reservedMeter(
  commitment: BillCommitment,
  used: readonly BillLine[],
): Extract<Meter, { kind: 'instance-hours' }> | null {
  const usageType = commitment.usageType?.replace('HeavyUsage:', 'BoxUsage:') ?? used[0]?.usageType ?? null;
  const meter = awsMeter('AmazonEC2', usageType, commitment.operation ?? used[0]?.operation ?? null);
  return meter.kind === 'instance-hours' ? meter : null;
}

function reservedInstance(
  commitment: BillCommitment,
  shared: Shared,
  used: readonly BillLine[],
  hours: number,
): Commitment | null {
  const meter = reservedMeter(commitment, used);
  const region = used.find(line => line.regionId !== null)?.regionId ?? commitment.region;
  if (!meter || !region) return null;
  const usedCost = Number(commitment.usedCost);
  const total = usedCost + Number(commitment.unusedCost);
  // Hours of other sizes count in units of the reserved one.
  const ownUnits = normalizationFactor(meter.instanceType) ?? 1;
  const usedHours = used.reduce((sum, line) => {
    const usedMeter = awsMeter('AmazonEC2', line.usageType, line.operation);
    const units =
      usedMeter.kind === 'instance-hours'
        ? (normalizationFactor(usedMeter.instanceType) ?? ownUnits)
        : ownUnits;
    return sum + ((line.pricingQuantity ?? 0) * units) / ownUnits;
  }, 0);
  const perHour = commitment.reservationCount
    ? total / hours / commitment.reservationCount
    : usedHours > 0
      ? usedCost / usedHours
      : 0;
  if (perHour <= 0) return null;
  const count = commitment.reservationCount ?? total / hours / perHour;
  return {
    ...shared,
    kind: 'reserved-instance',
    instanceType: meter.instanceType,
    region,
    availabilityZone: null,
    operatingSystem: meter.operatingSystem,
    tenancy: meter.tenancy,
    count,
    effectivePerHour: perHour,
    recurringPerHour: Number(commitment.recurringBilledCost) / hours / count,
  };
}

function isCompute(commitment: BillCommitment, used: readonly BillLine[]): boolean {
  const isSageMaker = /sagemaker|database/i.test(commitment.offering ?? '');
  return (
    !isSageMaker &&
    (used.length === 0 ||
      used.some(line => awsMeter('AmazonEC2', line.usageType, line.operation).kind === 'instance-hours'))
  );
}

/** Ids that a finding names. */
const NAMED_MAX = 3;

/** Says which commitments the engine leaves as they are. */
function notSimulated(ids: readonly string[]): Finding {
  // The last part of an ARN is the id that people know.
  const names = ids.slice(0, NAMED_MAX).map(id => id.split(':').at(-1) || id);
  const rest = ids.length - names.length;
  const which = `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return {
    code: 'commitment-not-simulated',
    severity: 'info',
    message: `Commitments kept as billed, their rules are not applied by the hour: ${which}.`,
    hint: 'Levers leave the resources that they cover alone.',
    source: null,
  };
}

/** Commitments of a bill that the engine applies itself, and findings about the ones it cannot. */
export function readCommitments(extract: BillExtract): { commitments: Commitment[]; findings: Finding[] } {
  const usedBy = Map.groupBy(
    extract.lines.filter(
      line => line.commitmentDiscountId !== null && line.commitmentDiscountStatus === 'Used',
    ),
    line => line.commitmentDiscountId ?? '',
  );
  const commitments: Commitment[] = [];
  const left: string[] = [];
  for (const commitment of extract.commitments) {
    // Usage lines of a reservation have a quantity; the negations of a savings plan have a negative or no cost.
    const used = (usedBy.get(commitment.id) ?? []).filter(line => line.resourceId !== null);
    const shared: Shared = {
      id: commitment.id,
      termYears: termOf(commitment.term),
      payment: paymentOf(commitment.paymentOption),
      startMs: instantOf(commitment.startTime),
      endMs: instantOf(commitment.endTime),
    };
    const isPlan = /savings ?plan/i.test(commitment.type ?? commitment.offering ?? '');
    const read = !isCompute(commitment, used)
      ? null
      : isPlan
        ? savingsPlan(commitment, shared, extract.hours)
        : reservedInstance(commitment, shared, used, extract.hours);
    if (read) commitments.push(read);
    else left.push(commitment.id);
  }
  return { commitments, findings: left.length === 0 ? [] : [notSimulated(left)] };
}
