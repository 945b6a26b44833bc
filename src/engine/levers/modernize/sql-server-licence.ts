/**
 * A smaller licence of SQL Server: Developer edition outside production, Standard or Web where their features are enough, and
 * the licence of fewer vCPUs on a machine that has too many.
 */

import type { ResizeEffect } from '../../effect.ts';
import type { DatabaseResource, InstanceResource, SqlServerEdition, UnitUsage } from '../../estate/estate.ts';
import type { Workload } from '../../estate/workload.ts';
import { defineLever, type Evidence, type Ineligible, type LeverContext, no, yes } from '../../lever.ts';
import { booleanParam, choiceParam, type ParamValues } from '../../lever-params.ts';
import type { RateCard } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import {
  CPU_HEADROOM_PERCENT,
  OBSERVED_DAYS_MIN,
  observedFor,
  peakOf,
  withHeadroom,
} from '../rightsize/observed-need.ts';
import {
  runsSqlServer,
  type SqlServerMachine,
  sqlServerMachine,
  sqlServerUnits,
} from './sql-server-machine.ts';
import { licenceUnits } from './windows-licence.ts';

const DEVELOPER = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/sqlserver-dev-edition.html';
const OPTIMIZE = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-optimize-cpu.html';
const EDITIONS =
  'https://learn.microsoft.com/en-us/sql/sql-server/editions-and-components-of-sql-server-2022';
const EC2_PRICING = 'https://aws.amazon.com/ec2/pricing/on-demand/';

const PARAMS = {
  edition: choiceParam({
    label: 'Edition that is enough',
    unit: '',
    description: 'Web is licensed for public web applications only.',
    default: 'standard',
    choices: ['standard', 'web'],
  }),
  featuresChecked: booleanParam({
    label: 'Its features are enough',
    unit: '',
    description:
      'Say yes where the databases use nothing of the larger edition (sys.dm_db_persisted_sku_features tells); no bill does.',
    default: false,
  }),
  developerOutsideProduction: booleanParam({
    label: 'Developer edition outside production',
    unit: '',
    description: 'Free, with every feature of Enterprise; its terms forbid production.',
    default: true,
  }),
  cpuHeadroomPercent: CPU_HEADROOM_PERCENT,
  observedDaysMin: OBSERVED_DAYS_MIN,
};
type Params = ParamValues<typeof PARAMS>;

/** Smallest first. */
const RANK: readonly SqlServerEdition[] = ['web', 'standard', 'enterprise'];
const isSmaller = (one: SqlServerEdition, other: SqlServerEdition) => RANK.indexOf(one) < RANK.indexOf(other);
/** Most vCPUs that an edition uses: 24 and 16 cores of two threads (Microsoft, scale limits of SQL Server 2022). */
const VCPUS_MAX: Readonly<Record<SqlServerEdition, number>> = {
  web: 32,
  standard: 48,
  enterprise: Number.POSITIVE_INFINITY,
};
/** Engines of RDS by edition. */
const ENGINES: Readonly<Record<SqlServerEdition, string>> = {
  web: 'sqlserver-web',
  standard: 'sqlserver-se',
  enterprise: 'sqlserver-ee',
};
/** vCPUs are switched off in pairs; the licence counts four at least. */
const STEP = 2;
const ACTIVE_MIN = 4;

const NON_PRODUCTION: readonly Workload['environment'][] = ['staging', 'development', 'test'];

/** A change of licence: what happens, how well it is known, and the vCPUs that stay on. */
type Change = {
  readonly effect: ResizeEffect;
  readonly why: string;
  readonly evidence: Evidence;
  readonly active: number;
  readonly vcpus: number;
};

/** vCPUs that the load needs; all of them where it was not seen long enough. */
function activeVcpus({ utilization }: InstanceResource, vcpus: number, params: Params): number {
  const seen = observedFor(utilization, params.observedDaysMin);
  const peak = seen && peakOf(seen.cpu);
  if (peak === null) return vcpus;
  const needed = withHeadroom(peak * vcpus, params.cpuHeadroomPercent);
  return Math.min(vcpus, Math.max(ACTIVE_MIN, STEP * Math.ceil(needed / STEP)));
}

function machineChange(
  instance: InstanceResource,
  { type, hours, system }: SqlServerMachine,
  edition: SqlServerEdition | null,
  active: number,
): ResizeEffect {
  const isCut = active < type.vcpus;
  const added: UnitUsage[] = [
    ...(edition === null ? [] : [sqlServerUnits(instance, edition, active, hours)]),
    // With vCPUs off, Windows is counted beside the machine too.
    ...(isCut && system === 'windows' ? [licenceUnits(instance, active, hours)] : []),
  ];
  return {
    kind: 'resize',
    resourceId: instance.id,
    toInstanceType: type.name,
    vcpuRatio: active / type.vcpus,
    memoryRatio: 1,
    toOperatingSystem: isCut ? 'linux' : system,
    ...(added.length > 0 ? { added } : {}),
  };
}

function onInstance(
  instance: InstanceResource,
  params: Params,
  environment: Workload['environment'],
  rates: RateCard,
): Change | Ineligible {
  const machine = sqlServerMachine(instance, rates);
  if (typeof machine === 'string') return no(machine);
  const { type, edition } = machine;
  const { vcpus } = type;
  if (params.developerOutsideProduction && NON_PRODUCTION.includes(environment)) {
    const effect = machineChange(instance, machine, null, vcpus);
    const why = `${environment}: Developer edition in the place of ${edition}, ${vcpus} vCPUs of ${type.name}`;
    return { effect, why, evidence: 'inferred', active: vcpus, vcpus };
  }
  const active = activeVcpus(instance, vcpus, params);
  const isDowngrade = params.featuresChecked && isSmaller(params.edition, edition);
  if (isDowngrade && active > VCPUS_MAX[params.edition])
    return no(`${params.edition} uses no more than ${VCPUS_MAX[params.edition]} vCPUs`);
  if (!isDowngrade && active >= vcpus) {
    return isSmaller(params.edition, edition)
      ? no(
          `nobody has said that ${params.edition} is enough, and its load needs every vCPU or was not observed`,
        )
      : no(`runs ${edition} already, and its load needs every vCPU or was not observed`);
  }
  const target = isDowngrade ? params.edition : edition;
  const parts = [
    ...(isDowngrade ? [`${target} in the place of ${edition}`] : []),
    ...(active < vcpus ? [`licences of ${active} of ${vcpus} vCPUs`] : []),
  ];
  return {
    effect: machineChange(instance, machine, target, active),
    why: `${type.name}: ${parts.join(', ')}`,
    evidence: isDowngrade ? 'assumed' : 'measured',
    active,
    vcpus,
  };
}

function onDatabase(
  database: DatabaseResource,
  params: Params,
  { rates }: LeverContext,
): Change | Ineligible {
  const edition = RANK.find(each => ENGINES[each] === database.engine);
  if (edition === undefined) return no('runs no edition of SQL Server that has a smaller one');
  if (database.isCommitted) return no('a reservation pays for it: it is bound to its edition');
  const { edition: target } = params;
  if (!isSmaller(target, edition)) return no(`runs ${edition} already`);
  if (!params.featuresChecked)
    return no(`nobody has said that ${target} is enough; the book has no price of Developer edition on RDS`);
  if (target === 'web' && database.multiAz) return no('Web edition has no standby on RDS');
  const { instanceClass, region, multiAz, engine } = database;
  const size = rates.book.instanceType(instanceClass.replace(/^db\./, ''), region ?? '');
  if (!size) return no(`size of ${instanceClass} unknown`);
  if (size.vcpus > VCPUS_MAX[target]) return no(`${target} uses no more than ${VCPUS_MAX[target]} vCPUs`);
  for (const each of [engine, ENGINES[target]])
    if (rates.databasePerHour(instanceClass, each, region ?? '', multiAz) === null)
      return no(`no price of ${instanceClass} with ${each} in ${region ?? 'this region'}`);
  return {
    effect: {
      kind: 'resize',
      resourceId: database.id,
      toInstanceType: instanceClass,
      vcpuRatio: 1,
      memoryRatio: 1,
      toEngine: ENGINES[target],
    },
    why: `${instanceClass}: ${target} in the place of ${edition}`,
    evidence: 'assumed',
    active: size.vcpus,
    vcpus: size.vcpus,
  };
}

export const sqlServerLicence = defineLever({
  meta: {
    id: 'sql-server-licence',
    title: 'SQL Server edition and licence',
    summary:
      'Developer edition outside production, Standard or Web where they are enough, and no licence for unused vCPUs.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 1, mode: 4, high: 15 },
    leadTimeMonths: 1,
    reversible: true,
    headline: {
      text: '68 % of the licence from Enterprise to Standard, all of it with Developer edition',
      source: EC2_PRICING,
    },
    planning: {
      text: 'what runs outside production, and fewer vCPUs by their load; an edition only where its features were checked',
      source: EDITIONS,
    },
    realization: REALIZATION,
    sources: [EDITIONS, DEVELOPER, OPTIMIZE],
    excludes: ['windows-to-linux'],
  },
  target: 'resource',
  params: PARAMS,
  eligible: (resource, params, context) => {
    const { environment } = context.workload(resource);
    const isMachine = resource.kind === 'instance' && runsSqlServer(resource);
    const change = isMachine
      ? onInstance(resource, params, environment, context.rates)
      : resource.kind === 'database' && resource.engine.startsWith('sqlserver-')
        ? onDatabase(resource, params, context)
        : no('runs no SQL Server with a licence of the provider');
    if ('reason' in change) return change;
    const saved = context.saving(change.effect);
    if (saved === null) return no('no price of what takes its place');
    if (saved <= 0) return no(saved === 0 ? 'did not run' : `would cost $${(-saved).toFixed(2)} more`);
    return yes(change.why, change.evidence, change);
  },
  effect: (_resource, { effect }) => effect,
  risk: ({ id }, { active, vcpus }) => [
    ...(active < vcpus
      ? ([
          {
            kind: 'capacity',
            resourceId: id,
            ratio: active / vcpus,
            reason: `${active} of ${vcpus} vCPUs stay on`,
          },
        ] as const)
      : []),
    { kind: 'change-event', multiplier: 2, reason: 'databases move to an instance with another licence' },
  ],
});
