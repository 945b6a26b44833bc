/** What a move does to a resource, and to its availability, in a few words. */

import { assertNever, type Effect, effectivePerHour } from '../engine/index.ts';
import type { RiskChange } from '../engine/reliability/index.ts';
import { sizeWords } from './commitment-words.ts';
import { figure, percent, plural } from './format.ts';

type Commitment = Extract<Effect, { readonly kind: 'commit' }>['commitments'][number];

const hourText = (hour: number) => `${hour}:00`;
const number = (value: number) => figure(value, 6);

function commitmentWords(commitment: Commitment): string {
  const size = sizeWords(commitment);
  const term = commitment.termYears === null ? '' : `, ${plural(commitment.termYears, 'year')}`;
  return `${commitment.kind.replaceAll('-', ' ')} of ${number(effectivePerHour(commitment))} an hour${size === '' ? '' : ` (${size})`}${term}`;
}

function reprovisionWords({
  volumeType,
  iops,
  throughputMibps,
}: Extract<Effect, { kind: 'reprovision' }>): string {
  const parts = [
    ...(iops === null ? [] : [`${number(iops)} IOPS`]),
    ...(throughputMibps === null ? [] : [`${number(throughputMibps)} MiB/s`]),
  ];
  return `to ${volumeType}${parts.length === 0 ? '' : ` with ${parts.join(' and ')}`}`;
}

/** What an effect changes, without the resource's name. */
export function effectWords(effect: Effect): string {
  switch (effect.kind) {
    case 'terminate':
      return 'removed';
    case 'schedule': {
      const { startHour, endHour, days } = effect.schedule;
      return `runs ${hourText(startHour)} to ${hourText(endHour)} on ${days.length} days a week`;
    }
    case 'resize':
      return `to ${effect.toInstanceType}${effect.toOperatingSystem ? ` on ${effect.toOperatingSystem}` : ''}`;
    case 'reprovision':
      return reprovisionWords(effect);
    case 'retier':
      return `${number(effect.gib)} GiB from ${effect.fromClass} to ${effect.to.map(({ storageClass }) => storageClass).join(', ')}`;
    case 'retopologize':
      return effect.multiAz ? 'to Multi-AZ' : 'to Single-AZ';
    case 'remeter':
      return [
        effect.change,
        ...effect.meters.map(({ usageType, factor }) => `${usageType} x ${number(factor)}`),
      ].join(', ');
    case 'reshape':
      return `units x ${number(effect.quantityRatio)}, capacity of one x ${number(effect.capacityRatio)}`;
    case 'spot':
      return `${percent(effect.share, 0)} of the hours on spot`;
    case 'renegotiate':
      return `price x ${number(effect.factor)}`;
    case 'move-region':
      return `to ${effect.toRegion}`;
    case 'commit':
      return effect.commitments.map(commitmentWords).join('; ');
    default:
      return assertNever(effect);
  }
}

/** `toUtilization` as `to utilization`. */
function spaced(name: string): string {
  return name.replace(/([A-Z])/g, ' $1').toLowerCase();
}

function valueWords(value: unknown): string {
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return value.map(valueWords).join(' ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, inner]) => `${spaced(name)} ${valueWords(inner)}`)
      .join(' ');
  return String(value);
}

/** One change of the availability model: its parameters and the reason. */
export function riskWords(risk: RiskChange): string {
  const { kind, reason, ...parameters } = risk;
  const given = Object.entries(parameters)
    .filter(([name]) => name !== 'resourceId')
    .map(([name, value]) => `${spaced(name)} ${valueWords(value)}`);
  return `${kind.replaceAll('-', ' ')}${given.length === 0 ? '' : `, ${given.join(', ')}`}: ${reason}`;
}
