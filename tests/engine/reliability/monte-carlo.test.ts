import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  badMinutesVariance,
  breachProbability,
  expectedBadMinutes,
} from '../../../src/engine/reliability/compound-poisson.ts';
import type { Distribution } from '../../../src/engine/reliability/distribution.ts';
import { breachBounds } from '../../../src/engine/reliability/fft-compound-poisson.ts';
import {
  type SimulationOptions,
  simulatePair,
  simulateWindows,
  type WindowClass,
  type WindowRisks,
} from '../../../src/engine/reliability/monte-carlo.ts';
import { sampleMoments } from '../../../src/engine/reliability/sample-statistics.ts';
import { exponentialBreach, fixedBreach } from './oracles.ts';
import { type ClassListExample, classOf, type WorkedExample, workedExamples } from './worked-examples.ts';

const MONTH = 43_200;
const fixed = (minutes: number): Distribution => ({ kind: 'fixed', minutes });
const exponential = (meanMinutes: number): Distribution => ({ kind: 'exponential', meanMinutes });
const lognormal = (mu: number, sigma: number): Distribution => ({ kind: 'lognormal', mu, sigma });
const named = (
  name: string,
  ratePerYear: number,
  duration: Distribution,
  impact: WindowClass['impact'] = 1,
): WindowClass => ({ name, ratePerYear, impact, duration });
const options = (more: Partial<SimulationOptions> = {}): SimulationOptions => ({
  seed: 'test',
  workload: 'shop',
  windowMinutes: MONTH,
  budgetMinutes: 43.2,
  runs: 20_000,
  ...more,
});
const simulate = (risks: WindowRisks, more: Partial<SimulationOptions> = {}) =>
  simulateWindows(risks, options(more));

/** Differences in standard errors. */
function errorsOf(
  { classes }: WindowRisks,
  question: { readonly windowMinutes: number; readonly budgetMinutes: number; readonly breach: number },
) {
  const { windowMinutes, budgetMinutes, breach } = question;
  const runs = 200_000;
  const sample = simulate({ classes }, { runs, windowMinutes, budgetMinutes });
  const sd = Math.sqrt(badMinutesVariance(classes, windowMinutes));
  return {
    mean: Math.abs(sample.mean - expectedBadMinutes(classes, windowMinutes)) / (sd / Math.sqrt(runs)),
    breach: Math.abs(sample.breach!.probability - breach) / Math.sqrt((breach * (1 - breach)) / runs),
    method: sample.breach!.method,
  };
}

describe('200,000 windows are within 4 standard errors of', () => {
  test.each([...workedExamples<ClassListExample>('engine').values()])(
    'the lattice and the FFT in $id',
    example => {
      const { windowDays, classes } = example.inputs;
      const list = classes.map(item => ({ ...classOf(item), name: item.name }));
      const question = { windowMinutes: windowDays * 1440, budgetMinutes: example.expected.budgetMinutes! };
      const breach = breachProbability({ classes: list, ...question });
      const bounds = breachBounds({ classes: list, ...question });
      expect(breach).toBeGreaterThanOrEqual(bounds.lower);
      expect(breach).toBeLessThanOrEqual(bounds.upper);

      const errors = errorsOf({ classes: list }, { ...question, breach });
      expect(errors.method).toBe('simulated');
      expect(errors.mean).toBeLessThan(4);
      expect(errors.breach).toBeLessThan(4);
    },
  );

  test.each(
    ['mc-fixed-2yr', 'mc-exp-12-30', 'mc-exp-24-5'].map(
      id => workedExamples<WorkedExample>('montecarlo').get(id)!,
    ),
  )('the stored closed form of $id', example => {
    const { ratePerYear, durationMinutes, meanMinutes, windowDays, slo } = example.inputs as Record<
      string,
      number
    >;
    const duration = durationMinutes === undefined ? exponential(meanMinutes!) : fixed(durationMinutes);
    const windowMinutes = windowDays! * 1440;
    const errors = errorsOf(
      { classes: [named('outage', ratePerYear!, duration)] },
      { windowMinutes, budgetMinutes: (1 - slo!) * windowMinutes, breach: example.expected.pBreach! },
    );

    expect(errors.mean).toBeLessThan(4);
    expect(errors.breach).toBeLessThan(4);
  });

  test.each<[string, readonly WindowClass[], number]>([
    [
      'a PERT impact',
      [named('change', 60, lognormal(3, 0.8), { kind: 'pert', low: 0.01, mode: 0.1, high: 1 })],
      43.2,
    ],
    ['a PERT duration', [named('failover', 24, { kind: 'pert', low: 20, mode: 30, high: 90 })], 60],
    ['a triangular duration', [named('restart', 24, { kind: 'triangular', low: 2, mode: 5, high: 60 })], 60],
    [
      'a mixture of stages',
      [
        named('zone', 24, {
          kind: 'mixture',
          parts: [
            { weight: 0.3, distribution: { kind: 'fixed', minutes: 5 } },
            {
              weight: 0.7,
              distribution: {
                kind: 'staged',
                base: { kind: 'lognormal', mu: 4, sigma: 1 },
                switchMinutes: 30,
                before: 1,
                after: 0.2,
              },
            },
          ],
        }),
      ],
      60,
    ],
    [
      'classes of very different rates',
      [named('rare', 0.01, fixed(300)), named('often', 500, exponential(0.5))],
      30,
    ],
    ['hundreds of outages a window', [named('storm', 3600, exponential(0.125))], 43.2],
  ])('a fine lattice for %s', (what, classes, budgetMinutes) => {
    const breach = breachProbability({ classes, windowMinutes: MONTH, budgetMinutes, steps: 4096 });
    const errors = errorsOf({ classes }, { windowMinutes: MONTH, budgetMinutes, breach });

    expect(breach).toBeGreaterThan(1e-3);
    expect(errors.mean).toBeLessThan(4);
    // An impact that is a distribution is a few shares on the lattice, which is up to 0.6 % off; nothing else is.
    const off = what === 'a PERT impact' ? 0.006 * breach : 0;
    expect(errors.breach).toBeLessThan(4 + off / Math.sqrt((breach * (1 - breach)) / 200_000));
  });
});

test('more outages than are drawn one by one keep their mean and their spread', () => {
  const classes = [named('storm', 120_000, exponential(0.004))];
  const sample = simulate({ classes });
  const sd = Math.sqrt(badMinutesVariance(classes, MONTH));

  expect(Math.abs(sample.mean - expectedBadMinutes(classes, MONTH))).toBeLessThan(
    (4 * sd) / Math.sqrt(20_000),
  );
  expect(Math.abs(sample.sd / sd - 1)).toBeLessThan(4 / Math.sqrt(2 * 20_000));
});

describe('the same seed gives the same bytes', () => {
  const classes = [
    named('change', 7.2, lognormal(3, 0.8), { kind: 'pert', low: 0.01, mode: 0.1, high: 1 }),
    named('zone', 2.5, lognormal(4.6, 0.9), 0.3),
    named('restart', 24, exponential(3)),
  ];
  const oneOff = [{ name: 'migration', probability: 0.1, impact: 0.5, duration: exponential(45) }];
  const risks = { classes, oneOff, burnMinutes: 1 };
  const bytes = ({ badMinutes }: { readonly badMinutes: Float64Array }) => [...badMinutes];

  test('again, and in any order of the classes', () => {
    const first = simulate(risks, { runs: 5000 });

    expect(simulate(risks, { runs: 5000 })).toEqual(first);
    expect(simulate({ ...risks, classes: [...classes].reverse() }, { runs: 5000 })).toEqual(first);
    expect(simulate(risks, { runs: 5000, seed: 'other' })).not.toEqual(first);
    expect(simulate(risks, { runs: 5000, workload: 'other' })).not.toEqual(first);
  });

  test.each([null, 2])('whoever simulates which windows, with overdispersion %s', overdispersion => {
    const whole = bytes(simulate(risks, { runs: 5000, overdispersion }));
    const parts = [
      [0, 1],
      [1, 1499],
      [1500, 1024],
      [2524, 2476],
    ].flatMap(([firstWindow, runs]) =>
      bytes(simulate(risks, { runs: runs!, firstWindow: firstWindow!, overdispersion })),
    );

    expect(parts).toEqual(whole);
  });

  test('of a class whatever else is simulated beside it', () => {
    const alone = classes.map(
      item => simulate({ classes: [item] }, { runs: 3000 }).byClass[0]!.meanBadMinutes,
    );
    const together = simulate({ classes }, { runs: 3000 }).byClass;

    expect(together.map(({ name }) => alone[classes.findIndex(item => item.name === name)])).toEqual(
      together.map(({ meanBadMinutes }) => meanBadMinutes),
    );
  });

  test('classes of one name have luck of their own', () => {
    const twice = [named('zone', 12, fixed(10)), named('zone', 12, fixed(20))];
    const { sd } = simulate({ classes: twice });
    // In step, the sum would have the variance of outages of 30 minutes.
    expect(sd).toBeLessThan(Math.sqrt(((12 * MONTH) / 525_600) * (100 + 400)) * 1.05);
  });
});

describe('common random numbers', () => {
  const upTo = (max: number) =>
    fc.integer({ min: 1, max: 1000 }).map(thousandths => (max * thousandths) / 1000);
  const duration = fc.oneof(
    upTo(60).map(exponential),
    upTo(60).map(fixed),
    upTo(4).map(mu => lognormal(mu, 0.9)),
    upTo(60).map((high): Distribution => ({ kind: 'pert', low: 0, mode: high / 3, high })),
  );
  const classes = fc
    .array(fc.record({ ratePerYear: upTo(50), impact: upTo(1), duration }), { minLength: 1, maxLength: 5 })
    .map(list => list.map((item, index) => ({ ...item, name: `class ${index}` })));
  const change = fc.record({
    rate: fc.constantFrom(0.3, 0.5, 1, 1.3, 2, 3),
    impact: fc.constantFrom(0.5, 0.8, 1),
  });

  test('a change shows with less noise than between two seeds', () => {
    fc.assert(
      fc.property(classes, change, (list, { rate, impact }) => {
        const after = list.map((item, index) =>
          index === 0
            ? { ...item, ratePerYear: item.ratePerYear * rate, impact: item.impact * impact }
            : item,
        );
        const runs = 2000;
        const pair = simulatePair(
          { classes: list },
          { classes: after },
          options({ runs, budgetMinutes: null }),
        );
        const other = simulate({ classes: after }, { runs, budgetMinutes: null, seed: 'other' });
        const independent = sampleMoments(other.badMinutes.map((bad, i) => bad - pair.before.badMinutes[i]!));
        const error = pair.delta.standardError * Math.sqrt(runs);
        expect(error).toBeLessThanOrEqual(independent.sd + 1e-12);
      }),
      { numRuns: 60 },
    );
  });

  test('more outages, longer ones, or more impact never make a single window better', () => {
    const longer = (item: Distribution): Distribution => {
      if (item.kind === 'exponential') return exponential(item.meanMinutes * 1.5);
      if (item.kind === 'fixed') return fixed(item.minutes * 1.5);
      return item.kind === 'lognormal' ? lognormal(item.mu + 0.4, item.sigma) : item;
    };
    fc.assert(
      fc.property(classes, upTo(3), (list, factor) => {
        const worse = list.map(item => ({
          ...item,
          ratePerYear: item.ratePerYear * (1 + factor),
          impact: Math.min(1, item.impact * (1 + factor)),
          duration: longer(item.duration),
        }));
        const pair = simulatePair(
          { classes: list },
          { classes: worse },
          options({ runs: 1500, budgetMinutes: null }),
        );
        const differences = pair.after.badMinutes.map((bad, i) => bad - pair.before.badMinutes[i]!);
        expect(Math.min(...differences)).toBeGreaterThanOrEqual(-1e-9);
        expect(pair.delta.mean).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  test('no change is no difference in any window', () => {
    fc.assert(
      fc.property(classes, list => {
        const { delta } = simulatePair({ classes: list }, { classes: list }, options({ runs: 500 }));
        expect(delta).toEqual({ mean: 0, standardError: 0, p10: 0, p50: 0, p90: 0, breachProbability: 0 });
      }),
      { numRuns: 30 },
    );
  });

  test('the difference of a change is that of the closed forms', () => {
    const before = [named('database', 0.6, fixed(1.5)), named('change', 7.2, lognormal(3, 0.8), 0.2)];
    const after = [named('database', 4, fixed(10)), named('change', 7.2, lognormal(3, 0.8), 0.2)];
    const { delta } = simulatePair({ classes: before }, { classes: after }, options());
    const exact = expectedBadMinutes(after, MONTH) - expectedBadMinutes(before, MONTH);

    expect(Math.abs(delta.mean - exact)).toBeLessThan(4 * delta.standardError);
    expect(delta.breachProbability).toBeCloseTo(
      breachProbability({ classes: after, windowMinutes: MONTH, budgetMinutes: 43.2 }) -
        breachProbability({ classes: before, windowMinutes: MONTH, budgetMinutes: 43.2 }),
      2,
    );
  });
});

describe('what a sample says', () => {
  test('events that happen at most once are Bernoulli, not Poisson', () => {
    const oneOff = [{ name: 'migration', probability: 0.3, impact: 1, duration: fixed(20) }];
    const { badMinutes, mean, byClass } = simulate({ classes: [], oneOff });

    expect(new Set(badMinutes)).toEqual(new Set([0, 20]));
    expect(Math.abs(mean - 6)).toBeLessThan((4 * 20 * Math.sqrt(0.3 * 0.7)) / Math.sqrt(20_000));
    expect(byClass).toEqual([{ name: 'migration', meanBadMinutes: mean, share: 1 }]);
  });

  test('a certain event is in every window, and one that cannot happen in none', () => {
    const once = (probability: number) => [{ name: 'move', probability, impact: 1, duration: fixed(20) }];

    expect(simulate({ classes: [], oneOff: once(1) }, { runs: 1000 }).mean).toBe(20);
    expect(simulate({ classes: [], oneOff: once(0) }, { runs: 1000 }).mean).toBe(0);
  });

  test('what is certain is in every window and leaves less of the budget', () => {
    const classes = [named('restart', 12, fixed(10))];
    const { p10, p50, breach, byClass } = simulate({ classes, burnMinutes: 40 });

    expect([p10, p50]).toEqual([40, 40 + 10]);
    const expected = 1 - Math.exp((-12 * MONTH) / 525_600);
    expect(Math.abs(breach!.probability - expected)).toBeLessThan(4 * breach!.standardError);
    expect(byClass[0]).toMatchObject({ name: 'overload', meanBadMinutes: 40 });
  });

  test('shares of the classes add up, and are in the proportion of their minutes', () => {
    const classes = [
      named('a', 12, exponential(10)),
      named('b', 24, exponential(10)),
      named('a', 12, fixed(10)),
    ];
    const { byClass, mean } = simulate({ classes });

    expect(byClass.map(({ name }) => name).sort()).toEqual(['a', 'b']);
    expect(byClass.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(byClass.reduce((sum, { meanBadMinutes }) => sum + meanBadMinutes, 0)).toBeCloseTo(mean, 9);
    expect(byClass[0]!.share).toBeCloseTo(0.5, 1);
  });

  test('a breach that is too rare to count is computed', () => {
    const classes = [named('rare', 0.002, fixed(100)), named('often', 24, fixed(1))];
    const { breach } = simulate({ classes });

    expect(breach).toMatchObject({ method: 'exact', standardError: 0 });
    expect(breach!.probability).toBe(
      breachProbability({ classes, windowMinutes: MONTH, budgetMinutes: 43.2 }),
    );
    expect(breach!.probability).toBeGreaterThan(1e-4);
  });

  test('a rare breach of an event that happens once is computed too', () => {
    const oneOff = [{ name: 'move', probability: 2e-4, impact: 1, duration: fixed(100) }];
    const { breach } = simulate({ classes: [], oneOff });

    expect(breach).toMatchObject({ method: 'exact' });
    expect(breach!.probability).toBeCloseTo(2e-4, 9);
  });

  test('a sum that is the budget but for float noise is no breach', () => {
    const classes = [named('blip', 5000, fixed(0.1))];
    const budgetMinutes = 0.3;
    const { breach } = simulate({ classes }, { budgetMinutes, windowMinutes: 100 });

    expect(Math.abs(breach!.probability - fixedBreach(5000, 0.1, 100, 0.3))).toBeLessThan(
      4 * breach!.standardError,
    );
  });

  test('quantiles and the mean of the worst are those of the distribution', () => {
    // Often enough for a continuous sum: quantiles by the closed form of P(S > q).
    const classes = [named('outage', 120, exponential(10))];
    const runs = 100_000;
    const sample = simulate({ classes }, { runs });
    for (const [q, value] of [
      [0.1, sample.p10],
      [0.5, sample.p50],
      [0.9, sample.p90],
      [0.99, sample.p99],
    ] as const) {
      const above = exponentialBreach(120, 10, MONTH, value);
      expect(Math.abs(above - (1 - q))).toBeLessThan(4 * Math.sqrt((q * (1 - q)) / runs));
    }
    const sorted = [...sample.badMinutes].sort((a, b) => b - a).slice(0, runs / 20);
    expect(sample.cvar95).toBeCloseTo(sorted.reduce((sum, value) => sum + value, 0) / sorted.length, 6);
  });

  test('without an objective there is no breach; without classes no minutes', () => {
    expect(simulate({ classes: [named('a', 12, fixed(10))] }, { budgetMinutes: null }).breach).toBeNull();
    expect(simulate({ classes: [] }, { runs: 100 })).toMatchObject({
      mean: 0,
      sd: 0,
      p99: 0,
      cvar95: 0,
      byClass: [],
    });
  });

  test.each<[string, WindowRisks, Partial<SimulationOptions>]>([
    ['a negative rate', { classes: [named('a', -1, fixed(1))] }, {}],
    ['an impact above 1', { classes: [named('a', 1, fixed(1), 2)] }, {}],
    ['NaN minutes', { classes: [named('a', 1, fixed(Number.NaN))] }, {}],
    [
      'a probability above 1',
      { classes: [], oneOff: [{ name: 'a', probability: 2, impact: 1, duration: fixed(1) }] },
      {},
    ],
    ['a negative burn', { classes: [], burnMinutes: -1 }, {}],
    ['no window', { classes: [] }, { windowMinutes: 0 }],
    ['no run', { classes: [] }, { runs: 0 }],
    ['no overdispersion', { classes: [named('a', 1, fixed(1))] }, { overdispersion: 0 }],
  ])('%s is a bug of the caller', (_what, risks, more) => {
    expect(() => simulate(risks, more)).toThrow();
  });
});
