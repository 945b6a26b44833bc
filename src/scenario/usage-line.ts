/** What the generator makes: metered lines with a profile, before anyone has decided which commitment pays for them. */

import type { Utilization } from '../engine/index.ts';

/** One meter of one resource. */
export type UsageLine = {
  readonly account: string;
  readonly resourceId: string | null;
  readonly service: string;
  readonly product: string;
  readonly usageType: string;
  readonly operation: string;
  readonly zone: string | null;
  readonly unit: string;
  /** Instance type or class, for the product columns. */
  readonly instanceType: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** USD per unit. */
  readonly rate: number;
  readonly pricing: 'on-demand' | 'spot';
  /** Hours per row: 1, 24 or the whole month. */
  readonly rowHours: number;
  /** Units in each row of the month. */
  readonly quantities: Float64Array;
};

/** Observed use of one generated resource. */
export type GeneratedMetrics = { readonly resourceId: string; readonly utilization: Utilization };

/** A generated month before commitments. */
export type GeneratedUsage = {
  readonly lines: readonly UsageLine[];
  readonly metrics: readonly GeneratedMetrics[];
};
