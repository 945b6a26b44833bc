import { describe, expect, test } from 'vitest';
import { errorBudgetMinutes } from '../../../src/engine/reliability/index.ts';
import {
  alertDetectionTime,
  alertResetTime,
  allowedBadRequests,
  budgetConsumedFraction,
  burnRate,
  burnRateForBudgetFraction,
  daysToExhaustion,
  postmortemRequired,
} from '../../../src/engine/reliability/slo.ts';
import { allowance, workedExamples } from './worked-examples.ts';

type Inputs = Record<string, number>;
const COMPUTE: Record<string, (inputs: Inputs) => Record<string, number>> = {
  errorBudgetMinutes: ({ slo, windowDays }) => ({
    minutes: errorBudgetMinutes({ objective: slo!, windowDays: windowDays! }),
  }),
  timeToExhaustionDays: ({ burnRate: rate, windowDays }) => ({ days: daysToExhaustion(rate!, windowDays!) }),
  timeToExhaustionHours: ({ burnRate: rate, windowDays }) => ({
    hours: 24 * daysToExhaustion(rate!, windowDays!),
  }),
  burnRateForBudgetFraction: ({ budgetFraction, alertWindowHours, windowDays }) => ({
    burnRate: burnRateForBudgetFraction(budgetFraction!, alertWindowHours!, windowDays!),
  }),
  alertDetectionSeconds: ({ slo, errorRatio, alertWindowSeconds, burnRate: rate }) => ({
    seconds: alertDetectionTime(slo!, errorRatio!, alertWindowSeconds!, rate!),
  }),
  alertResetMinutes: ({ slo, errorRatio, alertWindowMinutes, burnRate: rate }) => ({
    minutes: alertResetTime(slo!, errorRatio!, alertWindowMinutes!, rate!),
  }),
  budgetConsumedFraction: ({ slo, windowDays, errorRatio, minutes }) => ({
    fraction: budgetConsumedFraction({ objective: slo!, windowDays: windowDays! }, errorRatio!, minutes!),
  }),
  downtimePerYearMinutes: ({ availability, yearDays }) => ({
    minutes: errorBudgetMinutes({ objective: availability!, windowDays: yearDays! }),
  }),
  allowedBadRequests: ({ slo, requests }) => ({ bad: allowedBadRequests(slo!, requests!) }),
  dependencyBudgetSplit: ({ slo, yearDays, criticalDependencies, dependencyAvailability }) => {
    const totalMinutes = errorBudgetMinutes({ objective: slo!, windowDays: yearDays! });
    const dependencyMinutes =
      criticalDependencies! *
      errorBudgetMinutes({ objective: dependencyAvailability!, windowDays: yearDays! });
    return { totalMinutes, dependencyMinutes, ownMinutes: totalMinutes - dependencyMinutes };
  },
};

const examples = [...workedExamples('slo').values()].filter(({ fn }) => fn in COMPUTE);

describe('worked examples', () => {
  test('most of the file is covered here', () => {
    expect(examples).toHaveLength(14);
  });

  test.each(examples)('$id', example => {
    const actual = COMPUTE[example.fn]!(example.inputs);
    for (const [key, expected] of Object.entries(example.expected)) {
      expect(Math.abs(actual[key]! - expected), key).toBeLessThanOrEqual(allowance(example, expected));
    }
  });

  test('slo-policy-postmortem: one incident above a fifth of the four-week budget needs a postmortem', () => {
    const { inputs, expected } = workedExamples('slo').get('slo-policy-postmortem')!;
    const { slo, windowDays, incidentBadMinutes } = inputs as Inputs;
    expect(postmortemRequired({ objective: slo!, windowDays: windowDays! }, incidentBadMinutes!)).toBe(
      expected.required,
    );
    expect(postmortemRequired({ objective: slo!, windowDays: windowDays! }, 8)).toBe(false);
  });
});

test('the budget has no float noise', () => {
  expect(errorBudgetMinutes({ objective: 0.999, windowDays: 30 })).toBe(43.2);
  expect(errorBudgetMinutes({ objective: 0.9995, windowDays: 30 })).toBe(21.6);
  expect(errorBudgetMinutes({ objective: 0.9999, windowDays: 30 })).toBe(4.32);
});

test('one failing request in ten burns a 99.9 % budget at 100 times its pace', () => {
  expect(burnRate(0.999, 0.1)).toBeCloseTo(100, 9);
});

test('an objective of 1 has no budget, and an objective above 1 is refused', () => {
  expect(errorBudgetMinutes({ objective: 1, windowDays: 30 })).toBe(0);
  expect(burnRate(1, 0.01)).toBe(Infinity);
  expect(() => errorBudgetMinutes({ objective: 1.01, windowDays: 30 })).toThrow();
  expect(() => errorBudgetMinutes({ objective: Number.NaN, windowDays: 30 })).toThrow();
});
