/** Risk registers and calibrations as reports. */

import type { Workload } from '../engine/estate/workload.ts';
import type { CalibratedIncidents } from '../engine/estate/workload-calibration.ts';
import type { Finding } from '../engine/finding.ts';
import { decimal, toText } from '../engine/money.ts';
import {
  PRIOR_DURATION_INCIDENTS,
  PRIOR_RATE_INCIDENTS,
  SHORTEST_INCIDENT_MINUTES,
} from '../engine/reliability/calibration.ts';
import type { Constant, ConstantValue } from '../engine/reliability/constants.ts';
import { RELIABILITY_CONSTANTS } from '../engine/reliability/constants.ts';
import type { Lognormal } from '../engine/reliability/distribution.ts';
import { quantile } from '../engine/reliability/quantiles.ts';
import type { RegisterEvaluation } from '../engine/reliability/register-evaluation.ts';
import { CHANGE_DEFAULTS } from '../engine/reliability/register-file.ts';
import type { ReliabilityCalibrateReport, ReliabilityEvaluateReport } from './contract.ts';

type Evaluated = ReliabilityEvaluateReport['result'];
type Assumption = ReliabilityEvaluateReport['assumptions'][number];

const CENTS = 2;
const usd = (value: number) => toText(decimal(value).toDecimalPlaces(CENTS));

/** A distribution or a table in words; null for a number. */
function shapeOf(value: ConstantValue): string | null {
  if (typeof value === 'number') return null;
  if (!('kind' in value)) {
    const parts = value.map(part =>
      'load' in part
        ? `${part.weight} of the time at ${part.load}`
        : `${part.medianMinutes} up to a rate of ${part.changeFailureRateMax}`,
    );
    return parts.join(', ');
  }
  return value.kind === 'pert'
    ? `PERT ${value.low}, ${value.mode}, ${value.high}`
    : `lognormal mu ${value.mu}, sigma ${value.sigma}`;
}

function assumption(name: string, constant: Constant): Assumption {
  const { value, low, high, unit, provenance, source, note } = constant;
  const number = typeof value === 'number' ? value : null;
  return { name, value: number, shape: shapeOf(value), low, high, unit, provenance, source, note };
}

function evaluated(evaluation: RegisterEvaluation): Evaluated {
  const { expectedBadMinutes, budgetConsumedPct, revenueAtRisk, recovery, simulation } = evaluation;
  const byClass = Object.entries(evaluation.expectedByClass)
    .map(([name, minutes]) => ({
      name,
      expectedBadMinutes: minutes,
      share: expectedBadMinutes > 0 ? minutes / expectedBadMinutes : 0,
    }))
    .sort((a, b) => b.expectedBadMinutes - a.expectedBadMinutes || (a.name < b.name ? -1 : 1));
  return {
    objective: evaluation.objective,
    windowDays: evaluation.windowDays,
    expectedBadMinutes,
    sdBadMinutes: evaluation.sdBadMinutes,
    badMinutes: { ...evaluation.badMinutes },
    availability: evaluation.availabilityPct / 100,
    budgetMinutes: evaluation.budgetMinutes,
    budgetConsumed: budgetConsumedPct === null ? null : budgetConsumedPct / 100,
    breachProbability: evaluation.breachProbability,
    quarterBreachProbability: evaluation.quarterBreachProbability,
    burnRate: evaluation.burnRate,
    recovery: recovery && { ...recovery },
    revenueAtRisk: revenueAtRisk && {
      mean: usd(revenueAtRisk.mean),
      p90: usd(revenueAtRisk.p90),
      cvar95: usd(revenueAtRisk.cvar95),
    },
    byClass,
    topDriver: evaluation.topDriver,
    simulation: simulation && { ...simulation },
  };
}

const difference = (after: number | null, before: number | null) =>
  after === null || before === null ? null : after - before;

function deltaOf(after: RegisterEvaluation, before: RegisterEvaluation): ReliabilityEvaluateReport['delta'] {
  const consumed = difference(after.budgetConsumedPct, before.budgetConsumedPct);
  const atRisk = difference(after.revenueAtRisk?.mean ?? null, before.revenueAtRisk?.mean ?? null);
  return {
    expectedBadMinutes: after.expectedBadMinutes - before.expectedBadMinutes,
    availability: (after.availabilityPct - before.availabilityPct) / 100,
    budgetConsumed: consumed === null ? null : consumed / 100,
    breachProbability: difference(after.breachProbability, before.breachProbability),
    quarterBreachProbability: difference(after.quarterBreachProbability, before.quarterBreachProbability),
    p50: after.badMinutes.p50 - before.badMinutes.p50,
    p90: after.badMinutes.p90 - before.badMinutes.p90,
    p99: after.badMinutes.p99 - before.badMinutes.p99,
    cvar95: after.badMinutes.cvar95 - before.badMinutes.cvar95,
    revenueAtRisk: atRisk === null ? null : usd(atRisk),
  };
}

/** The report of `trimtab reliability evaluate`. @param hasChanges defaults of changes may be in it */
export function reliabilityEvaluateReport(
  file: string,
  result: RegisterEvaluation,
  before: RegisterEvaluation | null,
  hasChanges: boolean,
): ReliabilityEvaluateReport {
  return {
    schema: 'trimtab/reliability-evaluate/1',
    file,
    before: before && evaluated(before),
    result: evaluated(result),
    delta: before && deltaOf(result, before),
    assumptions: hasChanges ? CHANGE_DEFAULTS.map(name => assumption(name, RELIABILITY_CONSTANTS[name])) : [],
  };
}

function lengthOf(distribution: Lognormal) {
  const { mu, sigma } = distribution;
  return { mu, sigma, p50: Math.exp(mu), p90: quantile(distribution, 0.9) };
}

function calibrated(
  workload: string,
  { incidents, resolved, ratePerYear, duration }: CalibratedIncidents,
): ReliabilityCalibrateReport['workloads'][number] {
  return {
    workload,
    incidents,
    resolved,
    ratePerYear: {
      default: { ...ratePerYear.prior },
      observed: ratePerYear.observed,
      posterior: { ...ratePerYear.posterior },
    },
    duration: {
      default: lengthOf(duration.prior),
      observed: duration.observed && lengthOf(duration.observed),
      posterior: lengthOf(duration.posterior),
      posteriorMedian: { ...duration.posteriorMedian },
    },
  };
}

/** What a calibration was made of. */
type CalibrationSource = Pick<
  ReliabilityCalibrateReport,
  'files' | 'workloadsFile' | 'period' | 'incidents' | 'lowUrgency' | 'outside'
> & {
  readonly services: readonly Readonly<ReliabilityCalibrateReport['services'][number]>[];
  readonly findings: readonly Finding[];
};

/** The report of `trimtab reliability calibrate`. Workloads without a calibration are left out. */
export function reliabilityCalibrateReport(
  workloads: readonly Workload[],
  source: CalibrationSource,
): ReliabilityCalibrateReport {
  return {
    schema: 'trimtab/reliability-calibrate/1',
    files: source.files,
    workloadsFile: source.workloadsFile,
    period: source.period,
    incidents: source.incidents,
    lowUrgency: source.lowUrgency,
    outside: source.outside,
    workloads: workloads.flatMap(({ name, calibration }) =>
      calibration ? [calibrated(name, calibration)] : [],
    ),
    services: source.services.map(each => ({ ...each })),
    assumptions: [
      assumption('weight of the default rate', PRIOR_RATE_INCIDENTS),
      assumption('weight of the default length', PRIOR_DURATION_INCIDENTS),
      assumption('shortest incident', SHORTEST_INCIDENT_MINUTES),
      assumption('share of failed changes that reach users', RELIABILITY_CONSTANTS.userImpactingShare),
      assumption('zone events', RELIABILITY_CONSTANTS.zoneEventsPerZoneYear),
    ],
    findings: source.findings.map(finding => ({ ...finding })),
  };
}
