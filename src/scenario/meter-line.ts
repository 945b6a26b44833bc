/** A meter of a resource as a line of the generator, with a price that the book must have. */

import { type Percentiles, UserError, type Utilization } from '../engine/index.ts';
import type { Month } from './generate-fleets.ts';
import { NOTHING_OBSERVED } from './generate-fleets.ts';
import type { UsageLine } from './usage-line.ts';

/** Whom a line is charged to. */
export type LineOwner = Pick<UsageLine, 'account' | 'resourceId' | 'service' | 'product' | 'tags'>;

/** What is counted, and for how much. */
export type LineMeter = Pick<UsageLine, 'usageType' | 'operation' | 'unit' | 'rate'> & {
  /** Units in the month. */
  readonly perMonth: number;
  readonly every: 'hour' | 'day';
  readonly instanceType?: string;
};

/** A meter that counts evenly over the month. */
export function meterLine(owner: LineOwner, meter: LineMeter, month: Month): UsageLine {
  const { perMonth, every, instanceType = null, ...counted } = meter;
  const rowHours = every === 'hour' ? 1 : 24;
  const rows = month.hours / rowHours;
  return {
    ...owner,
    ...counted,
    instanceType,
    zone: null,
    pricing: 'on-demand',
    rowHours,
    quantities: new Float64Array(rows).fill(perMonth / rows),
  };
}

/** A price of the book. @throws UserError when it has none */
export function priceOrThrow(price: { readonly price: number } | null, what: string): number {
  if (price) return price.price;
  throw new UserError({
    code: 'company-without-price',
    message: `The price book has no price for ${what}.`,
    hint: 'Choose something that `trimtab prices get` knows.',
    exitCode: 3,
  });
}

/** Quantiles as they are read from metrics. @param scale ours over theirs: 0.01 for percent */
export function seen(quantiles: readonly number[] | undefined, scale = 1): Percentiles {
  const [p50 = null, p95 = null, p99 = null, max = null] = (quantiles ?? []).map(value => value * scale);
  return { p50, p95, p99, max };
}

/** Utilisation of which only some metrics were observed; null when none was. */
export function observed(
  metrics: { readonly [Metric in keyof Utilization]?: Utilization[Metric] | undefined },
): Utilization | null {
  const given = Object.entries(metrics).filter(([, value]) => value !== undefined);
  return given.length === 0 ? null : { ...NOTHING_OBSERVED, ...Object.fromEntries(given) };
}
