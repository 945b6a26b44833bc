/** Commitments in a few words: kinds, sizes, terms, short names, ends. */

import {
  assertNever,
  type Commitment,
  type HeldCommitment,
  type Instrument,
  isoTime,
} from '../engine/index.ts';
import { count, figure, money, plural } from './format.ts';

const NAMES: Readonly<Record<Instrument, string>> = {
  'zonal-reserved-instance': 'Zonal RI',
  'regional-reserved-instance': 'EC2 RI',
  'reserved-node': 'Reserved nodes',
  'free-tier': 'Free tier',
  'ec2-instance-savings-plan': 'EC2 Instance SP',
  'compute-savings-plan': 'Compute SP',
  'database-savings-plan': 'Database SP',
  'sagemaker-savings-plan': 'SageMaker SP',
  'resource-commitment': 'Resource CUD',
  'flexible-commitment': 'Flexible CUD',
  'azure-reservation': 'Azure reservation',
  'pre-purchase': 'Pre-purchase plan',
  'azure-savings-plan': 'Azure SP',
  'hybrid-benefit': 'Hybrid Benefit',
};

/** A kind of commitment in few characters; RI: reserved instance, SP: savings plan, CUD: committed use discount. */
export function instrumentName(instrument: Instrument): string {
  return NAMES[instrument];
}

/** An amount that may be a fraction, where part of a month is covered. */
const amount = (value: number) => figure(value, 4);

/** What was bought: `14 x m5.4xlarge`, `m5 in us-east-1`; empty where dollars an hour say it all. */
export function sizeWords(commitment: Commitment): string {
  switch (commitment.kind) {
    case 'savings-plan':
      return [commitment.family, commitment.region].filter(part => part !== null).join(' in ');
    case 'reserved-instance':
      return `${amount(commitment.count)} x ${commitment.instanceType}`;
    case 'reserved-node':
      return `${amount(commitment.count)} x ${commitment.nodeClass}`;
    case 'resource-commitment':
      return `${amount(commitment.amount)} ${commitment.resource} ${commitment.series}`;
    case 'flexible-commitment':
      return commitment.product;
    case 'azure-reservation':
      return `${amount(commitment.quantity)} x ${commitment.sku}`;
    case 'azure-savings-plan':
      return '';
    case 'pre-purchase':
      return `${amount(commitment.units)} units ${commitment.product}`;
    case 'hybrid-benefit':
      return `${amount(commitment.cores)} cores`;
    default:
      return assertNever(commitment);
  }
}

/** `1 year, no upfront`; what is not known is left out. */
export function termWords({ termYears, payment }: Commitment): string {
  const parts = [termYears === null ? '' : plural(termYears, 'year'), payment?.replace('-', ' ') ?? ''];
  return parts.filter(part => part !== '').join(', ');
}

/** The end of a long id that tells it from others: `savingsplan/7c1d2e3f-4a5b-...` is `7c1d2e3f`. */
export function shortId(id: string): string {
  const last = id.split(/[/:]/).findLast(part => part !== '') ?? id;
  return /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(last) ? last.slice(0, 8) : last;
}

/** `2027-01-10`; null when nobody knows. */
export function endDate({ endMs }: HeldCommitment): string | null {
  return endMs === null ? null : isoTime(endMs).slice(0, 10);
}

/** `in 3 months`, seen from the bill. */
export function endsInWords({ endMonth }: HeldCommitment): string {
  if (endMonth === null) return 'end unknown';
  if (endMonth < 0) return 'ended';
  return endMonth === 0 ? "in the bill's month" : `in ${plural(endMonth, 'month')}`;
}

/** What happens when it ends. */
export function afterwardsWords(
  { moveId, use, endMs, savedPerMonth }: HeldCommitment,
  isRenewed: boolean,
  currency: string,
): string {
  if (moveId !== null)
    return 'The run buys it again when its term is over: a decision of that month, not of this one.';
  if (use === null) return 'It has ended: its usage is on demand.';
  if (endMs === null) return 'Its end is not on the bill: the run keeps it.';
  if (isRenewed)
    return 'The plan assumes that it is renewed on the same terms; AWS does not do that by itself.';
  const change = savedPerMonth ?? 0;
  const size = money(Math.abs(change), currency);
  return change >= 0
    ? `Its usage goes back to on demand: ${size} a month more.`
    : `Its usage goes back to on demand: ${size} a month less, it costs more than it saves.`;
}

/** `2 commitments, 1 of the plan`. */
export function heldWords(held: readonly HeldCommitment[]): string {
  const planned = held.filter(({ moveId }) => moveId !== null).length;
  if (held.length === 0) return 'nothing is committed';
  return `${plural(held.length, 'commitment')}${planned > 0 ? `, ${count(planned)} of the plan` : ''}`;
}
