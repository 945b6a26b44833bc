/** A smaller node of the same family behind a cache or a search domain: what it carries, and what it costs. */

import type { NodeService, UsageShape } from '../../commitments/usage.ts';
import type { ReshapeEffect } from '../../effect.ts';
import type { MeteredUsage, OtherResource } from '../../estate/estate.ts';
import { type Eligible, type Ineligible, type LeverContext, no, yes } from '../../lever.ts';
import type { InstanceType } from '../../price-book.ts';
import { priceIdOf } from '../../rate-card.ts';
import type { RiskChange } from '../../reliability/index.ts';
import { mostOf, observedFor, peakOf, percentText } from './observed-need.ts';
import { needOf, smallerSizes } from './smaller-size.ts';

/** How the nodes of a service are named after instance types. */
export type NodeNames = {
  readonly service: NodeService;
  /** Before and after the name of the instance type. */
  readonly prefix: string;
  readonly suffix: string;
};

type NodeParams = {
  readonly cpuHeadroomPercent: number;
  readonly memoryHeadroomPercent: number;
  readonly observedDaysMin: number;
};

export type NodeFacts = {
  readonly change: Pick<ReshapeEffect, 'fromPriceId' | 'to' | 'capacityRatio'>;
  readonly nodeClass: string;
};

/**
 * Memory that a node gives over memory of the instance type it is named after shrinks with the size: an ElastiCache large has
 * 1.3 % less than half of an xlarge (node types, prices of 2025-04). So much is kept free beside the headroom.
 */
const NODE_MEMORY_MARGIN = 0.02;

type NodeUsage = MeteredUsage & { readonly shape: Extract<UsageShape, { readonly kind: 'aws-node' }> };

/** The one class of nodes that a resource runs; a reason when it runs none or several. */
function soleNode({ metered }: OtherResource, { service }: NodeNames): NodeUsage | string {
  const nodes = metered.filter(
    (usage): usage is NodeUsage => usage.shape.kind === 'aws-node' && usage.shape.service === service,
  );
  const [node, ...others] = nodes.filter(({ hours }) => hours.some(units => units > 0));
  if (!node) return `runs no ${service} nodes`;
  return others.length > 0 ? 'several node classes: its metrics do not tell them apart' : node;
}

function sizeOfNode(
  nodeClass: string,
  region: string,
  { prefix, suffix }: NodeNames,
  { rates }: LeverContext,
): InstanceType | null {
  if (!nodeClass.startsWith(prefix) || !nodeClass.endsWith(suffix)) return null;
  const name = nodeClass.slice(prefix.length, nodeClass.length - suffix.length);
  return rates.book.instanceType(name, region);
}

/** Whether a smaller node fits, by CPU, memory and network of the busiest node. */
export function smallerNode(
  resource: OtherResource,
  names: NodeNames,
  params: NodeParams,
  context: LeverContext,
): Eligible<NodeFacts> | Ineligible {
  const node = soleNode(resource, names);
  if (typeof node === 'string') return no(node);
  const { shape } = node;
  const current = sizeOfNode(shape.nodeClass, shape.region, names, context);
  if (!current) return no(`size of ${shape.nodeClass} unknown`);
  const seen = observedFor(resource.utilization, params.observedDaysMin);
  if (!seen) return no('not observed long enough');
  const memory = mostOf(seen.memory);
  if (memory === null) return no('memory unobserved');
  const used = memory * (1 + NODE_MEMORY_MARGIN) * current.memoryGib;
  const need = needOf(seen, current, used, params);
  if (!need) return no('CPU not observed: import metrics');
  const [to] = smallerSizes(current, need, context.rates);
  if (!to) return no(`${shape.nodeClass} is the smallest node that fits`);
  const nodeClass = `${names.prefix}${to.name}${names.suffix}`;
  const change = {
    fromPriceId: priceIdOf(shape),
    to: { ...shape, nodeClass },
    // The scarcer of the two: what was seen must not look smaller on the new node than it is.
    capacityRatio: Math.min(to.vcpus / current.vcpus, to.memoryGib / current.memoryGib),
  };
  const saved = context.saving({ kind: 'reshape', resourceId: resource.id, quantityRatio: 1, ...change });
  if (saved === null) return no(`no price for ${nodeClass} in ${shape.region}`);
  if (saved <= 0) return no(`${nodeClass} is no cheaper`);
  const cpu = percentText(peakOf(seen.cpu) ?? 0);
  return yes(
    `${shape.nodeClass} -> ${nodeClass}: CPU p99 ${cpu}, memory max ${percentText(memory)}`,
    'measured',
    { change, nodeClass },
  );
}

/** As many nodes, each of another class. */
export function nodeEffect({ id }: OtherResource, { change }: NodeFacts): ReshapeEffect {
  return { kind: 'reshape', resourceId: id, quantityRatio: 1, ...change };
}

/** Less room on each node, and a change that replaces them. @param how what the replacement does to clients */
export function nodeRisks(
  { id }: OtherResource,
  { change, nodeClass }: NodeFacts,
  how: string,
): RiskChange[] {
  const { capacityRatio } = change;
  return [
    {
      kind: 'machines',
      resourceId: id,
      countRatio: 1,
      capacityRatio,
      reason: `${nodeClass} has ${percentText(capacityRatio)} of the capacity`,
    },
    { kind: 'change-event', multiplier: 1.5, reason: how },
  ];
}
