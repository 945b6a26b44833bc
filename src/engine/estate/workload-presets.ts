/** Presets of workloads: what a newcomer leaves out of the workloads file, filled in by kind of workload, every value with where it comes from. */

import type { Provenance } from '../reliability/constants.ts';
import type { TierKind } from './workload-inputs.ts';

/** Names of the presets. */
export const PRESET_NAMES = [
  'web-service',
  'api',
  'batch',
  'database',
  'cache',
  'static-site',
  'internal-tool',
  'data-pipeline',
] as const;

/** Name of a preset. */
export type PresetName = (typeof PRESET_NAMES)[number];

/** One number of a preset. */
export type PresetValue = {
  readonly value: number;
  /** Plausible range; equal to the value where a source prints it. */
  readonly low: number;
  readonly high: number;
  readonly provenance: Extract<Provenance, 'published' | 'default'>;
  /** Address of the source; null for an assumption. */
  readonly source: string | null;
  readonly note: string;
};

/** A part of the workload: its kind, and state where the kind implies it. */
export type PresetTier = { readonly kind: TierKind; readonly stateful: true | null };

/**
 * What a preset sets. Facts that a guardrail asks for and that could loosen it (frameworks, personal data, copies, absence of
 * state) are never among them: somebody has to declare those.
 */
export type Preset = {
  /** What it is for. */
  readonly summary: string;
  readonly objective: PresetValue;
  readonly deploysPerMonth: PresetValue;
  readonly maxUtilization: PresetValue;
  /** Null: the preset says nothing about backups. */
  readonly backupIntervalMinutes: PresetValue | null;
  /** Assumed shape; what the bill shows of it comes from the bill. */
  readonly tiers: readonly PresetTier[];
};

const AVAILABILITY_GOALS =
  'https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/availability.html';

/** A design goal that the Reliability Pillar names for this kind of application. */
function goal(value: number, note: string): PresetValue {
  return { value, low: value, high: value, provenance: 'published', source: AVAILABILITY_GOALS, note };
}

function assumption(value: number, low: number, high: number, note: string): PresetValue {
  return { value, low, high, provenance: 'default', source: null, note };
}

/** A tier that requests pass through; whether it holds state stays to be declared. */
const part = (kind: TierKind): PresetTier => ({ kind, stateful: null });
/** A tier that holds state by its nature. */
const store = (kind: TierKind): PresetTier => ({ kind, stateful: true });

const HEADROOM = assumption(0.8, 0.6, 0.9, 'Queues grow quickly above it while users wait.');
const NO_USERS_WAIT = assumption(0.95, 0.8, 1, 'Nobody waits for one request: the machines may be busy.');
const WORKDAYS = assumption(20, 4, 200, 'One deployment on a working day.');
const WEEKLY = assumption(4, 1, 20, 'One deployment a week.');
const TWICE_A_WEEK = assumption(8, 2, 40, 'Two deployments a week.');
const RARELY = assumption(2, 0.5, 8, 'Schema and parameter changes; patches are counted apart.');
const DAILY_BACKUP = assumption(1440, 60, 1440, 'One backup a day.');

/** The presets by name. */
export const WORKLOAD_PRESETS: Readonly<Record<PresetName, Preset>> = {
  'web-service': {
    summary: 'pages that customers wait for',
    objective: goal(0.9995, 'Design goal named for online commerce.'),
    deploysPerMonth: WORKDAYS,
    maxUtilization: HEADROOM,
    backupIntervalMinutes: null,
    tiers: [part('load-balancer'), part('compute')],
  },
  api: {
    summary: 'requests of other programs',
    objective: assumption(0.999, 0.99, 0.9999, 'Three nines; callers retry.'),
    deploysPerMonth: WORKDAYS,
    maxUtilization: HEADROOM,
    backupIntervalMinutes: null,
    tiers: [part('load-balancer'), part('compute')],
  },
  batch: {
    summary: 'jobs that may start again',
    objective: goal(0.99, 'Design goal named for batch processing.'),
    deploysPerMonth: WEEKLY,
    maxUtilization: NO_USERS_WAIT,
    backupIntervalMinutes: null,
    tiers: [part('compute')],
  },
  database: {
    summary: 'a database that others read and write',
    objective: assumption(
      0.9995,
      0.995,
      0.9999,
      'The SLA of a database with a standby, taken as the objective.',
    ),
    deploysPerMonth: RARELY,
    maxUtilization: HEADROOM,
    backupIntervalMinutes: DAILY_BACKUP,
    tiers: [store('database')],
  },
  cache: {
    summary: 'a cache in front of something slower',
    objective: assumption(0.999, 0.99, 0.9999, 'Three nines; misses go to what stands behind it.'),
    deploysPerMonth: RARELY,
    maxUtilization: HEADROOM,
    backupIntervalMinutes: null,
    tiers: [store('cache')],
  },
  'static-site': {
    summary: 'files from object storage',
    objective: assumption(0.999, 0.99, 0.9999, 'Three nines, the SLA of the object storage behind it.'),
    deploysPerMonth: TWICE_A_WEEK,
    maxUtilization: HEADROOM,
    backupIntervalMinutes: null,
    tiers: [store('object-storage')],
  },
  'internal-tool': {
    summary: 'a tool of the company’s own people',
    objective: goal(0.999, 'Design goal named for internal tools.'),
    deploysPerMonth: WEEKLY,
    maxUtilization: HEADROOM,
    backupIntervalMinutes: null,
    tiers: [part('compute')],
  },
  'data-pipeline': {
    summary: 'extraction, transfer and load of data',
    objective: goal(0.99, 'Design goal named for extraction, transfer and load jobs.'),
    deploysPerMonth: TWICE_A_WEEK,
    maxUtilization: NO_USERS_WAIT,
    backupIntervalMinutes: null,
    tiers: [part('queue'), part('compute'), store('object-storage')],
  },
};

/** What a workload is without a preset: the defaults of the file. */
export const WORKLOAD_DEFAULTS = {
  environment: 'production',
  windowDays: 30,
  maxUtilization: 0.8,
  deploysPerMonth: 8,
  changeFailureRate: 0.1,
  autoHeal: true,
  hard: true,
  degradeFraction: 0.2,
} as const;
