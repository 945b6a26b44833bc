import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/engine/random.ts';
import { LATTICE_STEPS } from '../../../src/engine/reliability/compound-poisson.ts';
import type { Distribution } from '../../../src/engine/reliability/distribution.ts';
import type { RateAndSeverity } from '../../../src/engine/reliability/failure-class.ts';
import {
  badMinutesVariance,
  breachProbability,
  expectedBadMinutes,
} from '../../../src/engine/reliability/index.ts';
import { exponentialBreach, fixedBreach, simulate } from './oracles.ts';
import { allowance, type ClassListExample, classOf, workedExamples } from './worked-examples.ts';

const MONTH = 43_200;
const YEAR = 525_600;

const one = (
  ratePerYear: number,
  duration: Distribution,
  impact: RateAndSeverity['impact'] = 1,
): RateAndSeverity => ({ ratePerYear, impact, duration });
const fixed = (minutes: number): Distribution => ({ kind: 'fixed', minutes });
const exponential = (meanMinutes: number): Distribution => ({ kind: 'exponential', meanMinutes });
const lognormal = (mu: number, sigma: number): Distribution => ({ kind: 'lognormal', mu, sigma });
const breach = (
  classes: readonly RateAndSeverity[],
  budgetMinutes: number,
  more: { burnMinutes?: number; steps?: number } = {},
) => breachProbability({ classes, windowMinutes: MONTH, budgetMinutes, ...more });

describe('worked examples', () => {
  test.each([...workedExamples<ClassListExample>('engine').values()])(
    '$id: mean, spread and breach of a class list',
    example => {
      const { slo, windowDays, classes } = example.inputs;
      const list = classes.map(classOf);
      const windowMinutes = windowDays * 1440;
      const { expectedBadMinutes: mean, sdBadMinutes: sd, budgetMinutes } = example.expected;

      expect(Math.abs(expectedBadMinutes(list, windowMinutes) - mean!)).toBeLessThan(
        allowance(example, mean!),
      );
      expect(Math.abs(Math.sqrt(badMinutesVariance(list, windowMinutes)) - sd!)).toBeLessThan(
        allowance(example, sd!),
      );
      for (const [index, item] of classes.entries()) {
        expect(expectedBadMinutes([list[index]!], windowMinutes), item.name).toBeCloseTo(
          example.expectedByClass[item.name]!,
          5,
        );
      }
      const probability = breachProbability({ classes: list, windowMinutes, budgetMinutes: budgetMinutes! });
      expect(Math.abs(probability - example.pBreach.value)).toBeLessThan(example.pBreach.absTolerance);
      // The reference is printed with four decimals from a grid of its own: in fact both agree to 1e-4.
      expect(Math.abs(probability - example.pBreach.value)).toBeLessThan(1e-4);
      expect(1 - slo).toBeCloseTo(budgetMinutes! / windowMinutes, 12);
    },
  );

  const closed = workedExamples('montecarlo');
  test.each(['mc-fixed-2yr', 'mc-exp-12-30', 'mc-exp-24-5'])(
    '%s: a single class against its closed form',
    id => {
      const example = closed.get(id)!;
      const { ratePerYear, durationMinutes, meanMinutes, windowDays, slo } = example.inputs as Record<
        string,
        number
      >;
      const list = [
        one(ratePerYear!, durationMinutes === undefined ? exponential(meanMinutes!) : fixed(durationMinutes)),
      ];
      const windowMinutes = windowDays! * 1440;
      const actual: Record<string, number> = {
        expectedMinutes: expectedBadMinutes(list, windowMinutes),
        varMinutes2: badMinutesVariance(list, windowMinutes),
        pBreach: breachProbability({
          classes: list,
          windowMinutes,
          budgetMinutes: (1 - slo!) * windowMinutes,
        }),
      };
      for (const [key, expected] of Object.entries(example.expected)) {
        expect(Math.abs(actual[key]! - expected), key).toBeLessThanOrEqual(allowance(example, expected));
      }
    },
  );

  test('slo-badminutes-deploy: a three-minute outage a week, in a year', () => {
    const { inputs, expected, tolerance } = workedExamples('slo').get('slo-badminutes-deploy')!;
    const { ettdMin, ettrMin, impact, ettfDays } = inputs as Record<string, number>;
    const minutes = expectedBadMinutes([one(365 / ettfDays!, fixed(ettdMin! + ettrMin!), impact!)], YEAR);
    expect(Math.abs(minutes - expected.minutes!)).toBeLessThanOrEqual(tolerance.abs!);
  });

  test('comp-99-scenario: failures and offline changes of a year', () => {
    const { inputs, expected, tolerance } = workedExamples('composition').get('comp-99-scenario')!;
    const { failuresPerYear, minutesPerFailure, changesPerYear, minutesPerChange } = inputs as Record<
      string,
      number
    >;
    const failures = one(failuresPerYear!, fixed(minutesPerFailure!));
    const total = expectedBadMinutes([failures, one(changesPerYear!, fixed(minutesPerChange!))], YEAR);
    expect(expectedBadMinutes([failures], YEAR)).toBeCloseTo(expected.failureMinutes!, 9);
    expect(total).toBeCloseTo(expected.totalMinutes!, 9);
    expect(Math.abs(100 * (1 - total / YEAR) - expected.availabilityPct!)).toBeLessThanOrEqual(
      tolerance.abs!,
    );
  });
});

describe('P(S > budget) against closed forms', () => {
  const rate = fc.double({ min: 0.01, max: 200, noNaN: true });
  const relative = fc.double({ min: 0.03, max: 3, noNaN: true });

  test('fixed durations are exact, also when their sum is the budget itself', () => {
    fc.assert(
      fc.property(
        rate,
        fc.oneof(
          relative,
          fc.integer({ min: 1, max: 20 }).map(n => 1 / n),
        ),
        (ratePerYear, size) => {
          const severity = 43.2 * size;
          expect(breach([one(ratePerYear, fixed(severity))], 43.2)).toBeCloseTo(
            fixedBreach(ratePerYear, severity, MONTH, 43.2),
            10,
          );
        },
      ),
    );
  });

  test('exponential durations agree to 1e-4, down to a thirtieth of the budget', () => {
    fc.assert(
      fc.property(rate, relative, (ratePerYear, size) => {
        const mean = 43.2 * size;
        const expected = exponentialBreach(ratePerYear, mean, MONTH, 43.2);
        expect(Math.abs(breach([one(ratePerYear, exponential(mean))], 43.2) - expected)).toBeLessThan(1e-4);
      }),
    );
  });

  test('impact scales the duration', () => {
    expect(breach([one(12, exponential(60), 0.5)], 43.2)).toBeCloseTo(
      exponentialBreach(12, 30, MONTH, 43.2),
      6,
    );
  });

  test('a constant burn leaves less of the budget', () => {
    expect(breach([one(12, exponential(30))], 43.2, { burnMinutes: 13.2 })).toBeCloseTo(
      exponentialBreach(12, 30, MONTH, 30),
      6,
    );
  });

  test('a finer lattice changes nothing that is shown', () => {
    const list = [
      one(7.2, lognormal(2.9957, 0.8), 0.2),
      one(0.26, lognormal(4.776, 1.032)),
      one(6, exponential(3)),
      one(4, fixed(10)),
    ];
    const fine = breach(list, 43.2, { steps: 16 * LATTICE_STEPS });
    expect(Math.abs(breach(list, 43.2) - fine)).toBeLessThan(1e-6);
  });
});

describe('P(S > budget) against simulation, within four standard errors', () => {
  const cases: readonly (readonly [string, readonly RateAndSeverity[], number])[] = [
    [
      'mixed classes',
      [
        one(30, lognormal(2.5, 0.8), 0.4),
        one(3, lognormal(4.776, 1.032)),
        one(20, fixed(7)),
        one(40, exponential(2)),
      ],
      43.2,
    ],
    [
      'impact as a distribution',
      [one(40, lognormal(3, 0.8), { kind: 'pert', low: 0.01, mode: 0.1, high: 1 })],
      21.6,
    ],
    ['PERT durations', [one(60, { kind: 'pert', low: 1, mode: 1.5, high: 12 })], 20],
    [
      'staged outages',
      [
        one(25, {
          kind: 'staged',
          base: { kind: 'lognormal', mu: 4.587, sigma: 0.905 },
          switchMinutes: 2,
          before: 0.3,
          after: 0.1,
        }),
      ],
      43.2,
    ],
    [
      'outages cut off',
      [
        one(25, {
          kind: 'staged',
          base: { kind: 'lognormal', mu: 3, sigma: 0.9 },
          switchMinutes: 21.6,
          before: 1,
          after: 0,
        }),
      ],
      43.2,
    ],
    [
      'mixtures of certain and spread severities',
      [
        one(30, {
          kind: 'mixture',
          parts: [
            { weight: 0.5, distribution: { kind: 'fixed', minutes: 14.4 } },
            { weight: 0.3, distribution: { kind: 'exponential', meanMinutes: 9 } },
            { weight: 0.2, distribution: { kind: 'fixed', minutes: 3.3 } },
          ],
        }),
      ],
      43.2,
    ],
    [
      'many certain severities at once',
      [1, 2, 3, 5, 7, 11, 13, 17].map(minutes => one(6, fixed(minutes + 0.123))),
      43.2,
    ],
    ['hundreds of small outages', [one(4000, exponential(0.1)), one(3, exponential(20))], 43.2],
  ];

  test.each(cases)('%s', (name, classes, budget) => {
    const { probability, probabilityError, mean, meanError } = simulate(
      classes,
      MONTH,
      budget,
      40_000,
      randomStream(7, name),
    );
    const computed = breach(classes, budget);
    expect(computed).toBeGreaterThan(0.001);
    expect(computed).toBeLessThan(0.999);
    expect(Math.abs(computed - probability)).toBeLessThan(4 * probabilityError);
    expect(Math.abs(expectedBadMinutes(classes, MONTH) - mean)).toBeLessThan(4 * meanError);
  });

  test('random class lists', () => {
    const duration = fc.oneof(
      fc.double({ min: 1, max: 60, noNaN: true }).map(fixed),
      fc.double({ min: 1, max: 60, noNaN: true }).map(exponential),
      fc
        .tuple(fc.double({ min: 0, max: 4, noNaN: true }), fc.double({ min: 0.2, max: 1.2, noNaN: true }))
        .map(([mu, sigma]) => lognormal(mu, sigma)),
    );
    const list = fc.array(
      fc.tuple(
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        duration,
        fc.double({ min: 0.05, max: 1, noNaN: true }),
      ),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(list, fc.integer(), (items, seed) => {
        const classes = items.map(([ratePerYear, length, impact]) => one(ratePerYear, length, impact));
        const { probability, probabilityError } = simulate(
          classes,
          MONTH,
          43.2,
          10_000,
          randomStream(seed, 'random class lists'),
        );
        // Five errors: thirty lists are looked at, not one.
        expect(Math.abs(breach(classes, 43.2) - probability)).toBeLessThan(5 * probabilityError);
      }),
      { numRuns: 30, seed: 20_260_801 },
    );
  });
});

describe('edges', () => {
  test('a sum that is the budget but for float noise is no breach', () => {
    // 3 x 0.1 is 0.30000000000000004.
    expect(breach([one(50, fixed(0.1))], 0.3)).toBeCloseTo(fixedBreach(50, 0.1, MONTH, 0.3), 10);
  });

  test('what is left below a step keeps the chance that nothing else happens', () => {
    const certain = one(12, fixed(43.199));
    const spread = one(12, exponential(0.5));
    const events = (12 * MONTH) / YEAR;
    const alone = Math.exp(-events) * (1 - exponentialBreach(12, 0.5, MONTH, 43.2));
    const after = Math.exp(-events) * events * (1 - exponentialBreach(12, 0.5, MONTH, 0.001));

    expect(Math.abs(breach([certain, spread], 43.2) - (1 - alone - after))).toBeLessThan(1e-3);
  });

  test('hundreds of outages on a fine lattice do not underflow', () => {
    const rate = (600 * YEAR) / MONTH;
    const expected = exponentialBreach(rate, 0.0675, MONTH, 43.2);

    expect(expected).toBeGreaterThan(0.05);
    expect(Math.abs(breach([one(rate, exponential(0.0675))], 43.2, { steps: 8192 }) - expected)).toBeLessThan(
      1e-3,
    );
  });

  test('without events nothing is breached', () => {
    expect(breach([], 43.2)).toBe(0);
    expect(breach([one(0, fixed(60))], 43.2)).toBe(0);
  });

  test('an outage without impact, or without length, is none', () => {
    expect(breach([one(1000, fixed(60), 0), one(1000, fixed(0)), one(1000, exponential(0))], 43.2)).toBe(0);
    expect(expectedBadMinutes([one(1000, fixed(60), 0)], MONTH)).toBe(0);
  });

  test('with no budget any outage is a breach, and no outage is none', () => {
    expect(breach([one(12, exponential(30))], 0)).toBeCloseTo(1 - Math.exp((-12 * MONTH) / YEAR), 12);
    expect(breach([], 0)).toBe(0);
  });

  test('a burn above the budget is a breach for certain; one equal to it leaves none', () => {
    expect(breach([], 43.2, { burnMinutes: 43.3 })).toBe(1);
    expect(breach([], 43.2, { burnMinutes: 43.2 })).toBe(0);
    expect(breach([one(2, fixed(1))], 43.2, { burnMinutes: 43.2 })).toBeCloseTo(
      1 - Math.exp((-2 * MONTH) / YEAR),
      9,
    );
  });

  test.each([
    ['long outages', one(1e9, exponential(30)), 1],
    ['short outages far above the budget', one(1e9, exponential(0.001)), 1],
    ['short outages far below the budget', one(1e9, exponential(1e-8)), 0],
    ['fixed outages far below the budget', one(1e9, fixed(1e-8)), 0],
    ['fixed outages far above the budget', one(1e9, fixed(1)), 1],
  ])('a huge rate of %s is decided by its mean', (_what, item, expected) => {
    expect(breach([item], 43.2)).toBeCloseTo(expected, 12);
  });

  test('tiny outages that add up to the budget breach it in half of the windows', () => {
    // 43.2 expected of 43.2: a normal sum, so one half and the continuity term 1 / sqrt(2 pi n) on top.
    const perWindow = 1e6;
    const item = one((perWindow * YEAR) / MONTH, fixed(43.2 / perWindow));
    expect(Math.abs(breach([item], 43.2) - 0.5)).toBeLessThan(0.02);
  });

  test('a whole month of tiny outages keeps its spread', () => {
    // 600 outages of 0.0675 minutes: mean 40.5, sd 1.65, so 43.2 is 1.6 standard deviations up.
    const rate = (600 * YEAR) / MONTH;
    expect(breach([one(rate, fixed(0.0675))], 43.2)).toBeCloseTo(fixedBreach(rate, 0.0675, MONTH, 43.2), 9);
    // Exponential ones have twice the variance.
    const spread = breach([one(rate, exponential(0.0675))], 43.2);
    expect(Math.abs(spread - exponentialBreach(rate, 0.0675, MONTH, 43.2))).toBeLessThan(2e-3);
  });
});

describe('laws', () => {
  const upTo = (max: number) =>
    fc.integer({ min: 0, max: 1000 }).map(thousandths => (max * thousandths) / 1000);
  const classes = fc.array(
    fc.record({
      ratePerYear: upTo(50),
      impact: upTo(1),
      duration: fc.oneof(
        upTo(200).map(fixed),
        upTo(200).map(exponential),
        upTo(5).map(mu => lognormal(mu, 0.9)),
      ),
    }),
    { maxLength: 6 },
  );
  const budget = fc.double({ min: 0.5, max: 500, noNaN: true });

  test('a probability is one', () => {
    fc.assert(
      fc.property(classes, budget, (list, minutes) => {
        const probability = breach(list, minutes);
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('one class is two of half its rate', () => {
    fc.assert(
      fc.property(classes, budget, (list, minutes) => {
        const halves = list.flatMap(item => [
          { ...item, ratePerYear: item.ratePerYear / 2 },
          { ...item, ratePerYear: item.ratePerYear / 2 },
        ]);
        expect(breach(halves, minutes)).toBeCloseTo(breach(list, minutes), 10);
        expect(expectedBadMinutes(halves, MONTH)).toBeCloseTo(expectedBadMinutes(list, MONTH), 9);
        const variance = badMinutesVariance(list, MONTH);
        expect(Math.abs(badMinutesVariance(halves, MONTH) - variance)).toBeLessThanOrEqual(1e-12 * variance);
      }),
    );
  });

  test('mean and variance add up over classes', () => {
    fc.assert(
      fc.property(classes, classes, (a, b) => {
        expect(expectedBadMinutes([...a, ...b], MONTH)).toBeCloseTo(
          expectedBadMinutes(a, MONTH) + expectedBadMinutes(b, MONTH),
          6,
        );
        const variance = badMinutesVariance(a, MONTH) + badMinutesVariance(b, MONTH);
        expect(Math.abs(badMinutesVariance([...a, ...b], MONTH) - variance)).toBeLessThanOrEqual(
          1e-12 * variance,
        );
      }),
    );
  });

  test('more outages, longer outages, more impact, less budget: never a smaller chance of a breach', () => {
    fc.assert(
      fc.property(classes, budget, fc.double({ min: 1, max: 3, noNaN: true }), (list, minutes, factor) => {
        const base = breach(list, minutes);
        const more = list.map(item => ({ ...item, ratePerYear: item.ratePerYear * factor }));
        const stronger = list.map(item => ({ ...item, impact: Math.min(1, item.impact * factor) }));
        expect(breach(more, minutes)).toBeGreaterThanOrEqual(base - 1e-5);
        expect(breach(stronger, minutes)).toBeGreaterThanOrEqual(base - 1e-5);
        expect(breach(list, minutes / factor)).toBeGreaterThanOrEqual(base - 1e-5);
      }),
    );
  });

  test('order does not matter', () => {
    fc.assert(
      fc.property(classes, budget, (list, minutes) => {
        expect(breach([...list].reverse(), minutes)).toBeCloseTo(breach(list, minutes), 9);
      }),
    );
  });
});
