/** Upgrade a database that runs past its standard support: the surcharge per vCPU-hour goes, the work is a major upgrade. */

import { defineLever, no, yes } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { dropMeters, metersLike, totalOf } from './support-surcharge.ts';

const EXTENDED = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html';

export const rdsExtendedSupport = defineLever({
  meta: {
    id: 'rds-extended-support',
    title: 'Leave RDS extended support',
    summary: 'Upgrade a database to a version in standard support; the surcharge per vCPU-hour ends.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 3, mode: 8, high: 20 },
    leadTimeMonths: 1,
    // A major version has no way back but a restore.
    reversible: false,
    headline: { text: '100 % of the surcharge', source: 'https://aws.amazon.com/rds/postgresql/pricing/' },
    planning: {
      text: 'all of it once every database is upgraded; in the third year the surcharge doubles',
      source: EXTENDED,
    },
    realization: REALIZATION,
    sources: [EXTENDED, 'https://aws.amazon.com/rds/postgresql/pricing/'],
    excludes: [],
  },
  target: 'database',
  params: {},
  eligible: database => {
    const meters = metersLike(database, /^ExtendedSupport:/);
    const { quantity, cost } = totalOf(meters);
    if (meters.length === 0) return no('is charged no extended support');
    if (cost <= 0) return no('its extended support costs nothing');
    return yes(
      `${Math.round(quantity)} vCPU-hours of extended support cost $${cost.toFixed(2)}`,
      'inferred',
      { meters },
    );
  },
  effect: (database, { meters }) => dropMeters(database, meters),
  risk: ({ multiAz }) => [
    {
      kind: 'change-event',
      multiplier: 2,
      reason: `a major version: queries and extensions must be tested, ${multiAz ? 'both copies are' : 'the database is'} down meanwhile`,
    },
  ],
});
