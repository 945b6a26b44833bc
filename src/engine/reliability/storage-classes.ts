/** What object storage classes are designed for, and how long an archive takes to come back. */

import { assert } from '../assert.ts';
import type { Constant } from './constants.ts';
import { published, RELIABILITY_CONSTANTS } from './constants.ts';

const S3_CLASSES = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html';

/** How an archived object is asked for. */
export type RetrievalOption = 'expedited' | 'standard' | 'bulk';

/** Design targets of a class, from the comparison table of the S3 user guide. */
export type StorageDesign = {
  /** As S3's API names it. */
  readonly name: string;
  /** As people say it. */
  readonly title: string;
  /** Share of requests that succeed, 0..1; of an archive once its objects are restored. */
  readonly availability: number;
  /** Zones that hold the data at least. */
  readonly minZones: number;
  /** Share of objects that survive a year, 0..1. */
  readonly durability: number;
};

const ELEVEN_NINES = 0.99999999999;

const DESIGNS: readonly StorageDesign[] = [
  { name: 'STANDARD', title: 'S3 Standard', availability: 0.9999, minZones: 3, durability: ELEVEN_NINES },
  { name: 'STANDARD_IA', title: 'Standard-IA', availability: 0.999, minZones: 3, durability: ELEVEN_NINES },
  {
    name: 'INTELLIGENT_TIERING',
    title: 'Intelligent-Tiering',
    availability: 0.999,
    minZones: 3,
    durability: ELEVEN_NINES,
  },
  {
    name: 'GLACIER_IR',
    title: 'Glacier Instant Retrieval',
    availability: 0.999,
    minZones: 3,
    durability: ELEVEN_NINES,
  },
  { name: 'GLACIER', title: 'Glacier Flexible', availability: 0.9999, minZones: 3, durability: ELEVEN_NINES },
  {
    name: 'DEEP_ARCHIVE',
    title: 'Deep Archive',
    availability: 0.9999,
    minZones: 3,
    durability: ELEVEN_NINES,
  },
  { name: 'ONEZONE_IA', title: 'One Zone-IA', availability: 0.995, minZones: 1, durability: ELEVEN_NINES },
  {
    name: 'EXPRESS_ONEZONE',
    title: 'Express One Zone',
    availability: 0.9995,
    minZones: 1,
    durability: ELEVEN_NINES,
  },
  {
    name: 'REDUCED_REDUNDANCY',
    title: 'Reduced Redundancy',
    availability: 0.9999,
    minZones: 3,
    durability: 0.9999,
  },
];

/** Other spellings of the names, with everything but letters left out. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  GLACIERFLEXIBLE: 'GLACIER',
  GLACIERFLEXIBLERETRIEVAL: 'GLACIER',
  GLACIERINSTANTRETRIEVAL: 'GLACIER_IR',
  GLACIERDEEPARCHIVE: 'DEEP_ARCHIVE',
  ONEZONE: 'ONEZONE_IA',
  EXPRESSONEZONE: 'EXPRESS_ONEZONE',
  INTFREQUENT: 'INTELLIGENT_TIERING',
  INTINFREQUENT: 'INTELLIGENT_TIERING',
  INTARCHIVEINSTANT: 'INTELLIGENT_TIERING',
};

/** The design of a class by a name of it, in any case and punctuation; null for a class that the guide does not list. */
export function storageDesign(name: string): StorageDesign | null {
  const plain = name.toUpperCase().replace(/[^A-Z]/g, '');
  const wanted = Object.hasOwn(OTHER_NAMES, plain) ? OTHER_NAMES[plain] : plain;
  return (
    DESIGNS.find(design => design.name === wanted || design.name.replace(/[^A-Z]/g, '') === wanted) ?? null
  );
}

/** Longest restore of an archive by retrieval option, minutes. */
export const RESTORE_MINUTES = {
  GLACIER: {
    expedited: published(
      5,
      'minutes',
      S3_CLASSES,
      'Expedited retrieval takes 1 to 5 minutes; only bought capacity promises it.',
    ),
    standard: RELIABILITY_CONSTANTS.glacierFlexibleRestoreMinutes,
    bulk: published(720, 'minutes', S3_CLASSES, 'Bulk retrieval takes 5 to 12 hours.'),
  },
  DEEP_ARCHIVE: {
    standard: RELIABILITY_CONSTANTS.deepArchiveRestoreMinutes,
    bulk: published(2880, 'minutes', S3_CLASSES, 'Bulk retrieval within 48 hours.'),
  },
} as const;

/** Longest time until an object of the class can be read: 0 for classes that are read at once, null where the option is not offered. */
export function restoreMinutesOf(design: StorageDesign, option: RetrievalOption = 'standard'): number | null {
  if (design.name === 'GLACIER') return RESTORE_MINUTES.GLACIER[option].value;
  if (design.name !== 'DEEP_ARCHIVE') return 0;
  const options: Readonly<Partial<Record<RetrievalOption, Constant<number>>>> = RESTORE_MINUTES.DEEP_ARCHIVE;
  return options[option]?.value ?? null;
}

/** One step of a service level agreement: below this monthly uptime (percent) so much of the bill comes back (percent). */
export type CreditTier = { readonly uptimeBelowPct: number; readonly creditPct: number };

/**
 * Service credit of a month: the largest of the tiers that the uptime fell below. Exactly at a limit nothing is owed. It is a
 * part of the resource's own bill, never of what the outage cost.
 */
export function serviceCreditPct(uptimePct: number, tiers: readonly CreditTier[]): number {
  assert(uptimePct >= 0 && uptimePct <= 100, 'an uptime is a percentage');
  return tiers.reduce(
    (credit, tier) => (uptimePct < tier.uptimeBelowPct ? Math.max(credit, tier.creditPct) : credit),
    0,
  );
}
