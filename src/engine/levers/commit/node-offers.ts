/** Reservations of database-like nodes as offers: one for each family, engine and Region where sizes are flexible, else for each class. */

import { engineOf, isNodeFlexible, nodeUnits } from '../../commitments/aws/node-units.ts';
import { familyOf } from '../../commitments/aws/normalization.ts';
import { recurringShare } from '../../commitments/fees.ts';
import type { NodeService } from '../../commitments/usage.ts';
import type { LeverContext } from '../../lever.ts';
import type { ParamValues } from '../../lever-params.ts';
import type { PriceKind } from '../../price-book.ts';
import { compareText } from '../../text-order.ts';
import { choosePurchases, type Offer, type Purchase } from './choose-purchases.ts';
import {
  assumedDiscountParam,
  COUNT_PARAM,
  evidenceOf,
  PLANNED,
  PURCHASES_PARAM,
  SHARE_PARAM,
  TERM_PARAMS,
  type Terms,
  termsOf,
  termWords,
} from './purchase-terms.ts';
import { type NodeShape, nodeReservationRate, type ReservationRate } from './reservation-rates.ts';
import { isRunning } from './savings-plan-offers.ts';

/** Parameters of a lever that reserves nodes. */
export function nodeParams(covered: string, maxPercent: number) {
  return {
    count: COUNT_PARAM,
    shareOfOptimumPercent: SHARE_PARAM,
    purchasesMax: PURCHASES_PARAM,
    ...TERM_PARAMS,
    assumedDiscountPercent: assumedDiscountParam(covered, maxPercent),
  };
}

/** Services where the engine decides the price: without it nothing can be bought. */
const NAMED_ENGINE: ReadonlySet<NodeService> = new Set(['rds', 'aurora', 'elasticache']);

const isNamed = ({ service, engine }: NodeShape) =>
  !NAMED_ENGINE.has(service) || (engine !== null && engine !== 'other-engine');

/** Nodes of these services that run on demand, each product once, the fewest units first. */
function nodesOf(services: ReadonlySet<NodeService>, { uncoveredUsage }: LeverContext): NodeShape[] {
  const shapes = uncoveredUsage().flatMap(({ shape, quantities }) =>
    shape.kind === 'aws-node' && services.has(shape.service) && isRunning({ quantities }) ? [shape] : [],
  );
  const units = (shape: NodeShape) => nodeUnits(shape) ?? 0;
  return shapes.sort((a, b) => units(a) - units(b) || compareText(nameOf(a), nameOf(b)));
}

/** `db.m5.large postgresql multi-az in us-east-1`. */
function nameOf({ service, nodeClass, engine, deployment, licence, region }: NodeShape): string {
  const standby = deployment === 'single-az' ? null : deployment;
  const own = service === 'redshift' || service === 'memorydb' ? service : null;
  return `${[own, nodeClass, engine, licence, standby].filter(Boolean).join(' ')} in ${region}`;
}

/** What one reservation serves. Redis reservations serve Valkey too, at its lower units: then one purchase is for both. */
function groupsOf(shapes: readonly NodeShape[]): NodeShape[][] {
  const familyKey = ({ service, nodeClass, region }: NodeShape) =>
    [service, familyOf(nodeClass), region].join('|');
  const redis = new Set(shapes.filter(shape => engineOf(shape) === 'redis').map(familyKey));
  const groupOf = (shape: NodeShape) => {
    const { service, nodeClass, deployment, licence, region } = shape;
    const engine = engineOf(shape);
    if (!isNodeFlexible(shape)) return [service, nodeClass, engine, deployment, licence, region].join('|');
    const family = familyKey(shape);
    const isShared = engine === 'valkey' && redis.has(family);
    return [family, isShared ? 'redis' : engine, licence].join('|');
  };
  return [...Map.groupBy(shapes, groupOf).values()];
}

function offerOf(shape: NodeShape, terms: Terms, { effectivePerHour }: ReservationRate): Offer {
  const { service, nodeClass, engine, deployment, licence, region } = shape;
  const scope = nameOf(shape);
  return {
    scope,
    template: {
      ...PLANNED,
      ...terms,
      kind: 'reserved-node',
      id: `reserved ${service} ${scope}`,
      service,
      nodeClass,
      engine,
      deployment,
      licence,
      region,
      count: 1,
      effectivePerHour,
      recurringPerHour: effectivePerHour * recurringShare(terms),
    },
  };
}

/** The offer of a group: its smallest product with a known price, of the engine that serves the whole group. */
function offerFor(
  group: readonly NodeShape[],
  terms: Terms,
  assumedDiscount: number,
  context: LeverContext,
): (Offer & { readonly rateKind: PriceKind })[] {
  const hasRedis = group.some(shape => engineOf(shape) === 'redis');
  for (const shape of group) {
    if (hasRedis && engineOf(shape) !== 'redis') continue;
    const rate = nodeReservationRate(shape, terms, assumedDiscount, context);
    if (rate) return [{ ...offerOf(shape, terms, rate), rateKind: rate.kind }];
  }
  return [];
}

/** Purchases and how well they are known, or why there are none. */
export type NodePurchases =
  | {
      readonly reason: null;
      readonly purchases: readonly Purchase[];
      readonly evidence: ReturnType<typeof evidenceOf>;
    }
  | { readonly reason: string };

/** First words of a list that may be long. */
function someOf(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/**
 * Reservations that pay for the nodes of some services.
 * @param covered what they are, as in `database`
 */
export function nodePurchases(
  services: ReadonlySet<NodeService>,
  covered: string,
  params: ParamValues<ReturnType<typeof nodeParams>>,
  context: LeverContext,
): NodePurchases {
  const terms = termsOf(params);
  const found = nodesOf(services, context);
  if (found.length === 0) return { reason: `no ${covered} with a known price is left on demand` };
  const named = found.filter(isNamed);
  if (named.length === 0)
    return { reason: `the bill does not say which engine runs on ${someOf(found.map(nameOf))}` };
  const offers = groupsOf(named).flatMap(group =>
    offerFor(group, terms, params.assumedDiscountPercent / 100, context),
  );
  if (offers.length === 0)
    return {
      reason: `no price of a reservation (${termWords(terms)}) is known for ${someOf(named.map(nameOf))}: state assumedDiscountPercent`,
    };
  const purchases = choosePurchases(offers, { ...params, given: params.count }, context);
  if (purchases.length === 0)
    return {
      reason: `what is left on demand runs too seldom for a reservation to pay: ${someOf(named.map(nameOf))}`,
    };
  const bought = new Set(purchases.map(({ scope }) => scope));
  const kinds = offers.filter(({ scope }) => bought.has(scope)).map(({ rateKind }) => rateKind);
  return { reason: null, purchases, evidence: evidenceOf(kinds) };
}
