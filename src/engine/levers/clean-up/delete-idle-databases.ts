/** Delete databases that nothing connects to, and keep their data. */

import type { Effect } from '../../effect.ts';
import type { DatabaseResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { choiceParam, numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import {
  COMPUTE_OPTIMIZER,
  lookForUse,
  ONE_CALL,
  removalRisks,
  SURVEYED_WASTE,
  TRUSTED_ADVISOR,
  unusedDaysParam,
} from './unused.ts';

/** A final snapshot is charged as the storage it was made of: more than a snapshot costs, never less. */
function effectOn({ id }: DatabaseResource, keep: 'final-snapshot' | 'nothing'): Effect {
  return keep === 'nothing'
    ? { kind: 'terminate', resourceId: id }
    : {
        kind: 'schedule',
        resourceId: id,
        schedule: { startHour: 0, endHour: 0, days: [], utcOffsetHours: 0 },
      };
}

export const deleteIdleDatabases = defineLever({
  meta: {
    id: 'delete-idle-databases',
    title: 'Delete idle databases',
    summary: 'Delete databases without a connection in the whole observation, after a final snapshot.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of an idle database instance', source: COMPUTE_OPTIMIZER },
    planning: SURVEYED_WASTE,
    realization: REALIZATION,
    sources: [COMPUTE_OPTIMIZER, TRUSTED_ADVISOR],
    excludes: ['schedule-non-production', 'database-single-az', 'schedule-databases', 'rightsize-database'],
  },
  target: 'database',
  params: {
    unusedDaysMin: unusedDaysParam(14, 'AWS Compute Optimizer looks at 14 days, Trusted Advisor at seven.'),
    connectionsMax: numberParam({
      label: 'Connections at most',
      unit: '',
      description: 'A monitoring agent may hold one; the provider’s own are not counted.',
      default: 0,
      min: 0,
      max: 20,
      step: 1,
    }),
    keep: choiceParam({
      label: 'Keep',
      unit: '',
      description: 'The final snapshot is charged like the storage it was made of: an upper bound.',
      default: 'final-snapshot',
      choices: ['final-snapshot', 'nothing'],
    }),
  },
  eligible: (database, params, context) => {
    if (database.hours.every(hours => hours === 0)) return no('does not run');
    const limits = [{ metric: 'connections', max: params.connectionsMax }] as const;
    const use = lookForUse(database, limits, params.unusedDaysMin, context);
    // A database costs the same whether somebody asks it something or not: the bill cannot tell.
    return use.kind === 'unused' ? yes(use.why, 'measured', {}) : no(use.reason);
  },
  effect: (database, _facts, { keep }) => effectOn(database, keep),
  risk: (_database, _facts, { keep }) =>
    keep === 'nothing'
      ? [
          { kind: 'copy-deletion', reason: 'backups go with the database: nothing is left of its data' },
          ...removalRisks('without a snapshot its data would have to be made again'),
        ]
      : removalRisks('a yearly job may need it: it is restored from the final snapshot'),
});
