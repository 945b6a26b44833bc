import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Answer, Facts, Inputs } from '../../../src/validation/answer.ts';
import { RELIABILITY_ANSWERS } from '../../../src/validation/answers/reliability.ts';

type Example = {
  readonly id: string;
  readonly fn: string;
  readonly inputs: Inputs;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance: { readonly abs?: number; readonly rel?: number };
  readonly computed?: Readonly<Record<string, number>>;
  readonly expectedByClass?: Readonly<Record<string, number>>;
  readonly pBreach?: { readonly value: number; readonly absTolerance: number };
};

const folder = new URL('../../../fixtures/worked-examples/', import.meta.url);
const examples = readdirSync(folder)
  .filter(name => /^reliability-.*\.json$/.test(name))
  .flatMap(
    name =>
      (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { examples: readonly Example[] }).examples,
  );

/** No answer here looks up a price. */
const NO_FACTS = {} as Facts;

function answerOf(kind: string, inputs: Inputs): Answer {
  const answer = RELIABILITY_ANSWERS.find(candidate => candidate.kind === kind && candidate.accepts(inputs));
  if (!answer) throw new Error(`No answer accepts ${kind} ${JSON.stringify(inputs)}.`);
  return answer;
}

function ask(kind: string, inputs: Inputs): Readonly<Record<string, unknown>> {
  return answerOf(kind, inputs).compute(inputs, NO_FACTS);
}

const isAccepted = (kind: string, inputs: Inputs) =>
  RELIABILITY_ANSWERS.some(answer => answer.kind === kind && answer.accepts(inputs));

function expectClose(actual: unknown, expected: unknown, tolerance: Example['tolerance'], key: string): void {
  if (typeof expected !== 'number') {
    expect(actual, key).toEqual(expected);
    return;
  }
  const allowed = Math.max(tolerance.abs ?? 0, (tolerance.rel ?? 0) * Math.abs(expected), 1e-12);
  expect(typeof actual, key).toBe('number');
  expect(Math.abs((actual as number) - expected), key).toBeLessThanOrEqual(allowed);
}

describe('published examples', () => {
  test('there are 111 of them', () => {
    expect(examples).toHaveLength(111);
  });

  test.each(examples)(
    '$id',
    ({ fn, inputs, expected, tolerance, computed = {}, expectedByClass = {}, pBreach }) => {
      const answer = answerOf(fn, inputs);
      const actual = answer.compute(inputs, NO_FACTS);
      for (const [key, value] of Object.entries(expected)) expectClose(actual[key], value, tolerance, key);
      // The formula itself to ten decimals, where the published number is rounded.
      for (const [key, value] of Object.entries(computed))
        expectClose(actual[key], value, { rel: 1e-8, abs: 1e-10 }, key);
      const byClass = actual.expectedByClass as Readonly<Record<string, number>>;
      for (const [name, value] of Object.entries(expectedByClass))
        expectClose(byClass[name], value, { rel: 1e-5, abs: 1e-6 }, name);
      if (pBreach)
        expectClose(
          (actual.pBreach as { value: number }).value,
          pBreach.value,
          { abs: pBreach.absTolerance },
          'pBreach',
        );
    },
  );
});

describe('the shape of inputs decides who answers', () => {
  test.each(examples)(
    '$id: a number under a key that the answer does not know is not passed over',
    ({ fn, inputs }) => {
      if (fn === 'guardrail') return;
      expect(isAccepted(fn, { ...inputs, unheardOf: 1 })).toBe(false);
      expect(isAccepted(fn, { ...inputs, unheardOf: 'a label' })).toBe(true);
    },
  );

  test('an input that has no default must be there', () => {
    expect(isAccepted('erlangC', { servers: 2 })).toBe(false);
    expect(isAccepted('kOfN', { n: 3, k: 2 })).toBe(false);
    expect(isAccepted('evaluateRiskClasses', { slo: 0.999 })).toBe(false);
  });

  test.each([
    ['erlangC', { servers: 0, offeredErlangs: 1 }, /servers/],
    ['erlangC', { servers: 1.5, offeredErlangs: 1 }, /servers/],
    ['serial', { availabilities: [0.9, 1.1] }, /availabilities\.1/],
    ['kOfN', { n: 2, k: 3, a: 0.9 }, /k: no more than n/],
    ['staticStabilityFactor', { zones: 2, zonesLost: 2 }, /zone must be left/],
    ['lognormalStats', { mu: 1, sigma: 9 }, /sigma/],
    ['pert', { low: 3, mode: 2, high: 4 }, /low <= mode <= high/],
    ['s3Class', { class: 'GOLD' }, /GOLD/],
    ['drStrategy', { strategy: 'hope' }, /hope/],
    ['doraBand', { year: 2024, cluster: 'best' }, /elite, high, medium, low/],
    ['burstableCredits', { type: 'm5.large' }, /burstable/],
    ['guardrail', { lever: { type: 'log-retention' }, context: {} }, /lever\.days/],
  ])('%s with %j says what is wrong', (kind, inputs, message) => {
    expect(() => ask(kind, inputs)).toThrow(message);
  });
});

test.each([
  ['gcpPreemptibleEcdf', { hours: 7 }],
  ['gcpPreemptibleEcdf', { hours: 3, subset: 'stopped by the user' }],
  ['doraBand', { year: 1999 }],
])('%s with %j is not covered: nothing was measured there', (kind, inputs) => {
  expect(isAccepted(kind, inputs)).toBe(false);
});

describe('defaults', () => {
  test('a window is 30 days, a year 365, a policy window 28', () => {
    expect(ask('errorBudgetMinutes', { slo: 0.999 }).minutes).toBe(43.2);
    expect(ask('downtimePerYearMinutes', { availability: 0.999 }).minutes).toBeCloseTo(525.6, 9);
    expect(ask('postmortemRequired', { slo: 0.999, incidentBadMinutes: 8.1 }).required).toBe(true);
    expect(ask('postmortemRequired', { slo: 0.999, windowDays: 30, incidentBadMinutes: 8.1 }).required).toBe(
      false,
    );
  });

  test('a burstable type brings its own vCPUs and baseline', () => {
    expect(ask('burstableCredits', { type: 't4g.medium' })).toMatchObject({
      creditsPerHour: 24,
      maxAccrued: 576,
    });
    expect(ask('burstableCredits', { type: 't2.2xlarge' }).creditsPerHour).toBeCloseTo(81.6, 9);
    expect(ask('hoursToCreditExhaustion', { type: 't3.large', utilisation: 0.6 }).hours).toBeCloseTo(24, 9);
  });

  test('a balance that never runs out and a line that never settles are null, never a number', () => {
    expect(ask('hoursToCreditExhaustion', { type: 't3.large', utilisation: 0.3 }).hours).toBeNull();
    expect(ask('mmc', { lambda: 10, serviceSeconds: 1, servers: 5, targetSeconds: 1 })).toMatchObject({
      rho: 2,
      pWait: 1,
      meanWaitSeconds: null,
      serviceLevel: 0,
    });
    expect(ask('mm1ResponseMs', { serviceMs: 10, rho: 1 }).ms).toBeNull();
  });

  test('an advisor band stands for its middle', () => {
    expect(ask('monthlyHazard', { band: '5-10%' })).toEqual(
      ask('monthlyHazard', { monthlyProbability: 0.075 }),
    );
  });

  test('machines of one pool are interrupted together', () => {
    const inputs = { monthlyProbability: 0.075, instances: 20 };
    expect(ask('probabilityAnyInterrupted', { ...inputs, correlation: 'pool' }).probability).toBeCloseTo(
      0.075,
      12,
    );
    expect(
      ask('probabilityAnyInterrupted', { ...inputs, correlation: 'pool', pools: 3 }).probability,
    ).toBeCloseTo(1 - 0.925 ** 3, 12);
  });
});

describe('keys that ask a question', () => {
  test('any quantile of a distribution is its key', () => {
    const inputs = { mu: 4.776, sigma: 1.032 };
    const answer = answerOf('lognormalStats', inputs);
    const computed = answer.compute(inputs, NO_FACTS);
    expect(answer.resolve?.('p90', inputs, computed)).toBeCloseTo(445.2167381405, 6);
    expect(answer.resolve?.('p99_9', inputs, computed)).toBeGreaterThan(computed.p99 as number);
    expect(answer.resolve?.('mode', inputs, computed)).toBeUndefined();
  });
});

describe('durations of a risk register', () => {
  const evaluate = (duration: unknown, more = {}) =>
    ask('evaluateRiskClasses', {
      classes: [{ name: 'a', ratePerYear: 12, duration }],
      windowDays: 73,
      ...more,
    });

  test.each([
    ['fixed', { dist: 'fixed', minutes: 30 }, 30],
    ['exponential', { dist: 'exponential', mean: 30 }, 30],
    ['lognormal', { dist: 'lognormal', median: 30, sigma: 0.5 }, 30 * Math.exp(0.125)],
    ['pert', { dist: 'pert', low: 10, mode: 20, high: 60 }, 25],
    ['triangular', { dist: 'triangular', low: 10, mode: 20, high: 60 }, 30],
    ['empirical', { dist: 'empirical', minutes: [10, 20, 60] }, 30],
    ['empirical with weights', { dist: 'empirical', values: [10, 60], weights: [3, 2] }, 30],
  ])('%s', (_what, duration, mean) => {
    // 12 a year in 73 days are 2.4.
    expect(evaluate(duration).expectedBadMinutes).toBeCloseTo(2.4 * mean, 9);
  });

  test('without an objective there is no budget, and without a price no cost', () => {
    expect(evaluate({ dist: 'fixed', minutes: 30 })).toMatchObject({
      budgetMinutes: null,
      pBreach: null,
      expectedCost: null,
    });
  });

  test('with no budget nothing can be consumed, and any outage is a breach', () => {
    const result = evaluate({ dist: 'fixed', minutes: 30 }, { slo: 1 });
    expect(result.budgetConsumedPct).toBeNull();
    expect((result.pBreach as { value: number }).value).toBeCloseTo(1 - Math.exp(-2.4), 9);
  });

  test('a class that never happens is listed with 0', () => {
    const classes = [{ name: 'never', ratePerYear: 0, duration: { dist: 'fixed', minutes: 5 } }];
    expect(ask('evaluateRiskClasses', { slo: 0.999, classes }).expectedByClass).toEqual({ never: 0 });
  });

  test.each([
    [{ dist: 'uniform', low: 1, high: 2 }],
    [{ dist: 'pert', low: 3, mode: 2, high: 4 }],
    [{ dist: 'empirical', minutes: [1, 2], weights: [1] }],
    [{ dist: 'fixed', minutes: -1 }],
  ])('%j is no duration', duration => {
    const inputs = { classes: [{ name: 'a', ratePerYear: 1, duration }] };
    const answer = RELIABILITY_ANSWERS.find(({ kind }) => kind === 'evaluateRiskClasses')!;
    expect(() => answer.compute(inputs, NO_FACTS)).toThrow(/duration/);
  });
});
