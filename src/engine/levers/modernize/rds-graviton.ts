/** Move a database to the Graviton class of the same size: the engine is the provider's, nothing has to be built. */

import type { DatabaseResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import type { RateCard } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import { machineName, successors } from './machine-names.ts';

const CLASSES = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html';
const PREFIX = 'db.';

/** Engines that AWS offers on Graviton: none of those with a licence. */
const ENGINES: ReadonlySet<string> = new Set([
  'postgresql',
  'mysql',
  'mariadb',
  'aurora-postgresql',
  'aurora-mysql',
]);

/** Cheapest class of some, the newest of equal ones; null when none has a price. */
function cheapest(classes: readonly string[], database: DatabaseResource, rates: RateCard): string | null {
  let best: { readonly name: string; readonly perHour: number } | null = null;
  for (const name of classes) {
    const { engine, region, multiAz } = database;
    const perHour = rates.databasePerHour(name, engine, region ?? '', multiAz);
    if (perHour !== null && (best === null || perHour <= best.perHour)) best = { name, perHour };
  }
  return best?.name ?? null;
}

export const rdsGraviton = defineLever({
  meta: {
    id: 'rds-graviton',
    title: 'RDS to Graviton',
    summary: 'Run a database on the Graviton class of the same size; storage costs what it did.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 1, mode: 2, high: 5 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: 'up to 52 % better price-performance, 35 % for Aurora',
      source:
        'https://aws.amazon.com/blogs/database/key-considerations-in-moving-to-graviton2-for-amazon-rds-and-amazon-aurora-databases/',
    },
    planning: {
      text: '10 % of the instance hours',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [CLASSES, 'https://aws.amazon.com/rds/pricing/'],
    excludes: [],
  },
  target: 'database',
  params: {},
  eligible: (database, _params, { rates, saving }) => {
    const { instanceClass, engine, region } = database;
    const name = machineName(instanceClass.startsWith(PREFIX) ? instanceClass.slice(PREFIX.length) : '');
    if (!name) return no(`${instanceClass} is no class that has a successor`);
    if (name.processor === 'graviton') return no('already on Graviton');
    if (!ENGINES.has(engine)) return no(`${engine} does not run on Graviton`);
    if (database.isCommitted) return no('a reservation of its family pays for it: it would be left unused');
    const classes = successors(name, 'graviton', name.generation).map(each => PREFIX + each);
    const to = cheapest(classes, database, rates);
    if (!to)
      return no(
        `no price of a Graviton class like ${instanceClass} (${engine}) in ${region ?? 'this region'}`,
      );
    const saved = saving({
      kind: 'resize',
      resourceId: database.id,
      toInstanceType: to,
      vcpuRatio: 1,
      memoryRatio: 1,
    });
    if (saved === null) return no(`no price of ${instanceClass} (${engine}) and its storage in ${region}`);
    if (saved <= 0) return no(`${to} is no cheaper`);
    return yes(`${instanceClass} -> ${to}, ${engine}`, 'inferred', { to });
  },
  effect: ({ id }, { to }) => ({
    kind: 'resize',
    resourceId: id,
    toInstanceType: to,
    vcpuRatio: 1,
    memoryRatio: 1,
  }),
  risk: ({ multiAz }) => [
    {
      kind: 'change-event',
      multiplier: 1.5,
      reason: multiAz
        ? 'the standby changes its class first, then a failover'
        : 'the database is down while its class changes',
    },
  ],
});
