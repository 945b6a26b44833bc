/** The smallest size of a family that carries what was seen, for databases and nodes named after instance types. */

import { familyOf } from '../../commitments/aws/normalization.ts';
import type { Utilization } from '../../estate/estate.ts';
import type { InstanceType } from '../../price-book.ts';
import { burstBaseline } from '../../pricing/burstable.ts';
import type { RateCard } from '../../rate-card.ts';
import { mostOf, peakOf, withHeadroom } from './observed-need.ts';

/** What it needs, headroom included. */
export type Need = {
  readonly vcpus: number;
  readonly memoryGib: number;
  readonly networkMbps: number | null;
  /** Half of the time it uses less: what a burstable size must carry for ever; null when unknown. */
  readonly medianVcpus: number | null;
};

/** What was seen on a machine of this size; null when its CPU was not. @param memoryGib used at most */
export function needOf(
  { cpu, networkMbps }: Utilization,
  current: InstanceType,
  memoryGib: number,
  params: { readonly cpuHeadroomPercent: number; readonly memoryHeadroomPercent: number },
): Need | null {
  const peak = peakOf(cpu);
  if (peak === null) return null;
  return {
    vcpus: withHeadroom(peak * current.vcpus, params.cpuHeadroomPercent),
    memoryGib: withHeadroom(memoryGib, params.memoryHeadroomPercent),
    networkMbps: peakOf(networkMbps),
    medianVcpus: cpu.p50 === null ? null : cpu.p50 * current.vcpus,
  };
}

/** GiB used at most, by the share of the memory or by what was free; null when neither was observed. */
export function usedMemoryGib(utilization: Utilization, current: InstanceType): number | null {
  const share = mostOf(utilization.memory);
  if (share !== null) return share * current.memoryGib;
  const free = utilization.freeableMemoryGibMin ?? null;
  // More free than there is was seen on another size: it says nothing of this one.
  return free === null || free >= current.memoryGib ? null : current.memoryGib - free;
}

function carries(size: InstanceType, need: Need): boolean {
  if (size.vcpus < need.vcpus || size.memoryGib < need.memoryGib) return false;
  const { networkGbps } = size;
  if (need.networkMbps !== null && networkGbps !== null && networkGbps * 1000 < need.networkMbps)
    return false;
  const baseline = burstBaseline(size.name);
  return baseline === null || (need.medianVcpus !== null && need.medianVcpus <= baseline * size.vcpus);
}

/** Smaller sizes of the family that carry the need, smallest first. */
export function smallerSizes(current: InstanceType, need: Need, { book }: RateCard): readonly InstanceType[] {
  return book
    .instanceFamily(familyOf(current.name), current.region)
    .filter(size => size.vcpus <= current.vcpus && size.memoryGib < current.memoryGib && carries(size, need));
}
