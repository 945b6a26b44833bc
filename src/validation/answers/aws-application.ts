/** Applies AWS commitments of a worked example to its usage: the engine's order and kernel, nothing of its own. */

import { MS_PER_HOUR } from '../../engine/calendar.ts';
import type { CommitmentRates } from '../../engine/commitments/application.ts';
import { awsOrder } from '../../engine/commitments/aws/order.ts';
import type { Commitment } from '../../engine/commitments/commitment.ts';
import type { Instrument } from '../../engine/commitments/draw.ts';
import { createKernel } from '../../engine/commitments/kernel.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../engine/commitments/settings.ts';
import type { UsagePool } from '../../engine/commitments/usage.ts';
import type { OperatingSystem, Tenancy } from '../../engine/estate/estate.ts';

/** Usage x hours of one example: far above every published one, far below what fills a memory. */
const CELLS_MAX = 5_000_000;

/** Examples without a date are of the newest rules known here. */
const PERIOD_START_MS = Date.UTC(2026, 5, 1);

/** Region of examples that name none: the one of nearly every published page. */
export const EXAMPLE_REGION = 'us-east-1';

/** What commitments of an example do not say. */
export const UNSAID = { termYears: null, payment: null, startMs: null, endMs: null } as const;

/** Rates where nothing commits to spend. */
export const NO_SPEND_RATES: CommitmentRates = { spendRate: () => null, azureSizeRatio: () => null };

/** Usage and commitments of one example. */
export type AwsExample = {
  readonly hours: number;
  readonly pools: readonly UsagePool[];
  readonly commitments: readonly Commitment[];
  readonly spendRate?: CommitmentRates['spendRate'];
  /** Whether accounts share their discounts. */
  readonly isShared: boolean;
};

/** One commitment after the run, in its own units over all hours. */
export type AwsUse = {
  readonly id: string;
  readonly instrument: Instrument;
  readonly committed: number;
  readonly used: number;
  readonly unused: number;
  /** Pools that it covers, in the order of application. */
  readonly order: readonly number[];
};

/** What became of the usage. */
export type AwsRun = {
  readonly uses: readonly AwsUse[];
  /** Units of a pool that nothing covers. */
  uncovered(usage: number): number;
  /** Units of a pool that commitments of these instruments cover; of all without a list. */
  covered(usage: number, instruments?: readonly Instrument[]): number;
};

/** Every quantity of a pool is the same kind of number: hours x rows may not fill the memory. */
export function checkSize(rows: number, hours: number): void {
  if (rows * hours <= CELLS_MAX) return;
  throw new Error(`${rows} rows over ${hours} hours are too many (rows x hours is at most ${CELLS_MAX})`);
}

/** Runs an example. */
export function runAws({ hours, pools, commitments, spendRate, isShared }: AwsExample): AwsRun {
  checkSize(Math.max(1, pools.length), hours);
  const order = awsOrder({
    period: { startMs: PERIOD_START_MS, endMs: PERIOD_START_MS + hours * MS_PER_HOUR },
    hours,
    pools,
    commitments,
    settings: {
      ...DEFAULT_COMMITMENT_SETTINGS,
      sharing: { ...DEFAULT_COMMITMENT_SETTINGS.sharing, mode: isShared ? 'organization' : 'off' },
    },
    rates: spendRate ? { ...NO_SPEND_RATES, spendRate } : NO_SPEND_RATES,
    freeTier: [],
  });
  const { covers, usedUnits, uncoveredQuantity } = createKernel({ order, pools, hours }).run();
  const coveredBy = new Set(covers.map(({ benefit, pool }) => `${benefit}|${pool}`));
  const steps = order.steps.filter(step => step.kind === 'draw');
  const uses = order.benefits.map(({ id, instrument, capacity }, benefit): AwsUse => {
    const committed = capacity * hours;
    const used = usedUnits[benefit] ?? 0;
    const drawn = steps.filter(step => step.benefit === benefit && coveredBy.has(`${benefit}|${step.usage}`));
    return {
      id,
      instrument,
      committed,
      used,
      unused: committed - used,
      order: drawn.map(({ usage }) => usage),
    };
  });
  return {
    uses,
    uncovered: usage => uncoveredQuantity[usage] ?? 0,
    covered: (usage, instruments) =>
      covers
        .filter(({ pool, benefit }) => {
          const instrument = order.benefits[benefit]?.instrument;
          return pool === usage && (!instruments || (instrument && instruments.includes(instrument)));
        })
        .reduce((sum, { quantity }) => sum + quantity, 0),
  };
}

/** `us-east-1` of `us-east-1a`, also of local zones; null when the text is no zone. */
export function regionOfZone(zone: string): string | null {
  return /^[a-z]{2}(?:-[a-z]+)+-\d+/.exec(zone)?.[0] ?? null;
}

/** Platform as AWS prints it. SQL Server editions and what is unknown are platforms of their own: `other`. */
export function platformOf(text: string): OperatingSystem {
  const name = text.toLowerCase();
  if (name.includes('sql')) return 'other';
  if (name.includes('windows')) return 'windows';
  if (name.includes('red hat') || name.includes('rhel')) return 'rhel';
  if (name.includes('suse')) return 'suse';
  return /linux|unix|ubuntu/.test(name) ? 'linux' : 'other';
}

/** Tenancy as AWS prints it: `default` is shared. */
export function tenancyOf(text: string): Tenancy {
  const name = text.toLowerCase();
  if (name.includes('host')) return 'host';
  return name.includes('dedicated') ? 'dedicated' : 'shared';
}

/** Share of a commitment below which what is left is rounding. */
const USED_UP = 1e-9;

/** Whether nothing is left of these commitments; false when there are none. */
export function isUsedUp(uses: readonly AwsUse[]): boolean {
  return uses.length > 0 && uses.every(({ unused, committed }) => unused <= committed * USED_UP);
}
