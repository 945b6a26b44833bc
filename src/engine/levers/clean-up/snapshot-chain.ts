/** Snapshots of one volume hang together: what a bill charges for some of them is not what deleting them frees. */

import type { MeterUse, OtherResource, Resource } from '../../estate/estate.ts';
import { type NumberParam, numberParam } from '../../lever-params.ts';
import { incrementalSnapshotGib, type VolumeState } from '../../pricing/snapshots.ts';
import { type BookUnit, metersNamed } from './aws-meters.ts';
import { daysSinceUse } from './unused.ts';

export const STANDARD_TIER: BookUnit = { service: 'ebs', item: 'snapshot_standard', component: 'storage' };
export const ARCHIVE_TIER: BookUnit = { service: 'ebs', item: 'snapshot_archive', component: 'storage' };

/** The oldest snapshots of a volume of which at least one younger snapshot is kept. */
export type Chain = {
  /** Snapshots of a volume that go. */
  readonly removed: number;
  /** Share of the volume's blocks that differ between a snapshot and the next, 0..1. */
  readonly changedShare: number;
};

const sumOf = (gib: readonly number[]) => gib.reduce((total, each) => total + each, 0);

/** What the oldest snapshots of a volume of one GiB are charged for, and what changes when they go. */
function countChain({ removed, changedShare }: Chain) {
  const states: VolumeState[] = Array.from({ length: removed + 1 }, (_, index) => ({
    dataGib: 1,
    changedGib: index === 0 ? null : changedShare,
  }));
  const before = incrementalSnapshotGib(states);
  // The first that is kept now holds every block of the volume at its time.
  const after = incrementalSnapshotGib(states.slice(removed));
  return { charged: sumOf(before.slice(0, removed)), freed: sumOf(before) - sumOf(after) };
}

/** GiB that deleting frees over GiB charged for what is deleted, 0..1: blocks that the next snapshot needs stay. */
export function freedShareOf(chain: Chain): number {
  const { charged, freed } = countChain(chain);
  return freed / charged;
}

/** GiB of full copies over GiB charged for the same snapshots, at least 1: the archive stores no increments. */
export function fullCopiesOf(chain: Chain): number {
  return chain.removed / countChain(chain).charged;
}

/** Parameters of a chain. @param of what happens to the old snapshots: `Deleted`, `Archived` */
export function chainParams(of: string, removed: number, changedPercent: number) {
  return {
    perVolume: numberParam({
      label: `${of} per volume`,
      unit: 'snapshots',
      description:
        'Assumption: how many of a volume’s snapshots are that old. The oldest of them is a full copy.',
      default: removed,
      min: 1,
      max: 1000,
      step: 1,
    }),
    changedPercent: numberParam({
      label: 'Changed between two snapshots',
      unit: '% of the volume',
      description:
        'Assumption: blocks that a younger snapshot still needs are not freed. 100 where the volume and its younger snapshots are gone.',
      default: changedPercent,
      min: 1,
      max: 100,
      step: 1,
    }),
  };
}

/** Parameters of age: the bill does not tell when a snapshot was taken. */
export function ageParams(): { readonly olderThanDays: NumberParam; readonly oldPercent: NumberParam } {
  return {
    olderThanDays: numberParam({
      label: 'Older than',
      unit: 'days',
      description:
        'AWS’s own dashboard counts snapshots older than a year. The age is the last access in the imported metrics.',
      default: 365,
      min: 1,
      max: 3650,
      step: 30,
    }),
    oldPercent: numberParam({
      label: 'Old where the age is unknown',
      unit: '% of the storage',
      description: 'Assumption: a bill does not tell ages. 0 leaves those alone.',
      default: 30,
      min: 0,
      max: 100,
      step: 5,
    }),
  };
}

/** Storage of snapshots that a resource is charged for. */
export function snapshotMeters(resource: Resource): readonly MeterUse[] {
  return metersNamed(resource, /^EBS:SnapshotUsage$/);
}

/** Whether a snapshot belongs to a machine image, by its name or a tag: it cannot go before the image. */
export function isOfImage({ id, name, tags }: OtherResource): boolean {
  return [id, name ?? '', ...Object.values(tags)].some(text =>
    /\bami-[0-9a-f]{8,17}\b|CreateImage/.test(text),
  );
}

/** Share of the storage that is old, and how that is known. */
export type Age =
  | { readonly kind: 'old'; readonly share: number; readonly isMeasured: boolean; readonly why: string }
  | { readonly kind: 'young'; readonly reason: string };

/** How much of a snapshot (or of a group of them) is old. @param atMs end of the bill's period */
export function ageOf(
  { utilization }: OtherResource,
  params: { readonly olderThanDays: number; readonly oldPercent: number },
  atMs: number,
): Age {
  const days = daysSinceUse(utilization, atMs);
  if (days !== null)
    return days < params.olderThanDays
      ? { kind: 'young', reason: `${days} days old, ${params.olderThanDays} asked for` }
      : { kind: 'old', share: 1, isMeasured: true, why: `${days} days old` };
  if (params.oldPercent === 0) return { kind: 'young', reason: 'age unknown: import metrics' };
  return {
    kind: 'old',
    share: params.oldPercent / 100,
    isMeasured: false,
    why: `age unknown, ${params.oldPercent} % assumed to be older than ${params.olderThanDays} days`,
  };
}
