/** Drop the standby of a Multi-AZ database. */

import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';

const RDS_SLA = 'https://aws.amazon.com/rds/sla/';

export const databaseSingleAz = defineLever({
  meta: {
    id: 'database-single-az',
    title: 'Database Multi-AZ to Single-AZ',
    summary: 'Run a database without its standby: half the price, and every failure becomes an outage.',
    capability: 'architecting',
    stage: 'architecture',
    effortDays: { low: 3, mode: 6, high: 15 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '50 % of the database', source: 'https://aws.amazon.com/rds/pricing/' },
    planning: { text: '50 % outside production, nothing inside it', source: RDS_SLA },
    realization: REALIZATION,
    sources: [
      RDS_SLA,
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html',
    ],
    excludes: ['delete-idle-databases'],
  },
  target: 'database',
  params: {
    allowProduction: booleanParam({
      label: 'Also in production',
      unit: '',
      description: 'Leaves production without a standby. The error budget of the workload will show it.',
      default: false,
    }),
  },
  eligible: (database, params, { workload, saving }) => {
    if (!database.multiAz) return no('already Single-AZ');
    if (database.isCommitted)
      return no('a reservation pays for it: half the units freed save nothing before it ends');
    const { environment } = workload(database);
    if (environment === 'production' && !params.allowProduction) return no('production keeps its standby');
    const effect = { kind: 'retopologize', resourceId: database.id, multiAz: false } as const;
    if (saving(effect) === null)
      return no(`no price for ${database.instanceClass} (${database.engine}) in ${database.region}`);
    return yes(`${environment}: ${database.instanceClass} runs with a standby`, 'measured', {});
  },
  effect: ({ id }) => ({ kind: 'retopologize', resourceId: id, multiAz: false }),
  risk: ({ id }) => [
    {
      kind: 'database-deployment',
      resourceId: id,
      multiAz: false,
      reason: 'no standby: restart, zone loss and maintenance are outages',
    },
    { kind: 'change-event', multiplier: 2, reason: 'a change of database topology' },
  ],
});
