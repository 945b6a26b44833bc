/** Reads the commitments of an AWS bill: savings plans, reserved instances, reserved nodes. */

import type { BillCommitment, BillLine } from '../bill-extract.ts';
import { normalizationFactor } from '../commitments/aws/normalization.ts';
import type {
  ReservedInstance,
  ReservedNode,
  SavingsPlan,
  SavingsPlanOffering,
} from '../commitments/commitment.ts';
import { awsMeter, type Meter } from './aws-meter.ts';
import { awsCommittable } from './meters/aws-committable.ts';
import type { CommitmentFacts } from './read-commitments.ts';

const OFFERINGS: readonly (readonly [RegExp, SavingsPlanOffering])[] = [
  [/ec2instance/i, 'ec2-instance'],
  [/sagemaker/i, 'sagemaker'],
  [/database/i, 'database'],
];

/** A savings plan: what it costs an hour is what it commits. */
export function readSavingsPlan({ commitment, terms, hours }: CommitmentFacts): SavingsPlan {
  const found = OFFERINGS.find(([pattern]) => pattern.test(commitment.offering ?? ''));
  const offering = found?.[1] ?? 'compute';
  const isInstancePlan = offering === 'ec2-instance';
  return {
    ...terms,
    kind: 'savings-plan',
    offering,
    family: isInstancePlan ? commitment.instanceFamily : null,
    region: isInstancePlan ? commitment.region : null,
    commitmentPerHour: (Number(commitment.usedCost) + Number(commitment.unusedCost)) / hours,
  };
}

/** How many were bought, and what one costs an hour. */
type Amount = {
  readonly count: number;
  readonly effectivePerHour: number;
  readonly recurringPerHour: number;
};

/**
 * Count and price of a reservation.
 * @param usedHours hours it paid for, in hours of the reserved size
 */
function amountOf(commitment: BillCommitment, usedHours: number, hours: number): Amount | null {
  const usedCost = Number(commitment.usedCost);
  const total = usedCost + Number(commitment.unusedCost);
  const perHour = commitment.reservationCount
    ? total / hours / commitment.reservationCount
    : usedHours > 0
      ? usedCost / usedHours
      : 0;
  if (perHour <= 0) return null;
  const count = commitment.reservationCount ?? total / hours / perHour;
  return {
    count,
    effectivePerHour: perHour,
    recurringPerHour: Number(commitment.recurringBilledCost) / hours / count,
  };
}

/** Hours of use in hours of the reserved size: other sizes count in their units. */
function hoursInUnits(
  used: readonly BillLine[],
  ownType: string,
  typeOf: (line: BillLine) => string | null,
): number {
  const ownUnits = normalizationFactor(ownType) ?? 1;
  return used.reduce((sum, line) => {
    const units = normalizationFactor(typeOf(line) ?? ownType) ?? ownUnits;
    return sum + ((line.pricingQuantity ?? 0) * units) / ownUnits;
  }, 0);
}

type InstanceMeter = Extract<Meter, { kind: 'instance-hours' }>;

function instanceMeter(usageType: string | null, operation: string | null): InstanceMeter | null {
  const meter = awsMeter('AmazonEC2', usageType, operation);
  return meter.kind === 'instance-hours' ? meter : null;
}

/** A reserved instance; null when the bill does not tell its type, Region or price. */
export function readReservedInstance(facts: CommitmentFacts): ReservedInstance | null {
  const { commitment, terms, used, hours } = facts;
  const usageType = commitment.usageType?.replace('HeavyUsage:', 'BoxUsage:') ?? used[0]?.usageType ?? null;
  const meter = instanceMeter(usageType, commitment.operation ?? used[0]?.operation ?? null);
  const region = used.find(line => line.regionId !== null)?.regionId ?? commitment.region;
  if (!meter || !region) return null;
  const typeOf = (line: BillLine) => instanceMeter(line.usageType, line.operation)?.instanceType ?? null;
  const amount = amountOf(commitment, hoursInUnits(used, meter.instanceType, typeOf), hours);
  if (amount === null) return null;
  return {
    ...terms,
    ...amount,
    kind: 'reserved-instance',
    offeringClass: /convertible/i.test(commitment.offering ?? '') ? 'convertible' : 'standard',
    instanceType: meter.instanceType,
    region,
    availabilityZone: commitment.availabilityZone,
    operatingSystem: meter.operatingSystem,
    tenancy: meter.tenancy,
  };
}

/** Service code of the lines a reservation paid for. */
function serviceCodeOf({ commitment, used }: CommitmentFacts): string | null {
  return used.find(({ serviceCode }) => serviceCode !== null)?.serviceCode ?? commitment.serviceCode;
}

/** A reserved node of a database-like service; null when the bill does not tell what it is. */
export function readReservedNode(facts: CommitmentFacts): ReservedNode | null {
  const { commitment, terms, used, hours } = facts;
  const code = serviceCodeOf(facts);
  const region = used.find(line => line.regionId !== null)?.regionId ?? commitment.region;
  const nodeOf = (usageType: string | null, operation: string | null) =>
    awsCommittable(code, usageType, operation, region)?.shape ?? null;
  const shape =
    nodeOf(commitment.usageType, commitment.operation) ??
    nodeOf(used[0]?.usageType ?? null, used[0]?.operation ?? null);
  if (shape?.kind !== 'aws-node' || !region) return null;
  const typeOf = (line: BillLine) => {
    const each = nodeOf(line.usageType, line.operation);
    return each?.kind === 'aws-node' ? each.nodeClass.replace(/\.search$/, '') : null;
  };
  const own = shape.nodeClass.replace(/\.search$/, '');
  const amount = amountOf(commitment, hoursInUnits(used, own, typeOf), hours);
  if (amount === null) return null;
  const { service, nodeClass, engine, deployment, licence } = shape;
  return {
    ...terms,
    ...amount,
    kind: 'reserved-node',
    service,
    nodeClass,
    engine,
    deployment,
    licence,
    region,
  };
}

/** Whether a commitment's own meter or its use is an instance-hour of EC2. */
export function isInstanceReservation(facts: CommitmentFacts): boolean {
  const code = serviceCodeOf(facts);
  return code === null || code === 'AmazonEC2';
}
