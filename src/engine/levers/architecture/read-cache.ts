/**
 * Put a cache before a table: most reads never reach it, and its failures hit only the rest.
 *
 * The cache is ElastiCache Serverless for Valkey, which is charged by the request and by the GB kept: every read asks it, and
 * every miss fills it. One unit of processing stands for one KiB of one request.
 */

import type { ReshapeEffect } from '../../effect.ts';
import type { MeteredUsage, Resource } from '../../estate/estate.ts';
import type { Workload } from '../../estate/workload.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { priceIdOf } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import { ALREADY, measuredParam, shareParam, traceOf, wasChangedBy } from '../storage-network/aws-meters.ts';

const ID = 'read-cache';
const SERVERLESS = 'https://aws.amazon.com/elasticache/pricing/';
const CAPACITY = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html';

const SERVICE = { service: 'elasticache', item: 'serverless_valkey' } as const;
const MILLION = 1_000_000;
/** What an empty cache is charged for (ElastiCache pricing: 100 MB with Valkey). */
const MIN_GB = 0.1;

function isRead({ shape }: MeteredUsage): boolean {
  return (
    shape.kind === 'aws-metered' &&
    shape.service === 'AmazonDynamoDB' &&
    shape.item.startsWith('ReadRequestUnits')
  );
}

/** The dependency that the table is declared as: by its name, or as DynamoDB. */
function dependencyId(resource: Resource, { dependencies }: Workload): string {
  const table = (resource.name ?? resource.id).replace(/^.*\//, '').toLowerCase();
  const named = dependencies.find(({ id }) => id.toLowerCase() === table);
  return (named ?? dependencies.find(({ id }) => /dynamo/i.test(id)))?.id ?? table;
}

export const readCache = defineLever({
  meta: {
    id: ID,
    title: 'Cache before a table',
    summary: 'Answer repeated reads of a DynamoDB table from a cache that is charged by the request.',
    capability: 'architecting',
    stage: 'architecture',
    effortDays: { low: 3, mode: 8, high: 20 },
    leadTimeMonths: 1,
    reversible: true,
    headline: { text: 'all reads that hit, less the cache', source: SERVERLESS },
    planning: {
      text: 'nothing for a table that is hardly read: the cache keeps its GB all month',
      source: SERVERLESS,
    },
    realization: REALIZATION,
    sources: [SERVERLESS, CAPACITY],
    excludes: [],
  },
  target: 'other',
  params: {
    hitPercent: shareParam({
      label: 'Hit ratio',
      description: 'Assumption: reads that the cache answers.',
      default: 70,
    }),
    readsPerUnit: numberParam({
      label: 'Reads in a read unit',
      unit: '',
      description: 'Two where reads are eventually consistent, one where they are strongly consistent.',
      default: 2,
      min: 1,
      max: 2,
      step: 1,
    }),
    itemKib: numberParam({
      label: 'Mean item',
      unit: 'KiB',
      description: 'Assumption: what one read returns; the cache charges every KiB.',
      default: 2,
      min: 1,
      max: 400,
      step: 1,
    }),
    cacheGb: numberParam({
      label: 'Cache',
      unit: 'GB',
      description: 'Assumption: what it must keep to reach the hit ratio.',
      default: 5,
      min: MIN_GB,
      max: 5000,
      step: 1,
    }),
    measured: measuredParam('access logs or a trial'),
  },
  eligible: (resource, params, { estate, rates, saving, workload }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const reads = resource.metered.filter(isRead);
    const [first] = reads;
    if (!first || reads.length > 1) return no('no reads by the request in the bill');
    const units = first.hours.reduce((total, each) => total + each, 0);
    const hit = params.hitPercent / 100;
    const region = resource.region ?? '';
    const requests = units * params.readsPerUnit * (1 + (1 - hit));
    const added = [
      { ...SERVICE, component: 'ecpu', region, quantity: (requests * params.itemKib) / MILLION },
      { ...SERVICE, component: 'storage', region, quantity: params.cacheGb * estate.hours },
    ];
    const unpriced = added.find(
      unit => rates.unitPrice(unit.service, unit.item, unit.component, region) === null,
    );
    if (unpriced) return no(`no price of a cache by the request in ${region || 'this region'}`);
    const effect: ReshapeEffect = {
      kind: 'reshape',
      resourceId: resource.id,
      fromPriceId: priceIdOf(first.shape),
      to: first.shape,
      quantityRatio: 1 - hit,
      capacityRatio: 1,
      added: [...added, traceOf(ID)],
    };
    const saved = saving(effect);
    if (saved === null) return no('no price of its reads');
    if (saved <= 0) return no('the cache costs more than the reads that it answers');
    return yes(
      `${(units / MILLION).toFixed(1)} million read units, ${params.hitPercent} % from a cache of ${params.cacheGb} GB`,
      params.measured ? 'measured' : 'assumed',
      { effect, dependency: dependencyId(resource, workload(resource)) },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: (_resource, { dependency }, { hitPercent }) => [
    {
      kind: 'dependency',
      id: dependency,
      hard: false,
      degradeFraction: 1 - hitPercent / 100,
      reason: 'hits are answered while the table is down; misses are not',
    },
    { kind: 'change-event', multiplier: 1, reason: 'what is cached may be stale' },
  ],
});
