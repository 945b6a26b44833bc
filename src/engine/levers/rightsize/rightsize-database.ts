/** Move a database to the smallest class of its family that carries its CPU, memory and connections. */

import type { DatabaseResource, Utilization } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import type { InstanceType } from '../../price-book.ts';
import { REALIZATION } from '../realization.ts';
import {
  COMPUTE_OPTIMIZER,
  CPU_HEADROOM_PERCENT,
  MEMORY_HEADROOM_PERCENT,
  mostOf,
  OBSERVED_DAYS_MIN,
  observedFor,
  percentText,
  withHeadroom,
} from './observed-need.ts';
import { needOf, smallerSizes, usedMemoryGib } from './smaller-size.ts';

const LIMITS = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html';

const BYTES_PER_GIB = 2 ** 30;
/** Bytes of memory per connection in the default `max_connections` of an engine, and the most it gives (RDS limits). */
const CONNECTIONS: Readonly<Record<string, { readonly bytes: number; readonly most: number }>> = {
  postgresql: { bytes: 9_531_392, most: 5000 },
  'aurora-postgresql': { bytes: 9_531_392, most: 5000 },
  mysql: { bytes: 12_582_880, most: 100_000 },
  mariadb: { bytes: 12_582_880, most: 100_000 },
};
/** Part of a class's memory that the formulas count: the system and RDS keep the rest (assumption, 0.85 to 0.95). */
const COUNTED_MEMORY = 0.9;

/** Connections that a class accepts by default; null for an engine whose rule is another. */
function connectionLimit(engine: string, memoryGib: number): number | null {
  const rule = CONNECTIONS[engine];
  if (!rule) return null;
  return Math.min(rule.most, Math.floor((memoryGib * BYTES_PER_GIB * COUNTED_MEMORY) / rule.bytes));
}

/** Share of the time above what the new class can do, and what of the load is lost then, from p99 and maximum. */
function overloadOf({ cpu }: Utilization, vcpuRatio: number) {
  const most = (mostOf(cpu) ?? 0) / vcpuRatio;
  return most > 1 ? { timeShare: 0.01, shedShare: (most - 1) / most } : { timeShare: 0, shedShare: 0 };
}

function describe(database: DatabaseResource, { cpu }: Utilization, usedGib: number, to: InstanceType) {
  const peak = cpu.p99 === null ? `max ${percentText(cpu.max ?? 0)}` : `p99 ${percentText(cpu.p99)}`;
  return `${database.instanceClass} -> db.${to.name}: CPU ${peak}, ${usedGib.toFixed(1)} GiB used at most`;
}

export const rightsizeDatabase = defineLever({
  meta: {
    id: 'rightsize-database',
    title: 'Rightsize databases',
    summary:
      'Move an RDS instance to the smallest class of its family that fits its CPU, memory and connections with headroom.',
    capability: 'usage-optimization',
    stage: 'rightsize',
    effortDays: { low: 1, mode: 3, high: 8 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '50 % of the instance for each size smaller: prices of a family are proportional to its sizes',
      source: 'https://aws.amazon.com/rds/pricing/',
    },
    planning: {
      text: 'no official typical percentage was found: plan with the classes below',
      source: COMPUTE_OPTIMIZER,
    },
    realization: REALIZATION,
    sources: [
      LIMITS,
      'https://docs.aws.amazon.com/compute-optimizer/latest/ug/view-rds-recommendations.html',
    ],
    excludes: ['delete-idle-databases'],
  },
  target: 'database',
  params: {
    cpuHeadroomPercent: CPU_HEADROOM_PERCENT,
    memoryHeadroomPercent: MEMORY_HEADROOM_PERCENT,
    connectionHeadroomPercent: numberParam({
      label: 'Connection headroom above the maximum',
      unit: '%',
      description: 'Assumption. Checked against the default max_connections of the engine, where observed.',
      default: 20,
      min: 0,
      max: 200,
      step: 5,
    }),
    observedDaysMin: OBSERVED_DAYS_MIN,
  },
  eligible: (database, params, { rates, saving }) => {
    const { instanceClass, engine, region, isCommitted, id } = database;
    if (isCommitted) return no('a reservation pays for it: a smaller class saves nothing before it ends');
    const current = rates.book.instanceType(instanceClass.replace(/^db\./, ''), region ?? '');
    if (!current) return no(`size of ${instanceClass} unknown`);
    const seen = observedFor(database.utilization, params.observedDaysMin);
    if (!seen) return no('not observed long enough');
    const usedGib = usedMemoryGib(seen, current);
    if (usedGib === null) return no('memory unobserved: import freeable memory');
    const need = needOf(seen, current, usedGib, params);
    if (!need) return no('CPU not observed: import metrics');
    const open = seen.connections ? mostOf(seen.connections) : null;
    const connections = open === null ? null : withHeadroom(open, params.connectionHeadroomPercent);
    const accepts = ({ memoryGib }: InstanceType) =>
      connections === null || connections <= (connectionLimit(engine, memoryGib) ?? Number.POSITIVE_INFINITY);
    const to = smallerSizes(current, need, rates).find(accepts);
    if (!to) return no(`${instanceClass} is the smallest class that fits`);
    const facts = {
      to: `db.${to.name}`,
      vcpuRatio: to.vcpus / current.vcpus,
      memoryRatio: to.memoryGib / current.memoryGib,
    };
    const { to: toInstanceType, ...ratios } = facts;
    const saved = saving({ kind: 'resize', resourceId: id, toInstanceType, ...ratios });
    if (saved === null) return no(`no price for ${facts.to} (${engine}) in ${region ?? 'this region'}`);
    if (saved <= 0) return no(`${facts.to} is no cheaper`);
    const note = open === null ? '; connections unobserved' : '';
    return yes(`${describe(database, seen, usedGib, to)}${note}`, 'measured', {
      ...facts,
      overload: overloadOf(seen, facts.vcpuRatio),
    });
  },
  effect: ({ id }, { to, vcpuRatio, memoryRatio }) => ({
    kind: 'resize',
    resourceId: id,
    toInstanceType: to,
    vcpuRatio,
    memoryRatio,
  }),
  risk: ({ id }, { to, vcpuRatio, overload }) => [
    {
      kind: 'database-capacity',
      resourceId: id,
      ...overload,
      reason: `${to} has ${percentText(vcpuRatio)} of the vCPUs`,
    },
    { kind: 'change-event', multiplier: 1.5, reason: 'a new class needs a failover or a restart' },
  ],
});
