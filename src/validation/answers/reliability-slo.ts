/** Examples of error budgets, burn rates, alerts, risk sheets and change failures. */

import { z } from 'zod';
import { doraReport, expectedChangeFailures } from '../../engine/reliability/change-failures.ts';
import {
  dependencyBudgetSplit,
  riskMinutesPerYear,
  valueOfAvailability,
} from '../../engine/reliability/risk-sheet.ts';
import {
  alertDetectionTime,
  alertResetTime,
  allowedBadRequests,
  budgetConsumedFraction,
  burnRate,
  burnRateForBudgetFraction,
  daysToExhaustion,
  errorBudgetMinutes,
  postmortemRequired,
} from '../../engine/reliability/slo.ts';
import type { Answer } from '../answer.ts';
import {
  divisor,
  NO_DATA,
  probability,
  quantity,
  reliabilityAnswer,
  someCount,
  year,
} from './reliability-answer.ts';

const WINDOW_DAYS = 30;
/** The window of the error budget policy. */
const POLICY_DAYS = 28;
const YEAR_DAYS = 365;

const windowDays = divisor.default(WINDOW_DAYS);
const yearDays = divisor.default(YEAR_DAYS);

/** Seconds of an alert window that is given in any unit. */
const alertWindow = {
  alertWindowSeconds: divisor.optional(),
  alertWindowMinutes: divisor.optional(),
  alertWindowHours: divisor.optional(),
};

type AlertWindow = { readonly [Key in keyof typeof alertWindow]?: number | undefined };

function alertSeconds({ alertWindowSeconds, alertWindowMinutes, alertWindowHours }: AlertWindow): number {
  if (alertWindowSeconds !== undefined) return alertWindowSeconds;
  if (alertWindowMinutes !== undefined) return alertWindowMinutes * 60;
  if (alertWindowHours !== undefined) return alertWindowHours * 3600;
  throw new Error('alertWindowSeconds: missing');
}

const inEveryUnit = (seconds: number) => ({ seconds, minutes: seconds / 60, hours: seconds / 3600 });
const alert = {
  slo: probability,
  errorRatio: probability.gt(0).default(1),
  burnRate: quantity,
  ...alertWindow,
};

type AlertInputs = {
  readonly slo: number;
  readonly errorRatio: number;
  readonly burnRate: number;
} & AlertWindow;

/** An alert never fires when errors burn slower than it asks for. */
function detection(inputs: AlertInputs): Readonly<Record<string, unknown>> {
  const { slo, errorRatio, burnRate: rate } = inputs;
  const window = alertSeconds(inputs);
  const seconds = alertDetectionTime(slo, errorRatio, window, rate);
  return { ...inEveryUnit(seconds), fires: seconds <= window };
}

function reset(inputs: AlertInputs): Readonly<Record<string, unknown>> {
  return inEveryUnit(alertResetTime(inputs.slo, inputs.errorRatio, alertSeconds(inputs), inputs.burnRate));
}

function exhaustion(inputs: { readonly burnRate: number; readonly windowDays: number }) {
  const days = daysToExhaustion(inputs.burnRate, inputs.windowDays);
  return { days, hours: 24 * days, minutes: 1440 * days };
}

function exhaustionAnswer(kind: string): Answer {
  return reliabilityAnswer(kind, { burnRate: quantity, windowDays }, exhaustion);
}

const BUDGETS: readonly Answer[] = [
  reliabilityAnswer('errorBudgetMinutes', { slo: probability, windowDays }, inputs => {
    const minutes = errorBudgetMinutes({ objective: inputs.slo, windowDays: inputs.windowDays });
    return { minutes, budgetMinutes: minutes, seconds: 60 * minutes, hours: minutes / 60 };
  }),
  reliabilityAnswer('downtimePerYearMinutes', { availability: probability, yearDays }, inputs => {
    const minutes = errorBudgetMinutes({ objective: inputs.availability, windowDays: inputs.yearDays });
    return { minutes, hours: minutes / 60, seconds: 60 * minutes };
  }),
  reliabilityAnswer('allowedBadRequests', { slo: probability, requests: quantity }, ({ slo, requests }) => ({
    bad: allowedBadRequests(slo, requests),
  })),
  reliabilityAnswer(
    'budgetConsumedFraction',
    { slo: probability, windowDays, errorRatio: probability.default(1), minutes: quantity },
    inputs => {
      const slo = { objective: inputs.slo, windowDays: inputs.windowDays };
      const fraction = budgetConsumedFraction(slo, inputs.errorRatio, inputs.minutes);
      return { fraction, pct: 100 * fraction, budgetConsumedPct: 100 * fraction };
    },
  ),
  reliabilityAnswer(
    'valueOfAvailability',
    { revenue: quantity, from: probability, to: probability },
    inputs => ({
      value: valueOfAvailability(inputs.revenue, inputs.from, inputs.to),
    }),
  ),
  reliabilityAnswer(
    'postmortemRequired',
    { slo: probability, windowDays: divisor.default(POLICY_DAYS), incidentBadMinutes: quantity },
    inputs => {
      const slo = { objective: inputs.slo, windowDays: inputs.windowDays };
      const budgetMinutes = errorBudgetMinutes(slo);
      return {
        required: postmortemRequired(slo, inputs.incidentBadMinutes),
        budgetMinutes,
        fraction: inputs.incidentBadMinutes / budgetMinutes,
      };
    },
  ),
];

const BURN_RATES: readonly Answer[] = [
  exhaustionAnswer('timeToExhaustionDays'),
  exhaustionAnswer('timeToExhaustionHours'),
  reliabilityAnswer('burnRate', { slo: probability, errorRatio: probability }, ({ slo, errorRatio }) => ({
    burnRate: burnRate(slo, errorRatio),
  })),
  reliabilityAnswer(
    'burnRateForBudgetFraction',
    { budgetFraction: quantity, alertWindowHours: divisor, windowDays },
    inputs => ({
      burnRate: burnRateForBudgetFraction(inputs.budgetFraction, inputs.alertWindowHours, inputs.windowDays),
    }),
  ),
  reliabilityAnswer('alertDetectionSeconds', alert, detection),
  reliabilityAnswer('alertDetectionMinutes', alert, detection),
  reliabilityAnswer('alertResetSeconds', alert, reset),
  reliabilityAnswer('alertResetMinutes', alert, reset),
];

const RISKS: readonly Answer[] = [
  reliabilityAnswer(
    'badMinutesPerYear',
    { ettdMin: quantity.default(0), ettrMin: quantity, impact: probability.default(1), ettfDays: divisor },
    inputs => ({
      minutes: riskMinutesPerYear({
        detectMinutes: inputs.ettdMin,
        repairMinutes: inputs.ettrMin,
        impact: inputs.impact,
        daysBetween: inputs.ettfDays,
      }),
    }),
  ),
  reliabilityAnswer(
    'dependencyBudgetSplit',
    {
      slo: probability,
      yearDays,
      criticalDependencies: someCount.max(1000),
      dependencyAvailability: probability,
    },
    inputs => {
      const dependencies = new Array<number>(inputs.criticalDependencies).fill(inputs.dependencyAvailability);
      return { ...dependencyBudgetSplit(inputs.slo, dependencies, inputs.yearDays) };
    },
  ),
  reliabilityAnswer(
    'expectedChangeFailures',
    { deploysPerMonth: quantity, changeFailureRate: probability, months: quantity.default(12) },
    inputs => ({
      failures: expectedChangeFailures(inputs.deploysPerMonth, inputs.changeFailureRate, inputs.months),
    }),
  ),
  reliabilityAnswer(
    'doraBand',
    {
      year: year.refine(value => doraReport(value) !== null, { params: NO_DATA }),
      cluster: z.string().optional(),
    },
    inputs => doraBand(inputs.year, inputs.cluster),
  ),
];

function doraBand(reportYear: number, cluster: string | undefined): Readonly<Record<string, unknown>> {
  const bands = doraReport(reportYear) ?? [];
  const chosen = bands.filter(band => cluster === undefined || band.cluster === cluster.toLowerCase());
  const [first] = chosen;
  if (!first) throw new Error(`cluster: ${reportYear} has ${bands.map(band => band.cluster).join(', ')}`);
  if (cluster !== undefined)
    return { cfr: first.changeFailureRate, recovery: first.recovery, cluster: first.cluster };
  return {
    cfr: bands.map(band => band.changeFailureRate),
    recovery: bands.map(band => band.recovery),
    clusters: bands.map(band => band.cluster),
  };
}

/** Answers by the examples of objectives and budgets. */
export const RELIABILITY_SLO_ANSWERS: readonly Answer[] = [...BUDGETS, ...BURN_RATES, ...RISKS];
