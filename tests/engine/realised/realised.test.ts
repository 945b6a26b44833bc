/** Plans held against bills of the same company in which known moves were carried out, or none was. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hoursOn } from '../../../src/engine/apply-effect.ts';
import { hourOfWeek, monthPeriod } from '../../../src/engine/calendar.ts';
import { sum, toLedger, toText } from '../../../src/engine/money.ts';
import { WHOLE_ESTATE } from '../../../src/engine/plan.ts';
import type { Realised } from '../../../src/engine/realised/realised.ts';
import type { Company } from '../../../src/scenario/company.ts';
import { against, billOf, edited, later, rebuilt, simulator } from '../../helpers/two-months.ts';
import { move, plan } from '../estates.ts';

const PLAN = plan([
  move('terminate-idle-compute'),
  move('schedule-non-production'),
  move('rightsize-compute'),
  move('ebs-gp2-to-gp3'),
  move('s3-storage-tiering'),
  move('compute-savings-plan'),
]);

type Fleet = Company['fleets'][number];

/** Changes one fleet of the later month. */
const fleet = (name: string, change: (fleet: Fleet) => Partial<Fleet> | null) => (company: Company) => ({
  fleets: company.fleets.flatMap(each => {
    if (each.name !== name) return [each];
    const changed = change(each);
    return changed === null ? [] : [{ ...each, ...changed }];
  }),
});

const gp3 = ({ volume }: Fleet): Partial<Fleet> =>
  volume ? { volume: { ...volume, type: 'gp3' as const } } : {};

const moveOf = ({ moves }: Realised, id: string) => {
  const found = moves.find(({ moveId }) => moveId === id);
  if (!found) throw new Error(`no move ${id}`);
  return found;
};

/** Outcomes of the moves and how many resources show them. */
const outcomes = (found: Realised) =>
  Object.fromEntries(
    found.moves.map(({ moveId, outcome, resources }) => [moveId, `${outcome} ${resources.done}`]),
  );

const UNTOUCHED = {
  'terminate-idle-compute': 'not-done 0',
  'schedule-non-production': 'not-done 0',
  'rightsize-compute': 'not-done 0',
  'ebs-gp2-to-gp3': 'not-done 0',
  's3-storage-tiering': 'not-done 0',
  'compute-savings-plan': 'not-done 0',
};

/** What must hold whatever happened between the two bills. */
function expectSums(found: Realised): void {
  const { bridge, moves } = found;
  expect(String(bridge.reference.plus(sum(Object.values(bridge.causes))))).toBe(String(bridge.later));
  expect(String(bridge.causes.moves.negated())).toBe(String(found.realised));
  for (const { planned, realised, shortfall } of moves)
    expect(String(realised.plus(sum(Object.values(shortfall))))).toBe(String(planned));
  expect(String(sum(moves.map(({ planned }) => planned)))).toBe(String(found.planned));
}

describe('a later bill that is the same', () => {
  const found = against(PLAN, billOf(later()));

  test('realises nothing, and nothing lies between the two', () => {
    expect(outcomes(found)).toEqual(UNTOUCHED);
    expect(String(found.realised)).toBe('0');
    expect(Object.values(found.bridge.causes).map(String)).toEqual(Array(9).fill('0'));
    expect(String(found.bridge.reference)).toBe(String(found.bridge.later));
    expect(Number(found.planned)).toBeGreaterThan(4000);
    expectSums(found);
  });

  test('leaves every move at the stage that the plan states', () => {
    expect(found.adoption.stages.map(({ stage, moves, rate }) => [stage, moves, rate])).toEqual([
      ['identified', 6, null],
      ['approved', 6, 1],
      ['implemented', 0, 0],
      ['verified', 0, null],
    ]);
    expect(found.adoption.realisation).toBeNull();
  });
});

describe('what was really done is found, and nothing else', () => {
  test.each<[string, (company: Company) => Partial<Company>, Record<string, string>]>([
    [
      'idle machines removed with their volumes',
      fleet('shop-classic', () => null),
      { 'terminate-idle-compute': 'done 4', 'ebs-gp2-to-gp3': 'not-done 0' },
    ],
    [
      'machines resized',
      fleet('shop-api', () => ({ type: 'm5.2xlarge' })),
      { 'rightsize-compute': 'done 8' },
    ],
    [
      'machines resized below the plan',
      fleet('shop-api', () => ({ type: 'm5.xlarge' })),
      { 'rightsize-compute': 'done 8' },
    ],
    ['machines made larger', fleet('shop-api', () => ({ type: 'm5.8xlarge' })), {}],
    ['machines of another family at the old size', fleet('shop-api', () => ({ type: 'm5a.4xlarge' })), {}],
    ['some volumes on gp3', fleet('shop-api', gp3), { 'ebs-gp2-to-gp3': 'partly 8' }],
    [
      'a purchase of another kind',
      () => ({
        reservations: [
          {
            id: 'reserved',
            type: 'm6i.2xlarge',
            count: 2,
            payment: 'no-upfront' as const,
            termYears: 1 as const,
            start: '2026-11-01',
          },
        ],
      }),
      {},
    ],
  ])('%s', (_what, change, shown) => {
    const found = against(PLAN, billOf(later(change)));

    expect(outcomes(found)).toEqual({ ...UNTOUCHED, ...shown });
    expectSums(found);
  });

  test('a removed machine saves what it cost', () => {
    const { planned, realised, shortfall } = moveOf(
      against(PLAN, billOf(later(fleet('shop-classic', () => null)))),
      'terminate-idle-compute',
    );

    // Four m5.2xlarge at $0.384 for 744 hours.
    expect(String(realised)).toBe('1142.784');
    expect(String(realised)).toBe(String(planned));
    expect(Object.values(shortfall).map(String)).toEqual(Array(6).fill('0'));
  });

  test('a new fleet in the place of the old one is the old one, resized', () => {
    const found = against(
      PLAN,
      billOf(later(fleet('shop-api', () => ({ name: 'shop-api-v2', type: 'm5.2xlarge' })))),
    );
    const replaced = found.resources.filter(({ replacedBy }) => replacedBy !== null);

    expect(moveOf(found, 'rightsize-compute').outcome).toBe('done');
    const machines = replaced.filter(({ resourceId }) => resourceId.startsWith('i-'));
    expect(new Set(machines.map(({ replacedBy }) => replacedBy)).size).toBe(8);
    // Their volumes are as they were: neither new nor changed.
    expect(moveOf(found, 'ebs-gp2-to-gp3').outcome).toBe('not-done');
    expect(String(found.bridge.causes.newResources)).toBe('0');
    expectSums(found);
  });

  test('machines that come back under new ids, as they were, are not removed and not resized', () => {
    const bill = billOf(later());
    const renamed = (id: string | null) => id?.replace(/^i-0/, 'i-1') ?? null;
    const { extract } = bill;
    const found = against(
      PLAN,
      rebuilt({
        ...extract,
        lines: extract.lines.map(line => ({ ...line, resourceId: renamed(line.resourceId) })),
        hourly: extract.hourly.map(each => ({ ...each, resourceId: renamed(each.resourceId) ?? '' })),
        tags: extract.tags.map(each => ({ ...each, resourceId: renamed(each.resourceId) ?? '' })),
      }),
    );

    expect(outcomes(found)).toEqual(UNTOUCHED);
    expect(found.resources.filter(({ replacedBy }) => replacedBy !== null)).toHaveLength(18);
    expect(Object.values(found.bridge.causes).map(String)).toEqual(Array(9).fill('0'));
  });

  test.each([
    ['all that should leave a class has left', 1, 'done'],
    ['half of it has left', 0.5, 'partly'],
  ])('objects in a colder class: %s', (_what, part, outcome) => {
    const moved = plan([move('s3-storage-tiering')]);
    const { extract } = billOf(later());
    const [effect] = simulator
      .run(moved, { horizonMonths: 2 })
      .moves.flatMap(({ applied }) => applied.map(each => each.effect));
    if (effect?.kind !== 'retier') throw new Error('the lever moves objects');
    const gib = effect.gib * part;
    const found = against(
      moved,
      rebuilt({
        ...extract,
        lines: extract.lines.flatMap(line => {
          if (line.usageType !== 'TimedStorage-ByteHrs') return [line];
          const quantity = line.pricingQuantity ?? 0;
          const leaves = (quantity * gib) / 60_000;
          const stays = toText(toLedger(Number(line.effectiveCost) * (1 - gib / 60_000)));
          const cold = toText(toLedger(leaves * 0.004));
          return [
            { ...line, pricingQuantity: quantity - leaves, billedCost: stays, effectiveCost: stays },
            {
              ...line,
              usageType: 'TimedStorage-GIR-ByteHrs',
              operation: 'GlacierInstantRetrievalStorage',
              pricingQuantity: leaves,
              billedCost: cold,
              effectiveCost: cold,
            },
          ];
        }),
      }),
    );
    const { realised, hidden, ...only } = moveOf(found, 's3-storage-tiering');

    expect(only.outcome).toBe(outcome);
    // The bucket holds as much as before: nothing of it is growth.
    expect(Math.abs(Number(hidden.growth))).toBeLessThan(1e-6);
    // $0.023 a GiB for the first 50 TiB and $0.022 beyond, less $0.004 in the colder class.
    const standard = (51_200 * 0.023 + 8_800 * 0.022) / 60_000;
    expect(Number(realised)).toBeCloseTo(gib * (standard - 0.004), 4);
    expectSums(found);
  });

  test('a schedule shows in the hours it switches off', () => {
    const schedule = { startHour: 7, endHour: 20, days: [0, 1, 2, 3, 4], utcOffsetHours: 0 };
    const [on, first] = [hoursOn(schedule), hourOfWeek(monthPeriod('2026-12').startMs)];
    const staging = (line: { usageType: string | null }) => line.usageType === 'BoxUsage:m6i.2xlarge';
    const bill = edited(billOf(later()), staging, {
      keepHour: hour => on[(first + hour) % 168] === true,
    });
    const office = plan([move('schedule-non-production', { params: { startHour: 7, endHour: 20 } })]);
    const found = against(office, bill);
    const { realised, planned, outcome, resources } = moveOf(found, 'schedule-non-production');

    expect([outcome, resources.done]).toEqual(['done', 6]);
    // December 2026 has 23 working days, October 22: 13 hours of six machines at $0.384 more.
    expect(Number(planned.minus(realised))).toBeCloseTo(13 * 6 * 0.384, 6);
    expectSums(found);
  });
});

describe('what hides a saving', () => {
  test('more data on a volume that was changed is growth of its own', () => {
    const found = against(
      PLAN,
      billOf(
        later(
          fleet('shop-api', each => ({
            ...gp3(each),
            ...(each.volume ? { volume: { ...each.volume, type: 'gp3' as const, gib: 300 } } : {}),
          })),
        ),
      ),
    );
    const { hidden, realised, visible } = moveOf(found, 'ebs-gp2-to-gp3');

    // Eight volumes of 200 GiB grew to 300: $0.10 a GiB before, $0.08 now.
    expect(Number(hidden.growth)).toBeCloseTo(8 * 100 * 0.1, 6);
    expect(Number(realised)).toBeCloseTo(8 * 300 * 0.02, 6);
    expect(Number(visible)).toBeCloseTo(8 * (200 * 0.1 - 300 * 0.08), 6);
    expectSums(found);
  });

  test('a price that rose outside the plan rose for what the plan changed too', () => {
    const names = ['staging-app-01', 'staging-app-02', 'staging-app-03'];
    const dear = edited(billOf(later()), ({ usageType }) => usageType === 'BoxUsage:m6i.2xlarge', {
      cost: 1.1,
    });
    const off = edited(dear, line => names.includes(line.resourceName ?? ''), { keepHour: () => false });
    const some = plan([move('schedule-non-production', { scope: { ...WHOLE_ESTATE, resources: names } })]);
    const found = against(
      some,
      edited(dear, line => names.includes(line.resourceName ?? ''), {
        keepHour: hour => hour % 24 >= 7 && hour % 24 < 20,
      }),
    );
    const { hidden, realised } = moveOf(found, 'schedule-non-production');

    expect(Number(hidden.price)).toBeCloseTo(3 * 744 * 0.384 * 0.1, 6);
    expect(Number(realised)).toBeCloseTo(3 * 31 * 11 * 0.384 * 1.1, 6);
    expect(Number(found.bridge.causes.price)).toBeCloseTo(6 * 744 * 0.384 * 0.1, 6);
    expectSums(found);
    // Switched off for good is gone, not scheduled: no saving of this move.
    expect(Number(moveOf(against(some, off), 'schedule-non-production').realised)).toBeCloseTo(0, 6);
  });

  test('the calendar: a month of 30 days is no saving', () => {
    const november = billOf({ ...later(), month: '2026-11' });
    const found = against(PLAN, november);

    expect(outcomes(found)).toEqual(UNTOUCHED);
    expect(Number(found.bridge.causes.calendar)).toBeLessThan(-200);
    expect(Math.abs(Number(found.bridge.causes.growth))).toBeLessThan(1e-6);
    expectSums(found);
  });
});

describe('a purchase', () => {
  const bought = (perHour: number) => (company: Company) => ({
    savingsPlans: [
      ...company.savingsPlans,
      {
        id: 'bought',
        offering: 'compute' as const,
        perHour,
        payment: 'no-upfront' as const,
        termYears: 1 as const,
        start: '2026-11-01',
      },
    ],
  });
  const buy = plan([move('compute-savings-plan', { params: { commitmentPerHour: 1 } })]);

  test('shows with its size, its use and what it saves', () => {
    const found = against(buy, billOf(later(bought(1))));
    const { outcome, purchase, realised, planned } = moveOf(found, 'compute-savings-plan');

    expect(outcome).toBe('done');
    expect(purchase?.bought.map(({ perHour, utilization }) => [perHour, utilization])).toEqual([[1, 1]]);
    expect(Number(realised) / Number(planned)).toBeCloseTo(1, 2);
    expect(found.commitments.achieved.commitmentUtilization).toBeCloseTo(1, 6);
    // The saving is the purchase's, not coverage by itself.
    expect(Math.abs(Number(found.bridge.causes.commitments))).toBeLessThan(0.05 * Number(realised));
    expectSums(found);
  });

  test('half of it is partly done', () => {
    const { outcome, shortfall, planned } = moveOf(
      against(buy, billOf(later(bought(0.5)))),
      'compute-savings-plan',
    );

    expect(outcome).toBe('partly');
    expect(Number(shortfall.partlyDone)).toBeCloseTo(Number(planned) / 2, 6);
  });

  test('covers machines that were resized without their move taking the credit', () => {
    const both = plan([
      move('rightsize-compute'),
      move('compute-savings-plan', { params: { commitmentPerHour: 1 } }),
    ]);
    const resized = (company: Company) => ({
      ...bought(1)(company),
      ...fleet('shop-api', () => ({ type: 'm5.2xlarge' }))(company),
    });
    const alone = against(
      plan([move('rightsize-compute')]),
      billOf(later(fleet('shop-api', () => ({ type: 'm5.2xlarge' })))),
    );
    const found = against(both, billOf(later(resized)));

    expect(Number(moveOf(found, 'rightsize-compute').realised)).toBeCloseTo(
      Number(moveOf(alone, 'rightsize-compute').realised),
      0,
    );
    expectSums(found);
  });
});

describe('laws', () => {
  const growth = fc.double({ min: 0.95, max: 1.6, noNaN: true });

  test('with no move done nothing is realised, however much grows', () => {
    fc.assert(
      fc.property(growth, growth, fc.integer({ min: 0, max: 5 }), (data, disks, machines) => {
        const found = against(
          PLAN,
          billOf(
            later(company => ({
              buckets: company.buckets.map(bucket => ({ ...bucket, gib: bucket.gib * data })),
              fleets: company.fleets.map((each, index) => ({
                ...each,
                count: each.count + (index === 0 ? machines : 0),
                ...(each.volume ? { volume: { ...each.volume, gib: each.volume.gib * disks } } : {}),
              })),
            })),
          ),
        );

        expect(outcomes(found)).toEqual(UNTOUCHED);
        expect(String(found.realised)).toBe('0');
        expect(String(found.bridge.causes.unexplained)).toBe('0');
        expectSums(found);
      }),
      { numRuns: 12 },
    );
  });

  test('whatever was done, the two bills and all that lies between them add up', () => {
    const types = fc.constantFrom('m5.4xlarge', 'm5.2xlarge', 'm5.xlarge', 'm6i.2xlarge', 'm5.8xlarge');
    fc.assert(
      fc.property(
        types,
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('2026-11', '2026-12', '2027-02'),
        growth,
        (type, isGone, count, month, data) => {
          const company = later(each => ({
            buckets: each.buckets.map(bucket => ({ ...bucket, gib: bucket.gib * data })),
            fleets: each.fleets
              .filter(({ name }) => !isGone || name !== 'shop-classic')
              .map(one => (one.name === 'shop-api' ? { ...one, type, count, ...gp3(one) } : one)),
          }));
          expectSums(against(PLAN, billOf({ ...company, month })));
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('months', () => {
  test('a later month must follow the month of the plan', () => {
    expect(() => against(PLAN, billOf({ ...later(), month: '2026-10' }))).toThrow(/1 to 36 months after/);
    expect(() => against(PLAN, billOf({ ...later(), month: '2026-09' }))).toThrow(/1 to 36 months after/);
  });

  test('a move that is not due is neither done nor missed', () => {
    const found = against(plan([move('rightsize-compute', { start: 6 })]), billOf(later()));
    const [only] = found.moves;

    expect([only?.isDue, String(only?.planned)]).toEqual([false, '0']);
    expect(found.adoption.stages.map(({ moves }) => moves)).toEqual([0, 0, 0, 0]);
  });
});

test('absurd quantities are compared without a crash, and everything still adds up', () => {
  const { extract } = billOf(later(fleet('shop-api', () => ({ type: 'm5.2xlarge' }))));
  const absurd = [Number.POSITIVE_INFINITY, Number.NaN, 1e308, 5e-324, -1, null];
  const found = against(
    PLAN,
    rebuilt({
      ...extract,
      lines: extract.lines.map((line, index) =>
        index % 3 === 0 ? { ...line, pricingQuantity: absurd[(index / 3) % absurd.length] ?? null } : line,
      ),
    }),
  );

  expectSums(found);
});
