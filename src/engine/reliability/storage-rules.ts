/** Rules on where the only copy of data may lie, and how long it may take to come back. */

import type { RuleResult } from './guardrail-rule.ts';
import { answered, atMost } from './guardrail-rule.ts';
import type { RetrievalOption, StorageDesign } from './storage-classes.ts';
import { restoreMinutesOf, storageDesign } from './storage-classes.ts';

const S3_CLASSES = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html';
const AZURE_REDUNDANCY = 'https://learn.microsoft.com/azure/storage/common/storage-redundancy';

/** What is known about the data; null or left out: not declared. */
export type StorageContext = {
  /** Can be produced again from something else. */
  readonly recreatable?: boolean | null | undefined;
  /** Copies elsewhere. */
  readonly otherCopies?: number | null | undefined;
  readonly rtoMinutes?: number | null | undefined;
};

/** Data that exists elsewhere, or can be made again. */
function hasAnotherSource({ recreatable, otherCopies }: StorageContext): boolean | null {
  if (recreatable === true || (otherCopies ?? 0) > 0) return true;
  const isKnown = typeof recreatable === 'boolean' && typeof otherCopies === 'number';
  return isKnown ? false : null;
}

const durationText = (minutes: number) => (minutes >= 60 ? `${minutes / 60} h` : `${minutes} min`);

function restoreRule(
  design: StorageDesign,
  option: RetrievalOption,
  context: StorageContext,
): RuleResult | null {
  const minutes = restoreMinutesOf(design, option);
  if (minutes === 0) return null;
  const id = 'archive-restore-time';
  if (minutes === null) {
    const rule = `${design.title} has no ${option} restore`;
    return answered({ id, rule, source: S3_CLASSES }, false);
  }
  const rule = `${design.title} ${option} restore is ${durationText(minutes)}: RTO must be >= ${minutes} min`;
  return answered({ id, rule, source: S3_CLASSES }, atMost(minutes, context.rtoMinutes));
}

/** A move to another storage class: one zone only for data with another source, an archive only within the recovery time. */
export function storageClassRules(
  to: string,
  context: StorageContext,
  retrieval: RetrievalOption = 'standard',
): readonly RuleResult[] {
  if (/^(lrs|locally.?redundant)/i.test(to.trim())) {
    const rule = 'LRS is not resilient to loss of the zone; only recreatable or replicated data';
    return [answered({ id: 'sole-copy', rule, source: AZURE_REDUNDANCY }, hasAnotherSource(context))];
  }
  const design = storageDesign(to);
  if (!design) {
    const rule = 'what this storage class survives and how it is read back is not known';
    return [answered({ id: 'storage-class', rule, source: S3_CLASSES }, null)];
  }
  if (design.minZones === 1) {
    const rule = `${design.title} is not resilient to loss of the AZ; only recreatable or replicated data`;
    return [answered({ id: 'sole-copy', rule, source: S3_CLASSES }, hasAnotherSource(context))];
  }
  const restore = restoreRule(design, retrieval, context);
  if (restore) return [restore];
  const rule = `${design.title} is read at once and survives the loss of an AZ`;
  return [answered({ id: 'storage-class', rule, source: S3_CLASSES }, true)];
}

/** A copy that is deleted: never the last one of data that cannot be made again. */
export function copyDeletionRules(context: StorageContext): readonly RuleResult[] {
  const rule =
    'sole copy: a snapshot or backup is deleted only if the data is recreatable or another copy exists';
  return [answered({ id: 'sole-copy', rule, source: 'policy of the plan' }, hasAnotherSource(context))];
}
