/** Another node behind a cache or a search domain: another processor or engine, as many nodes of the same size. */

import type { NodeService, UsageShape } from '../../commitments/usage.ts';
import type { ReshapeEffect } from '../../effect.ts';
import type { MeteredUsage, OtherResource } from '../../estate/estate.ts';
import { type Eligible, type Ineligible, type LeverContext, no, yes } from '../../lever.ts';
import { priceIdOf, type RateCard } from '../../rate-card.ts';
import { machineName, successors } from './machine-names.ts';

/** A node as commitments see it. */
export type NodeShape = Extract<UsageShape, { readonly kind: 'aws-node' }>;
type NodeUsage = MeteredUsage & { readonly shape: NodeShape };

/** Nodes of a service that ran, the dearest first: what it costs decides which one a move is about. */
export function nodesOf(
  { metered }: OtherResource,
  service: NodeService,
  rates: RateCard,
): readonly NodeUsage[] {
  const nodes = metered.filter(
    (usage): usage is NodeUsage =>
      usage.shape.kind === 'aws-node' &&
      usage.shape.service === service &&
      usage.hours.some(units => units > 0),
  );
  const costOf = ({ shape, hours }: NodeUsage) =>
    (rates.onDemandRate(shape) ?? 0) * hours.reduce((total, units) => total + units, 0);
  return [...nodes].sort((a, b) => costOf(b) - costOf(a));
}

/** A usage of a resource with the shape that takes its place. */
export type NodeChange = { readonly change: ReshapeEffect };

/** The change of one usage, if the new node is cheaper. @param evidence how well it is known that it does the same work */
export function changeNode(
  { id }: OtherResource,
  from: NodeShape,
  to: NodeShape,
  { rates, saving }: LeverContext,
): Eligible<NodeChange> | Ineligible {
  const change: ReshapeEffect = {
    kind: 'reshape',
    resourceId: id,
    fromPriceId: priceIdOf(from),
    to,
    quantityRatio: 1,
    capacityRatio: 1,
  };
  const [before, after] = [rates.onDemandRate(from), rates.onDemandRate(to)];
  const saved = saving(change);
  if (before === null || after === null || saved === null)
    return no(
      `no price of ${from.nodeClass} or ${to.nodeClass} (${to.engine ?? to.service}) in ${to.region}`,
    );
  if (after >= before || saved <= 0) return no(`${to.nodeClass} (${to.engine ?? to.service}) is no cheaper`);
  const less = ((1 - after / before) * 100).toFixed(1);
  const words = ({ nodeClass, engine }: NodeShape) =>
    engine === null ? nodeClass : `${nodeClass} ${engine}`;
  return yes(`${words(from)} -> ${words(to)}: ${less} % less an hour`, 'inferred', { change });
}

/** How the nodes of a service are named after instance types: what stands before and after. */
export type NodeNames = {
  readonly service: NodeService;
  readonly prefix: string;
  readonly suffix: string;
  /** What a resource without such nodes is told. */
  readonly none: string;
};

/** The Graviton node of the same size, the cheapest of the same or a newer generation. */
export function gravitonNode(
  resource: OtherResource,
  { service, prefix, suffix, none }: NodeNames,
  context: LeverContext,
): Eligible<NodeChange> | Ineligible {
  const { rates } = context;
  const nodes = nodesOf(resource, service, rates);
  const [node] = nodes;
  if (!node) return no(none);
  const nameOf = ({ nodeClass }: NodeShape) =>
    nodeClass.startsWith(prefix) && nodeClass.endsWith(suffix)
      ? machineName(nodeClass.slice(prefix.length, nodeClass.length - suffix.length))
      : null;
  // One that already has Graviton beside others has been moved as far as a move goes, or is a mixture on purpose.
  if (nodes.some(({ shape }) => nameOf(shape)?.processor === 'graviton')) return no('already on Graviton');
  const { shape } = node;
  const name = nameOf(shape);
  if (!name) return no(`${shape.nodeClass} is no class that has a successor`);
  if (/[di]/.test(name.machineClass) || name.extras.includes('d'))
    return no(`${shape.nodeClass} keeps data on local disks: another class has other disks`);
  const priced = successors(name, 'graviton', name.generation)
    .map(each => ({ ...shape, nodeClass: `${prefix}${each}${suffix}` }))
    .flatMap(to => {
      const rate = rates.onDemandRate(to);
      return rate === null ? [] : [{ to, rate }];
    });
  const best = priced.reduce<(typeof priced)[number] | null>(
    (found, each) => (found === null || each.rate <= found.rate ? each : found),
    null,
  );
  if (!best)
    return no(`no price of a Graviton node like ${shape.nodeClass} in ${shape.region || 'this region'}`);
  return changeNode(resource, shape, best.to, context);
}
