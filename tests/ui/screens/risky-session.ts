/** The small estate with a plan that costs reliability: a database without its standby, machines resized, in a frozen month. */

import type { Session } from '../../../src/app/session.ts';
import type { Workload } from '../../../src/engine/index.ts';
import { SMALL_REQUEST, SMALL_WORKLOADS, smallSession } from '../../helpers/small-estate.ts';

/** Archive needs shop; shop says what a minute costs and how its data is kept. */
export const RISKY_WORKLOADS: readonly Workload[] = SMALL_WORKLOADS.map(workload => {
  if (workload.name === 'archive')
    return {
      ...workload,
      dependencies: [{ id: 'shop', availability: 0.999, hard: true, degradeFraction: 1 }],
    };
  if (workload.name !== 'shop') return workload;
  return {
    ...workload,
    costPerBadMinute: 250,
    data: {
      backupIntervalMinutes: 1440,
      replicationLagMinutes: null,
      pitr: true,
      volumes: 12,
      annualFailureRate: null,
      restoreMinutes: 120,
      logRetentionDays: null,
      hotLogDays: null,
      logClass: null,
      backupRetentionDays: 14,
      recreatable: false,
      otherCopies: 1,
    },
  } as Workload;
});

const SHOP = { workloads: ['shop'], environments: null, accounts: null, regions: null, resources: null };
const move = (id: string, lever: string, params: Readonly<Record<string, boolean>>) => ({
  id,
  lever,
  scope: SHOP,
  params,
  start: 1,
  owner: null,
  note: null,
});

/** Opens the session and gives it the plan; resolves when it is judged. */
export async function riskySession(): Promise<Session> {
  const session = smallSession({ workloads: RISKY_WORKLOADS });
  await session.open(SMALL_REQUEST);
  const { plan } = session.getState();
  const freeze = { from: '2026-11', to: '2026-12', workloads: ['sh*'], reason: 'Black Friday' };
  session.dispatch({
    kind: 'load-plan',
    plan: {
      ...plan,
      policy: { ...plan.policy, freezeWindows: [freeze] },
      moves: [
        move('no-standby', 'database-single-az', { allowProduction: true }),
        move('rightsize', 'rightsize-compute', {}),
      ],
    },
    from: 'a test',
  });
  while (session.getState().isJudging) await new Promise(resolve => setImmediate(resolve));
  return session;
}
