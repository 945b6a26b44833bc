/**
 * Drop the replicas of a cache: what is left serves alone, and is empty after a failure.
 *
 * A bill has one line for each node of a replication group and does not say which is the primary. Members are named after
 * the group with a number (`sessions-001`, `sessions-0001-002`): the lowest number of each shard stays.
 */

import type { Estate, OtherResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam, numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { perEstate } from './per-estate.ts';

const SLA = 'https://aws.amazon.com/elasticache/sla/';
const GROUPS = 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.Redis.Groups.html';

/** Memcached has no replicas: each node holds another part. */
const REPLICATED: readonly (string | null)[] = ['redis', 'valkey'];

type Member = { readonly shard: string; readonly number: number };

/** A node's shard and its number in it; null for what is not named like a member of a replication group. */
function memberOf({ id, name, account, region }: OtherResource): Member | null {
  const match = /^(?:.*[:/])?([a-z][a-z0-9-]*)-(\d{3})$/i.exec(name ?? id);
  if (!match?.[1]) return null;
  return { shard: [account, region, match[1]].join('|'), number: Number(match[2]) };
}

function isCacheNode({ metered }: OtherResource): boolean {
  return (
    metered.length > 0 &&
    metered.every(
      ({ shape }) =>
        shape.kind === 'aws-node' && (shape.service === 'elasticache' || shape.service === 'memorydb'),
    )
  );
}

/** Lowest number of each shard. */
const firstOfShards = perEstate((estate: Estate) => {
  const first = new Map<string, number>();
  for (const resource of estate.resources) {
    if (resource.kind !== 'other' || !isCacheNode(resource)) continue;
    const member = memberOf(resource);
    if (member) first.set(member.shard, Math.min(member.number, first.get(member.shard) ?? member.number));
  }
  return first;
});

/** Most nodes that run at once. */
function nodesOf({ metered }: OtherResource): number {
  return metered.reduce(
    (total, { hours }) => total + hours.reduce((most, each) => Math.max(most, each), 0),
    0,
  );
}

export const cacheSingleAz = defineLever({
  meta: {
    id: 'cache-single-az',
    title: 'Cache Multi-AZ to Single-AZ',
    summary: 'Run each shard of a cache on one node: a failure empties it, and reads wait for a new one.',
    capability: 'architecting',
    stage: 'architecture',
    effortDays: { low: 3, mode: 6, high: 15 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '50 % of a cache with one replica, 83 % with five', source: GROUPS },
    planning: { text: 'one node of each shard stays, outside production; nothing inside it', source: SLA },
    realization: REALIZATION,
    sources: [SLA, GROUPS, 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html'],
    excludes: [],
  },
  target: 'other',
  params: {
    maxCpuPercent: numberParam({
      label: 'CPU of a replica at most',
      unit: '%',
      description: 'Assumption: a replica that is busier (p95) serves reads that the other node cannot take.',
      default: 40,
      min: 0,
      max: 100,
      step: 5,
    }),
    allowProduction: booleanParam({
      label: 'Also in production',
      unit: '',
      description: 'Leaves production without replicas. The error budget of the workload will show it.',
      default: false,
    }),
  },
  eligible: (resource, params, { estate, workload, saving }) => {
    if (!isCacheNode(resource)) return no('no cache node');
    if (
      !resource.metered.every(({ shape }) => shape.kind === 'aws-node' && REPLICATED.includes(shape.engine))
    )
      return no('Redis and Valkey have replicas; the bill names another engine, or none');
    const member = memberOf(resource);
    if (member === null) return no('not named like a member of a replication group');
    const nodes = nodesOf(resource);
    if (nodes > 1) return no('several nodes in one charge: replicas cannot be told from shards');
    if (member.number === firstOfShards(estate).get(member.shard))
      return no('the node of its shard that stays');
    const { environment } = workload(resource);
    if (environment === 'production' && !params.allowProduction) return no('production keeps its replicas');
    const busy = resource.utilization?.cpu.p95 ?? null;
    if (busy !== null && busy > params.maxCpuPercent / 100)
      return no(`serves reads: ${Math.round(busy * 100)} % of its CPU (p95)`);
    if (saving({ kind: 'terminate', resourceId: resource.id }) === null) return no('no price for the node');
    return yes(`${environment}: replica ${member.number} of a shard, by its name`, 'inferred', {});
  },
  effect: ({ id }) => ({ kind: 'terminate', resourceId: id }),
  risk: ({ id }) => [
    {
      kind: 'database-deployment',
      resourceId: id,
      multiAz: false,
      reason: 'no replica: a failure or a zone loss empties the cache',
    },
    { kind: 'change-event', multiplier: 1.5, reason: 'clients must stop reading from replicas' },
  ],
});
