/** What a burstable size costs beside its price: CPU above the baseline for ever is bought as surplus credits, or not had at all. */

import type { OperatingSystem, Percentiles, UnitUsage } from '../../estate/estate.ts';
import type { InstanceType } from '../../price-book.ts';
import { burstBaseline } from '../../pricing/burstable.ts';
import type { RateCard } from '../../rate-card.ts';
import type { RiskChange } from '../../reliability/index.ts';
import { meanAtMost } from './observed-need.ts';

/** How credits work, and that T3 and later are unlimited unless somebody changes it, T2 standard. */
export const BURSTABLE_SOURCE =
  'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode-concepts.html';

/** Surplus credits of a size under some load. */
export type SurplusCredits = {
  /** vCPUs above the baseline on average, at most. */
  readonly vcpus: number;
  /** USD an hour; null where the price of credits is not known. */
  readonly perHour: number | null;
  /** In the bill's period; empty without any. */
  units(hours: number): readonly UnitUsage[];
};

const NONE: SurplusCredits = { vcpus: 0, perHour: 0, units: () => [] };

function creditMode(name: string): 'standard' | 'unlimited' {
  return name.startsWith('t2.') ? 'standard' : 'unlimited';
}

/**
 * Surplus credits of a size for the load that was seen on another. The mean is taken as high as the quantiles allow, and a
 * maximum that nobody saw as all of the CPU.
 * @param cpu shares of `seenOn`'s vCPUs, 0..1
 */
export function surplusCredits(
  cpu: Percentiles,
  seenOn: InstanceType,
  size: InstanceType,
  operatingSystem: OperatingSystem,
  { unitPrice }: RateCard,
): SurplusCredits {
  const baseline = burstBaseline(size.name);
  if (baseline === null || creditMode(size.name) === 'standard') return NONE;
  const mean = (meanAtMost({ ...cpu, max: cpu.max ?? 1 }) ?? 1) * seenOn.vcpus;
  const vcpus = Math.max(0, Math.min(mean, size.vcpus) - baseline * size.vcpus);
  if (vcpus === 0) return NONE;
  const service = 'ec2';
  const item = size.family === 't4g' ? 't4g' : 't2_t3';
  const component = `unlimited_surplus_credit_${operatingSystem === 'windows' ? 'windows' : 'linux'}`;
  const price = unitPrice(service, item, component, size.region);
  return {
    vcpus,
    perHour: price === null ? null : vcpus * price,
    units: hours => [{ service, item, component, region: size.region, quantity: vcpus * hours }],
  };
}

/**
 * The size with the lowest cost; of sizes that are not burstable always the first. Those without a known cost are passed over.
 * @param sizes smallest first
 */
export function cheapest(
  sizes: readonly InstanceType[],
  costOf: (size: InstanceType) => number | null,
): InstanceType | null {
  let best: { readonly size: InstanceType; readonly cost: number } | null = null;
  for (const size of sizes) {
    const cost = costOf(size);
    if (cost !== null && (best === null || cost < best.cost)) best = { size, cost };
    if (best !== null && burstBaseline(size.name) === null) break;
  }
  return best?.size ?? null;
}

/** What a burstable size means for the machine that becomes one; nothing for other sizes. */
export function burstRisk(resourceId: string, name: string): readonly RiskChange[] {
  const baseline = burstBaseline(name);
  if (baseline === null) return [];
  const mode = creditMode(name);
  return [
    {
      kind: 'burstable',
      resourceId,
      baseline,
      mode,
      reason:
        mode === 'standard'
          ? `${name} falls to ${Math.round(baseline * 100)} % of its vCPUs without credits`
          : `${name} buys what it uses above ${Math.round(baseline * 100)} % of its vCPUs`,
    },
  ];
}
