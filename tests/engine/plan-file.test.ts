/** The plan file: what a person writes, what the engine runs, and back. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultParams } from '../../src/engine/lever-params.ts';
import { LEVERS, leverById } from '../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS, type Plan, WHOLE_ESTATE } from '../../src/engine/plan.ts';
import { type PlanFile, planFileOf, planFileSchema, planOf } from '../../src/engine/plan-file.ts';
import { amountSchema, shareSchema } from '../../src/engine/plan-values.ts';
import { DEFAULT_PLAN_POLICY, type PlanPolicy } from '../../src/engine/reliability/plan-policy.ts';
import { assumptions, movesOf, thousandths } from '../helpers/arbitraries.ts';

const MINIMAL = {
  schema: 'trimtab/plan/1',
  target: { reduceBy: '30%', byMonth: 6 },
  moves: [],
} as const;

const parse = (file: unknown): PlanFile => planFileSchema.parse(file);
const problemsOf = (file: unknown) => planOf(parse(file)).problems;

describe('a file with the least in it', () => {
  const { plan, problems } = planOf(parse(MINIMAL));

  test('becomes a plan with the default guardrails', () => {
    expect(problems).toEqual([]);
    expect(plan).toEqual({
      title: 'Plan',
      scenario: null,
      target: { goal: { kind: 'reduce-by', fraction: 0.3 }, byMonth: 6, basis: 'run-rate' },
      guardrails: DEFAULT_GUARDRAILS,
      assumptions: {},
      policy: DEFAULT_PLAN_POLICY,
      moves: [],
    });
  });
});

describe('a move', () => {
  test('gets every parameter of its lever, defaults where the file says nothing', () => {
    const { plan, problems } = planOf(
      parse({
        ...MINIMAL,
        moves: [{ lever: 'rightsize-compute', params: { cpuHeadroomPercent: 30 } }],
      }),
    );
    expect(problems).toEqual([]);
    expect(plan.moves).toEqual([
      {
        id: 'rightsize-compute',
        lever: 'rightsize-compute',
        scope: WHOLE_ESTATE,
        params: {
          cpuHeadroomPercent: 30,
          memoryHeadroomPercent: 20,
          observedDaysMin: 14,
          acceptUnobservedMemory: false,
          assumedMemoryPercent: 40,
          acceptLocalDisks: false,
        },
        start: 1,
        owner: null,
        note: null,
      },
    ]);
  });

  test('without an id is named after its lever, numbered where that is taken', () => {
    const lever = 'ebs-gp2-to-gp3';
    const moves = [
      { lever, start: 1 },
      { lever, start: 2, id: 'ebs-gp2-to-gp3-2' },
      { lever, start: 3 },
      { lever, start: 4 },
    ];
    const { plan } = planOf(parse({ ...MINIMAL, moves }));
    expect(plan.moves.map(({ id }) => id)).toEqual([
      'ebs-gp2-to-gp3',
      'ebs-gp2-to-gp3-2',
      'ebs-gp2-to-gp3-3',
      'ebs-gp2-to-gp3-4',
    ]);
  });
});

describe('problems come with the path to them', () => {
  test.each([
    [
      'no goal',
      { ...MINIMAL, target: { byMonth: 3 } },
      ['target'],
      'the target needs exactly one of reduceBy and reduceTo',
    ],
    [
      'two goals',
      { ...MINIMAL, target: { byMonth: 3, reduceBy: 0.1, reduceTo: 5 } },
      ['target'],
      'the target needs exactly one of reduceBy and reduceTo',
    ],
    [
      'a parameter that the lever does not have',
      { ...MINIMAL, moves: [{ lever: 'rightsize-compute', start: 1, params: { headroom: 3 } }] },
      ['moves', 0, 'params', 'headroom'],
      'headroom is no parameter of this lever',
    ],
    [
      'a parameter out of its limits',
      { ...MINIMAL, moves: [{ lever: 'schedule-non-production', start: 1, params: { startHour: 24 } }] },
      ['moves', 0, 'params', 'startHour'],
      'startHour must be between 0 and 23 hour',
    ],
    [
      'a parameter of another type',
      { ...MINIMAL, moves: [{ lever: 'database-single-az', start: 1, params: { allowProduction: 'yes' } }] },
      ['moves', 0, 'params', 'allowProduction'],
      'allowProduction must be true or false',
    ],
    [
      'an id twice',
      {
        ...MINIMAL,
        moves: [
          { id: 'a', lever: 'database-single-az', start: 1 },
          { id: 'a', lever: 'rightsize-compute', start: 1 },
        ],
      },
      ['moves', 1, 'id'],
      'two moves have the id a',
    ],
    [
      'a name out of the prototype',
      { ...MINIMAL, moves: [{ lever: 'rightsize-compute', start: 1, params: { constructor: 1 } }] },
      ['moves', 0, 'params', 'constructor'],
      'constructor is no parameter of this lever',
    ],
  ])('%s', (_name, file, path, message) => {
    expect(problemsOf(file)).toEqual([{ path, message, hint: expect.any(String) }]);
  });

  test('a file with a problem still gives a plan that can be shown', () => {
    const { plan, problems } = planOf(
      parse({
        ...MINIMAL,
        moves: [{ lever: 'rightsize-compute', start: 1, params: { cpuHeadroomPercent: 9999 } }],
      }),
    );
    expect(problems).toHaveLength(1);
    expect(plan.moves[0]?.params.cpuHeadroomPercent).toBe(20);
  });
});

describe('the schema refuses', () => {
  test.each<readonly [string, unknown]>([
    ['another version', { ...MINIMAL, schema: 'trimtab/plan/2' }],
    ['an unknown key', { ...MINIMAL, moovs: [] }],
    ['an unknown lever', { ...MINIMAL, moves: [{ lever: 'spot', start: 1 }] }],
    ['a start in month 0', { ...MINIMAL, moves: [{ lever: 'rightsize-compute', start: 0 }] }],
    ['a start in half a month', { ...MINIMAL, moves: [{ lever: 'rightsize-compute', start: 1.5 }] }],
    ['a start beyond the longest run', { ...MINIMAL, moves: [{ lever: 'rightsize-compute', start: 37 }] }],
    ['an id with a space', { ...MINIMAL, moves: [{ id: 'a b', lever: 'rightsize-compute', start: 1 }] }],
    ['an id of a path', { ...MINIMAL, moves: [{ id: '../x', lever: 'rightsize-compute', start: 1 }] }],
    [
      'an empty scope list',
      { ...MINIMAL, moves: [{ lever: 'rightsize-compute', start: 1, scope: { workloads: [] } }] },
    ],
    ['a title of nothing', { ...MINIMAL, title: '' }],
    ['a title without end', { ...MINIMAL, title: 'x'.repeat(201) }],
    ['201 moves', { ...MINIMAL, moves: new Array(201).fill({ lever: 'rightsize-compute', start: 1 }) }],
    [
      'a parameter that is a list',
      { ...MINIMAL, moves: [{ lever: 'rightsize-compute', start: 1, params: { a: [] } }] },
    ],
    ['a target month that does not exist', { ...MINIMAL, target: { reduceBy: 0.1, byMonth: Number.NaN } }],
    ['nothing at all', null],
  ])('%s', (_name, file) => {
    expect(planFileSchema.safeParse(file).success).toBe(false);
  });
});

describe('a share', () => {
  test.each([
    ['30%', 0.3],
    [' 12.5 % ', 0.125],
    ['0%', 0],
    ['100%', 1],
    [0.3, 0.3],
    [0, 0],
    [1, 1],
  ])('%j is %f', (written, share) => {
    expect(shareSchema.parse(written)).toBeCloseTo(share, 15);
  });

  test.each(['30', '0.3', '101%', '-5%', '1e1%', '30 percent', '%', 1.1, -0.1, 30, Number.NaN, null])(
    '%j is none',
    written => {
      expect(shareSchema.safeParse(written).success).toBe(false);
    },
  );
});

describe('an amount', () => {
  test.each([
    [350000, '350000'],
    ['350,000', '350000'],
    ['$350,000.50', '350000.50'],
    ['350_000', '350000'],
    ['1234567', '1234567'],
    [0, '0'],
    [0.1, '0.1'],
    [1e-7, '0.0000001'],
    [1e12, '1000000000000'],
  ])('%j is %s', (written, amount) => {
    expect(amountSchema.parse(written)).toBe(amount);
  });

  test.each([
    '-5',
    '1e9',
    '12.',
    '1,00,0.5.5',
    '',
    'NaN',
    '€5',
    -1,
    1e13,
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ])('%j is none', written => {
    expect(amountSchema.safeParse(written).success).toBe(false);
  });
});

const texts = fc.string({ minLength: 1, maxLength: 30 });
const lists = fc.option(fc.array(texts, { minLength: 1, maxLength: 3 }), { nil: null });
const months = fc.constantFrom('2026-11', '2026-12', '2027-01');
const policies: fc.Arbitrary<PlanPolicy> = fc.record({
  freezeWindows: fc.array(
    fc
      .record({
        first: months,
        second: months,
        workloads: fc.array(texts, { minLength: 1, maxLength: 2 }),
        reason: fc.option(texts, { nil: null }),
      })
      .map(({ first, second, workloads, reason }) => ({
        from: first < second ? first : second,
        to: first < second ? second : first,
        workloads,
        reason,
      })),
    { maxLength: 2 },
  ),
  freezeWhenExhausted: fc.boolean(),
  postmortemShare: thousandths(0, 1),
  wipShare: thousandths(0, 1),
  changesPerWindow: fc.integer({ min: 1, max: 5 }),
  urgentMoves: fc.array(texts, { maxLength: 2 }),
});
const anyPlans: fc.Arbitrary<Plan> = fc
  .record({
    title: texts,
    scenario: fc.option(texts, { nil: null }),
    goal: fc.oneof(
      thousandths(0, 1).map(fraction => ({ kind: 'reduce-by' as const, fraction })),
      fc
        .double({ min: 0, max: 1e12, noNaN: true, noDefaultInfinity: true })
        // An amount as the reader of files gives it.
        .map(amount => ({ kind: 'reduce-to' as const, amount: amountSchema.parse(Math.abs(amount)) })),
    ),
    byMonth: fc.integer({ min: 1, max: 36 }),
    basis: fc.constantFrom('run-rate' as const, 'cash' as const),
    guardrails: fc.record({
      maxBreachProbability: thousandths(0, 1),
      maxBreachIncrease: thousandths(0, 1),
      protectedWorkloads: fc.array(texts, { maxLength: 3 }),
      forbiddenLevers: fc.uniqueArray(fc.constantFrom(...LEVERS.map(({ meta }) => meta.id)), {
        maxLength: 3,
      }),
    }),
    assumptions,
    against: fc.constantFrom({}, { against: 'forecast' as const }, { against: 'reference-month' as const }),
    policy: policies,
    scope: fc.record({
      workloads: lists,
      environments: lists,
      accounts: lists,
      regions: lists,
      resources: lists,
    }),
    levers: fc.array(fc.constantFrom(...LEVERS), { maxLength: 4 }),
    owner: fc.option(texts, { nil: null }),
    note: fc.option(fc.string(), { nil: null }),
  })
  .chain(({ goal, byMonth, basis, against, levers, scope, owner, note, ...rest }) =>
    fc.tuple(...levers.map((lever, index) => movesOf(lever, `move-${index}`))).map(moves => ({
      ...rest,
      target: { goal, byMonth, basis, ...against },
      moves: moves.map(each => ({ ...each, scope, owner, note })),
    })),
  );

describe('there and back', () => {
  test('a plan written to a file and read again is the same plan', () => {
    fc.assert(
      fc.property(anyPlans, plan => {
        // Through text, as a file is.
        const file = parse(JSON.parse(JSON.stringify(planFileOf(plan))));
        expect(planOf(file)).toEqual({ plan, problems: [] });
      }),
      { numRuns: 300 },
    );
  });

  test('a file says only what differs from the defaults', () => {
    const lever = leverById('rightsize-compute');
    const file = planFileOf({
      title: 'A plan',
      scenario: null,
      target: { goal: { kind: 'reduce-by', fraction: 0.3 }, byMonth: 6, basis: 'run-rate' },
      guardrails: DEFAULT_GUARDRAILS,
      assumptions: {},
      policy: DEFAULT_PLAN_POLICY,
      moves: [
        {
          id: 'a',
          lever: lever?.meta.id ?? '',
          scope: WHOLE_ESTATE,
          params: defaultParams(lever?.params ?? {}),
          start: 1,
          owner: null,
          note: null,
        },
      ],
    });
    expect(file.moves).toEqual([{ id: 'a', lever: 'rightsize-compute', start: 1 }]);
    expect(file.guardrails).toEqual({ maxBreachProbability: 0.05, maxBreachIncrease: 0.02 });
  });
});
