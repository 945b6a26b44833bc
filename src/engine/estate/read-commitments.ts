/** Reads the commitments that a bill pays for: what can be applied hour by hour, and what has to stay as it is. */

import type { BillCommitment, BillExtract, BillLine } from '../bill-extract.ts';
import type { Commitment, PaymentOption, TermYears } from '../commitments/commitment.ts';
import { hoursInForce } from '../commitments/hours-in-force.ts';
import type { Finding } from '../finding.ts';
import { completeCommitments, NOTHING_STATED, type StatedCommitments } from './complete-commitments.ts';
import {
  isInstanceReservation,
  readReservedInstance,
  readReservedNode,
  readSavingsPlan,
} from './read-aws-commitment.ts';
import { readAzureCommitment } from './read-azure-commitment.ts';
import { readGcpCommitment, unnamedFeeId } from './read-gcp-commitment.ts';

/** What every commitment has. */
export type CommitmentTerms = Pick<
  Commitment,
  'id' | 'ownerAccount' | 'termYears' | 'payment' | 'startMs' | 'endMs'
>;

/** What a bill tells of one commitment. */
export type CommitmentFacts = {
  readonly commitment: BillCommitment;
  readonly terms: CommitmentTerms;
  readonly isPlan: boolean;
  /** Usage lines that it paid for. */
  readonly used: readonly BillLine[];
  /** Its own fees. */
  readonly fees: readonly BillLine[];
  /** Hours of the bill in which it was in force. */
  readonly hours: number;
};

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

/** Lines by the commitment that they name. */
function linesByCommitment(lines: readonly BillLine[], belongs: (line: BillLine) => boolean) {
  return Map.groupBy(
    lines.filter(line => line.commitmentDiscountId !== null && belongs(line)),
    line => line.commitmentDiscountId ?? '',
  );
}

/** Commitments of fees that name none, as far as their lines tell. */
function unnamedCommitments(lines: readonly BillLine[]): BillCommitment[] {
  const fees = Map.groupBy(lines, unnamedFeeId);
  return [...fees].flatMap(([id, group]): BillCommitment[] => {
    const [first] = group;
    if (id === null || !first) return [];
    return [
      {
        id,
        type: 'Resource-based commitment',
        offering: null,
        term: null,
        paymentOption: null,
        region: first.regionId,
        ownerAccount: first.subAccountId,
        availabilityZone: null,
        serviceCode: first.serviceCode,
        serviceName: first.serviceName,
        instanceType: null,
        instanceFamily: null,
        startTime: null,
        endTime: null,
        reservationCount: null,
        usageType: first.usageType,
        operation: null,
        usedQuantity: null,
        unusedQuantity: null,
        purchasedQuantity: null,
        usedCost: '0',
        unusedCost: '0',
        recurringBilledCost: '0',
      },
    ];
  });
}

/** Google names credits on covered usage: what pays for them stands in the fees. */
const isGoogle = ({ type }: BillCommitment) => /resource-based|spend-based/i.test(type ?? '');

function readCommitment(facts: CommitmentFacts, provider: string): Commitment | null {
  if (isGoogle(facts.commitment)) return readGcpCommitment(facts);
  if (/microsoft|azure/i.test(provider)) return readAzureCommitment(facts);
  if (facts.isPlan) return readSavingsPlan(facts);
  return isInstanceReservation(facts) ? readReservedInstance(facts) : readReservedNode(facts);
}

/** Commitments of a bill that the engine applies itself, and findings about the ones it cannot. */
export function readCommitments(
  extract: BillExtract,
  stated: StatedCommitments = NOTHING_STATED,
): { readonly commitments: readonly Commitment[]; readonly findings: readonly Finding[] } {
  const { lines, hours, provider } = extract;
  // Usage lines of a reservation have a quantity; the negations of a savings plan have a negative or no cost.
  const usedBy = linesByCommitment(
    lines,
    line => line.commitmentDiscountStatus === 'Used' && line.resourceId !== null,
  );
  const feesOf = Map.groupBy(
    lines.filter(line => line.chargeCategory === 'Purchase'),
    line => line.commitmentDiscountId ?? unnamedFeeId(line),
  );
  const named = [...extract.commitments, ...unnamedCommitments(lines)];
  const found: Commitment[] = [];
  for (const commitment of named) {
    const { id } = commitment;
    const terms: CommitmentTerms = {
      id,
      ownerAccount: commitment.ownerAccount,
      termYears: termOf(commitment.term),
      payment: paymentOf(commitment.paymentOption),
      startMs: instantOf(commitment.startTime),
      endMs: instantOf(commitment.endTime),
    };
    const isPlan = /savings ?plan/i.test(commitment.type ?? commitment.offering ?? '');
    const used = usedBy.get(id) ?? [];
    const range = hoursInForce(terms, extract);
    // A term outside of the bill contradicts the costs in it: the bill's hours count then.
    const inForce = range.toHour - range.fromHour || hours;
    const facts = { commitment, terms, isPlan, used, fees: feesOf.get(id) ?? [], hours: inForce };
    const read = readCommitment(facts, provider);
    if (read) found.push(read);
  }
  const isFound = found.some(({ kind }) => kind === 'resource-commitment' || kind === 'flexible-commitment');
  const isCredit = (each: BillCommitment) => isGoogle(each) && !feesOf.has(each.id);
  // An order is the head of the benefits bought with it: those are the commitments.
  const isOrder = ({ id }: BillCommitment) => named.some(other => other.id.startsWith(`${id}/`));
  const ids = named.flatMap(each => ((isFound && isCredit(each)) || isOrder(each) ? [] : [each.id]));
  const { commitments, findings } = completeCommitments(found, ids, stated);
  const applied = new Set(commitments.map(({ id }) => id));
  const left = ids.filter(id => !applied.has(id));
  return { commitments, findings: [...findings, ...(left.length === 0 ? [] : [notSimulated(left)])] };
}
