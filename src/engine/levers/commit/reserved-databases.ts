/**
 * Reserve RDS and Aurora instances for one or three years.
 *
 * MySQL, MariaDB, PostgreSQL, Aurora and Oracle with an own licence are size-flexible inside a family (a standby counts as a
 * second instance): one purchase for each family, engine and Region. SQL Server and Oracle with the licence included are not:
 * one purchase for each class and deployment, which must pay by itself. It excludes no other purchase: a Database Savings Plan
 * is drawn after it, and both are sized on what is left.
 */

import type { NodeService } from '../../commitments/usage.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { commitmentsOf, whyOf } from './choose-purchases.ts';
import { nodeParams, nodePurchases } from './node-offers.ts';
import { BILLING_ONLY } from './purchase-terms.ts';

const GUIDE =
  'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithReservedDBInstances.html';

const SERVICES: ReadonlySet<NodeService> = new Set(['rds', 'aurora']);

export const reservedDatabases = defineLever({
  meta: {
    id: 'reserved-databases',
    title: 'RDS reserved instances',
    summary: 'Reserve database instances of a family, engine and Region; unused hours are lost.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.2, mode: 0.5, high: 2 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'up to 69 %', source: 'https://aws.amazon.com/rds/reserved-instances/' },
    planning: {
      text: '30 to 36 % for one year without upfront payment, 59 % for three years partly upfront (db.t3 and db.m6g)',
      source: 'https://instances.vantage.sh/rds (prices of 2026-10)',
    },
    realization: CONTRACT_REALIZATION,
    sources: [GUIDE],
    excludes: [],
  },
  target: 'estate',
  params: nodeParams('database classes', 69),
  eligible: (_estate, params, context) => {
    if (params.termYears === '3' && params.payment === 'no-upfront')
      return no('RDS sells no reservation of three years without upfront payment');
    const found = nodePurchases(SERVICES, 'database', params, context);
    if (found.reason !== null) return no(found.reason);
    const { purchases, evidence } = found;
    return yes(whyOf(purchases), evidence, { purchases });
  },
  effect: (_estate, { purchases }) => ({ kind: 'commit', commitments: commitmentsOf(purchases) }),
  risk: () => BILLING_ONLY,
});
