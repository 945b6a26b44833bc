/** Applies the effects that change what a bill counts: meters, shapes behind usage, spot hours, contracts. */

import type { RemeterEffect, RenegotiateEffect, ReshapeEffect, SpotEffect } from './effect.ts';
import type { ComputeUsage, MeterUse, Percentiles, Resource, Utilization } from './estate/estate.ts';
import { priceIdOf } from './rate-card.ts';

function factorOf(meter: MeterUse, effect: RemeterEffect): number {
  const found = effect.meters.find(
    ({ usageType, operation }) => usageType === meter.usageType && operation === meter.operation,
  );
  return found ? Math.max(0, found.factor) : 1;
}

/** The resource with other quantities; what it costs per unit stays. */
export function remeter(resource: Resource, effect: RemeterEffect): Resource {
  return {
    ...resource,
    meters: resource.meters.map(meter => {
      const factor = factorOf(meter, effect);
      return factor === 1
        ? meter
        : { ...meter, quantity: meter.quantity * factor, cost: meter.cost * factor };
    }),
    added: [...resource.added, ...effect.added],
  };
}

function divided(percentiles: Percentiles, ratio: number): Percentiles {
  const part = (value: number | null) => (value === null ? null : value / ratio);
  const { p50, p95, p99, p995, max } = percentiles;
  return {
    ...percentiles,
    p50: part(p50),
    p95: part(p95),
    p99: part(p99),
    max: part(max),
    ...(p995 === undefined ? {} : { p995: part(p995) }),
  };
}

/** What was seen, as shares of the new capacity. */
function reshapedUtilization(utilization: Utilization | null, ratio: number): Utilization | null {
  if (!utilization || ratio <= 0 || ratio === 1) return utilization;
  const { cpu, memory } = utilization;
  return { ...utilization, cpu: divided(cpu, ratio), memory: divided(memory, ratio) };
}

/** The resource on another machine. Only usage that commitments may cover has one. */
export function reshape(resource: Resource, effect: ReshapeEffect): Resource {
  if (resource.kind !== 'other') return resource;
  return {
    ...resource,
    utilization: reshapedUtilization(resource.utilization, effect.capacityRatio),
    metered: resource.metered.map(usage => {
      const id = priceIdOf(usage.shape);
      const found = [effect, ...(effect.also ?? [])].find(({ fromPriceId }) => fromPriceId === id);
      return found
        ? { ...usage, shape: found.to, hours: usage.hours.map(quantity => quantity * found.quantityRatio) }
        : usage;
    }),
  };
}

function splitToSpot(usage: ComputeUsage, effect: SpotEffect): ComputeUsage[] {
  const perHour = effect.perHour[usage.instanceType];
  if (usage.purchase === 'spot' || perHour === undefined || effect.share <= 0) return [usage];
  const part = (share: number) => usage.hours.map(hours => hours * share);
  const onSpot: ComputeUsage = {
    ...usage,
    purchase: 'spot',
    spotPerHour: perHour,
    hours: part(effect.share),
    effectiveCost: usage.effectiveCost * effect.share,
  };
  if (effect.share >= 1) return [onSpot];
  const rest = 1 - effect.share;
  return [{ ...usage, hours: part(rest), effectiveCost: usage.effectiveCost * rest }, onSpot];
}

/** The instance with part of its hours on spot. */
export function toSpot(resource: Resource, effect: SpotEffect): Resource {
  if (resource.kind !== 'instance') return resource;
  return { ...resource, compute: resource.compute.flatMap(usage => splitToSpot(usage, effect)) };
}

/** The resource at negotiated prices. Contracts multiply. */
export function renegotiate(resource: Resource, effect: RenegotiateEffect): Resource {
  return { ...resource, contractFactor: resource.contractFactor * effect.factor };
}
